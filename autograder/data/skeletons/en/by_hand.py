# Generated from solutions/by_hand.py by "make exercises".

# %% [markdown]
# # 3. Credit assignment: who is to blame? (`central_difference`)
#
# The network was wrong: the loss is too large. Which weight is responsible, and by how much? The simplest idea is to
# move *a single* weight a little, both ways, and to look at what the output does:
#
# $$\frac{\partial f}{\partial w_i} \approx \frac{f(w + h e_i) - f(w - h e_i)}{2h}$$
#
# This is the **central difference**; $e_i$ is 1 at place $i$ and 0 elsewhere. It costs two forward passes *for each
# weight*: $2N$ forward passes for $N$ weights. For a million weights, two million passes, and that at every step.
#
# **To write**: `central_difference(f, at, h)`, the list of the derivatives of `f` at `at`. `f` takes *one* list of
# numbers. Exactly two calls of `f` for each input, and `at` must come out as it was. For $f(x, y) = (x + y) \times y$ at
# the point $(2, -3)$ the answer is $-3$ and $-4$.
#
# *Section 3 of the slides · difficulty 2/3 · 15 minutes*

# %% central_difference
from collections.abc import Callable


def central_difference(f: Callable[[list[float]], float], at: list[float], h: float) -> list[float]:
    """
    The derivative of f with respect to each of its inputs, at the point `at`,
    by central differences of step h.

    >>> [round(slope, 6) for slope in central_difference(lambda p: (p[0] + p[1]) * p[1], [2.0, -3.0], 0.001)]
    [-3.0, -4.0]
    """
    # For each input: two copies of `at`, one moved by +h, the other by -h,
    # and one call of f for each.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## What it costs
#
# `passes(n)` counts the passes that `n` weights need: central differences on one side, backpropagation on the other.
# A backward pass costs about as much as the forward pass, however many weights there are:
# *one backward pass ⇒ the gradients of all parameters.*

# %% passes
def passes(weights: int) -> tuple[int, int]:
    """
    How many passes through the network: by central differences, by backpropagation.

    >>> passes(1), passes(1000), passes(1_000_000)
    ((2, 2), (2000, 2), (2000000, 2))
    """
    return 2 * weights, 2

# %% [markdown]
# # 4. The computation graph and the forward pass (`forward_pass`)
#
# $f(x, y) = (x + y) \times y$ is taken apart into elementary operations, one for each node of the **computation graph**:
#
# $$a = x + y \qquad b = a \times y$$
#
# The **forward pass** computes each node from its operands, and *keeps* the values: the backward pass will need them.
# At the point $x = 2$, $y = -3$: $a = -1$, then $b = 3$.
#
# **To write**: `forward_pass(x, y)`, which returns the values that are kept, `(a, b)`.
#
# *Section 4 of the slides · difficulty 1/3 · 5 minutes*

# %% forward_pass
def forward_pass(x: float, y: float) -> tuple[float, float]:
    """
    The values (a, b) of the two nodes of f(x, y) = (x + y) × y; b is the output.

    >>> forward_pass(2.0, -3.0)
    (-1.0, 3.0)
    """
    # One node after the other: the sum first, then the product.
    # TODO
    raise NotImplementedError

# %% [markdown]
# # 5. The backward pass, node by node (`backward_pass`)
#
# **Backpropagation** starts from the output, whose gradient is 1, and goes back through the graph. At each node,
# *upstream gradient* times *local derivative*:
#
# $$\frac{\partial f}{\partial b} = 1 \qquad
# \frac{\partial f}{\partial a} = \frac{\partial f}{\partial b} \cdot y \qquad
# \frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \cdot 1$$
#
# And $y$? It serves *twice*: in the sum and in the product. So it receives two shares, which are **added**:
#
# $$\frac{\partial f}{\partial y} = \underbrace{\frac{\partial f}{\partial b} \cdot a}_{\text{through the product}}
# + \underbrace{\frac{\partial f}{\partial a} \cdot 1}_{\text{through the sum}}$$
#
# At the point $(2, -3)$: $\partial f / \partial x = -3$ and $\partial f / \partial y = -1 + (-3) = -4$.
#
# **To write**: `backward_pass(x, y)`, which returns $(\partial f / \partial x, \partial f / \partial y)$.
#
# *Section 5 of the slides · difficulty 2/3 · 15 minutes*

# %% backward_pass
def backward_pass(x: float, y: float) -> tuple[float, float]:
    """
    The gradient of f(x, y) = (x + y) × y with respect to x and y, by the chain rule.

    >>> backward_pass(2.0, -3.0)
    (-3.0, -4.0)
    """
    # The forward pass, then from the output to the inputs: b, then a, then x and y.
    # Each share is added.
    # TODO
    raise NotImplementedError
