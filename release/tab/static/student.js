// A Web Worker for one module of a submission: Pyodide, the kit's worker.py and its probes, and nothing else of the kit.
// It answers one frame after the other; whoever started it terminates it when it is late.

import { NUMPY, startPython } from "./python.js";

const LARGEST_MEMORY = 512 * 1024 * 1024; // bytes: what is asked for beyond is a MemoryError
const STACK = 120_000; // bytes of Python's own stack: that of the browser, below it, is full at twice as much
const OUTPUT_KEPT = 16 * 1024; // characters, as of a process

function limitMemory() {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * 65536 > LARGEST_MEMORY) throw new RangeError("no more memory");
    return grow.call(this, pages);
  };
}

// What recurses through C, an operator that calls itself, is a RecursionError, and not the end of the Web Worker.
function limitRecursion({ _module: wasm }) {
  wasm._PyUnstable_ThreadState_SetStackProtection(wasm._PyThreadState_Get(), wasm.stackSave() - STACK, STACK);
}

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

async function start(parts) {
  limitMemory();
  const python = await startPython(parts);
  limitRecursion(python);
  python.setStdout({ write: print });
  python.setStderr({ write: print });
  python.unpackArchive(parts.files, "zip", { extractDir: "/kit" });
  if (parts.numpy) python.unpackArchive(parts.numpy, "zip", { extractDir: NUMPY });
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

export function open() {
  self.onmessage = ({ data }) => start(data).catch((error) => post({ fault: String(error) }));
}
