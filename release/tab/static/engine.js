// The student's own engine, in a Web Worker of its own: the one that answers the judge, with the modules as they are kept.
// Whatever it does, the page goes on: a request that is not answered in time ends the Web Worker.

export const LATE = 5; // seconds for one request; a step of the course's own engine takes a hundredth of one

// Why an engine stopped: a sentence of the page's words, and what stands in it.
export class Stopped extends Error {
  constructor(word, values = {}) {
    super(word);
    this.values = values;
  }
}

export class Engine {
  constructor(worker, texts) {
    this.worker = worker;
    this.sequence = 0;
    worker.onmessage = ({ data }) => {
      if (data.fault) this.end(new Stopped("failed_to_load", { why: data.fault }));
      else if (!data.printed) this.waiting.resolve(data.reply);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.end(new Stopped("failed_to_load", { why: event.message }));
    };
    const fields = { module: "network", sources: sources(texts), symbols: [], site: null };
    this.loaded = this.next().then(() => this.answer("load", fields));
    this.loaded.catch(() => {}); // told to whoever asks first
  }

  // What the Web Worker says next.
  next() {
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  // The answer to a request; the next one is asked after it. Throws Stopped.
  async ask(what, fields) {
    await this.loaded;
    return this.answer(what, fields);
  }

  async answer(what, fields) {
    const clock = setTimeout(() => this.end(new Stopped("play_late", { seconds: LATE })), 1000 * LATE);
    this.worker.postMessage(JSON.stringify({ seq: ++this.sequence, do: what, with: fields }));
    const reply = await this.next().finally(() => clearTimeout(clock));
    if (reply === null) throw new Stopped("play_died");
    const { ok, ...failure } = JSON.parse(reply);
    if (!ok) throw why(failure);
    return ok;
  }

  // Terminate it; whoever waits is told why.
  end(reason = new Stopped("")) {
    this.worker.terminate();
    this.waiting.reject(reason);
  }
}

const sources = (texts) => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, { text }]));

function why({ raised, malformed }) {
  if (!raised) return new Stopped("play_malformed", { name: malformed.name || malformed.what });
  const [module, line, name] = raised.frames.at(-1) ?? ["network", 1, ""];
  const place = `exercises/${module}.py:${line} ${name}`.trim();
  if (raised.type === "NotImplementedError") return new Stopped("play_todo", { place });
  return new Stopped("play_raised", { what: `${raised.type}: ${raised.message}`, place });
}
