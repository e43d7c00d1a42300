# Generated from solutions/network.py by "make exercises".

# %% [markdown]
# # 8. The solution: hidden layers (`mlp`)
#
# *Sections 1 and 2 of the slides · difficulty 2/3 · 15 minutes · to go further*
#
# No line separates XOR; two folds are enough. A **neuron** computes its weighted sum, then applies relu to it (this is the
# "fold"). A **layer** puts several neurons side by side, which all read the same inputs. A **network** ("MLP", multilayer
# perceptron) chains the layers, each reading what the one before it has computed. Those before the output are the **hidden
# layers**. The slides write it $h = \sigma(W_1 X)$, $y = W_2 h$; neuron by neuron:
#
# $$h_j = \mathrm{relu}\Big(b_j + \sum_i w_{ji}\, x_i\Big) \qquad \text{then, at the output, without relu:} \qquad
# o = c + \sum_j v_j\, h_j$$
#
# The last layer does not apply relu: an output must be able to be negative. Weights and biases, all that is learned, are
# `Value`s; `parameters()`, which is given, gathers them, each once. What is missing there will never learn.
#
# **To write**: three bodies of one to four lines. In `Neuron.__call__` the sum and the fold; in `Layer.__init__` the list of
# neurons; in `MLP.__call__` the way from one layer to the next. A network `MLP([2, 3, 1])` has
# $3 \times (2 + 1) + 1 \times (3 + 1) = 13$ parameters.

# %% mlp
from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from exercises.backward import backward
from exercises.relu import relu
from exercises.value import Value


class Neuron:
    """
    relu(w·x + b), or w·x + b alone if not `activated`: one weight for each input, and a bias.
    """

    def __init__(self, inputs: int, activated: bool, random: Random) -> None:
        self.weights = [Value(random.uniform(-1.0, 1.0)) for _ in range(inputs)]
        self.bias = Value(0.0)
        self.activated = activated

    def __call__(self, x: Sequence[Value | float]) -> Value:
        # Start from the bias, add each weight times its input (`w * x`),
        # and apply relu if `self.activated`.
        # TODO
        raise NotImplementedError

    def parameters(self) -> list[Value]:
        return [*self.weights, self.bias]


class Layer:
    """
    Neurons side by side: they read the same inputs, and each gives one output.
    """

    neurons: list[Neuron]

    def __init__(self, inputs: int, outputs: int, activated: bool, random: Random) -> None:
        # `self.neurons`: one neuron for each output, each different from the others.
        # TODO
        raise NotImplementedError

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        return [neuron(x) for neuron in self.neurons]

    def parameters(self) -> list[Value]:
        return [parameter for neuron in self.neurons for parameter in neuron.parameters()]


class MLP:
    """
    Layers in a row; `MLP([2, 3, 1])` has 2 inputs, 3 hidden neurons and 1 output.

    >>> model = MLP([2, 3, 1])
    >>> len(model.parameters()), len(model([0.0, 1.0]))
    (13, 1)
    """

    def __init__(self, sizes: Sequence[int], seed: int = 0) -> None:
        random = Random(seed)
        last = len(sizes) - 2
        self.layers = [Layer(m, n, activated=i < last, random=random) for i, (m, n) in enumerate(pairwise(sizes))]

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        # Each layer reads what the one before it has computed; the first one reads x.
        # TODO
        raise NotImplementedError

    def parameters(self) -> list[Value]:
        return [parameter for layer in self.layers for parameter in layer.parameters()]

