// "My engine learns": the student's own network, trained by their own `train`, drawn while it learns.
//
// The frame budget: an epoch is one step of the student's `train`, in the engine's Web Worker, for SLICE at a time. Then
// the page reads their weights and computes the picture itself: some 100,000 points a frame are nothing for JavaScript,
// and would be minutes for an engine of single values.

import { Engine, Stopped } from "./engine.js";
import { answerTo, dead, networkOf } from "./network.js";
import { DARK, LIGHT, draw, heightOf } from "./picture.js";
import { SETS } from "./sets.js";

const SLICE = 0.03; // seconds of training between two pictures, or one step where that takes longer
const PACE = 40; // milliseconds from one picture to the next, at least
const CALM = 1000; // the same where motion is not wanted
const HEARD = 5000; // milliseconds between two sentences for a screen reader
const LEARNED = 0.001; // a loss below it is XOR learned, as in the course's text
const KEPT = { width: 1200, margin: 24, caption: 36 }; // pixels of the picture to keep
const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

const frame = () => new Promise(requestAnimationFrame); // a tab that nobody looks at waits here
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

class Playground {
  constructor(place, { words, say, language, texts, startStudent }) {
    Object.assign(this, { place, words, say, texts, startStudent });
    const digits = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
    this.number = (x) => digits.format(x);
    this.last = Promise.resolve(); // one request after the other
    this.turn = 0; // networks so far
    this.find = (css) => place.querySelector(css);
    this.canvas = this.find("canvas");
    this.controls();
    this.choose();
    new ResizeObserver(() => this.draw()).observe(this.canvas.parentElement);
    dark.onchange = () => this.draw();
  }

  controls() {
    const rates = RATES.map((rate) => new Option(this.number(rate), rate, rate === 0.1, rate === 0.1));
    this.find("[name=rate]").append(...rates);
    this.find("[name=set]").onchange = () => this.choose() || this.again();
    this.find("[name=width]").oninput = () => this.shown();
    for (const name of ["width", "seed"]) this.find(`[name=${name}]`).onchange = () => this.again();
    this.find(".play").onclick = () => (this.playing ? this.pause() : this.play());
    this.find(".step").onclick = () => this.step();
    this.find(".again").onclick = () => this.again();
    this.find(".keep").onclick = () => this.keep();
  }

  // When `train` is right, and no longer where it is not.
  open(passed) {
    const inside = this.find(".inside");
    if (inside.hidden !== passed) return;
    inside.hidden = !passed;
    this.tell(passed ? "play_opened" : "play_closed");
    if (!passed) this.pause() || this.end();
  }

  value(name) {
    return Number(this.find(`[name=${name}]`).value);
  }

  choose() {
    this.set = SETS[this.find("[name=set]").value];
    this.find("[name=width]").value = this.set.width;
    this.shown();
    this.blank();
  }

  shown() {
    this.find("output").textContent = this.value("width");
  }

  // What is asked of the engine before this and answered after it is of another network, and is not looked at.
  blank() {
    this.turn += 1;
    Object.assign(this, { network: null, losses: [], answers: [], width: this.value("width"), learned: false });
    this.draw();
  }

  // Whatever asks the engine; what it may throw stops it, and is said.
  act(task) {
    this.last = this.last.then(task).catch((error) => this.stopped(error));
    return this.last;
  }

  async play() {
    this.playing = true;
    this.find(".play").textContent = this.words.play_pause;
    await this.act(() => this.fresh());
    while (this.playing) {
      const began = performance.now();
      const slice = this.act(() => this.playing && this.learn(this.set.most));
      if (began - this.drawn > (calm.matches ? CALM : 0)) this.draw(); // what was learned before, while the engine goes on
      await slice;
      do await frame();
      while (performance.now() - began < PACE);
    }
  }

  pause() {
    this.playing = false;
    this.find(".play").textContent = this.words.play_learn;
    this.draw();
    this.hear(0);
  }

  async step() {
    this.pause();
    await this.act(async () => {
      await this.fresh();
      await this.learn(1);
    });
    this.pause();
  }

  // From the start: a new network, of the code as it is now.
  again() {
    return this.code ? this.act(() => this.begin()) : this.blank(); // nothing is started that was not asked for
  }

  // The network that stands there, unless it went wrong, or the code has changed since.
  async fresh() {
    if (!this.engine || this.stale || this.code !== JSON.stringify(this.texts())) await this.begin();
  }

  async begin() {
    this.blank();
    this.stale = false;
    const code = JSON.stringify(this.texts());
    if (!this.engine || this.code !== code) {
      this.end();
      this.code = code;
      this.tell("play_loading");
      this.engine = new Engine(await this.startStudent(), JSON.parse(code));
    }
    const inputs = this.set.points.map(({ x }) => x);
    const targets = this.set.points.map(({ target }) => [target]);
    const sizes = [2, this.width, 1];
    if (await this.asked("begin", { sizes, seed: this.value("seed"), inputs, targets })) this.draw();
  }

