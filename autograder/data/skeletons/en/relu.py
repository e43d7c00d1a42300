# Generated from solutions/relu.py by "make exercises".

# %% [markdown]
# # 2. Non-linearity: ReLU (`relu`)
#
# Back to section 2, with an engine in hand. Linear layers on top of each other never make more than one linear map.
# A single fold between them is enough to get out:
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad
# \frac{\mathrm{d}\,\mathrm{relu}}{\mathrm{d}x}(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \end{cases}$$
#
# Where the input is positive, the upstream gradient passes; where it is negative, it stops. At 0, where the function has
# no derivative, any slope between 0 and 1 will do (it is a *subgradient*).
#
# **To write**: the whole function, on the model of `Value.__add__`: make the result, write its closure `_backward`, attach
# it to the result, return the result. For example `relu(Value(2.0)).data` is 2 and `relu(Value(-3.0)).data` is 0; for an
# upstream gradient of 1.5, the first input receives 1.5 and the second one 0.
#
# *Section 2 of the slides · difficulty 2/3 · 15 minutes*

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
