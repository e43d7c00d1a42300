"""The numbers of the graders' claims."""

from autograder.training import SMALL_LOSS
from autograder.xor import EXAMPLES
from solutions.backward import topological_sort
from solutions.by_hand import backward_pass, central_difference, forward_pass
from solutions.value import Value
from tests.printed_numbers.computed import AT, by_engine, folded, one_layer, sides, sign, slope
from tests.printed_numbers.entry import Printed


def sorted_chain(values: int) -> int:
    """How many values of a chain are listed."""
    root = Value(1.0)
    for _ in range(values - 1):
        root = root * root
    return len(topological_sort(root))


CLAIMS = [
    Printed(
        "claims of neuron",
        "répond 1.0 là où w·x + b est positif, et -1.0 là",
        "answers 1.0 where w·x + b is positive, and -1.0 where",
        lambda: reversed(sides((1, 1), -1)),
    ),
    Printed(
        "claims of neuron",
        "là où w·x + b vaut 0, le neurone répond 1.0",
        "where w·x + b is 0, the neuron answers 1.0",
        lambda: [0, sign((1, 1), -1, (0, 1))],
    ),
    Printed(
        "claims of collapse",
        "Mille couches de largeur 8",
        "A thousand layers of width 8",
        lambda: [*one_layer(1000), 8],
    ),
    Printed(
        "claims of central_difference",
        "en (2, -3) sont -3 et -4",
        "at (2, -3) are -3 and -4",
        lambda: [*AT, *central_difference(lambda p: (p[0] + p[1]) * p[1], list(AT), 1e-3)],
    ),
    Printed(
        "claims of central_difference",
        "en 1 avec h = 0,5 donne 3,25",
        "at 1 with h = 0.5 gives 3.25",
        lambda: [1, 0.5, *central_difference(lambda p: p[0] ** 3, [1.0], 0.5)],
    ),
    Printed(
        "claims of forward_pass",
        "En (2, -3), la passe avant garde a = -1 et b = 3",
        "At (2, -3) the forward pass keeps a = -1 and b = 3",
        lambda: [*AT, *forward_pass(*AT)],
    ),
    Printed(
        "claims of backward_pass",
        "En (2, -3), la passe arrière donne les gradients -3 et -4",
        "At (2, -3) the backward pass gives the gradients -3 and -4",
        lambda: [*AT, *backward_pass(*AT)],
    ),
    Printed(
        "claims of backward_pass",
        "en (0,5 ; 1,5), les gradients sont 1,5 et 3,5",
        "at (0.5, 1.5) the gradients are 1.5 and 3.5",
        lambda: [0.5, 1.5, *backward_pass(0.5, 1.5)],
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
        "Une chaîne de 10 000 valeurs",
        "A chain of 10,000 values",
        lambda: [sorted_chain(10_000)],
    ),
    Printed(
        "claims of backward",
        "Le gradient de la racine par rapport à elle-même vaut 1",
        "The gradient of the root with respect to itself is 1",
        lambda: by_engine(*AT)[2:],
    ),
    Printed(
        "claims of backward",
        "en (2, -3) a pour gradients -3 et -4",
        "at (2, -3) has the gradients -3 and -4",
        lambda: [*AT, *by_engine(*AT)[:2]],
    ),
    Printed("claims of train", "Dix pas à travers", "Ten steps through"),
    Printed(
        "claims of train",
        "apprend XOR : 4 points sur 4, une perte sous 0,05",
        "learns XOR: 4 of 4 points, a loss below 0.05",
        lambda: [len(EXAMPLES), len(EXAMPLES), SMALL_LOSS],
    ),
]
