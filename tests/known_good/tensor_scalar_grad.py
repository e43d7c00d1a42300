"""The gradient starts as a plain 0.0 and becomes an array with the first share."""

import numpy as np


class Tensor:
    def __init__(self, data, _children=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = 0.0
        self._prev = set(_children)
        self._backward = lambda: None

    def __matmul__(self, other):
        out = Tensor(np.matmul(self.data, other.data), (self, other))

        def _backward():
            self.grad = self.grad + np.dot(out.grad, other.data.transpose())
            other.grad = other.grad + np.dot(out.grad.T, self.data).T

        out._backward = _backward
        return out


def in_pytorch(torch, x, y):
    x, y = (torch.tensor(z, dtype=torch.float64, requires_grad=True) for z in (x, y))
    b = (x + y) * y
    b.backward(retain_graph=True)
    first = x.grad.clone(), y.grad.clone()
    b.backward()
    return first, (float(x.grad), float(y.grad))
