// The page: editors over the course's files, and what the judge says of them. No code of a student's runs here.

import { EditorView, keymap, lineNumbers, drawSelection, highlightActiveLine } from "@codemirror/view";
import { EditorState } from "@codemirror/state";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import { closeBrackets } from "@codemirror/autocomplete";
import { python } from "@codemirror/lang-python";
import { fetched } from "./fetched.js";
import { keepOffline } from "./offline.js";
import { playground } from "./playground.js";

const data = JSON.parse(document.getElementById("data").textContent);
const { words, skeletons, exercises } = data;
const say = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const find = (css, within = document) => within.querySelector(css);
const all = (css, within = document) => [...within.querySelectorAll(css)];
const status = find("#status");
const BASE = new URL(".", import.meta.url).href; // the page's folder

// What is kept: the text of each file, how many hints were read, the outcomes.

const KEY = `${data.assignment}:${data.language}`;
const kept = { files: {}, hints: {}, outcomes: {} };
try {
  Object.assign(kept, JSON.parse(localStorage.getItem(KEY) ?? "{}"));
} catch {
  // damaged, or not to be read: the page starts anew
}
const files = { ...skeletons, ...kept.files };

function keep() {
  kept.files = Object.fromEntries(Object.entries(files).filter(([name, text]) => text !== skeletons[name]));
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    status.textContent = words.not_kept;
  }
}

// A file is cells, each below its mark `# %% name`; an editor holds one of them.

function cellIn(text, name) {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.trim() === `# %% ${name}`) + 1;
  if (!first) return null;
  let last = lines.findIndex((line, k) => k >= first && line.startsWith("# %%"));
  if (last < 0) last = lines.length;
  while (last > first && !lines[last - 1].trim()) last -= 1;
  return { first, last, text: lines.slice(first, last).join("\n") };
}

function withCell(text, name, code) {
  const cell = cellIn(text, name);
  const lines = text.split("\n");
  return [...lines.slice(0, cell.first), code, ...lines.slice(cell.last)].join("\n");
}

// Editors

const COLORS = HighlightStyle.define([
  { tag: [tags.keyword, tags.self, tags.bool, tags.null], color: "#6639ba" },
  { tag: [tags.string, tags.special(tags.string), tags.docString], color: "#0a3069" },
  { tag: [tags.comment, tags.meta], color: "#57606a" },
  { tag: tags.number, color: "#0550ae" },
  { tag: [tags.definition(tags.function(tags.variableName)), tags.definition(tags.className)], color: "#8a3a00" },
]);

const editors = [];

function editorIn(holder) {
  const module = holder.closest("[data-module]").dataset.module;
  const name = holder.dataset.cell;
  const place = find(".editor", holder);
  const editor = { module, name, whole: false, holder };
  const offset = () => (editor.whole ? 0 : (cellIn(files[module], name)?.first ?? 0));
  const changed = EditorView.updateListener.of((update) => {
    if (!update.docChanged || editor.quiet) return;
    const code = update.state.doc.toString();
    files[module] = editor.whole ? code : withCell(files[module], name, code);
    keep();
    renumber(module, editor);
  });
  place.replaceChildren();
  editor.view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: "",
      extensions: [
        lineNumbers({ formatNumber: (k) => String(k + offset()) }),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        syntaxHighlighting(COLORS),
        python(),
        EditorView.contentAttributes.of({ "aria-label": say(words.editor, { file: `exercises/${module}.py` }), tabindex: "0" }),
        keymap.of([
          { key: "Mod-s", preventDefault: true, run: () => (check(module, nearest(editor)), true) },
          { key: "Mod-Enter", preventDefault: true, run: () => (check(module, nearest(editor)), true) },
          { key: "Mod-]", run: indentMore },
          { key: "Mod-[", run: indentLess },
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        changed,
      ],
    }),
  });
  editors.push(editor);
  return editor;
}

// The numbers of lines are those of the file, which messages name: an editor above has grown or shrunk.
function renumber(module, but) {
  for (const editor of editors) {
    if (editor.module === module && editor !== but && !editor.whole) editor.view.dispatch({});
  }
}

