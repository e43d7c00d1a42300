"""Written with abs: (x + |x|) / 2, so that the subgradient at 0 is a half."""

import math

import value


def relu(x):
    out = value.Value((x.data + abs(x.data)) / 2, {x})

    def _backward():
        slope = 0.5 if x.data == 0 else (1 + math.copysign(1.0, x.data)) / 2
        x.grad = x.grad + slope * out.grad

    out._backward = _backward
    return out


def exp(x):
    out = value.Value(math.cosh(x.data) + math.sinh(x.data), [x])

    def _backward():
        x.grad = out.grad * math.exp(x.data) + x.grad

    out._backward = _backward
    return out


def tanh(x):
    out = value.Value(math.tanh(x.data), [x])

    def _backward():
        x.grad = out.grad / math.cosh(x.data) ** 2 + x.grad

    out._backward = _backward
    return out
