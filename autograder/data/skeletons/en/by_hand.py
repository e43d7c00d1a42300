# Generated from solutions/by_hand.py by "make exercises".

# %% [markdown]
# # 2. Credit assignment: who is to blame? (`central_difference`)
#
# *Section 3 of the slides · difficulty 2/3 · 15 minutes*
#
# The network was wrong: the loss is too large. Which weight is responsible, and for how much of it? The simplest idea is
# to move *a single* weight a little, both ways, and to look at what the output does:
#
# $$\frac{\partial f}{\partial w_i} \approx \frac{f(w + h e_i) - f(w - h e_i)}{2h}$$
#
# This is the **central difference**; $e_i$ is the $i$-th vector of the basis: 1 in position $i$, 0 elsewhere. It costs two
# forward passes *for each weight*: $2N$ forward passes for $N$ weights. For a million weights, two million passes, and
# that at every step.
#
# **To write**: `central_difference(f, at, h)`, the list of the partial derivatives of `f` at `at`. `f` takes *one* list of
# numbers. Exactly two calls to `f` for each input, and `at` must be left as it was. For $f(x, y) = (x + y) \times y$ at
# the point $(2, -3)$ the answers are $-3$ and $-4$.

# %% central_difference
from collections.abc import Callable


def central_difference(f: Callable[[list[float]], float], at: list[float], h: float) -> list[float]:
    """
    The derivative of f with respect to each of its inputs, at the point `at`,
    by central differences of step h.

    >>> [round(slope, 6) for slope in central_difference(lambda p: (p[0] + p[1]) * p[1], [2.0, -3.0], 0.001)]
    [-3.0, -4.0]
    """
    # For each input: two calls to f, and `at` unchanged in the end.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 2.1 What it costs
#
# The next cell measures the time that *your* central differences take, in forward passes, for 10, 100 and 1000 weights.
# A backward pass costs one to two times the forward pass, however many weights there are:
# *one backward pass ⇒ the gradients of all parameters.*

# %% [markdown]
# # 3. The computation graph and the forward pass (`forward_pass`)
#
# *Sections 3, 4 and 5 of the slides*
#
# We break $f(x, y) = (x + y) \times y$ down into elementary operations, one for each node of the **computation graph**:
#
# $$a = x + y \qquad b = a \times y$$
#
# This graph is *directed* (each edge goes from an operand to a result) and *acyclic* (no value depends on itself). The
# slides put the operations in the nodes and the variables on the edges. Here a node holds the *value* that its operation
# produced, and the inputs are nodes too, the **leaves**. It is the same graph: the node $+$ of the slides is our node $a$.
#
# The **forward pass** goes from left to right: it computes each node from its operands, and *keeps* the values, because the
# backward pass will need them. At the point $x = 2$, $y = -3$: $a = -1$, then $b = 3$.
#
# **To write**: `forward_pass(x, y)`, which returns the values that are kept, `(a, b)`. This is the first half of an
# exercise: the next step uses them, and checks both passes.

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
# # 4. The backward pass, node by node (`backward_pass`)
#
# *Sections 4 and 5 of the slides · difficulty 2/3 · 12 minutes*
#
# **Backpropagation** starts from the output, whose gradient is 1, and goes back through the graph, from right to left: this
# is the **backward pass**. The slides write the chain rule for a sequence $x \to y \to z$:
#
# $$\underbrace{\frac{\partial z}{\partial x}}_{\text{downstream}} =
# \underbrace{\frac{\partial z}{\partial y}}_{\text{upstream}} \cdot
# \underbrace{\frac{\partial y}{\partial x}}_{\text{local}}$$
#
# The *upstream* gradient (« amont » on the slides) comes from the output; it is multiplied by the node's *local*
# derivative. The product, the *downstream* gradient (« aval »), goes to the operand: it is its **share**. For our function:
#
# $$\frac{\partial f}{\partial b} = 1 \qquad
# \frac{\partial f}{\partial a} = \frac{\partial f}{\partial b} \cdot y \qquad
# \frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \cdot 1$$
#
# And $y$? It is used *twice*: in the sum and in the product. So it receives two shares, which are **added**:
#
# $$\frac{\partial f}{\partial y} = \underbrace{\frac{\partial f}{\partial b} \cdot a}_{\text{through the product}}
# + \underbrace{\frac{\partial f}{\partial a} \cdot 1}_{\text{through the sum}}$$
#
# At the point $(2, -3)$: $\partial f / \partial x = -3$ and $\partial f / \partial y = -1 + (-3) = -4$.
#
# **To write**: `backward_pass(x, y, a, b)`, which returns $(\partial f / \partial x, \partial f / \partial y)$. It receives the
# values `a` and `b` that the forward pass has kept, and uses them instead of computing them again: this is what they are
# kept for. With `forward_pass` it is one exercise.

# %% backward_pass
def backward_pass(x: float, y: float, a: float, b: float) -> tuple[float, float]:
    """
    The partial derivatives of f(x, y) = (x + y) × y with respect to x and y,
    by the chain rule, from the values (a, b) that the forward pass has kept.

    >>> a, b = forward_pass(2.0, -3.0)
    >>> backward_pass(2.0, -3.0, a, b)
    (-3.0, -4.0)
    """
    # From the output b to the inputs: each gradient is computed from those that come after it.
    # TODO
    raise NotImplementedError
