"""Learning XOR from starting points that are fixed: a right implementation solves it from each of them.

From random ones it often would not, one reason being that a hidden neuron that answers 0 everywhere passes no gradient
on. How often depends on the width, the rate and the number of steps.
"""

from autograder.program import Tracer, relu
from autograder.training import Training, training

EXAMPLES = (((0.0, 0.0), -1.0), ((0.0, 1.0), 1.0), ((1.0, 0.0), 1.0), ((1.0, 1.0), -1.0))
# Two hidden neurons (w, w, b, and the weight of each at the output), then the output's bias. From each of them the
# loss is below 0.001 after STEPS steps, and no neuron comes so near its fold that rounding decides.
STARTS = (
    (0.5, -0.5, -0.25, 0.5, -0.5, 0.5, 0.75, -0.5, -0.75),
    (-1.0, 0.5, 0.25, -0.25, 0.5, -0.75, 0.5, -0.25, -1.0),
    (-0.75, 0.5, 0.5, 0.25, -0.25, -1.0, 0.5, 0.5, -0.75),
    (0.75, -0.5, 0.25, 0.5, -0.25, 0.5, 0.5, 0.5, -1.0),
    (-1.0, 1.0, -0.25, 1.0, 0.25, 0.5, 0.75, 1.0, -0.5),
)
STEPS, RATE = 40, 0.3


def descent_on_xor(start: int) -> Training:
    """The training from one of the starting points."""

    def model(*values: Tracer) -> Tracer:
        x, y, a, b, c, d, e, f, g, h, bias = values
        return relu(x * a + y * b + c) * d + relu(x * e + y * f + g) * h + bias

    return training(model, EXAMPLES, STARTS[start], steps=STEPS, rate=RATE)
