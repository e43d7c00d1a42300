"""The numbers of the graders' claims."""

from autograder.sandbox.probes.pytorch import Torch
from autograder.truth.training import EXAMPLES, SMALL_LOSS
from solutions.backward import gradcheck, topological_sort
from solutions.by_hand import backward_pass, central_difference, forward_pass
from solutions.tensor import in_pytorch
from solutions.value import Value
from tests.printed_numbers.computed import AT, by_engine, folded, one_layer, sides, sign, slope
from tests.printed_numbers.entry import Printed


def sorted_chain(values: int) -> int:
    """How many values of a chain are listed."""
    root = Value(1.0)
    for _ in range(values - 1):
        root = root * root
    return len(topological_sort(root))


def _product(p: list[float]) -> float:
    return (p[0] + p[1]) * p[1]


def _of_cube() -> float:
    return central_difference(lambda p: p[0] ** 3, [1.0], 0.5)[0]


CLAIMS = [
    Printed(
        "claims of neuron",
        "répond +1 si w·x + b est positif, et −1 s'il",
        "answers +1 if w·x + b is positive, and −1 if",
        lambda: reversed(sides((1, 1), -1)),
    ),
    Printed(
        "claims of neuron",
        "là où w·x + b vaut 0, le neurone répond +1",
        "where w·x + b is 0, the neuron answers +1",
        lambda: [0, sign((1, 1), -1, (0, 1))],
    ),
    Printed(
        "claims of collapse",
        "Cent couches de largeur 8",
        "A hundred layers of width 8",
        lambda: [8] * len(one_layer(100)),
    ),
    Printed(
        "claims of central_difference",
        "en (2, −3) sont −3 et −4",
        "at (2, −3) are −3 and −4",
        lambda: [*AT, *central_difference(lambda p: (p[0] + p[1]) * p[1], list(AT), 1e-3)],
    ),
    Printed(
        "claims of central_difference",
        "en 1 avec h = 0,5 donne 3,25",
        "at 1 with h = 0.5 gives 3.25",
        lambda: [1, 0.5, *central_difference(lambda p: p[0] ** 3, [1.0], 0.5)],
    ),
    Printed(
        "claims of backward_pass",
        "−1 et 3 en (2, −3)",
        "−1 and 3 at (2, −3)",
        lambda: [*forward_pass(*AT), *AT],
    ),
    Printed(
        "claims of backward_pass",
        "En (2, −3), la passe arrière donne les dérivées partielles −3 et −4",
        "At (2, −3) the backward pass gives the partial derivatives −3 and −4",
        lambda: [*AT, *backward_pass(*AT, *forward_pass(*AT))],
    ),
    Printed(
        "claims of backward_pass",
        "en (0,5 ; 1,5), les dérivées partielles sont 1,5 et 3,5",
        "at (0.5, 1.5) the partial derivatives are 1.5 and 3.5",
        lambda: [0.5, 1.5, *backward_pass(0.5, 1.5, *forward_pass(0.5, 1.5))],
    ),
    Printed(
        "claims of relu",
        "remplace une valeur négative par 0",
        "turns a negative one into 0",
        lambda: [folded(-2)],
    ),
    Printed(
        "claims of relu",
        "En 0, relu vaut 0, et toute pente entre 0 et 1 est acceptée",
        "At 0 relu gives 0, and any slope between 0 and 1 is accepted",
        lambda: [0, folded(0), slope(folded, -1), slope(folded, 1)],
    ),
    Printed("claims of topological_sort", "à 2⁴⁰ chemins", "with 2⁴⁰ paths"),
    Printed(
        "claims of topological_sort",
        "Une chaîne de 3 000 valeurs",
        "A chain of 3,000 values",
        lambda: [sorted_chain(3_000)],
    ),
    Printed(
        "claims of backward",
        "Le gradient de la racine par rapport à elle-même vaut 1",
        "The gradient of the root with respect to itself is 1",
        lambda: by_engine(*AT)[2:],
    ),
    Printed(
        "claims of backward",
        "En (2, −3), f(x, y) = (x + y) × y a pour dérivées partielles −3 et −4",
        "At (2, −3) the partial derivatives of f(x, y) = (x + y) × y are −3 and −4",
        lambda: [*AT, *by_engine(*AT)[:2]],
    ),
    Printed(
        "claims of neuron",
        "juste en dessous, si près soit-il, −1",
        "just below it, however near, −1",
        lambda: [sign((1, 1), -1, (0, 1 - 1e-12))],
    ),
    Printed(
        "claims of central_difference",
        "en (1, 2), 2 et 5",
        "at (1, 2), 2 and 5",
        lambda: [1, 2, *central_difference(lambda p: (p[0] + p[1]) * p[1], [1.0, 2.0], 1e-3)],
    ),
    Printed(
        "claims of backward_pass",
        "en (1, 2), 2 et 5",
        "at (1, 2), 2 and 5",
        lambda: [1, 2, *backward_pass(1, 2, *forward_pass(1, 2))],
    ),
    Printed(
        "claims of backward_pass",
        "avec a = 10, y reçoit en (2, −3) les parts 10 et −3",
        "with a = 10, y receives at (2, −3) the shares 10 and −3",
        lambda: [10, *AT, 10, backward_pass(*AT, 10, -30)[1] - 10],
    ),
    Printed(
        "claims of gradcheck",
        "En (2, −3), les gradients −3 et −4 passent ; avec −3 et −1, le rang 1 est signalé",
        "At (2, −3) the gradients −3 and −4 pass; with −3 and −1, index 1 is reported",
        lambda: [*AT, *by_engine(*AT)[:2], *(-3, -1), *gradcheck(_product, [-3, -1], list(AT), 0.001, 0.01)],
    ),
    Printed(
        "claims of gradcheck",
        "avec 0 et 0, les deux rangs",
        "with 0 and 0, both are",
        lambda: [0] * len(gradcheck(_product, [0, 0], list(AT), 0.001, 0.01)),
    ),
    Printed(
        "claims of gradcheck",
        "en 1 avec h = 0,5, le gradient 3 est à 0,25 de 3,25",
        "at 1 with h = 0.5, the gradient 3 is 0.25 from 3.25",
        lambda: [1, 0.5, 3, _of_cube() - 3, _of_cube()],
    ),
    Printed(
        "claims of gradcheck",
        "la différence centrée vaut 0,5 : les gradients 0 et 1 y sont",
        "the central difference is 0.5: the gradients 0 and 1 are",
        lambda: [*central_difference(lambda p: folded(p[0]), [0.0], 0.001), slope(folded, -1), slope(folded, 1)],
    ),
    Printed(
        "claims of in_pytorch",
        "En (2, −3), les gradients de PyTorch valent −3 et −4 après une passe arrière, −6 et −8 après la seconde",
        "At (2, −3) PyTorch's gradients are −3 and −4 after one backward pass, −6 and −8 after the second one",
        lambda: [*AT, *(x for pair in in_pytorch(Torch(), *AT) for x in pair)],
    ),
    Printed("claims of add", "même en 0 et en 1", "even at 0 and 1"),
    Printed("claims of mul", "même en 0 et en 1", "even at 0 and 1"),
    Printed(
        "claims of relu",
        "tout près de 0, la pente vaut 0 ou 1",
        "close to 0, the slope is 0 or 1",
        lambda: [0, slope(folded, -0.1), slope(folded, 0.1)],
    ),
    Printed(
        "claims of backward", "x × x rend 2x à x", "x × x hands 2x back to x", lambda: [slope(lambda a: a * a, 3) / 3]
    ),
    Printed("claims of train", "Dix pas à travers", "Ten steps through"),
    Printed(
        "claims of train",
        "apprend XOR : 4 points sur 4, une perte sous 0,05",
        "learns XOR: 4 of 4 points, a loss below 0.05",
        lambda: [len(EXAMPLES), len(EXAMPLES), SMALL_LOSS],
    ),
]
