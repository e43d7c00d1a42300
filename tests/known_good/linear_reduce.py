"""One line each: the sign of the sign, a fold from the other end."""

from functools import reduce

import numpy as np


def neuron(w, x, b):
    return 2 * (np.asarray(x) @ np.asarray(w) + b >= 0) - 1


def collapse(weights):
    return reduce(np.matmul, weights[::-1])


if __name__ == "__main__":
    print(collapse([np.eye(2)] * 10))


def xor_by_hand():
    return np.array([[3, -2, -1], [-2, 3, -1], [1, 1, -1]])
