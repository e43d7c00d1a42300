# %% [markdown] lang="fr"
# # Valeurs
#
# Le gradient passe *tel quel*.
# %% [markdown] lang="en"
# # Values
#
# The gradient passes *as it is*.

# %% imports
import math


# %% value tags=["solution"]
class Value:
    """[fr] Un scalaire.
    [en] A scalar.
    """

    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            # [fr] Transmettez le gradient.
            # [en] Pass the gradient on.
            ### BEGIN SOLUTION
            self.grad += out.grad
            other.grad += out.grad
            ### END SOLUTION

        out._backward = _backward
        return out


# %% check_add tags=["check"] active="ipynb"
# check("add")
