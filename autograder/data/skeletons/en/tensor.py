# Generated from solutions/tensor.py by "make exercises".

# %% [markdown]
# # 9. Towards PyTorch: matrices instead of numbers (`matmul`)
#
# *Section 7 of the slides · difficulty 3/3 · 25 minutes · to go further*
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
# The slides say "Jacobian". That of $C$ with respect to $A$ holds the derivative of *each* entry of $C$ with respect to
# *each* entry of $A$: for matrices of size 100, that is 100,000,000 numbers. It is never written down. Multiplied by the
# upstream gradient, it reduces to the product above, which has the shape of $A$, as every gradient does.
#
# The shapes are enough to find both products again: if $A$ has shape $(n, k)$ and $B$ has shape $(k, m)$, with $n$, $k$ and
# $m$ different, then $\bar C$ has shape $(n, m)$. Only one product gives an $(n, k)$ matrix. It is the multiplication of
# `Value` once more: each receives the upstream gradient times *the other*.
#
# **To write**: all of `Tensor.__matmul__`, for two matrices: the result, its closure `_backward`, which is attached to
# it, and the `return`. With $A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ and $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, the
# product is 11; for an upstream gradient of 1, $A$ receives $(3, 4)$ and $B$ receives $(1, 2)$.

# %% tensor
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike


class Tensor:
    """
    An array that remembers the operation that produced it; `grad` has the shape of `data`.

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

    # The rest is given, by way of `result`: for each operand, its share of the upstream gradient.
    # In `x @ w + b` the row b is repeated for each example of the batch: on the way back its gradients are summed.

    def __add__(self, other: Tensor) -> Tensor:
        shares = [partial(summed_to, x.data.shape) for x in (self, other)]
        return result(self.data + other.data, (self, other), shares)

    def relu(self) -> Tensor:
        return result(np.maximum(self.data, 0.0), (self,), [partial(np.multiply, self.data > 0)])

    def sum(self) -> Tensor:
        return result(self.data.sum(), (self,), [partial(np.multiply, np.ones(self.data.shape))])

    @property
    def T(self) -> Tensor:
        return result(self.data.T, (self,), [np.transpose])


def result(
    data: ArrayLike, operands: tuple[Tensor, ...], shares: Sequence[Callable[[np.ndarray], np.ndarray]]
) -> Tensor:
    """
    The result of an operation: its data, its operands,
    and the function that gives each of them its share of the upstream gradient.
    """
    out = Tensor(data, operands)

    def _backward() -> None:
        for operand, share in zip(operands, shares, strict=True):
            operand.grad = operand.grad + share(out.grad)

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
# ## 9.1 The same gradients, three times
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
# prints the gradients and their difference. PyTorch is not required: without it, your two versions are compared.

# %% [markdown]
# ## 9.2 The slide, in PyTorch (`in_pytorch`)
#
# *Section 7 of the slides · difficulty 1/3 · 10 minutes · to go further*
#
# All that you have written this morning takes five lines of PyTorch: two leaves, `torch.tensor(2.0, requires_grad=True)`, an
# expression, one `backward()`, which is a method of the output, and `x.grad`. This is still a tensor; `x.grad.item()` gives
# its number.
#
# **To write**: `in_pytorch(torch, x, y)`. Turn `x` and `y` into two leaves, compute $b = (x + y) \times y$, run the backward pass
# and note the two gradients. Then compute $b$ a second time *from the same leaves*, run the backward pass again, and note them once
# more. Return the two pairs. At the point $(2, -3)$: $(-3, -4)$, then $(-6, -8)$, because PyTorch **accumulates**, as your `+=`
# does. This is why `train` resets the gradients to zero.
#
# `torch` is the module PyTorch. It is not required: the check brings a stand-in that can run these lines.

# %% in_pytorch
from typing import Any


def in_pytorch(torch: Any, x: float, y: float) -> list[tuple[float, float]]:
    """
    The gradients of (x + y) × y with respect to x and y, as PyTorch holds them
    after one backward pass, then after a second one.
    """
    # Two leaves; then twice: the expression, its backward pass, the two numbers.
    # TODO
    raise NotImplementedError
