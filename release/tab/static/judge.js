// The judge's Web Worker: the kit's own judge on Pyodide. It asks submissions in Web Workers of their own, one for each
// module, and waits for them as it would for a process: by JavaScript Promise Integration, which needs no header.

import { compiled, fetched } from "./fetched.js";
import { NUMPY, startPython } from "./python.js";

const WARM = 2; // Web Workers that wait for a submission: to start one takes a third of a second

let parts; // what the Python of a submission is made of

class Port {
  constructor(numpy) {
    this.printed = "";
    this.waiting = null;
    this.worker = new Worker(self.location.href, { type: "module", name: "student" });
    this.ready = new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => {
        if (data.ready) resolve();
        else if (data.fault) reject(new Error(data.fault));
        else if (data.printed) this.printed += data.printed;
        else this.waiting?.(data.reply);
      };
      this.worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
        this.waiting?.(null);
      };
    });
    this.ready.catch(() => {});
    this.worker.postMessage({ ...parts, numpy: numpy ? parts.numpy : undefined });
  }

  async ask(frame, seconds) {
    await this.ready;
    let clock;
    const came = await new Promise((resolve) => {
      this.waiting = (reply) => resolve({ frame: reply, late: false });
      clock = setTimeout(() => resolve({ frame: null, late: true }), 1000 * seconds);
      this.worker.postMessage(frame);
    });
    clearTimeout(clock);
    this.waiting = null;
    return JSON.stringify({ ...came, printed: this.printed });
  }

  end() {
    this.worker.terminate();
  }
}

const spare = [];

function startPort(numpy) {
  return (numpy && parts.numpy ? undefined : spare.shift()) ?? new Port(numpy);
}

function refill(count = WARM) {
  while (spare.length < count) spare.push(new Port(false));
}

let judge;

// `base` is the address of the page's folder: a Web Worker of a Blob knows none.
async function start({ language, base, numpy }) {
  const report = (share) => self.postMessage({ share });
  const read = async (path) => (await fetched(new URL(path, base), report)).arrayBuffer();
  const module = fetched(new URL("python.wasm.packed", base), report).then(compiled);
  const [library, kit, files, truths] = ["python_stdlib.zip", "kit.zip", "student.zip", "truths.json"].map(read);
  const wheel = numpy ? read("numpy.whl") : undefined;
  parts = { module: await module, library: await library, files: await files, numpy: await wheel };
  const python = await startPython(parts, { _makeSnapshot: true });
  parts.snapshot = python.makeMemorySnapshot(); // before anything of the kit is in there
  refill(1);
  python.unpackArchive(await kit, "zip", { extractDir: "/kit" });
  if (numpy) python.unpackArchive(parts.numpy, "zip", { extractDir: NUMPY });
  python.runPython(`import sys; sys.path[:0] = ["${NUMPY}", "/kit/autograder/tab/absent", "/kit"]`);
  const wait = python.pyimport("pyodide.ffi").run_sync;
  const text = new TextDecoder().decode(await truths);
  const door = python.pyimport("autograder.tab.judge");
  judge = door.open_judge(language, text, door.ports(startPort, wait), Boolean(numpy));
}

const tasks = {
  open: start,
  parts: () => ({ ...parts, numpy: undefined }),
  write: ({ module, text }) => judge.write(module, text),
  grade: async ({ exercises }) => {
    const told = await judge.grade.callPromising(JSON.stringify(exercises));
    setTimeout(refill);
    return JSON.parse(told);
  },
  affected: ({ module }) => JSON.parse(judge.affected(module)),
  handIn: () => {
    const bytes = judge.hand_in();
    try {
      return bytes.toJs();
    } finally {
      bytes.destroy();
    }
  },
  takeBack: ({ name, bytes }) => JSON.parse(judge.take_back(name, bytes)),
};

let last = Promise.resolve(); // one task after the other: the judge waits within one

export function open() {
  self.onmessage = ({ data }) => {
    last = last.then(async () => {
      try {
        self.postMessage({ id: data.id, ok: await tasks[data.do](data) });
      } catch (error) {
        self.postMessage({ id: data.id, fault: String(error.message ?? error) });
      }
    });
  };
}
