# Generated from solutions/value.py by "make exercises".

# %% [markdown]
# # 5. Micro-autograd: the class `Value`
#
# *Section 6 of the slides*
#
# A network computes one number, the loss, by a chain of small operations. To know *who is to blame* (credit
# assignment), each result keeps track of its operands, and knows how to pass on to each of them its share of the
# gradient. That is all that `Value` does:
#
# | attribute | role |
# |---|---|
# | `data` | the value, computed in the forward pass |
# | `grad` | the gradient of the output with respect to this value; 0 before the backward pass |
# | `_prev` | the operands: the slides call them "parents", the constructor `_children`, and they are the same thing |
# | `_backward` | a function without arguments that passes `grad` on to the operands |
#
# The chain rule, for each operand $u$ of a result $v$, $L$ being the output:
#
# $$\frac{\partial L}{\partial u} \;\text{+=}\; \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# that is: *upstream gradient* times *local derivative*, **added** to what the operand has already received.
#
# Nobody builds the graph by hand: to write `a + b` is to call `a.__add__(b)`, and each call adds a node. The graph comes
# into being by itself, while the expression is computed.

# %% [markdown]
# ## 5.1 Addition: the gradient passes through (`add`)
#
# *Section 6 of the slides · difficulty 1/3 · 8 minutes*
#
# If $v = a + b$, then $\partial v / \partial a = 1$ and $\partial v / \partial b = 1$: each of the two operands
# receives the whole upstream gradient.
#
# **To write**: the body of `_backward` in `__add__`. For an upstream gradient of 1.5, `a` and `b` receive 1.5 each.
# Mind `a + a`: `self` and `other` are then the *same* value, which must receive both shares, $1.5 + 1.5 = 3$.

# %% [markdown]
# ## 5.2 Multiplication: each receives the other (`mul`)
#
# *Section 6 of the slides · difficulty 1/3 · 5 minutes*
#
# If $v = a \times b$, then $\partial v / \partial a = b$ and $\partial v / \partial b = a$: each operand receives the
# upstream gradient times the *other* one's data.
#
# **To write**: the body of `_backward` in `__mul__`. For $a = 2$, $b = -3$ and an upstream gradient of 1.5, `a`
# receives $1.5 \times (-3) = -4.5$ and `b` receives $1.5 \times 2 = 3$.

# %% value
from __future__ import annotations

from collections.abc import Callable, Iterable


class Value:
    """
    A scalar that remembers the operation that produced it.

    >>> a, b = Value(2.0), Value(-3.0)
    >>> (a + b) * b
    Value(data=3.000, grad=0.000)
    """

    def __init__(self, data: float, _children: Iterable[Value] = ()) -> None:
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)
        self._backward: Callable[[], None] = lambda: None

    def __repr__(self) -> str:
        return f"Value(data={self.data:.3f}, grad={self.grad:.3f})"

    def __add__(self, other: Value | float) -> Value:
        other = as_value(other)
        out = Value(self.data + other.data, (self, other))

        def _backward() -> None:
            # Pass the upstream gradient, `out.grad`, on to both operands.
            # TODO
            raise NotImplementedError

        out._backward = _backward
        return out

    def __mul__(self, other: Value | float) -> Value:
        other = as_value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward() -> None:
            # Pass on to each operand its share of the upstream gradient, `out.grad`.
            # TODO
            raise NotImplementedError

        out._backward = _backward
        return out

    # Everything else is built from these two operations.

    def __radd__(self, other: float) -> Value:
        return self + other

    def __rmul__(self, other: float) -> Value:
        return self * other

    def __neg__(self) -> Value:
        return self * -1.0

    def __sub__(self, other: Value | float) -> Value:
        return self + -as_value(other)

    def __rsub__(self, other: float) -> Value:
        return -self + other


def as_value(x: Value | float) -> Value:
    """
    `x` itself if it is a `Value`, else a leaf that holds it.
    """
    return x if isinstance(x, Value) else Value(x)
