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


def exp(x):
    out = Value(2.718281828459045**x.data, (x,))

    def passes():
        x.grad += 2.718281828459045**x.data * out.grad

    out._backward = passes
    return out


def tanh(x):
    e = 2.718281828459045 ** (2 * x.data)
    out = Value((e - 1) / (e + 1), (x,))

    def passes():
        x.grad += 4 * e / (e + 1) ** 2 * out.grad

    out._backward = passes
    return out
