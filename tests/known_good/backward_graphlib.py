"""The standard library's sorter, through a generator; backward with its own walk."""

from graphlib import TopologicalSorter


def topological_sort(root):
    graph, stack = {}, [root]
    while stack:
        node = stack.pop()
        if node not in graph:
            graph[node] = set(node._prev)
            stack.extend(node._prev)
    return list(TopologicalSorter(graph).static_order())


def backward(root):
    """Height by height: a result stands higher than its operands."""
    heights, order = {}, topological_sort(root)
    for node in order:
        heights[node] = 1 + max((heights[x] for x in node._prev if x in heights), default=0)
    root.grad = 1
    for node in sorted(order, key=heights.__getitem__, reverse=True):
        node._backward()


def gradcheck(f, gradients, at, h, tolerance):
    wrong = []
    for i in range(len(at)):
        above, below = at[:], at[:]
        above[i], below[i] = at[i] + h, at[i] - h
        if not -tolerance <= gradients[i] - (f(above) - f(below)) / (2 * h) <= tolerance:
            wrong.append(i)
    return wrong
