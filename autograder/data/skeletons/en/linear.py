# Generated from solutions/linear.py by "make exercises".

# %% [markdown]
# # 1. The limits of linearity: one neuron, one line (`neuron`)
#
# *Section 1 of the slides · difficulty 1/3 · 12 minutes*
#
# A neuron computes a weighted sum of its inputs and keeps only its sign:
#
# $$\mathrm{neuron}(w, x, b) = \mathrm{sign}(w \cdot x + b) \in \{-1, +1\}$$
#
# The points where $w \cdot x + b = 0$ form a line (in dimension 2, if $w \ne 0$), which cuts the plane into two half-planes:
# one for each answer. Convention: a point of the line receives $+1$.
#
# **To write**: `neuron(w, x, b)`, for one point (`x` of shape `(d,)`) as well as for a batch of points (`x` of shape
# `(n, d)`, an answer of shape `(n,)`). With $w = (1, 1)$ and $b = -1.5$, the point $(1, 1)$ gives
# $w \cdot x + b = 0.5$, hence $+1$; the point $(0, 1)$ gives $-0.5$, hence $-1$: this is the AND function.

# %% neuron
import numpy as np


def neuron(w: np.ndarray, x: np.ndarray, b: float) -> np.ndarray:
    """
    On which side of the line w·x + b = 0: 1.0 or -1.0, one number for each point.
    On the line: 1.0.

    >>> neuron(np.array([1.0, 1.0]), np.array([[0.0, 1.0], [1.0, 1.0]]), -1.5).tolist()
    [-1.0, 1.0]
    """
    # The weighted sum w·x + b, then its sign; 0 counts as positive.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 1.1 XOR: no line will do
#
# XOR ("exclusive or") is $+1$ when *exactly one* of the two inputs is 1, and $-1$ otherwise. `best_line` tries hundreds of
# lines with your neuron and keeps the best: 3 points out of 4, never 4. This is not for lack of searching. To work, a
# line would have to be right at $(0, 0)$, $(1, 0)$, $(0, 1)$ and $(1, 1)$, that is, in this order:
#
# $$b < 0, \qquad w_1 + b \ge 0, \qquad w_2 + b \ge 0, \qquad w_1 + w_2 + b < 0.$$
#
# Add the two inequalities in the middle: $w_1 + w_2 + 2b \ge 0$, hence $w_1 + w_2 + b \ge -b > 0$ by the first one.
# This is what the last one forbids.

# %% best_line
XOR_POINTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_SIGNS = np.array([-1.0, 1.0, 1.0, -1.0])


def best_line(points: np.ndarray, signs: np.ndarray) -> tuple[int, np.ndarray, float]:
    """
    The best of many lines: how many points it puts on the correct side, then its w and its b.

    >>> right, w, b = best_line(XOR_POINTS, XOR_SIGNS)
    >>> right
    3
    """
    angles = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
    lines = [(np.array([np.cos(t), np.sin(t)]), b) for t in angles for b in np.linspace(-1.5, 1.5, 25)]
    scores = [int((neuron(w, points, b) == signs).sum()) for w, b in lines]
    # In a tie, the one that passes furthest from the points.
    distances = [float(np.abs(points @ w + b).min()) for w, b in lines]
    best = max(range(len(lines)), key=lambda i: (scores[i], distances[i]))
    return scores[best], *lines[best]

# %% [markdown]
# ## 1.2 Stacking linear layers is of no use (`collapse`)
#
# *Section 2 of the slides · difficulty 1/3 · 10 minutes*
#
# What if we stack several layers? As long as each is only a matrix, so is their composition:
#
# $$W_2 (W_1 X) = (W_2 W_1) X$$
#
# So ten linear layers, or a thousand, do no more than a single one. Biases change nothing:
# $W_2 (W_1 x + b_1) + b_2$ is still an affine map of $x$. What is missing is a fold between the layers, a
# non-linearity $\sigma$: $W_2\, \sigma(W_1 X)$ no longer reduces to a single matrix.
#
# **To write**: `collapse(weights)`, the matrix that has, by itself, the same effect as all of those in `weights`, applied
# in the order of the list. With two layers, the list $[W_1, W_2]$ gives $W_2 W_1$:
#
# $$W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix} \quad W_2 = \begin{pmatrix} 1 & 0 \\ 3 & 1 \end{pmatrix} \quad
# W_2 W_1 = \begin{pmatrix} 1 & 2 \\ 3 & 7 \end{pmatrix} \qquad \text{and not} \quad
# W_1 W_2 = \begin{pmatrix} 7 & 2 \\ 3 & 1 \end{pmatrix}$$
#
# Matrices need not be square: $W_1$ of shape `(3, 2)`, then $W_2$ of shape `(1, 3)`, give a matrix of shape `(1, 2)`.

# %% collapse
def collapse(weights: list[np.ndarray]) -> np.ndarray:
    """
    A single matrix, with the same effect as these layers one after the other
    (the list is never empty).

    >>> collapse([np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])]).tolist()
    [[1.0, 2.0], [3.0, 7.0]]
    """
    # Mind the order: the first matrix of the list acts first.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 1.3 Two folds solve XOR (`xor_by_hand`)
#
# *Section 2 of the slides · difficulty 2/3 · 10 minutes*
#
# The simplest fold is called ReLU: $\sigma(z) = \max(0, z)$. A **hidden neuron** computes its weighted sum, then
# $\sigma$: on one side of its line it is zero, on the other it rises. It *folds* the plane. The slides write
# $h = \sigma(W_1 X)$, $y = W_2 h$, "not reducible": no line would do, two folds will. Choose them yourself, before
# anything is learned:
#
# $$h_1 = \sigma(w_1 \cdot x + b_1) \qquad h_2 = \sigma(w_2 \cdot x + b_2) \qquad o = v \cdot h + c$$
#
# The output $o$, without $\sigma$, must have XOR's sign at each of its points; zero counts as positive.
#
# **To write**: `xor_by_hand()`, which returns three rows of three numbers, two weights and a bias each: the first hidden
# neuron, the second, then the output. There are many right answers, and any of them will do. Take a sheet of paper, and
# fold it.

# %% xor_by_hand
def xor_by_hand() -> list[list[float]]:
    """
    Three neurons, two weights and a bias each: the two hidden neurons, then the output.

    >>> [len(row) for row in xor_by_hand()]
    [3, 3, 3]
    """
    # Two folds that lay points of the same answer on top of each other, then one line that separates them from the rest.
    # TODO
    raise NotImplementedError