# %% [markdown]
# ## 8.1 Learning: walk down the slope (`train`)
#
# *Sections 1 and 3 of the slides · difficulty 2/3 · 25 minutes · to go further*
#
# The **loss** measures in a single number how wrong the network is: here the mean squared error, over $n$ examples $x_k$
# whose target is $t_k$:
#
# $$L = \frac{1}{n} \sum_k (o(x_k) - t_k)^2$$
#
# Its gradient gives the direction in which it *increases* fastest; so each parameter takes a small step in the opposite
# direction, $\eta$ being the **learning rate** (`rate`):
#
# $$p \leftarrow p - \eta \, \frac{\partial L}{\partial p}$$
#
# **To write**: `train`, which repeats the same four stages `steps` times. Reset the parameters' gradients to zero: otherwise
# those of the step before are still there, because `_backward` accumulates. Forward pass on *all* examples. Backward pass.
# Finally, once all gradients are known, one step for each parameter. The function returns the loss of each step, as the forward pass computed it, as a number
# (`loss.data`). The loss, `mean_squared_error`, is given.
#
# With a single weight $w = 1$, the example $x = 2$, $t = 6$ and a rate of 0.1: $L = (2 - 6)^2 = 16$,
# $\partial L / \partial w = 2 \times (2 - 6) \times 2 = -16$, and $w$ becomes $1 + 1.6 = 2.6$.

# %% mean_squared_error
def mean_squared_error(outputs: Sequence[Sequence[Value]], targets: Sequence[Sequence[float]]) -> Value:
    """
    The mean of the squared differences:
    one row of outputs and one row of targets for each example.

    >>> mean_squared_error([[Value(2.0)], [Value(5.0)]], [[6.0], [5.0]])
    Value(data=8.000, grad=0.000)
    """
    errors = [
        output + -target
        for row, wanted in zip(outputs, targets, strict=True)
        for output, target in zip(row, wanted, strict=True)
    ]
    total = Value(0.0)
    for error in errors:
        total = total + error * error
    return total * (1.0 / len(errors))

# %% train
def train(
    model: MLP, inputs: Sequence[Sequence[float]], targets: Sequence[Sequence[float]], steps: int, rate: float
) -> list[float]:
    """
    Take `steps` steps of gradient descent on all examples; return the loss of each step.

    >>> model = MLP([1, 1])
    >>> model.layers[0].neurons[0].weights[0].data = 1.0
    >>> train(model, [[2.0]], [[6.0]], steps=1, rate=0.1), model.layers[0].neurons[0].weights[0]
    ([16.0], Value(data=2.600, grad=-16.000))
    """
    # At each step, the four stages of the text above, in this order; the loss is a `Value`.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 8.2 The network learns XOR
#
# Everything is in place: `MLP([2, 3, 1])` starts from weights drawn at random, `train` walks down the slope in a hundred
# steps. The next cell prints the loss $L$ of the first step, that of the last, then the four answers $o$ beside the
# targets $t$. The sign is right everywhere, which no line can achieve. Change `seed`: with so few neurons more than half of the
# starts get stuck. It is nearly always because of a *dead* neuron, whose sum is negative for all four examples: relu lets
# no gradient through there.

# %% learn_xor
XOR_INPUTS = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
XOR_TARGETS = [[-1.0], [1.0], [1.0], [-1.0]]
UNFINISHED = """
Finish the previous exercises first, then `mlp` and `train`.
"""


def train_on_xor(seed: int, hidden: int = 3) -> tuple[MLP, list[float]]:
    """
    A network trained on the four points of XOR, and the loss of each step.

    >>> model, losses = train_on_xor(seed=1)
    >>> len(losses), losses[0] > 0.5, losses[-1] < 0.001
    (100, True, True)
    """
    model = MLP([2, hidden, 1], seed)
    return model, train(model, XOR_INPUTS, XOR_TARGETS, steps=100, rate=0.1)


def learn_xor(seed: int) -> None:
    """
    Print the first and the last loss of a network that learns XOR, then its answers.
    """
    model, losses = train_on_xor(seed)
    print(f"L = {losses[0]:.6f}\nL = {losses[-1]:.6f}")
    for x, (t,) in zip(XOR_INPUTS, XOR_TARGETS, strict=True):
        print(f"o({x[0]:g}, {x[1]:g}) = {model(x)[0].data:+.3f}   t = {t:+g}")


if __name__ == "__main__":
    try:
        learn_xor(seed=1)
    except NotImplementedError:
        print(UNFINISHED.strip())
