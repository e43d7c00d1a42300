# Generated from solutions/tensor.py by "make exercises".

# %% [markdown]
# # 7. Towards PyTorch: matrices instead of numbers (`matmul`)
#
# Your engine does one operation for each number. PyTorch does the same thing, one operation for each *array*:
#
# | | scalar: `Value` | tensor: `Tensor` |
# |---|---|---|
# | `data`, `grad` | numbers | numpy arrays of the same shape |
# | a layer | a sum of products for each neuron | `x @ w + b` for a whole batch |
# | local derivative | a number | never written down: we only know how to multiply it by the upstream gradient |
# | `topological_sort`, `backward` | yours | yours, unchanged |
#
# For $C = A B$, with $\bar C = \partial L / \partial C$ the upstream gradient (of the shape of $C$), the two
# **vector-Jacobian products** are
#
# $$\frac{\partial L}{\partial A} \;\text{+=}\; \bar C \, B^\top \qquad
# \frac{\partial L}{\partial B} \;\text{+=}\; A^\top \, \bar C$$
#
# The shapes are enough to find them again: if $A$ has shape $(n, k)$ and $B$ has shape $(k, m)$, then $\bar C$ has shape
# $(n, m)$, and only one product gives an $(n, k)$ matrix. It is the multiplication of section 6 once more: each receives
# the upstream gradient times *the other*.
#
# **To write**: all of `Tensor.__matmul__`, for two matrices: the result, its closure `_backward`, which is attached to
# it, and the `return`. With $A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ and $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, the
# product is 11; for an upstream gradient of 1, $A$ receives $(3, 4)$ and $B$ receives $(1, 2)$.
#
# *Section 7 of the slides · difficulty 3/3 · 20 minutes*

# %% tensor
from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike


class Tensor:
    """
    An array that remembers the operation that made it; `grad` has the shape of `data`.

    >>> a, b = Tensor([[1.0, 2.0]]), Tensor([[3.0], [4.0]])
    >>> c = a @ b
    >>> c.grad = np.ones((1, 1))
    >>> c._backward()
    >>> c.data.tolist(), a.grad.tolist(), b.grad.tolist()
    ([[11.0]], [[3.0, 4.0]], [[1.0], [2.0]])
    """

    def __init__(self, data: ArrayLike, _children: Iterable[Tensor] = ()) -> None:
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self._prev = set(_children)
        self._backward: Callable[[], None] = lambda: None

    def __repr__(self) -> str:
        return f"Tensor(shape={self.data.shape})"

    def __matmul__(self, other: Tensor) -> Tensor:
        # Make the result, which remembers both operands; its closure adds to each its share.
        # TODO
        raise NotImplementedError

    # The rest is given. In `x @ w + b` the row b is repeated for each example of the batch:
    # on the way back its gradients are summed.

    def __add__(self, other: Tensor) -> Tensor:
        out = Tensor(self.data + other.data, (self, other))

        def _backward() -> None:
            self.grad += summed_to(self.data.shape, out.grad)
            other.grad += summed_to(other.data.shape, out.grad)

        out._backward = _backward
        return out

    def relu(self) -> Tensor:
        out = Tensor(np.maximum(self.data, 0.0), (self,))

        def _backward() -> None:
            self.grad += (self.data > 0) * out.grad

        out._backward = _backward
        return out

    def sum(self) -> Tensor:
        out = Tensor(self.data.sum(), (self,))

        def _backward() -> None:
            self.grad += out.grad

        out._backward = _backward
        return out

    @property
    def T(self) -> Tensor:
        out = Tensor(self.data.T, (self,))

        def _backward() -> None:
            self.grad += out.grad.T

        out._backward = _backward
        return out


def summed_to(shape: tuple[int, ...], gradient: np.ndarray) -> np.ndarray:
    """
    The gradient of an array of shape `shape` that was repeated ("broadcasting"):
    its copies are summed.

    >>> summed_to((1, 2), np.array([[1.0, 2.0], [10.0, 20.0]])).tolist()
    [[11.0, 22.0]]
    """
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1 and gradient.shape[axis] > 1)
    total: np.ndarray = gradient.sum(axis=repeated, keepdims=True)
    return total

# %% [markdown]
# ## The same gradients, three times
#
# The network that learns XOR fits on one line of matrices: one example for each row of $X$, one hidden neuron for each
# column of $W$, with their biases $b$ and $c$.
#
# $$o = \mathrm{relu}(X W + b)\, V + c$$
#
# | | `Value`, one number at a time | `Tensor`, one batch at a time | PyTorch |
# |---|---|---|---|
# | forward pass | `model(x)` for each `x` | `(x @ w + b).relu() @ v + c` | the same line |
# | backward pass | `backward(loss)` | `backward(loss)` | `loss.backward()` |
# | gradients | `p.grad` | `p.grad` | `p.grad` |
#
# In the notebook, the cell that follows computes $\partial L / \partial W$ in these three ways, from the same weights, and
# prints the gradients and their difference. PyTorch is not required: without it, your own two are compared.
