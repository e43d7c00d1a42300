// The playground's picture: the decision surface, the fold, the loss. As in the course's own pictures, what a colour says
// a marker, a hatch or a line says too.

import { answersOn, dead, hiddenAt, outputOf } from "./network.js";

// Orange and blue, light or dark, are Okabe and Ito's; what is a list is painted by the pixel.
export const LIGHT = {
  ...{ no: "#e69f00", yes: "#0072b2", edge: "#222222", ink: "#1f2328", dim: "#57606a", paper: "#ffffff", line: "#d0d7de" },
  ...{ tints: [[253, 240, 207], [207, 227, 243]], hatch: [143, 176, 198], border: [34, 34, 34] },
};
export const DARK = {
  ...{ no: "#e69f00", yes: "#56b4e9", edge: "#0d1117", ink: "#e6edf3", dim: "#9da7b1", paper: "#0d1117", line: "#3d444d" },
  ...{ tints: [[74, 58, 16], [18, 56, 88]], hatch: [70, 118, 158], border: [230, 237, 243] },
};

const GAP = 16;
const TITLE = 26; // what stands above a panel
const LOSS = 150; // how high its panel is
const NARROW = 520; // below it the panels stand one below the other
const HATCH = 9; // pixels from one line to the next
const SHADES = 15; // of a colour, from an answer of 0 to one of 1 and beyond
const FONT = "system-ui, sans-serif";

function panels(width) {
  const stacked = width < NARROW;
  const side = stacked ? width : (width - GAP) / 2;
  const second = stacked ? { x: 0, y: TITLE + side + GAP } : { x: side + GAP, y: 0 };
  const below = second.y + TITLE + side + GAP;
  return {
    surface: { x: 0, y: TITLE, side },
    fold: { x: second.x, y: second.y + TITLE, side },
    loss: { x: 0, y: below + TITLE + 6, width, height: LOSS },
    height: below + TITLE + LOSS + 30,
  };
}

export const heightOf = (width) => panels(width).height;

// Draw a scene, {network, width, set, points, wrong, losses, words, say, number}, into a context that is so wide.
export function draw(context, across, scene, colours) {
  const { surface, fold, loss, height } = panels(across);
  const { low, high } = scene.set;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, across, height);
  title(context, surface, scene.words.play_surface, colours);
  const plane = inPlane(surface, low, high);
  within(context, surface, () => {
    if (scene.network) sides(context, surface, scene.network, low, high, colours);
    marks(context, scene, scene.points.map(({ x }) => plane(x)), colours);
  });
  title(context, fold, scene.width === 2 ? scene.words.play_folded : scene.words.play_bends, colours);
  within(context, fold, () => scene.network && (scene.width === 2 ? folded : bends)(context, fold, scene, colours));
  title(context, { ...loss, y: loss.y - 6 }, scene.words.play_loss, colours);
  curve(context, loss, scene, colours);
  for (const { x, y, side } of [surface, fold]) frame(context, x, y, side, side, colours);
}

function title(context, { x, y }, text, colours) {
  context.fillStyle = colours.ink;
  context.font = `600 14px ${FONT}`;
  context.textAlign = "left";
  context.fillText(text, x, y - 10);
}

function frame(context, x, y, width, height, colours) {
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
}

function within(context, { x, y, side }, drawing) {
  context.save();
  context.beginPath();
  context.rect(x, y, side, side);
  context.clip();
  drawing();
  context.restore();
}

const inPlane = ({ x, y, side }, low, high) => ([a, b]) => [
  x + (side * (a - low)) / (high - low),
  y + (side * (high - b)) / (high - low),
];

// The two sides of an answer of 0, paler where it is near 0; the positive one is hatched, and a line is between them.
function sides(context, { x, y, side }, network, low, high, { tints, hatch, border }) {
  const n = Math.round(side);
  const answers = answersOn(network, n, low, high);
  const image = new ImageData(n, n);
  const pixels = new Uint32Array(image.data.buffer);
  const line = pixel(border, 255);
  const [no, yes, hatched] = [...tints, hatch].map(shades);
  for (let row = 0, k = 0; row < n; row++) {
    for (let column = 0; column < n; column++, k++) {
      const positive = answers[k] >= 0;
      const crossed = (column > 0 && answers[k - 1] >= 0 !== positive) || (row > 0 && answers[k - n] >= 0 !== positive);
      const strength = Math.min(SHADES, Math.floor(SHADES * Math.abs(answers[k])));
      pixels[k] = crossed ? line : (!positive ? no : (row + column) % HATCH ? yes : hatched)[strength];
    }
  }
  const layer = new OffscreenCanvas(n, n);
  layer.getContext("2d").putImageData(image, 0, 0);
  context.drawImage(layer, x, y, side, side);
}

// A colour as ImageData has it in memory, least byte first.
const pixel = ([red, green, blue], strength) => ((strength << 24) | (blue << 16) | (green << 8) | red) >>> 0;

const shades = (colour) => Uint32Array.from({ length: SHADES + 1 }, (_, k) => pixel(colour, 90 + (165 * k) / SHADES));