function show(module) {
  const ours = editors.filter((x) => x.module === module);
  const whole = ours.some((x) => !cellIn(files[module], x.name));
  ours.forEach((editor, k) => {
    editor.whole = whole && k === 0;
    editor.holder.hidden = whole && k > 0;
    find(".note", editor.holder)?.remove();
    if (editor.whole) {
      const note = document.createElement("p");
      note.className = "note";
      note.textContent = words.whole;
      editor.holder.prepend(note);
    }
    const text = editor.whole ? files[module] : (cellIn(files[module], editor.name)?.text ?? "");
    if (text === editor.view.state.doc.toString()) return;
    editor.quiet = true;
    editor.view.dispatch({ changes: { from: 0, to: editor.view.state.doc.length, insert: text } });
    editor.quiet = false;
  });
}

function nearest(editor) {
  let next = editor.holder.nextElementSibling;
  while (next && !next.dataset?.exercise) next = next.nextElementSibling;
  return next?.dataset.exercise;
}

// The judge, and what it says

const loading = find("#loading");
let judge = null; // a promise of a Web Worker
let number = 0;
const waiting = new Map();

// The script of all Web Workers. One of a Blob keeps this page's policy of contents, and so do those that it starts; one
// of an address has none.
let script = null;

function address() {
  script ??= fetched(new URL("worker.js", BASE), () => {}).then((file) =>
    URL.createObjectURL(file.slice(0, file.size, "text/javascript")),
  );
  return script;
}

// A Web Worker for a submission, which the page asks itself; what Python is made of there, the judge has.
async function startStudent() {
  const worker = new Worker(await address(), { type: "module", name: "student" });
  worker.postMessage(await ask("parts"));
  return worker;
}

async function startJudge() {
  const worker = new Worker(await address(), { type: "module" });
  worker.onmessage = ({ data: { id, ok, fault, share } }) => {
    if (share !== undefined) {
      loading.value = share;
      return;
    }
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) resolve(ok);
    else reject(new Error(fault));
  };
  worker.onerror = (event) => (status.textContent = say(words.failed_to_load, { why: event.message }));
  return worker;
}

async function ask(task, fields = {}) {
  const worker = await judge;
  return new Promise((resolve, reject) => {
    waiting.set(++number, { resolve, reject });
    worker.postMessage({ id: number, do: task, ...fields });
  });
}

const ground = playground({ words, say, language: data.language, texts: () => files, startStudent });

function panel(exercise) {
  return find(`[data-exercise="${exercise}"]`);
}

const MARKS = { passed: "✓", todo: "○", blocked: "…", judging: "…" };

function setState(exercise, outcome) {
  const mark = MARKS[outcome] ?? "✗";
  const entry = find(`[data-of="${exercise}"]`);
  find(".mark", entry).textContent = mark;
  find(".state", entry).textContent = words[outcome];
  entry.dataset.outcome = outcome;
  const section = panel(exercise);
  section.dataset.outcome = outcome;
  find(".state", section).textContent = `${mark} ${words[outcome]}`;
  if (exercise === "train" && outcome !== "judging") ground.open(outcome === "passed");
}

function progress() {
  const passed = exercises.filter((x) => kept.outcomes[x.name] === "passed").length;
  find("#progress").value = passed;
  find("#progress-text").textContent = say(words.progress, { passed, count: exercises.length });
}

function told(exercise, result, html) {
  const place = find(".report", panel(exercise));
  place.innerHTML = result.outcome === "todo" ? "" : html; // the kit's own, in which whatever a student wrote is escaped
  for (const list of all("pre", place)) list.tabIndex = 0;
  if (!data.numpy && /\bnumpy\b/.test(files[exercises.find((x) => x.name === exercise).module])) {
    const note = document.createElement("p");
    note.innerHTML = "<strong></strong>";
    note.firstChild.textContent = words.numpy;
    place.prepend(note);
  }
  const replay = result.checks.find((x) => x.replay)?.replay;
  if (replay) {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = words.replay;
    const lines = document.createElement("pre");
    lines.tabIndex = 0;
    lines.textContent = replay;
    details.append(summary, lines);
    place.append(details);
  }
  kept.outcomes[exercise] = result.outcome;
  setState(exercise, result.outcome);
}

async function grade(names) {
  for (const name of names) setState(name, "judging");
  const answer = await ask("grade", { exercises: names });
  if (answer.fault) throw new Error(answer.fault);
  for (const name of names) told(name, answer.results[name], answer.warnings + answer.html[name]);
  progress();
  keep();
}

