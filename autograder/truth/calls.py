"""Calls of plain functions of numbers and arrays, each with what it has to return.

Below, calls at which a wrong function shows: what `telling.py` has for graphs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograder.programs.operations import called_on_floats
from autograder.programs.program import Program
from autograder.programs.trace import Tracer, trace
from autograder.truth.telling import VALUES
from autograder.truth.xor import Separates

Array = NDArray[np.number[Any]]


class _Torch:
    """Stands for PyTorch among the arguments of a call."""

    def __repr__(self) -> str:
        return "torch"


TORCH = _Torch()


@dataclass(frozen=True)
class Lists:
    """A call's result has to be the list of these whole numbers, however many there are."""

    numbers: tuple[int, ...]
    shape = None

    def wrong(self, shape: Sequence[int], data: Sequence[float | str]) -> str:
        """What came instead, as it is written; empty where it is right."""
        if tuple(shape) == (len(self.numbers),) and tuple(data) == self.numbers:
            return ""
        if len(shape) != 1:
            return str(tuple(shape)) if shape else f"{data[0]:g}" if isinstance(data[0], float) else str(data[0])
        return f"[{', '.join(f'{x:g}' if isinstance(x, (int, float)) else x for x in data)}]"


@dataclass(frozen=True)
class Call:
    """A call and what it has to return: a number, a list or an array (shape and all), to a tolerance.

    `forwards` is how many forward passes it may ask of the program among its arguments; of PyTorch, how many backward
    ones. Where many results are right, `holds` says what has to hold of them, and nothing is expected. `differences`
    are the central differences that come with the request.
    """

    arguments: tuple[Any, ...]
    expected: ArrayLike
    rtol: float = 1e-9
    atol: float = 1e-9
    forwards: int | None = None
    holds: Separates | Lists | None = None
    differences: Mapping[str, Any] | None = None

    def wire(self) -> list[Any]:
        """The arguments as the worker takes them."""
        return [_wire(argument) for argument in self.arguments]


