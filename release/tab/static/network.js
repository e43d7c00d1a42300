// A network of one hidden layer, as numbers: what the picture is computed from, so that each frame asks the student's
// engine for nothing but its weights. Training steps, and the answers that are counted, are the engine's own.

// `parameters` are those of MLP([2, width, 1]) in the order of its parameters(): of each neuron its weights, then its bias.
export function networkOf(parameters, width) {
  const hidden = Array.from({ length: width }, (_, j) => parameters.slice(3 * j, 3 * j + 3));
  return {
    u: hidden.map((row) => row[0]),
    w: hidden.map((row) => row[1]),
    b: hidden.map((row) => row[2]),
    v: parameters.slice(3 * width, 4 * width),
    c: parameters[4 * width],
  };
}

// What each hidden neuron answers to a point.
export const hiddenAt = ({ u, w, b }, [x, y]) => u.map((_, j) => Math.max(0, u[j] * x + w[j] * y + b[j]));

export const answerTo = (network, x) => hiddenAt(network, x).reduce((sum, h, j) => sum + network.v[j] * h, network.c);

// Neurons that are silent at every point: relu lets no gradient through there, so they learn no more.
export const dead = (network, points) => network.u.map((_, j) => points.every(({ x }) => hiddenAt(network, x)[j] === 0));

// The last layer alone, as a network of the same form: h is relu(h) - relu(-h).
export const outputOf = ({ v: [first, second], c }) => ({
  u: [1, -1, 0, 0],
  w: [0, 0, 1, -1],
  b: [0, 0, 0, 0],
  v: [first, -first, second, -second],
  c,
});

// The answers on a square grid of `side` × `side` points, row by row from above: along a row each sum grows evenly.
export function answersOn({ u, w, b, v, c }, side, low, high) {
  const step = (high - low) / side;
  const answers = new Float64Array(side * side);
  const sums = new Float64Array(u.length);
  for (let row = 0; row < side; row++) {
    const y = high - (row + 0.5) * step;
    for (let j = 0; j < sums.length; j++) sums[j] = u[j] * (low + 0.5 * step) + w[j] * y + b[j];
    for (let column = 0; column < side; column++) {
      let answer = c;
      for (let j = 0; j < sums.length; j++) {
        if (sums[j] > 0) answer += v[j] * sums[j];
        sums[j] += u[j] * step;
      }
      answers[row * side + column] = answer;
    }
  }
  return answers;
}