let wanted = 0;

async function check(module, first) {
  keep();
  if (!judge) return;
  const turn = ++wanted;
  const began = performance.now();
  try {
    await ask("write", { module, text: files[module] });
    const affected = await ask("affected", { module });
    const of = (name) => exercises.filter((x) => x.module === name).map((x) => x.name);
    const names = of(module);
    if (first) names.sort((a, b) => (b === first) - (a === first));
    if (names.length) await grade(names);
    document.body.dataset.took = Math.round(performance.now() - began); // milliseconds from the save to the verdict
    for (const other of affected.filter((x) => x !== module && touched(x))) {
      if (turn !== wanted) return; // saved again meanwhile
      if (of(other).length) await grade(of(other));
    }
  } catch (error) {
    status.textContent = say(words.fault, { why: error.message });
  }
}

const touched = (module) => files[module] !== undefined && files[module] !== skeletons[module];

// Hints, files

function hints(exercise) {
  const { hints: given } = exercises.find((x) => x.name === exercise);
  const shown = kept.hints[exercise] ?? 0;
  const section = panel(exercise);
  find(".hints", section).replaceChildren(
    ...given.slice(0, shown).map((hint) => {
      const item = document.createElement("li");
      item.append(
        ...hint.split("`").map((part, k) => {
          if (k % 2 === 0) return part;
          const code = document.createElement("code");
          code.textContent = part;
          return code;
        }),
      );
      return item;
    }),
  );
  if (shown && shown === given.length) {
    const last = document.createElement("p");
    last.className = "note";
    last.textContent = words.last_hint;
    find(".hints", section).append(Object.assign(document.createElement("li"), { textContent: words.last_hint }));
    find(".hint", section).disabled = true;
  }
}

async function exported() {
  status.textContent = words.exporting; // it waits for what is being judged
  for (const [module, text] of Object.entries(files)) await ask("write", { module, text });
  const bytes = await ask("handIn");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
  link.download = `${data.assignment}.zip`;
  link.click();
  URL.revokeObjectURL(link.href);
  status.textContent = words.exported;
}

async function taken(file) {
  const answer = await ask("takeBack", { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  if (answer.fault || !Object.keys(answer.modules).length) {
    status.textContent = answer.fault ?? words.nothing;
    return;
  }
  Object.assign(files, answer.modules);
  keep();
  const modules = Object.keys(answer.modules).filter((x) => x in skeletons);
  modules.forEach(show);
  status.textContent = say(words.imported, { files: Object.keys(answer.modules).map((x) => `${x}.py`).join(", ") });
  for (const module of modules) await check(module);
}

// Start

for (const holder of all(".written")) editorIn(holder);
for (const module of Object.keys(skeletons)) show(module);
for (const { name, module } of exercises) {
  const section = panel(name);
  if (kept.outcomes[name]) setState(name, kept.outcomes[name]);
  find(".check", section).onclick = () => check(module, name);
  find(".hint", section).onclick = () => {
    kept.hints[name] = (kept.hints[name] ?? 0) + 1;
    keep();
    hints(name);
  };
  hints(name);
}
for (const button of all(".reset")) {
  const { module } = button.closest("[data-module]").dataset;
  button.onclick = () => {
    if (!confirm(words.reset_sure)) return;
    files[module] = skeletons[module];
    show(module);
    check(module);
  };
}
find("#export").onclick = exported;
find("#import").onclick = () => find("#file").click();
find("#file").onchange = ({ target }) => target.files[0] && taken(target.files[0]);
progress();

async function start() {
  if (!("Suspending" in WebAssembly)) {
    status.textContent = words.old_browser;
    return;
  }
  status.textContent = words.loading;
  loading.hidden = false; // text is there at once, Python comes behind it
  judge = startJudge();
  try {
    await ask("open", { language: data.language, base: BASE, numpy: data.numpy });
    for (const [module, text] of Object.entries(files)) await ask("write", { module, text });
    status.textContent = words.ready;
    loading.hidden = true;
    keepOffline(() => (status.textContent = words.newer));
    document.body.dataset.ready = "yes";
    for (const module of Object.keys(skeletons).filter(touched)) await check(module);
  } catch (error) {
    status.textContent = say(words.failed_to_load, { why: error.message });
  }
}

start();
