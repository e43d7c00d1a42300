"""Arrays in, arrays out."""

import numpy as np


def central_difference(f, at, h):
    point = np.array(at)
    return np.array([(f(point + h * e) - f(point - h * e)) / (2 * h) for e in np.eye(len(at))])


def forward_pass(x, y):
    return np.array([x + y, (x + y) * y])


def backward_pass(x, y, a, b):
    return np.float64(y), np.float64(a + y)
