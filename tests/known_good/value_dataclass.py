"""A dataclass with eq=False, and no `from __future__`."""

from dataclasses import dataclass, field
from typing import Callable


@dataclass(eq=False)
class Value:
    data: float
    _prev: set = field(default_factory=set, repr=False)
    grad: float = 0.0
    _backward: Callable[[], None] = field(default=lambda: None, repr=False)

    def __post_init__(self):
        self._prev = set(self._prev)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(float(other))
        out = Value(self.data + other.data, {self, other})

        def add_backward():
            self.grad, other.grad = (
                (self.grad + 2 * out.grad,) * 2 if self is other else (self.grad + out.grad, other.grad + out.grad)
            )

        out._backward = add_backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(float(other))
        out = Value(self.data * other.data, {self, other})

        def mul_backward():
            upstream = out.grad
            self.grad += upstream * other.data
            other.grad += upstream * self.data

        out._backward = mul_backward
        return out
