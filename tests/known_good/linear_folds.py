"""Weights that solve XOR otherwise: neither input, or both."""

from functools import reduce

import numpy as np


def neuron(w, x, b):
    return 2.0 * (np.asarray(x) @ np.asarray(w) + b >= 0) - 1.0


def collapse(weights):
    return reduce(lambda product, weight: weight @ product, weights)


def xor_by_hand():
    neither, both = (-1, -1, 1), (1, 1, -1)
    return np.array([neither, both, (-1, -1, 0.5)])
