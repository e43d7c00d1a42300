"""`__slots__`; `_prev` is a list that may hold an operand twice; local functions do the work."""

import sys

print("a demonstration at the top level", file=sys.stderr)


def accumulate(node, amount):
    node.grad += amount


class Value:
    __slots__ = ("data", "grad", "_prev", "_backward", "name")

    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._prev = list(_children)
        self._backward = self._nothing
        self.name = None

    def _nothing(self):
        pass

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data + other.data, [self, other])
        out._backward = lambda: (accumulate(self, out.grad), accumulate(other, out.grad))
        return out

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data * other.data, [self, other])
        out._backward = lambda: (
            accumulate(self, other.data * out.grad),
            accumulate(other, self.data * out.grad),
        )
        return out

    __radd__, __rmul__ = __add__, __mul__


if True:
    x = Value(2.0)
    print(x + 1, x * x)
