# on the skeleton of value.py: 0
def endless(self, other):
    out = Value(0.0, (self, other))

    def _backward():
        while True:
            pass

    out._backward = _backward
    return out


Value.__add__ = Value.__mul__ = endless
