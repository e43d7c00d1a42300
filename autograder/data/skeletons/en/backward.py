# Generated from solutions/backward.py by "make exercises".

# %% [markdown]
# # 5. The backward pass: in which order? (`topological_sort`)
#
# A value receives a share of gradient from *each* of the results in which it is used:
#
# $$\frac{\partial L}{\partial u} = \sum_{v \,:\, u \in \mathrm{prev}(v)}
# \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# It cannot pass anything on before this sum is complete. So there must be an order in which each operand comes before the
# results that are computed from it, a **topological order**; the backward pass walks through it in reverse.
#
# A depth-first walk makes this **topological sort**: a value is written down *after* its operands, and each value is
# visited only once. For $f(x, y) = (x + y) \times y$, with $a = x + y$, the orders $x, y, a, f$ and $y, x, a, f$ are both
# right.
#
# **To write**: `topological_sort(root)`, the list of all values that `root` depends on, `root` last.
# A recursive version earns all points; beyond about a thousand operations in a chain, a stack is needed.
#
# *Sections 5 and 6 of the slides · difficulty 3/3 · 25 minutes*

# %% [markdown]
# ## One backward pass, all gradients (`backward`)
#
# The gradient of the root with respect to itself is 1: $\partial L / \partial L = 1$. From there, the closure `_backward`
# of each value is called once, from the root down to the leaves. *One backward pass ⇒ the gradients of all parameters.*
#
# **To write**: `backward(root)`. For $f(x, y) = (x + y) \times y$ at the point $x = 2$, $y = -3$, `x.grad` is then −3 and
# `y.grad` is −4.
#
# *Sections 5 and 6 of the slides · difficulty 1/3 · 10 minutes*

# %% backward
from exercises.value import Value


def topological_sort(root: Value) -> list[Value]:
    """
    All values that `root` depends on, each once, operands before results.

    >>> a = Value(2.0)
    >>> b = a * a
    >>> topological_sort(b) == [a, b]
    True
    """
    # A value is added to the list after its operands (`_prev`), and only once.
    # TODO
    raise NotImplementedError


def backward(root: Value) -> None:
    """
    Compute the gradient of `root` with respect to all values that it depends on,
    in their attribute `grad`.

    >>> x, y = Value(2.0), Value(-3.0)
    >>> backward((x + y) * y)
    >>> x.grad, y.grad
    (-3.0, -4.0)
    """
    # The root's gradient is 1; then each `_backward`, from the root to the leaves.
    # TODO
    raise NotImplementedError
