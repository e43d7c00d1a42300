"""numpy scalars as data and as gradients, and a plot that nobody will see."""

import matplotlib.pyplot as plt
import numpy as np


class Value:
    def __init__(self, data, _children=()):
        self.data = np.float64(data)
        self.grad = np.float32(0).astype(np.float64)
        self._prev = frozenset(_children)
        self._backward = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(np.add(self.data, other.data), (self, other))

        def _backward():
            self.grad += np.float64(1.0) * out.grad
            other.grad += np.float64(1.0) * out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(np.multiply(self.data, other.data), (self, other))

        def _backward():
            self.grad = self.grad + out.grad * other.data
            other.grad = other.grad + out.grad * self.data

        out._backward = _backward
        return out


xs = np.linspace(-1, 1, 5)
fig, ax = plt.subplots()
ax.plot(xs, [(Value(x) * Value(x)).data for x in xs])
plt.show()
