# Generated from solutions/relu.py by "make exercises".

# %% [markdown]
# # 2. Non-linearity: ReLU (`relu`)
#
# Linear layers on top of each other remain one linear map. A single fold is enough to get out:
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad
# \frac{\mathrm{d}\,\mathrm{relu}}{\mathrm{d}x}(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \end{cases}$$
#
# Where the input is positive, the upstream gradient passes; where it is negative, it stops. At 0 any slope between 0
# and 1 will do (it is a *subderivative*).
#
# **To write**: the whole function, on the model of `Value.__add__`: the result, the closure `_backward`, attaching it,
# the `return`. For example `relu(Value(-3.0)).data` is 0 and `relu(Value(2.0)).data` is 2.
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
