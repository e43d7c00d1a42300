"""The numbers of `value`, `relu` and `backward`."""

import math
import sys
from collections.abc import Callable

from solutions.backward import gradcheck, topological_sort
from solutions.by_hand import central_difference
from solutions.relu import exp, relu, sigmoid, tanh
from solutions.value import Value
from tests.printed_numbers.computed import AT, by_engine, chained, folded, shared, slope, twice
from tests.printed_numbers.entry import Printed, formula


def _slope_at(function: Callable[[Value], Value], point: float) -> float:
    x = Value(point)
    out = function(x)
    out.grad = 1.0
    out._backward()
    return x.grad


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
    Printed("hints of mul", "si y vaut 100", "when y is 100"),
    Printed("predict_replaced", "un gradient amont de 5. Si", "an upstream gradient of 5. If", lambda: [twice(2.5)]),
    Printed("predict_square", "en a = 3, et un gradient amont de 1", "at a = 3, and an upstream gradient of 1"),
    formula("why_square", "$a^2$", lambda: [2]),
    formula("why_square", "$2a$", lambda: [slope(lambda a: a * a, 3.0) / 3.0]),
]

RELU = [
    Printed(
        "about_exp",
        "En 0, la valeur et la pente valent toutes les deux 1",
        "At 0 the value and the slope are both 1",
        lambda: [0, *{exp(Value(0.0)).data, _slope_at(exp, 0.0)}],
    ),
    Printed(
        "about_tanh",
        "sa valeur reste entre −1 et 1",
        "its value stays between −1 and 1",
        lambda: [round(tanh(Value(x)).data, 9) for x in (-20.0, 20.0)],
    ),
    Printed(
        "about_tanh",
        "En 0 la valeur est 0 et la pente 1 ; loin de 0",
        "At 0 the value is 0 and the slope 1; far from 0",
        lambda: [0, tanh(Value(0.0)).data, _slope_at(tanh, 0.0), round(_slope_at(tanh, 20.0), 9)],
    ),
    formula(
        "about_sigmoid",
        r"\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{1 + \tanh(x / 2)}{2}",
        lambda: [1, 1, sigmoid(Value(0.7)).data * (1 + math.exp(-0.7)), 2, 2],
    ),
    formula("hints of tanh", "(1 − t²)", lambda: [_slope_at(tanh, 0.7) + math.tanh(0.7) ** 2]),
    formula("about_relu", r"\max(0, x) \qquad", lambda: [folded(-2)]),
    Printed(
        "about_relu",
        r"1 & \text{si } x > 0 \\ 0 & \text{si } x < 0",
        r"1 & \text{if } x > 0 \\ 0 & \text{if } x < 0",
        lambda: [slope(folded, 2), 0, slope(folded, -2), 0],
    ),
    Printed(
        "about_relu",
        "En 0, où la fonction n'est pas dérivable, toute pente entre 0 et 1 est acceptée ; PyTorch choisit 0",
        "At 0, where the function has no derivative, any slope between 0 and 1 is accepted; PyTorch chooses 0",
        lambda: [0, slope(folded, -1), slope(folded, 1), *shared(relu, [0.0], 1.0)],
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
        "vaut 1 là où l'entrée est positive et 0 là où elle est négative",
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
        "$x = 2$, $y = -3$, it leaves −3 in `x.grad` and −4 in `y.grad`",
        lambda: [*AT, *by_engine(*AT)[:2]],
    ),
    Printed(
        "about_backward", "il laisserait −9 et −11", "it would leave −9 and −11", lambda: by_engine(*AT, passes=2)[:2]
    ),
    Printed(
        "about_gradcheck_2",
        "enchaîne dix multiplications par le même facteur, à partir de $x = 1$",
        "chains ten multiplications by the same factor, starting from $x = 1$",
        lambda: [10, 1],
    ),
    Printed(
        "about_gradcheck_2",
        r"Avec un facteur de 0,5 il ne reste pour $x$ que $0{,}5^{10} \approx 0{,}001$",
        r"With a factor of 0.5 all that is left for $x$ is $0.5^{10} \approx 0.001$",
        lambda: [0.5, 0.5, 10, round(chained(0.5, 10), 3)],
    ),
    Printed(
        "about_gradcheck_2",
        "Avec un facteur de 2 il atteint $2^{10} = 1024$",
        "With a factor of 2 it reaches $2^{10} = 1024$",
        lambda: [2, 2, 10, chained(2, 10)],
    ),
    Printed("about_gradcheck", "(comptés à partir de 0)", "(counted from 0)"),
    Printed("gradcheck", "comptés à partir de 0", "counted from 0"),
    Printed("about_gradcheck", "La différence centrée de l'étape 2", "The central difference of step 2"),
    Printed(
        "about_gradcheck",
        "au point $(2, -3)$, les gradients $-3$ et $-4$ passent. Avec $-3$ et $-1$, le rang 1 est",
        "at the point $(2, -3)$ the gradients $-3$ and $-4$ pass. With $-3$ and $-1$, index 1 is",
        lambda: [
            *AT,
            *by_engine(*AT)[:2],
            *(-3, -1),
            *gradcheck(lambda p: (p[0] + p[1]) * p[1], [-3, -1], list(AT), 0.001, 0.01),
        ],
    ),
    Printed(
        "why_fold",
        r"puis le rang 0. Au pli, la différence centrée vaut $(h - 0) / 2h = 0{,}5$, la moyenne",
        r"then index 0. At the fold the central difference is $(h - 0) / 2h = 0.5$, the mean",
        lambda: [
            *gradcheck(lambda p: folded(p[0]), [_slope_at(relu, 0.0)], [0.0], 0.001, 0.01),
            *(0, 2),
            *central_difference(lambda p: folded(p[0]), [0.0], 0.001),
        ],
    ),
    Printed("predict_fold", "en (2, −3), puis", "at (2, −3), then", lambda: AT),
    Printed("why_fold", "votre moteur répond 0", "your engine answers 0", lambda: [_slope_at(relu, 0.0)]),
    Printed(
        "hints of backward",
        "si tous les gradients valaient 0",
        "if all gradients were 0",
        lambda: {value.grad for value in topological_sort(Value(2.0) * Value(-3.0))},
    ),
    formula("hints of backward", "∂L/∂L = 1", lambda: by_engine(*AT)[2:]),
    Printed("predict_forwards", "en (2, −3)", "at (2, −3)", lambda: AT),
    Printed("predict_twice", "−3 et de −4", "twice −3 and −4", lambda: by_engine(*AT)[:2]),
    Printed("predict_two_folds", "la pente 1", "has slope 1", lambda: [slope(lambda x: folded(x) - folded(-x), 0.0)]),
    Printed("predict_two_folds", "en 0 ?", "0?", lambda: [0]),
]
