# Généré à partir de solutions/value.py par « make exercises ».

# %% [markdown]
# # 1. Valeurs
#
# *Section 6 des diapositives*
#
# Le gradient passe *tel quel*.

# %% imports
import math

# %% value
class Value:
    """Un scalaire.
    """

    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            # Transmettez le gradient.
            # TODO
            raise NotImplementedError

        out._backward = _backward
        return out
