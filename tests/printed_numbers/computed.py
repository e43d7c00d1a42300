"""What the entries compute, with the reference solution."""

from collections.abc import Callable, Sequence

import numpy as np

from solutions.backward import backward
from solutions.by_hand import central_difference
from solutions.linear import collapse, neuron
from solutions.network import MLP, train
from solutions.relu import relu
from solutions.tensor import Tensor
from solutions.value import Value

AT = (2.0, -3.0)  # where the slides take their gradients


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


def by_engine(x: float, y: float, passes: int = 1) -> list[float]:
    """The gradients of (x + y) × y after so many calls of `backward`, and that of the root."""
    leaves = [Value(x), Value(y)]
    root = (leaves[0] + leaves[1]) * leaves[1]
    for _ in range(passes):
        backward(root)
    return [*(leaf.grad for leaf in leaves), root.grad]


def chained(factor: float, length: int) -> float:
    """The gradient at the beginning of a chain of multiplications by the same factor."""
    first = last = Value(1.0)
    for _ in range(length):
        last = last * factor
    backward(last)
    return first.grad


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


def jacobian_size(n: int) -> int:
    """How many numbers the Jacobian of a product of square matrices holds, with respect to one of them."""
    one = Tensor(np.ones((n, n)))
    return (one @ Tensor(np.ones((n, n)))).data.size * one.data.size


def sign(w: tuple[float, float], b: float, x: tuple[float, float]) -> float:
    """A neuron's answer."""
    return float(neuron(np.array(w), np.array(x), b))


def sides(w: tuple[float, float], b: float) -> list[float]:
    """All answers that a neuron gives."""
    return np.unique(neuron(np.array(w), np.random.default_rng(0).normal(size=(100, 2)), b)).tolist()


def entries(*matrices: np.ndarray) -> list[float]:
    """All entries, row by row."""
    return [float(x) for matrix in matrices for x in matrix.ravel()]
