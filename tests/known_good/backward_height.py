"""Sorted by height, heights found by relaxation."""


def topological_sort(root):
    height, stack = {root: 0}, [root]
    while stack:
        node = stack.pop()
        for operand in node._prev:
            if height.get(operand, -1) < height[node] + 1:
                height[operand] = height[node] + 1
                stack.append(operand)
    return sorted(height, key=lambda node: -height[node])


def backward(root):
    root.grad = 1.0
    done = topological_sort(root)
    while done:
        done.pop()._backward()
