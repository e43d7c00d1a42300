"""Every number that the course prints, and what computes it: one entry for each sentence, in both languages.

An entry names the cell (or the exercise, for its hints), quotes the words that hold the numbers, and computes them in
the order in which they stand there. Where there is nothing to compute it is a definition or a convention.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from solutions.backward import backward, topological_sort
from solutions.by_hand import backward_pass, central_difference, forward_pass, passes
from solutions.linear import XOR_POINTS, XOR_SIGNS, best_line, collapse, neuron
from solutions.network import MLP, train, train_on_xor
from solutions.relu import relu
from solutions.tensor import Tensor
from solutions.value import Value

Numbers = Callable[[], Iterable[float]]


@dataclass(frozen=True)
class Printed:
    """The words of a cell that hold numbers, and the numbers; None for a definition."""

    cell: str
    fr: str
    en: str
    numbers: Numbers | None = None


def formula(cell: str, text: str, numbers: Numbers | None = None) -> Printed:
    """What stands in both languages alike."""
    return Printed(cell, text, text, numbers)


def shared(operation: Callable[..., Value], data: Sequence[float], upstream: float) -> list[float]:
    """What each operand receives for an upstream gradient."""
    operands = [Value(x) for x in data]
    out = operation(*operands)
    out.grad = upstream
    out._backward()
    return [operand.grad for operand in operands]


def twice(upstream: float) -> float:
    """What `a` receives of `a + a`."""
    a = Value(3.0)
    out = a + a
    out.grad = upstream
    out._backward()
    return a.grad


def by_engine(x: float, y: float) -> list[float]:
    """The gradients of (x + y) × y by `backward`, and that of the root."""
    leaves = [Value(x), Value(y)]
    root = (leaves[0] + leaves[1]) * leaves[1]
    backward(root)
    return [*(leaf.grad for leaf in leaves), root.grad]


def slope(f: Callable[[float], float], x: float) -> float:
    """The derivative of a function of one number, to a few digits."""
    return round(central_difference(lambda at: f(at[0]), [x], 1e-3)[0], 6)


def folded(x: float) -> float:
    """relu of a number."""
    return relu(Value(x)).data


def one_layer(*depths: int) -> tuple[int, ...]:
    """The depths at which one matrix does what the layers do."""
    random = np.random.default_rng(0)
    found = []
    for depth in depths:
        layers = [random.normal(0, 0.5, (4, 4)) for _ in range(depth)]
        x = random.normal(size=(4, 3))
        answer = x
        for layer in layers:
            answer = layer @ answer
        found += [depth] if np.allclose(collapse(layers) @ x, answer) else []
    return tuple(found)


def one_step(w: float, x: float, t: float, rate: float) -> tuple[float, float, float]:
    """The loss, the gradient and the new weight after one step of a single weight without bias."""
    model = MLP([1, 1])
    [neuron] = model.layers[0].neurons
    neuron.weights[0].data = w
    [loss] = train(model, [[x]], [[t]], steps=1, rate=rate)
    return loss, neuron.weights[0].grad, neuron.weights[0].data


def product(a: Sequence[Sequence[float]], b: Sequence[Sequence[float]]) -> list[float]:
    """The product of two matrices, then what each receives for an upstream gradient of ones."""
    one, other = Tensor(a), Tensor(b)
    out = one @ other
    out.grad = np.ones(out.data.shape)
    out._backward()
    return [float(x) for array in (out.data, one.grad, other.grad) for x in array.ravel()]


def sign(w: tuple[float, float], b: float, x: tuple[float, float]) -> float:
    """A neuron's answer."""
    return float(neuron(np.array(w), np.array(x), b))


def sides(w: tuple[float, float], b: float) -> list[float]:
    """All answers that a neuron gives."""
    return np.unique(neuron(np.array(w), np.random.default_rng(0).normal(size=(100, 2)), b)).tolist()


def entries(*matrices: np.ndarray) -> list[float]:
    """All entries, row by row."""
    return [float(x) for matrix in matrices for x in matrix.ravel()]


W1, W2 = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])
AND = ((1.0, 1.0), -1.5)

