"""Kahn's algorithm from the root, by identity; leaves' closures are not called."""

from collections import Counter, deque


def topological_sort(root):
    seen, stack = {id(root): root}, [root]
    uses = Counter()
    while stack:
        node = stack.pop()
        for operand in {id(x): x for x in node._prev}.values():
            uses[id(operand)] += 1
            if id(operand) not in seen:
                seen[id(operand)] = operand
                stack.append(operand)
    order, ready = [], deque([root])
    while ready:
        node = ready.popleft()
        order.append(node)
        for operand in {id(x): x for x in node._prev}.values():
            uses[id(operand)] -= 1
            if uses[id(operand)] == 0:
                ready.append(operand)
    return list(reversed(order))


def backward(root):
    root.grad += 1.0
    for node in reversed(topological_sort(root)):
        if node._prev:
            node._backward()


def gradcheck(f, gradients, at, h, tolerance):
    import numpy as np

    slopes = [(f(list(at + h * e)) - f(list(at - h * e))) / (2 * h) for e in np.eye(len(at))]
    return np.flatnonzero(np.abs(np.array(gradients) - slopes) > tolerance)