def _wire(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        return {"shape": argument.shape, "data": argument.ravel().tolist()}
    if argument is TORCH:
        return {"torch": True}
    if isinstance(argument, Program):
        return {"inputs": argument.inputs, "operations": called_on_floats(argument.operations)}
    return [_wire(x) for x in argument] if isinstance(argument, (list, tuple)) else argument


# Telling calls


def calls_of_two(right: Callable[[float, float], Sequence[float]]) -> list[Call]:
    """A function of two numbers at all telling points, and at pairs that share a number or a sum with another pair."""
    pairs = [pair[::side] for pairs in VALUES.values() for pair in pairs for side in (1, -1)]
    more = [(2.0, -3.0), (2.0, 5.0), (5.0, -3.0), (-0.5, -0.5), (3e8, 0.001)]
    return [Call(pair, right(*pair), atol=1e-30) for pair in dict.fromkeys((*pairs, *more))]


def walked_back(x: float, y: float, *, kept: float | None = None) -> Call:
    """The backward pass of (x + y) × y from the values that were kept: those of its nodes, or another first one."""
    a = x + y if kept is None else kept
    return Call((x, y, a, a * y), [y, a + y], atol=1e-30)


def twice_in_pytorch(x: float, y: float) -> Call:
    """(x + y) × y in PyTorch: what the leaves hold after one backward pass, and after two."""
    slopes = np.array([y, x + 2 * y])
    return Call((TORCH, x, y), [slopes, 2 * slopes], atol=1e-30, forwards=2)


def points_near_the_line() -> Iterator[Call]:
    """Exactly on the line, and as near to it as numbers come."""
    yield from (_side([1.0, -1.0], [2.0, 1.0], b) for b in (-1.0, -1.5, -0.5))
    yield from (_side([1.0, -2.0, 0.5], [0.0, 0.0, 0.0], b) for b in (0.0, -1e-4, -1e-8, -1e-13, 1e-13, -1e6))
    yield from (_side([0.0, 0.0], [3.0, -1.0], b) for b in (0.0, -0.5, 0.5))


def batches() -> Iterator[Call]:
    """One point, as many as there are dimensions, very many; some on the line; whole numbers; another b."""
    rng = np.random.default_rng(41)
    for n, d in ((1, 1), (1, 3), *((3, 3),) * 3, (4, 1), (150, 2)):
        yield _side(rng.normal(size=d), rng.normal(size=(n, d)), float(rng.normal()))
    grid = np.array([[2, 1], [1, 0], [0, 3], [-1, -2], [4, 3]])
    for b in (-1.0, -1.5, 0.0, 0.25, 1.0):  # some of these points are on the line, or none
        yield _side([1.0, -1.0], grid.astype(float), b)
        yield _side(np.array([1, -1]), grid, b)


def _side(w: Sequence[float] | Array, x: Sequence[float] | Array, b: float) -> Call:
    w, x = np.asarray(w), np.asarray(x)
    return Call((w, x, b), np.where(x @ w + b >= 0, 1.0, -1.0))


def layers() -> Iterator[Call]:
    """Layers of 0, of 1, of whole numbers, all alike, and other layers of shapes that were asked before."""
    a, b = np.array([[1.5, -0.5], [0.25, 2.0]]), np.array([[0.5, 3.0], [-1.0, 0.75]])
    zero, one = np.zeros((2, 2)), np.eye(2)
    whole = np.array([[2, -1], [0, 3]])
    for chosen in ([a, b], [b, a], [a, a], [a, one, b], [a, zero], [zero, b], [zero, a, b], [whole, whole.T]):
        yield Call((chosen,), _product(chosen))
    yield Call(([np.array([[1.0], [2.0]]), np.array([[3.0, -1.0]])],), [[1.0]])
    yield Call(([np.ones((1, 3)), np.ones((2, 1)), np.array([[-1.0, 2.0]])],), np.ones((1, 3)))


def _product(chosen: Sequence[Array]) -> Array:
    product = chosen[0]
    for layer in chosen[1:]:
        product = layer @ product
    return product


def differences() -> Iterator[Call]:
    """Equal inputs, 0 and whole numbers; steep and flat functions; two functions at one point; tiny and large steps."""
    mixed, other = trace(lambda a, b, c: a * b + b * c), trace(lambda a, b, c: a * a + b * c * a)
    for at in ([0.5, 0.5, 0.5], [0.0, -1.5, 0.0], [2, 3, 2], [1, 0, -1]):
        yield from (central(program, at, h) for h in (0.25, 2.0) for program in (mixed, other))
    yield central(trace(lambda a: a * 1e-7), [0.5], 0.25)
    yield central(trace(lambda a: a * 3e5 * a), [40.0], 0.5)
    yield from (central(trace(_steep), [0.0], h) for h in (2.0**-20, 2.0**-12, 1.0, 8.0))


def _steep(a: Tracer) -> Tracer:
    """Whose central difference at 0 is 10¹² h²: the step that was taken shows, however small."""
    return (a * 1e4) * (a * 1e4) * (a * 1e4)


def central(program: Program, at: Sequence[float], h: float, *, rtol: float = 1e-9) -> Call:
    """The central differences of step h themselves, not the derivatives that they are close to."""
    moved = [[[x + side * h * (i == j) for j, x in enumerate(at)] for side in (1, -1)] for i in range(len(at))]
    slopes = [(program.evaluate(above)[-1] - program.evaluate(below)[-1]) / (2 * h) for above, below in moved]
    return Call((program, list(at), h), slopes, rtol=rtol, atol=rtol * max(map(abs, slopes)))


# gradcheck


def checked(program: Program, at: Sequence[float], *off: float, h: float, tolerance: float) -> Call:
    """Gradients that are the central differences but for what they are `off`, one number for each input.

    Raises ValueError where rounding could decide.
    """
    slopes = [float(x) for x in np.asarray(central(program, at, h).expected)]
    gradients = [slope + x for slope, x in zip(slopes, off, strict=True)]
    if any(tolerance / 2 < abs(x) < tolerance * 2 for x in off):
        raise ValueError(f"{off} is too near to {tolerance}")
    wrong = tuple(i for i, x in enumerate(off) if abs(x) > tolerance)
    differences = {"at": list(at), "h": h, "slopes": slopes}
    return Call((program, gradients, list(at), h, tolerance), (), holds=Lists(wrong), differences=differences)


def checks_of_gradients() -> Iterator[Call]:
    """Of telling numbers: none is wrong, one is, all are; by too much or too little, hardly or by far."""
    sums, alone = trace(lambda a, b, c: a * b + b * c), trace(lambda a: a * a)
    for at in ([0.5, 0.5, 0.5], [0.0, -1.5, 0.0], [2, 3, 2], [1, 0, -1], [-40.0, 30.0, 25.0]):
        for off in ((0.0, 0.0, 0.0), (0.0, 3.0, 0.0), (-1.0, 0.0, 2.0), (1e-9, 0.004, -0.004)):
            yield checked(sums, at, *off, h=0.25, tolerance=1e-3)
    for h, tolerance in ((1e-6, 1e-3), (2.0, 1e-9), (0.5, 3.0), (0.125, 0.25)):
        yield from (checked(alone, [1.5], off * tolerance, h=h, tolerance=tolerance) for off in (0.0, 0.4, -4.0, 4.0))
    many = trace(lambda *x: sum((one * one for one in x[1:]), x[0]), inputs=12)
    at = [0.25 * i - 1.0 for i in range(12)]
    yield checked(many, at, *(0.5 * (i % 5 == 2) for i in range(12)), h=0.01, tolerance=1e-3)