  async learn(most) {
    if (!(await this.asked("learn", { rate: this.value("rate"), most, seconds: SLICE }))) return;
    if (this.learned || !(this.losses.at(-1) < LEARNED)) return;
    this.learned = true;
    this.pause();
    this.tell("play_learned", { epoch: this.number(this.losses.length) });
  }

  // Whether a request was answered while the network was still the one that it was made of. Throws Stopped.
  async asked(what, fields) {
    const { turn } = this;
    const answer = await this.engine.ask(what, fields);
    if (turn === this.turn) this.seen(answer);
    return turn === this.turn;
  }

  // What came of a request. Throws Stopped where these are not the numbers of such a network.
  seen({ losses, parameters, answers }) {
    if (parameters.length !== 4 * this.width + 1) throw new Stopped("play_malformed", { name: "MLP.parameters" });
    if (answers.length !== this.set.points.length) throw new Stopped("play_malformed", { name: "MLP.__call__" });
    if (![...losses, ...parameters, ...answers].every(Number.isFinite)) throw new Stopped("play_diverged");
    this.losses.push(...losses);
    this.network = networkOf(parameters, this.width);
    this.answers = answers;
    const drawn = this.set.points.map(({ x }) => answerTo(this.network, x));
    const alike = answers.every((o, k) => Math.abs(o - drawn[k]) <= 1e-6 * (1 + Math.abs(o)));
    this.tell(alike ? "" : "play_other");
    this.hear(HEARD);
  }

  stopped(error) {
    this.stale = true;
    if (error.message !== "play_diverged") this.end(); // then the rate is at fault, not the engine
    this.pause();
    if (error.message) this.tell(error instanceof Stopped ? error.message : "fault", error.values ?? { why: error.message });
  }

  end() {
    this.engine?.end();
    this.engine = null;
  }

  tell(word, values = {}) {
    const text = word && this.say(this.words[word], values);
    if (this.find(".told").textContent !== text) this.find(".told").textContent = text;
  }

  figures() {
    const { points } = this.set;
    const silent = this.network ? dead(this.network, points).filter(Boolean).length : 0;
    const loss = this.losses.length ? this.number(this.losses.at(-1)) : "–";
    const right = this.answers.length - this.wrong().filter(Boolean).length;
    const epoch = this.number(this.losses.length);
    return this.say(this.words.play_figures, { epoch, loss, right, count: points.length, dead: silent });
  }

  // For a screen reader, no more often than it can be listened to.
  hear(apart) {
    if (!this.network || performance.now() - (this.heard ?? -HEARD) < apart) return;
    this.heard = performance.now();
    this.find(".heard").textContent = this.figures();
  }

  wrong() {
    return this.answers.map((answer, k) => answer >= 0 !== this.set.points[k].target > 0);
  }

  scene() {
    const { network, width, set, losses, words, number } = this;
    return { network, width, set, points: set.points, wrong: this.wrong(), losses, words, number };
  }

  draw() {
    this.drawn = performance.now();
    const width = this.canvas.parentElement.clientWidth;
    if (!width) return; // not open
    this.find(".figures").textContent = this.figures();
    this.canvas.dataset.epoch = this.losses.length; // both are for who measures
    this.canvas.dataset.frames = Number(this.canvas.dataset.frames ?? 0) + 1;
    const dots = Math.min(devicePixelRatio, 2);
    const size = [width * dots, heightOf(width) * dots].map(Math.round);
    if (this.canvas.width !== size[0] || this.canvas.height !== size[1]) [this.canvas.width, this.canvas.height] = size;
    const context = this.canvas.getContext("2d");
    context.setTransform(dots, 0, 0, dots, 0, 0);
    draw(context, width, this.scene(), dark.matches ? DARK : LIGHT);
  }

  // The picture as a file: larger, on white, with its figures below.
  keep() {
    const { width, margin, caption } = KEPT;
    const inner = width - 2 * margin;
    const canvas = Object.assign(document.createElement("canvas"), { width, height: heightOf(inner) + 2 * margin + caption });
    const context = canvas.getContext("2d");
    context.fillStyle = LIGHT.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.translate(margin, margin);
    draw(context, inner, this.scene(), LIGHT);
    context.textAlign = "left";
    context.fillStyle = LIGHT.ink;
    context.font = "16px system-ui, sans-serif";
    context.fillText(this.caption(), 0, heightOf(inner) + caption / 2 + 8);
    canvas.toBlob((picture) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(picture);
      link.download = `autograd-${this.find("[name=set]").value}-${this.width}-${this.value("seed")}.png`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }

  caption() {
    const set = this.find("[name=set]").selectedOptions[0].text;
    const values = { set, width: this.width, rate: this.number(this.value("rate")), seed: this.value("seed") };
    return `${this.say(this.words.play_caption, values)} · ${this.figures()}`;
  }
}

// The playground of a page; a course without `train` has none.
export function playground(page) {
  const place = document.getElementById("playground");
  return place ? new Playground(place, page) : { open() {} };
}
