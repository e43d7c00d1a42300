// The judge's Web Worker: the kit's own judge on Pyodide. It asks submissions in Web Workers of their own, one for each
// module, and waits for them as it would for a process: by JavaScript Promise Integration, which needs no header.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const WARM = 2; // Web Workers that wait for a submission: to start one takes a second or two

const at = (path) => new URL(path, import.meta.url).href;

// A Web Worker of a blob keeps the page's policy of contents; one of an address would have none.
function workerOf(path) {
  const url = URL.createObjectURL(new Blob([`import ${JSON.stringify(at(path))};`], { type: "text/javascript" }));
  return new Worker(url, { type: "module" });
}

class Port {
  constructor() {
    this.printed = "";
    this.waiting = null;
    this.worker = workerOf("student.js");
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

function startPort() {
  return spare.shift() ?? new Port();
}

function refill(count = WARM) {
  while (spare.length < count) spare.push(new Port());
}

let judge;

async function open({ language }) {
  refill(1);
  const read = (path) => fetch(at(path)).then((x) => (x.ok ? x.arrayBuffer() : Promise.reject(new Error(path))));
  const [python, kit, truths] = await Promise.all([
    loadPyodide({ indexURL: at("pyodide/"), env: { HOME: "/home" } }),
    read("kit.zip"),
    read("truths.json"),
  ]);
  python.unpackArchive(kit, "zip", { extractDir: "/kit" });
  python.runPython('import sys; sys.path[:0] = ["/kit/autograder/tab/absent", "/kit"]');
  const wait = python.pyimport("pyodide.ffi").run_sync;
  const text = new TextDecoder().decode(truths);
  const door = python.pyimport("autograder.tab.judge");
  judge = door.open_judge(language, text, door.ports(startPort, wait));
}

const tasks = {
  open,
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

self.onmessage = ({ data }) => {
  last = last.then(async () => {
    try {
      self.postMessage({ id: data.id, ok: await tasks[data.do](data) });
    } catch (error) {
      self.postMessage({ id: data.id, fault: String(error.message ?? error) });
    }
  });
};
