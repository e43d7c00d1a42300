# Generated from solutions/relu.py by "make exercises".

# %% [markdown]
# # 6. Non-linearity: ReLU (`relu`)
#
# *Section 2 of the slides · difficulty 2/3 · 18 minutes*
#
# Back to section 2 of the slides, with an engine in hand. Stacked linear layers never make more than one linear map. A
# fold between them, a non-linearity $\sigma$, is enough to change that. Ours is ReLU:
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad
# \frac{\mathrm{d}\,\mathrm{relu}}{\mathrm{d}x}(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \end{cases}$$
#
# Where the input is positive, the upstream gradient passes; where it is negative, it stops. At 0, where the function has
# no derivative, any slope between 0 and 1 is accepted; PyTorch chooses 0.
#
# **To write**: the whole function, modelled on `Value.__add__`: make the result, write its closure `_backward`, attach
# it to the result, return the result. For example `relu(Value(2.0)).data` is 2 and `relu(Value(-3.0)).data` is 0; for an
# upstream gradient of 1.5, the first input receives 1.5 and the second one 0.

# %% relu
from exercises.value import Value


def relu(x: Value) -> Value:
    """
    max(0, x), and the gradient that goes with it.

    >>> relu(Value(2.0)), relu(Value(-3.0))
    (Value(data=2.000, grad=0.000), Value(data=0.000, grad=0.000))
    """
    # Make the result, which remembers x; attach its closure `_backward` to it; return it.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 6.1 One more operation: the exponential (`exp`)
#
# *Section 4 of the slides · difficulty 1/3 · 10 minutes · to go further*
#
# The slides name $\exp$ among the nodes, with $+$ and $\times$. It is its own derivative: its slope can be read off the
# result. The rest of your engine accepts it without any change; PyTorch is extended in the same way.
#
# **To write**: the whole function, modelled on `relu`; `math.exp` computes the exponential of a number. At 0 the value
# and the slope are both 1.

# %% exp
import math


def exp(x: Value) -> Value:
    """
    The exponential, and the gradient that goes with it.

    >>> exp(Value(0.0))
    Value(data=1.000, grad=0.000)
    """
    # As for relu: the result, its closure, and the result returned.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 6.2 A fold without a crease: the hyperbolic tangent (`tanh`)
#
# *Section 2 of the slides · difficulty 2/3 · 10 minutes · to go further*
#
# ReLU folds all at once; the hyperbolic tangent folds gently, and its value stays between −1 and 1. As for $\exp$, its slope
# can be read off the result, once the division is done:
#
# $$\tanh'(x) = \frac{\cosh(x) \cosh(x) - \sinh(x) \sinh(x)}{\cosh(x) \cosh(x)}
# \qquad \tanh(x) = \frac{\sinh(x)}{\cosh(x)}$$
#
# **To write**: the whole function, once more; `math.tanh` computes the hyperbolic tangent of a number. At 0 the value is 0
# and the slope 1; far from 0 the slope dies away.

# %% tanh
def tanh(x: Value) -> Value:
    """
    The hyperbolic tangent, and the gradient that goes with it.

    >>> tanh(Value(0.0))
    Value(data=0.000, grad=0.000)
    """
    # The result, its closure, and the result returned.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 6.3 The sigmoid, without a single new derivative
#
# Another non-linearity $\sigma$ that one meets everywhere is the **sigmoid**, which turns a number into a probability:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{1 + \tanh(x / 2)}{2}$$
#
# Nobody has to write its derivative: it is made of operations, each of which knows its own.

# %% sigmoid
def sigmoid(x: Value) -> Value:
    """
    The sigmoid, made of tanh, a sum and two products.

    >>> sigmoid(Value(0.0))
    Value(data=0.500, grad=0.000)
    """
    return (tanh(x * 0.5) + 1.0) * 0.5
