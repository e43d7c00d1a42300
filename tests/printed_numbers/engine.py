"""The numbers of `value`, `relu` and `backward`."""

import sys

from solutions.backward import topological_sort
from solutions.relu import relu
from solutions.value import Value
from tests.printed_numbers.computed import AT, by_engine, folded, shared, slope, twice
from tests.printed_numbers.entry import Printed, formula

VALUE = [
    Printed(
        "about_value_3",
        "par rapport à cette valeur ; 0 avant la rétropropagation",
        "with respect to this value; 0 before the backward pass",
        lambda: [Value(2.0).grad],
    ),
    Printed(
        "about_value_2",
        r"$\partial v / \partial a = 1$ et $\partial v / \partial b = 1$",
        r"$\partial v / \partial a = 1$ and $\partial v / \partial b = 1$",
        lambda: shared(lambda a, b: a + b, [2, -3], 1.0),
    ),
    Printed(
        "about_value_2",
        "Pour un gradient amont de 1,5, `a` et `b` reçoivent chacun 1,5",
        "For an upstream gradient of 1.5, `a` and `b` receive 1.5 each",
        lambda: [1.5, *set(shared(lambda a, b: a + b, [2, -3], 1.5))],
    ),
    Printed("about_value_2", "$1{,}5 + 1{,}5 = 3$", "$1.5 + 1.5 = 3$", lambda: [1.5, 1.5, twice(1.5)]),
    Printed(
        "about_value",
        "Pour $a = 2$, $b = -3$ et un gradient amont de 1,5",
        "For $a = 2$, $b = -3$ and an upstream gradient of 1.5",
        lambda: [*AT, 1.5],
    ),
    Printed(
        "about_value",
        r"$1{,}5 \times (-3) = -4{,}5$ et `b` reçoit $1{,}5 \times 2 = 3$",
        r"$1.5 \times (-3) = -4.5$ and `b` receives $1.5 \times 2 = 3$",
        lambda: [1.5, -3, *shared(lambda a, b: a * b, AT, 1.5)[:1], 1.5, 2, *shared(lambda a, b: a * b, AT, 1.5)[1:]],
    ),
    Printed(
        "hints of add",
        "La dérivée locale de l'addition vaut 1 pour",
        "The local derivative of a sum is 1 for",
        lambda: [slope(lambda a: a + 5, 2)],
    ),
    formula("hints of add", "∂L/∂u + 1 · ∂L/∂out", lambda: [slope(lambda a: a + 5, 2)]),
    Printed("hints of mul", "si b vaut 100", "when b is 100"),
]

RELU = [
    formula("about_relu", r"\max(0, x) \qquad", lambda: [folded(-2)]),
    Printed(
        "about_relu",
        r"1 & \text{si } x > 0 \\ 0 & \text{si } x < 0",
        r"1 & \text{if } x > 0 \\ 0 & \text{if } x < 0",
        lambda: [slope(folded, 2), 0, slope(folded, -2), 0],
    ),
    Printed(
        "about_relu",
        "En 0, où la fonction n'est pas dérivable, toute pente entre 0 et 1 convient",
        "At 0, where the function has no derivative, any slope between 0 and 1 will do",
        lambda: [0, slope(folded, -1), slope(folded, 1)],
    ),
    Printed(
        "about_relu",
        "`relu(Value(2.0)).data` vaut 2 et `relu(Value(-3.0)).data` vaut 0",
        "`relu(Value(2.0)).data` is 2 and `relu(Value(-3.0)).data` is 0",
        lambda: [2, folded(2), -3, folded(-3)],
    ),
    Printed(
        "about_relu",
        "un gradient amont de 1,5, la première entrée reçoit 1,5 et la seconde 0",
        "an upstream gradient of 1.5, the first input receives 1.5 and the second one 0",
        lambda: [1.5, *shared(relu, [2.0], 1.5), *shared(relu, [-3.0], 1.5)],
    ),
    Printed("show_relu", "qui saute en 0", "which jumps at 0"),
    Printed("relu", "max(0, x), et", "max(0, x), and", lambda: [folded(-2)]),
    Printed("hints of relu", "Pour x = −3", "For x = −3"),
    Printed("hints of relu", "pour x = 2 ?", "for x = 2?"),
    Printed(
        "hints of relu",
        "vaut 1 où l'entrée est positive et 0 où elle est négative",
        "is 1 where the input is positive and 0 where it is negative",
        lambda: [slope(folded, 2), slope(folded, -3)],
    ),
    formula("hints of relu", "1[x > 0]", lambda: [slope(folded, 2), 0]),
]

BACKWARD = [
    Printed(
        "about_backward_2",
        "d'un millier d'opérations",
        "about a thousand operations",
        lambda: [sys.getrecursionlimit()],
    ),
    Printed(
        "about_backward",
        r"vaut 1 : $\partial L / \partial L = 1$",
        r"is 1: $\partial L / \partial L = 1$",
        lambda: by_engine(*AT)[2:] * 2,
    ),
    Printed(
        "about_backward",
        "$x = 2$, $y = -3$, on trouve ensuite −3 dans `x.grad` et −4 dans `y.grad`",
        "$x = 2$, $y = -3$, `x.grad` is then −3 and `y.grad` is −4",
        lambda: [*AT, *by_engine(*AT)[:2]],
    ),
    Printed(
        "backward",
        "Le gradient de la racine vaut 1",
        "The root's gradient is 1",
        lambda: by_engine(*AT)[2:],
    ),
    Printed(
        "hints of backward",
        "si tous les gradients valaient 0",
        "if all gradients were 0",
        lambda: {value.grad for value in topological_sort(Value(2.0) * Value(-3.0))},
    ),
    formula("hints of backward", "∂L/∂L = 1", lambda: by_engine(*AT)[2:]),
]