function marks(context, { points, wrong }, places, colours) {
  points.forEach(({ target }, k) => {
    const [x, y] = places[k];
    const size = points.length > 4 ? 5 : 8;
    context.beginPath();
    if (target > 0) {
      context.moveTo(x, y - 1.2 * size);
      context.lineTo(x + 1.1 * size, y + 0.8 * size);
      context.lineTo(x - 1.1 * size, y + 0.8 * size);
      context.closePath();
    } else context.arc(x, y, size, 0, 2 * Math.PI);
    context.fillStyle = target > 0 ? colours.yes : colours.no;
    context.fill();
    context.strokeStyle = colours.edge;
    context.lineWidth = 1.2;
    context.stroke();
    if (!wrong[k]) return;
    context.beginPath();
    context.arc(x, y, 2 * size, 0, 2 * Math.PI);
    context.strokeStyle = colours.ink;
    context.lineWidth = 2;
    context.stroke();
  });
}

// Two hidden neurons: where a sheet of squared paper lands that lay on the plane, and the examples on it.
function folded(context, panel, scene, colours) {
  const { network, set, points } = scene;
  const steps = Array.from({ length: 12 }, (_, k) => set.low + ((set.high - set.low) * k) / 11);
  const fine = Array.from({ length: 67 }, (_, k) => set.low + ((set.high - set.low) * k) / 66);
  const lines = steps.flatMap((a) => [fine.map((t) => [a, t]), fine.map((t) => [t, a])]);
  const landed = lines.map((line) => line.map((x) => hiddenAt(network, x)));
  const corners = points.map(({ x }) => hiddenAt(network, x));
  const high = Math.max(0.5, ...corners.flat()) * 1.25;
  const low = -0.12 * high;
  const place = inPlane(panel, low, high);
  sides(context, panel, outputOf(network), low, high, colours);
  context.strokeStyle = colours.dim;
  context.lineWidth = 1;
  for (const line of landed) stroke(context, line.map(place));
  marks(context, scene, corners.map(place), colours);
  if (points.length === 4) names(context, points, corners.map(place), colours);
}

function stroke(context, line) {
  context.beginPath();
  line.forEach(([x, y], k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}

// Which of XOR's points is where; two that land on each other share a label.
function names(context, points, places, colours) {
  const shared = new Map();
  points.forEach(({ x }, k) => {
    const key = places[k].map((p) => Math.round(p / 6)).join();
    const label = shared.get(key) ?? { place: places[k], names: [] };
    label.names.push(`(${x.join(", ")})`);
    shared.set(key, label);
  });
  context.font = `12px ${FONT}`;
  context.textAlign = "left";
  for (const { place: [x, y], names } of shared.values()) {
    const text = names.join(" ");
    context.fillStyle = colours.paper;
    context.fillRect(x + 12, y - 24, context.measureText(text).width + 8, 18);
    context.fillStyle = colours.ink;
    context.fillText(text, x + 16, y - 11);
  }
}

// Where the sum of each hidden neuron is 0, with ticks on the side where it is active.
function bends(context, panel, { network, set, points, wrong }, colours) {
  const place = inPlane(panel, set.low, set.high);
  const silent = dead(network, points);
  const heaviest = Math.max(...network.v.map(Math.abs), 1e-9);
  network.u.forEach((_, j) => {
    const [u, w, b] = [network.u[j], network.w[j], network.b[j]];
    const length = Math.hypot(u, w);
    if (!length) return;
    const [nx, ny] = [u / length, w / length];
    const at = (t, off = 0) => place([(off - b / length) * nx - t * ny, (off - b / length) * ny + t * nx]);
    const reach = 2 * (Math.abs(b / length) + Math.abs(set.high) + Math.abs(set.low));
    context.strokeStyle = silent[j] ? colours.dim : colours.ink;
    context.setLineDash(silent[j] ? [4, 5] : []);
    context.lineWidth = 1 + 2 * Math.abs(network.v[j] / heaviest);
    stroke(context, [at(-reach), at(reach)]);
    context.setLineDash([]);
    context.lineWidth = 1;
    const [tick, apart] = [(set.high - set.low) / 45, (set.high - set.low) / 12];
    for (let t = -reach; t < reach; t += apart) stroke(context, [at(t), at(t, tick)]);
  });
  marks(context, { points, wrong }, points.map(({ x }) => place(x)), colours);
}

// The loss of each epoch, on a logarithmic scale.
function curve(context, { x, y, width, height }, { losses, words, number }, colours) {
  const left = x + 52;
  const across = width - 52;
  const positive = losses.filter((loss) => loss > 0);
  const top = Math.ceil(Math.log10(Math.max(1, ...positive.slice(0, 1), positive.at(-1) ?? 1)));
  const bottom = Math.min(-2, Math.floor(Math.log10(positive.reduce((least, loss) => Math.min(least, loss), 1))));
  const up = (loss) => y + (height * (top - Math.log10(Math.max(loss, 10 ** bottom)))) / (top - bottom);
  context.font = `12px ${FONT}`;
  context.fillStyle = colours.dim;
  context.textAlign = "right";
  const every = Math.ceil((top - bottom) / 5);
  for (let power = top; power >= bottom; power -= every) {
    frame(context, left, up(10 ** power), across, 1, colours);
    context.fillText(number(10 ** power), left - 8, up(10 ** power) + 4);
  }
  context.fillText(`${words.play_epoch} ${number(losses.length)}`, x + width, y + height + 18);
  context.strokeStyle = colours.yes;
  context.lineWidth = 2;
  const step = Math.ceil(losses.length / 600);
  const chosen = losses.map((loss, k) => [k, loss]).filter(([k]) => k % step === 0 || k === losses.length - 1);
  within(context, { x: left, y, side: across }, () =>
    stroke(context, chosen.map(([k, loss]) => [left + (across * k) / Math.max(1, losses.length - 1), up(loss)])),
  );
}
