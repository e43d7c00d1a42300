// A Web Worker for one module of a submission: Pyodide, the kit's worker.py and its probes, and nothing else of the kit.
// It answers one frame after the other; whoever started it terminates it when it is late.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const LARGEST_MEMORY = 512 * 1024 * 1024; // bytes: what is asked for beyond is a MemoryError
const OUTPUT_KEPT = 16 * 1024; // characters, as of a process

const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65536 > LARGEST_MEMORY) throw new RangeError("no more memory");
  return grow.call(this, pages);
};

const post = self.postMessage.bind(self);
let left = OUTPUT_KEPT;
const decoder = new TextDecoder();

function print(bytes) {
  if (left > 0) post({ printed: decoder.decode(bytes.slice(0, left), { stream: true }) });
  left -= bytes.length;
  return bytes.length;
}

// What a browser's Python has and a process has not: a submission finds it as absent here as there.
const FORGET = `
import sys
sys.meta_path[:] = [x for x in sys.meta_path if not getattr(x, "__module__", type(x).__module__).startswith("_pyodide")]
for name in [x for x in sys.modules if x.partition(".")[0] in ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core")]:
    del sys.modules[name]
del name
`;

async function start() {
  const [python, files] = await Promise.all([
    loadPyodide({ indexURL: new URL("pyodide/", import.meta.url).href, env: { HOME: "/home" } }),
    fetch(new URL("student.zip", import.meta.url)).then((x) => x.arrayBuffer()),
  ]);
  python.setStdout({ write: print });
  python.setStderr({ write: print });
  python.unpackArchive(files, "zip", { extractDir: "/kit" });
  python.runPython('import sys; sys.path[:0] = ["/kit/autograder/sandbox", "/kit/autograder/tab"]');
  const { answer } = python.pyimport("answering");
  python.runPython(FORGET);
  self.onmessage = ({ data }) => {
    let reply = null;
    try {
      reply = answer(data);
    } catch {
      post({ reply: null }); // the interpreter has ended
      return;
    }
    python.runPython("import sys; sys.stdout.flush(); sys.stderr.flush()");
    post({ reply });
  };
  post({ ready: true });
}

start().catch((error) => post({ fault: String(error) }));
