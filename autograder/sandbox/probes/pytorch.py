"""A stand-in for PyTorch, for the lines that the course asks of it: tensors, arithmetic, `backward`, `grad`.

The forward pass carries derivatives along: how a tensor depends on each leaf is known before `backward` is called.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

FREED = (
    "Trying to backward through the graph a second time (or directly access saved tensors after they have already been"
    " freed). Specify retain_graph=True if you need to backward through the graph a second time."
)
NO_GRADIENT = "element 0 of tensors does not require grad and does not have a grad_fn"
NO_SCALAR = "grad can be implicitly created only for scalar outputs"
NO_FLOAT = "Only Tensors of floating point and complex dtype can require gradients"


class Torch:
    """What `import torch` gives; each call of `backward` is counted in `passes`."""

    float32 = float64 = float = double = "float64"

    def __init__(self, passes: list[int] | None = None) -> None:
        self._passes = [] if passes is None else passes

    def __repr__(self) -> str:
        return "torch"

    def tensor(self, data: Any, *, dtype: Any = None, requires_grad: bool = False) -> "Tensor":
        """A leaf, with PyTorch's own names for its arguments."""
        import numpy

        array = numpy.array(data.data if isinstance(data, Tensor) else data, dtype=dtype)
        made = Tensor(array, {}, self._passes)
        return made.requires_grad_() if requires_grad else made


class Tensor:
    """An array and its derivatives by each leaf, which have its own shape followed by the leaf's."""

    __array_ufunc__ = None  # an array on the left leaves the operation to this class

    def __init__(self, data: Any, slopes: "Mapping[Tensor, Any]", passes: list[int]) -> None:
        self.data, self._slopes, self._passes = data, slopes, passes
        self.requires_grad, self.is_leaf = bool(slopes), not slopes
        self.grad: Tensor | None = None
        self._freed = False

    shape = property(lambda self: self.data.shape)
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"tensor({self.data.tolist()})"

    def requires_grad_(self, requires_grad: bool = True) -> "Tensor":
        """Become a leaf whose gradient is wanted."""
        import numpy

        if self.data.dtype.kind != "f":
            raise RuntimeError(NO_FLOAT)
        self.requires_grad = requires_grad
        self._slopes = {self: numpy.eye(self.data.size).reshape(self.shape * 2)} if requires_grad else {}
        return self

    def backward(self, *, retain_graph: bool = False) -> None:
        """Add to each leaf's `grad`, in place, how this number depends on it."""
        import numpy

        if not self.requires_grad:
            raise RuntimeError(NO_GRADIENT)
        if self.data.size != 1:
            raise RuntimeError(NO_SCALAR)
        if self._freed:
            raise RuntimeError(FREED)
        self._passes.append(1)
        self._freed = not (retain_graph or self.is_leaf)
        for leaf, slope in self._slopes.items():
            if leaf.grad is None:
                leaf.grad = Tensor(numpy.zeros(leaf.shape), {}, self._passes)
            leaf.grad.data += slope.reshape(leaf.shape)

    def item(self) -> Any:
        """Its one number."""
        return self.data.item()

    def tolist(self) -> Any:
        """Its numbers."""
        return self.data.tolist()

    def detach(self) -> "Tensor":
        """The numbers without what they depend on."""
        return Tensor(self.data, {}, self._passes)

    def clone(self) -> "Tensor":
        """A copy that depends on the same leaves."""
        return self._made(self.data.copy(), lambda slope: slope)

    def numpy(self) -> Any:
        """Its array."""
        return self.data

    def zero_(self) -> "Tensor":
        """Become 0."""
        self.data[...] = 0.0
        return self

    def sum(self) -> "Tensor":
        """The sum of its numbers."""
        return self._made(self.data.sum(), lambda slope: slope.sum(axis=tuple(range(self.data.ndim))))

    def __getitem__(self, place: Any) -> "Tensor":
        return self._made(self.data[place], lambda slope: slope[place])

    def __iter__(self) -> "Iterator[Tensor]":
        return (self[i] for i in range(len(self.data)))

    def __float__(self) -> float:
        return float(self.data)

    def __add__(self, other: Any) -> "Tensor":
        other = self._same_kind(other)
        return _joined(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other: Any) -> "Tensor":
        other = self._same_kind(other)
        return _joined(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, power: float) -> "Tensor":
        return _joined(self.data**power, (self, power * self.data ** (power - 1)))

    def __neg__(self) -> "Tensor":
        return self * -1.0

    def __sub__(self, other: Any) -> "Tensor":
        return self + -self._same_kind(other)

    def __rsub__(self, other: Any) -> "Tensor":
        return self._same_kind(other) + -self

    def __truediv__(self, other: Any) -> "Tensor":
        other = self._same_kind(other)
        return self * _joined(1.0 / other.data, (other, -1.0 / other.data**2))

    __radd__, __rmul__ = __add__, __mul__

    def _same_kind(self, other: Any) -> "Tensor":
        import numpy

        return other if isinstance(other, Tensor) else Tensor(numpy.array(other, dtype=float), {}, self._passes)

    def _made(self, data: Any, of: Callable[[Any], Any]) -> "Tensor":
        import numpy

        return Tensor(numpy.asarray(data), {leaf: of(slope) for leaf, slope in self._slopes.items()}, self._passes)


def _joined(data: Any, *shares: tuple[Tensor, Any]) -> Tensor:
    """A result that depends on each leaf by way of each operand, times what is beside it."""
    import numpy

    slopes: dict[Tensor, Any] = {}
    for operand, factor in shares:
        for leaf, slope in operand._slopes.items():
            apart = numpy.asarray(factor)[(..., *(None,) * leaf.data.ndim)]
            slopes[leaf] = slopes.get(leaf, 0.0) + apart * slope
    return Tensor(numpy.asarray(data), slopes, shares[0][0]._passes)


def plain(result: Any) -> Any:
    """A result with numbers in the place of tensors, as they are now."""
    if isinstance(result, Tensor):
        return result.data.tolist()
    return [plain(x) for x in result] if isinstance(result, (list, tuple)) else result
