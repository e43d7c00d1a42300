// The playground's data: points of the plane, each with the answer that is expected, -1 or 1. Drawn alike on every visit.

// Mulberry32: Tommy Ettinger's generator of 32 bits, in the public domain.
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

// So many points, one class after the other; `place` puts the one that is `t` of its class's way along, from 0 to 1.
function drawn(count, spread, place) {
  const random = uniform(1);
  const noise = () => spread * (random() + random() + random() - 1.5); // bell-shaped, of standard deviation spread / 2
  return Array.from({ length: count }, (_, k) => {
    const [x, y] = place((Math.floor(k / 2) + 0.5) / (count / 2), k % 2);
    return { x: [x + noise(), y + noise()], target: k % 2 ? 1 : -1 };
  });
}

function moon(t, other) {
  const angle = Math.PI * t;
  return other ? [0.5 - Math.cos(angle), 0.25 - Math.sin(angle)] : [Math.cos(angle) - 0.5, Math.sin(angle) - 0.25];
}

function arm(t, other) {
  const [angle, far] = [1.5 * Math.PI * t + Math.PI * other, 0.15 + 0.95 * t]; // three quarters of a turn
  return [far * Math.cos(angle), far * Math.sin(angle)];
}

// `low` and `high` bound what is drawn of the plane; `width` is a good one to begin with, and `most` the steps between
// two pictures: XOR would be learned before anybody has looked.
export const SETS = {
  xor: {
    points: [[0, 0], [0, 1], [1, 0], [1, 1]].map((x) => ({ x, target: x[0] === x[1] ? -1 : 1 })),
    low: -0.6,
    high: 1.6,
    width: 2,
    most: 1,
  },
  moons: { points: drawn(40, 0.2, moon), low: -1.8, high: 1.8, width: 8, most: 10 },
  spiral: { points: drawn(40, 0.08, arm), low: -1.4, high: 1.4, width: 12, most: 10 },
};