LINEAR = [
    formula("about_neuron", r"\in \{-1, +1\}", lambda: sides(*AND)),
    Printed("about_neuron", r"w \cdot x + b = 0$ forment", r"w \cdot x + b = 0$ form"),
    Printed("about_neuron", "en dimension 2", "in dimension 2"),
    Printed(
        "about_neuron",
        "la droite elle-même répond $+1$",
        "the line itself answers $+1$",
        lambda: [sign((1, 1), -1, (0, 1))],
    ),
    Printed(
        "about_neuron",
        r"Avec $w = (1, 1)$ et $b = -1{,}5$, le point $(1, 1)$ donne $w \cdot x + b = 0{,}5$, donc $+1$",
        r"With $w = (1, 1)$ and $b = -1.5$, the point $(1, 1)$ gives $w \cdot x + b = 0.5$, hence $+1$",
        lambda: [*AND[0], AND[1], 1, 1, 1 + 1 + AND[1], sign(*AND, (1, 1))],
    ),
    Printed(
        "about_neuron",
        "le point $(0, 1)$ donne $-0{,}5$, donc $-1$",
        "the point $(0, 1)$ gives $-0.5$, hence $-1$",
        lambda: [0, 1, 0 + 1 + AND[1], sign(*AND, (0, 1))],
    ),
    Printed(
        "neuron",
        "0 compte comme positif",
        "0 counts as positive",
        lambda: [0] if sign((1, 1), -1, (0, 1)) > 0 else [],
    ),
    Printed(
        "neuron",
        "w·x + b = 0 : 1.0 ou -1.0, un nombre pour chaque point. Sur la droite : 1.0.",
        "w·x + b = 0: 1.0 or -1.0, one number for each point. On the line: 1.0.",
        lambda: [0, *reversed(sides(*AND)), sign((1, 1), -1, (0, 1))],
    ),
    Printed(
        "about_best_line",
        "vaut $+1$ quand *une seule* des deux entrées vaut 1, et $-1$ sinon",
        "is $+1$ when *only one* of the two inputs is 1, and $-1$ otherwise",
        lambda: [*np.unique(XOR_SIGNS[XOR_POINTS.sum(1) == 1]), 1, *np.unique(XOR_SIGNS[XOR_POINTS.sum(1) != 1])],
    ),
    Printed(
        "about_best_line",
        "3 points sur 4, jamais 4",
        "3 points out of 4, never 4",
        lambda: [best_line(XOR_POINTS, XOR_SIGNS)[0], len(XOR_POINTS), len(XOR_POINTS)],
    ),
    Printed(
        "about_best_line",
        "juste en $(0, 0)$, $(1, 0)$, $(0, 1)$ et $(1, 1)$",
        "right at $(0, 0)$, $(1, 0)$, $(0, 1)$ and $(1, 1)$",
        lambda: entries(XOR_POINTS[[0, 2, 1, 3]]),
    ),
    formula(
        "about_best_line",
        r"b < 0, \qquad w_1 + b \ge 0, \qquad w_2 + b \ge 0, \qquad w_1 + w_2 + b < 0.",
    ),
    Printed(
        "about_best_line",
        r"$w_1 + w_2 + 2b \ge 0$, donc $w_1 + w_2 + b \ge -b > 0$",
        r"$w_1 + w_2 + 2b \ge 0$, hence $w_1 + w_2 + b \ge -b > 0$",
    ),
    Printed(
        "about_collapse",
        "Dix couches linéaires, ou mille",
        "ten linear layers, or a thousand",
        lambda: one_layer(10, 1000),
    ),
    formula(
        "about_collapse",
        r"W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix} \quad W_2 = \begin{pmatrix} 1 & 0 \\ 3 & 1 \end{pmatrix}"
        r" \quad W_2 W_1 = \begin{pmatrix} 1 & 2 \\ 3 & 7 \end{pmatrix}",
        lambda: entries(W1, W2, collapse([W1, W2])),
    ),
    formula(
        "about_collapse",
        r"W_1 W_2 = \begin{pmatrix} 7 & 2 \\ 3 & 1 \end{pmatrix}",
        lambda: entries(collapse([W2, W1])),
    ),
    Printed(
        "about_collapse",
        "$W_1$ de forme `(3, 2)` puis $W_2$ de forme `(1, 3)` donnent une matrice de forme `(1, 2)`",
        "$W_1$ of shape `(3, 2)`, then $W_2$ of shape `(1, 3)`, give a matrix of shape `(1, 2)`",
        lambda: [3, 2, 1, 3, *collapse([np.ones((3, 2)), np.ones((1, 3))]).shape],
    ),
    Printed(
        "hints of neuron",
        "w·x + b vaut exactement 0",
        "w·x + b is exactly 0",
    ),
    Printed(
        "hints of neuron",
        "+1 là où w·x + b ≥ 0, −1 ailleurs",
        "+1 where w·x + b ≥ 0, −1 elsewhere",
        lambda: [sign((1, 1), -1, (0, 1)), 0, sign((1, 1), -1, (0, 0))],
    ),
    Printed(
        "hints of neuron",
        "elle vaut 0 en 0",
        "it is 0 at 0",
        lambda: [float(np.sign(0.0)), 0],
    ),
]

