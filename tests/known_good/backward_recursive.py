"""A recursive sort, and a backward that zeroes everything first."""

from exercises.by_hand import central_difference


def topological_sort(root):
    order, visited = [], set()

    def visit(node):
        if node not in visited:
            visited.add(node)
            for operand in node._prev:
                visit(operand)
            order.append(node)

    visit(root)
    return order


def backward(root):
    order = topological_sort(root)
    for node in order:
        node.grad = 0.0
    root.grad = 1.0
    for node in order[::-1]:
        node._backward()


def gradcheck(f, gradients, at, h, tolerance):
    slopes = central_difference(f, at, h)
    return list(filter(lambda i: abs(slopes[i] - gradients[i]) > tolerance, range(len(at))))
