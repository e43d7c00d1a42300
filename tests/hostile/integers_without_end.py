# on the skeleton of value.py: 0 (what is given earns nothing by itself)
class Endless(int):
    def __float__(self):
        return float(10**308) * 10

    def __index__(self):
        return 10 ** 100_000


def endless(self, other):
    out = Value(self.data, (self, other))

    def _backward():
        self.grad = other.grad = Endless()

    out._backward = _backward
    return out


Value.__add__ = Value.__mul__ = endless
