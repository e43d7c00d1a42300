"""Without a single matrix product, in lists."""

import math


def neuron(w, x, b):
    if getattr(x, "ndim", 1) == 2:
        return [neuron(w, point, b) for point in x]
    return math.copysign(1.0, sum(wi * xi for wi, xi in zip(w, x)) + b + 0.0)


def collapse(weights):
    product = [list(row) for row in weights[0]]
    for weight in weights[1:]:
        columns = list(zip(*product))
        product = [[math.fsum(a * b for a, b in zip(row, column)) for column in columns] for row in weight]
    return product


def xor_by_hand():
    return [(1, 1, 0), (1, 1, -1), (1, -2, -0.5)]
