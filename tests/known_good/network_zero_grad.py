"""The idiom of micrograd: a base class with zero_grad and parameters, and a train that demands an MLP."""

from exercises.backward import backward
from exercises.relu import relu
from exercises.value import Value
from random import Random


class Module:
    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0.0

    def parameters(self):
        return []


class Neuron(Module):
    def __init__(self, nin, activated, random):
        self.weights = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.bias = Value(0.0)
        self.activated = activated

    def __call__(self, x):
        act = sum((wi * xi for wi, xi in zip(self.weights, x)), self.bias)
        return relu(act) if self.activated else act

    def parameters(self):
        return self.weights + [self.bias]


class Layer(Module):
    def __init__(self, nin, nout, **kwargs):
        self.neurons = [Neuron(nin, **kwargs) for _ in range(nout)]

    def __call__(self, x):
        return [n(x) for n in self.neurons]

    def parameters(self):
        return [p for n in self.neurons for p in n.parameters()]


class MLP(Module):
    def __init__(self, sizes, seed=0):
        random = Random(seed)
        pairs = list(zip(sizes, sizes[1:]))
        self.layers = [
            Layer(m, n, activated=i != len(pairs) - 1, random=random) for i, (m, n) in enumerate(pairs)
        ]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]


def train(model: MLP, inputs, targets, steps, rate):
    assert isinstance(model, MLP), "train needs an MLP"
    losses = []
    for _ in range(steps):
        model.zero_grad()
        squares = [(out - t) * (out - t) for x, ts in zip(inputs, targets) for out, t in zip(model(x), ts)]
        loss = sum(squares, Value(0.0)) * (1.0 / len(squares))
        backward(loss)
        for p in model.parameters():
            p.data -= rate * p.grad
        losses.append(loss.data)
    return losses