AT = (2.0, -3.0)
BY_HAND = [
    formula("about_central_difference", r"{2h}"),
    Printed(
        "about_central_difference",
        "$e_i$ vaut 1 à la place $i$ et 0 ailleurs",
        "$e_i$ is 1 at place $i$ and 0 elsewhere",
    ),
    Printed(
        "about_central_difference",
        "pour $N$ poids, $2N$ passes avant",
        "$2N$ forward passes for $N$ weights",
        lambda: [passes(7)[0] // 7],
    ),
    Printed(
        "about_central_difference",
        "Pour un million de poids, deux millions de passes",
        "For a million weights, two million passes",
        lambda: [1e6, passes(10**6)[0]],
    ),
    Printed(
        "about_central_difference",
        "$(2, -3)$, on trouve $-3$ et $-4$",
        "$(2, -3)$ the answer is $-3$ and $-4$",
        lambda: [*AT, *central_difference(lambda p: (p[0] + p[1]) * p[1], list(AT), 1e-3)],
    ),
    Printed("hints of central_difference", "/ 2h : l'écart", "/ 2h: the two"),
    Printed(
        "hints of central_difference",
        "entre les deux points est 2h, et non h",
        "points are 2h apart, not h",
    ),
    Printed(
        "about_forward_pass",
        "Au point $x = 2$, $y = -3$ : $a = -1$, puis $b = 3$",
        "At the point $x = 2$, $y = -3$: $a = -1$, then $b = 3$",
        lambda: [*AT, *forward_pass(*AT)],
    ),
    Printed(
        "about_backward_pass",
        "dont le gradient vaut 1, et remonte",
        "whose gradient is 1, and goes back",
        lambda: by_engine(*AT)[2:],
    ),
    formula(
        "about_backward_pass",
        r"\frac{\partial f}{\partial b} = 1 \qquad",
        lambda: by_engine(*AT)[2:],
    ),
    formula(
        "about_backward_pass",
        r"= \frac{\partial f}{\partial a} \cdot 1$$",
        lambda: [slope(lambda x: x + 5, 2)],
    ),
    formula(
        "about_backward_pass",
        r"\underbrace{\frac{\partial f}{\partial a} \cdot 1}_",
        lambda: [slope(lambda y: 5 + y, 2)],
    ),
    Printed(
        "about_backward_pass",
        r"Au point $(2, -3)$ : $\partial f / \partial x = -3$ et $\partial f / \partial y = -1 + (-3) = -4$",
        r"At the point $(2, -3)$: $\partial f / \partial x = -3$ and $\partial f / \partial y = -1 + (-3) = -4$",
        lambda: [*AT, backward_pass(*AT)[0], forward_pass(*AT)[0], AT[1], backward_pass(*AT)[1]],
    ),
    Printed("hints of backward_pass", "∂f/∂b = 1, puis", "∂f/∂b = 1, then", lambda: by_engine(*AT)[2:]),
]

VALUE = [
    Printed(
        "about_value_3",
        "par rapport à cette valeur ; 0 avant la rétropropagation",
        "with respect to this value; 0 before the backward pass",
        lambda: [Value(2.0).grad],
    ),
    Printed(
        "about_value_2",
        r"$\partial v / \partial a = 1$ et $\partial v / \partial b = 1$",
        r"$\partial v / \partial a = 1$ and $\partial v / \partial b = 1$",
        lambda: shared(lambda a, b: a + b, [2, -3], 1.0),
    ),
    Printed(
        "about_value_2",
        "Pour un gradient amont de 1,5, `a` et `b` reçoivent chacun 1,5",
        "For an upstream gradient of 1.5, `a` and `b` receive 1.5 each",
        lambda: [1.5, *set(shared(lambda a, b: a + b, [2, -3], 1.5))],
    ),
    Printed("about_value_2", "$1{,}5 + 1{,}5 = 3$", "$1.5 + 1.5 = 3$", lambda: [1.5, 1.5, twice(1.5)]),
    Printed(
        "about_value",
        "Pour $a = 2$, $b = -3$ et un gradient amont de 1,5",
        "For $a = 2$, $b = -3$ and an upstream gradient of 1.5",
        lambda: [*AT, 1.5],
    ),
    Printed(
        "about_value",
        r"$1{,}5 \times (-3) = -4{,}5$ et `b` reçoit $1{,}5 \times 2 = 3$",
        r"$1.5 \times (-3) = -4.5$ and `b` receives $1.5 \times 2 = 3$",
        lambda: [1.5, -3, *shared(lambda a, b: a * b, AT, 1.5)[:1], 1.5, 2, *shared(lambda a, b: a * b, AT, 1.5)[1:]],
    ),
    Printed(
        "hints of add",
        "La dérivée locale de l'addition vaut 1 pour",
        "The local derivative of a sum is 1 for",
        lambda: [slope(lambda a: a + 5, 2)],
    ),
    formula("hints of add", "∂L/∂u + 1 · ∂L/∂out", lambda: [slope(lambda a: a + 5, 2)]),
    Printed("hints of mul", "si b vaut 100", "when b is 100"),
]

RELU = [
    formula("about_relu", r"\max(0, x) \qquad", lambda: [folded(-2)]),
    Printed(
        "about_relu",
        r"1 & \text{si } x > 0 \\ 0 & \text{si } x < 0",
        r"1 & \text{if } x > 0 \\ 0 & \text{if } x < 0",
        lambda: [slope(folded, 2), 0, slope(folded, -2), 0],
    ),
    Printed(
        "about_relu",
        "En 0, où la fonction n'est pas dérivable, toute pente entre 0 et 1 convient",
        "At 0, where the function has no derivative, any slope between 0 and 1 will do",
        lambda: [0, slope(folded, -1), slope(folded, 1)],
    ),
    Printed(
        "about_relu",
        "`relu(Value(2.0)).data` vaut 2 et `relu(Value(-3.0)).data` vaut 0",
        "`relu(Value(2.0)).data` is 2 and `relu(Value(-3.0)).data` is 0",
        lambda: [2, folded(2), -3, folded(-3)],
    ),
    Printed(
        "about_relu",
        "un gradient amont de 1,5, la première entrée reçoit 1,5 et la seconde 0",
        "an upstream gradient of 1.5, the first input receives 1.5 and the second one 0",
        lambda: [1.5, *shared(relu, [2.0], 1.5), *shared(relu, [-3.0], 1.5)],
    ),
    Printed("show_relu", "qui saute en 0", "which jumps at 0"),
    Printed("relu", "max(0, x), et", "max(0, x), and", lambda: [folded(-2)]),
    Printed("hints of relu", "Pour x = −3", "For x = −3"),
    Printed("hints of relu", "pour x = 2 ?", "for x = 2?"),
    Printed(
        "hints of relu",
        "vaut 1 où l'entrée est positive et 0 où elle est négative",
        "is 1 where the input is positive and 0 where it is negative",
        lambda: [slope(folded, 2), slope(folded, -3)],
    ),
    formula("hints of relu", "1[x > 0]", lambda: [slope(folded, 2), 0]),
]

BACKWARD = [
    Printed(
        "about_backward_2",
        "d'un millier d'opérations",
        "about a thousand operations",
        lambda: [sys.getrecursionlimit()],
    ),
    Printed(
        "about_backward",
        r"vaut 1 : $\partial L / \partial L = 1$",
        r"is 1: $\partial L / \partial L = 1$",
        lambda: by_engine(*AT)[2:] * 2,
    ),
    Printed(
        "about_backward",
        "$x = 2$, $y = -3$, on trouve ensuite −3 dans `x.grad` et −4 dans `y.grad`",
        "$x = 2$, $y = -3$, `x.grad` is then −3 and `y.grad` is −4",
        lambda: [*AT, *by_engine(*AT)[:2]],
    ),
    Printed(
        "backward",
        "Le gradient de la racine vaut 1",
        "The root's gradient is 1",
        lambda: by_engine(*AT)[2:],
    ),
    Printed(
        "hints of backward",
        "si tous les gradients valaient 0",
        "if all gradients were 0",
        lambda: {value.grad for value in topological_sort(Value(2.0) * Value(-3.0))},
    ),
    formula("hints of backward", "∂L/∂L = 1", lambda: by_engine(*AT)[2:]),
]

NETWORK = [
    Printed(
        "about_mlp",
        r"`MLP([2, 3, 1])` a $3 \times (2 + 1) + 1 \times (3 + 1) = 13$ paramètres",
        r"`MLP([2, 3, 1])` has $3 \times (2 + 1) + 1 \times (3 + 1) = 13$ parameters",
        lambda: [2, 3, 1, 3, 2, 1, 1, 3, 1, len(MLP([2, 3, 1]).parameters())],
    ),
    Printed(
        "mlp",
        "`MLP([2, 3, 1])` a 2 entrées, 3 neurones cachés et 1 sortie",
        "`MLP([2, 3, 1])` has 2 inputs, 3 hidden neurons and 1 output",
        lambda: [
            *(2, 3, 1),
            len(MLP([2, 3, 1]).layers[0].neurons[0].weights),
            *(len(layer.neurons) for layer in MLP([2, 3, 1]).layers),
        ],
    ),
    formula(
        "about_mean_squared_error",
        r"L = \frac{1}{n} \sum_k (o(x_k) - t_k)^2",
    ),
    Printed(
        "about_mean_squared_error",
        "$w = 1$, l'exemple $x = 2$, $t = 6$ et un pas de 0,1 : $L = (2 - 6)^2 = 16$",
        "$w = 1$, the example $x = 2$, $t = 6$ and a rate of 0.1: $L = (2 - 6)^2 = 16$",
        lambda: [1, 2, 6, 0.1, 2, 6, 2, one_step(1, 2, 6, 0.1)[0]],
    ),
    formula(
        "about_mean_squared_error",
        r"$\partial L / \partial w = 2 \times (2 - 6) \times 2 = -16$",
        lambda: [2, 2, 6, 2, one_step(1, 2, 6, 0.1)[1]],
    ),
    Printed(
        "about_mean_squared_error",
        "$w$ devient $1 + 1{,}6 = 2{,}6$",
        "$w$ becomes $1 + 1.6 = 2.6$",
        lambda: [1, 0.1 * 16, one_step(1, 2, 6, 0.1)[2]],
    ),
    Printed(
        "about_learn_xor",
        "`MLP([2, 3, 1])` part de poids tirés au hasard, `train` descend la pente cent fois",
        "`MLP([2, 3, 1])` starts from weights drawn at random, `train` walks down the slope a hundred times",
        lambda: [*(2, 3, 1), len(train_on_xor(seed=1)[1])],
    ),
    Printed("hints of train", "∂L/∂p ← 0 ; L = (1/n)", "∂L/∂p ← 0; L = (1/n)"),
]

TENSOR = [
    Printed(
        "about_tensor",
        r"$A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ et $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, le produit vaut 11",
        r"$A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ and $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, the product is 11",
        lambda: [1, 2, 3, 4, *product([[1, 2]], [[3], [4]])[:1]],
    ),
    Printed(
        "about_tensor",
        "pour un gradient amont de 1, $A$ reçoit $(3, 4)$ et $B$ reçoit $(1, 2)$",
        "for an upstream gradient of 1, $A$ receives $(3, 4)$ and $B$ receives $(1, 2)$",
        lambda: [1, *product([[1, 2]], [[3], [4]])[1:]],
    ),
    Printed(
        "hints of matmul",
        "Si A est de forme (2, 3) et B de forme (3, 4)",
        "If A has shape (2, 3) and B has shape (3, 4)",
    ),
    Printed(
        "hints of matmul",
        "une matrice (2, 3)",
        "a (2, 3) matrix",
        lambda: (np.ones((2, 4)) @ np.ones((3, 4)).T).shape,
    ),
]

PRINTED = [*LINEAR, *BY_HAND, *VALUE, *RELU, *BACKWARD, *NETWORK, *TENSOR]
