# Generated from solutions/backward.py by "make exercises".

# %% [markdown]
# # 7. The backward pass: in which order? (`topological_sort`)
#
# *Sections 5 and 6 of the slides · difficulty 3/3 · 30 minutes*
#
# A value receives a share of gradient from *each* of the results in which it is used:
#
# $$\frac{\partial L}{\partial u} = \sum_{v \,:\, u \in \mathrm{prev}(v)}
# \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# It cannot pass anything on until this sum is complete. We need an order in which each operand comes before the results
# computed from it, a **topological order**; the backward pass walks through it in reverse.
#
# A depth-first walk performs this **topological sort**: a value is listed *after* its operands, and each value is
# visited only once. For $f(x, y) = (x + y) \times y$, with $a = x + y$, the orders $x, y, a, f$ and $y, x, a, f$ are both
# right.
#
# **To write**: `topological_sort(root)`, the list of all values that `root` depends on, `root` last.
# A recursive version earns all points; beyond about a thousand operations in a chain, Python refuses to go deeper: an
# explicit stack is needed.

# %% [markdown]
# ## 7.1 One backward pass, all gradients (`backward`)
#
# *Sections 5 and 6 of the slides · difficulty 1/3 · 10 minutes*
#
# The gradient of the root with respect to itself is 1: $\partial L / \partial L = 1$. From there, the closure `_backward`
# of each value is called once, from the root down to the leaves. *One backward pass ⇒ the gradients of all parameters.*
#
# **To write**: `backward(root)`. For $f(x, y) = (x + y) \times y$ at the point $x = 2$, $y = -3$, it leaves −3 in `x.grad`
# and −4 in `y.grad`.
#
# The graph must be new. A second `backward` on the *same* graph would not double these numbers: it would leave −9 and −11,
# because the node $a$ would pass on a second time what it had kept from the first.

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
    in their attribute `grad`; to be called only once for each graph.

    >>> x, y = Value(2.0), Value(-3.0)
    >>> backward((x + y) * y)
    >>> x.grad, y.grad
    (-3.0, -4.0)
    """
    # The starting gradient, at the root; then all the closures `_backward`, in the right order.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 7.2 Ten operations in a row
#
# The influence of an early weight goes through all the layers that follow: its gradient is a *product*, with one local
# derivative for each layer. The next cell chains ten multiplications by the same factor, starting from $x = 1$, and prints
# the gradient of each value, from the output back to $x$. With a factor of 0.5 all that is left for $x$ is
# $0.5^{10} \approx 0.001$: the gradient vanishes. With a factor of 2 it reaches $2^{10} = 1024$: it explodes.

# %% [markdown]
# ## 7.3 Check an engine (`gradcheck`)
#
# *Section 5 of the slides · difficulty 2/3 · 10 minutes*
#
# How can you tell that an engine is right? By asking somebody who does not know it. The central difference of step 2 knows
# nothing of the graph: all it does is call $f$. Where the two answers differ, one of them is wrong. This is how this lab is
# graded, and how PyTorch checks its own operations (`torch.autograd.gradcheck`).
#
# **To write**: `gradcheck(f, gradients, at, h, tolerance)`, the list of the indices `i` (counted from 0), in order, where
# `gradients[i]` differs by more than `tolerance` from the central difference of step `h` at `at`. The list is empty when
# everything agrees. Use your `central_difference`: if it is not right yet, it will cost you nothing here.
#
# For $f(x, y) = (x + y) \times y$ at the point $(2, -3)$ the gradients $-3$ and $-4$ pass. With $-3$ and $-1$, index 1 is
# reported: $y$ has received only one of its two shares.

# %% gradcheck
from collections.abc import Callable

from exercises.by_hand import central_difference


def gradcheck(
    f: Callable[[list[float]], float], gradients: list[float], at: list[float], h: float, tolerance: float
) -> list[int]:
    """
    The indices, counted from 0, where `gradients` and the central differences of f at `at` do not agree.

    >>> product = lambda p: (p[0] + p[1]) * p[1]
    >>> gradcheck(product, [-3.0, -4.0], [2.0, -3.0], 0.001, 0.01)
    []
    >>> gradcheck(product, [-3.0, -1.0], [2.0, -3.0], 0.001, 0.01)
    [1]
    """
    # One central difference for each input; keep the indices where the gap exceeds `tolerance`.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 7.4 Your engine, checked by you
#
# `check_engine` gives your `gradcheck` the gradients of *your* engine; `f` is written only once, for both. Break your
# `__mul__` on purpose, to see.

# %% own_engine
def check_engine(f: Callable[[list[Value]], Value], at: list[float]) -> list[int]:
    """
    The indices where the engine and the central differences do not agree on f.

    >>> check_engine(lambda p: (p[0] + p[1]) * p[1], [2.0, -3.0])
    []
    """
    leaves = [Value(x) for x in at]
    backward(f(leaves))
    gradients = [leaf.grad for leaf in leaves]
    return gradcheck(lambda p: f([Value(x) for x in p]).data, gradients, at, 1e-4, 1e-3)
