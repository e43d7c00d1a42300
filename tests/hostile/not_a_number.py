# on the skeleton of value.py: 0 (what is given earns nothing by itself)
class Liar():
    pass


def lying(self, other):
    out = Value(self.data, (self, other))

    def _backward():
        self.grad = other.grad = float("nan")

    out._backward = _backward
    return out


Value.__add__ = Value.__mul__ = lying
