"""Two closures, and a subgradient of 1 at the kink."""

from .value import Value


def relu(x):
    if x.data < 0:
        out = Value(0, (x,))
        out._backward = lambda: None
    else:
        out = Value(x.data, (x,))

        def passes():
            x.grad += out.grad

        out._backward = passes
    return out
