"""Moves the list itself and puts it back exactly; gradients by name; lists instead of tuples."""


def central_difference(f, at, h):
    slopes = []
    for i, kept in enumerate(at):
        at[i] = kept + h
        above = f(at)
        at[i] = kept - h
        below = f(at)
        at[i] = kept
        slopes.append((above - below) / (2 * h))
    return slopes


def forward_pass(x, y):
    a = x + y
    return [a, a * y]


def backward_pass(x, y, a, b):
    grads = {"b": 1.0, "a": 0.0, "x": 0.0, "y": 0.0}
    grads["a"] += y * grads["b"]
    grads["y"] += a * grads["b"]
    grads["x"] += grads["a"]
    grads["y"] += grads["a"]
    return [grads["x"], grads["y"]]
