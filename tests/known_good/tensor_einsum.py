"""Another class altogether: a tuple for `_prev`, einsum, new arrays instead of in-place addition."""

import numpy as np


class Tensor:
    __slots__ = ("_backward", "_op", "_prev", "data", "grad")

    def __init__(self, data, _children=(), _op=""):
        self.data = np.array(data)
        self.grad = np.zeros_like(self.data)
        self._prev = tuple(_children)
        self._op = _op
        self._backward = lambda: None

    def __matmul__(self, other):
        out = Tensor(np.einsum("ik,kj->ij", self.data, other.data), (self, other), "@")

        def back():
            self.grad = self.grad + np.einsum("ij,kj->ik", out.grad, other.data)
            other.grad = other.grad + np.einsum("ik,ij->kj", self.data, out.grad)

        out._backward = back
        return out


def in_pytorch(torch, x, y):
    p = torch.tensor([x, y], requires_grad=True)
    found = []
    for _ in range(2):
        ((p[0] + p[1]) * p[1]).backward()
        found.append(p.grad.tolist())
    return found
