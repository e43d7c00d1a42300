"""The numbers of `by_hand`."""

from solutions.by_hand import backward_pass, central_difference, forward_pass
from tests.printed_numbers.computed import AT, by_engine, folded, slope
from tests.printed_numbers.entry import Printed, formula


def calls(weights: int) -> int:
    """How often central differences call a function of so many weights."""
    called: list[list[float]] = []
    central_difference(lambda p: float(called.append(p) or 0), [1.0] * weights, 0.001)
    return len(called)


def _walked_back(x: float, y: float) -> list[float]:
    """∂f/∂x, the two shares of y, and ∂f/∂y."""
    a, b = forward_pass(x, y)
    along_x, along_y = backward_pass(x, y, a, b)
    return [along_x, a, y, along_y]


BY_HAND = [
    formula("about_central_difference", r"{2h}"),
    Printed(
        "about_central_difference",
        "1 en position $i$, 0 ailleurs",
        "1 in position $i$, 0 elsewhere",
    ),
    Printed(
        "about_central_difference",
        "pour $N$ poids, $2N$ passes avant",
        "$2N$ forward passes for $N$ weights",
        lambda: [calls(7) // 7],
    ),
    Printed(
        "about_central_difference",
        "Pour un million de poids, deux millions de passes",
        "For a million weights, two million passes",
        lambda: [1e6, calls(7) // 7 * 1e6],
    ),
    Printed(
        "about_central_difference",
        "$(2, -3)$, on trouve $-3$ et $-4$",
        "$(2, -3)$ the answers are $-3$ and $-4$",
        lambda: [*AT, *central_difference(lambda p: (p[0] + p[1]) * p[1], list(AT), 1e-3)],
    ),
    Printed("hints of central_difference", "/ 2h : l'écart", "/ 2h: the two"),
    Printed(
        "hints of central_difference",
        "entre les deux points est 2h, et non h",
        "points are 2h apart, not h",
    ),
    Printed(
        "about_forward_pass",
        "Au point $x = 2$, $y = -3$ : $a = -1$, puis $b = 3$",
        "At the point $x = 2$, $y = -3$: $a = -1$, then $b = 3$",
        lambda: [*AT, *forward_pass(*AT)],
    ),
    Printed(
        "about_backward_pass",
        "dont le gradient vaut 1, et remonte",
        "whose gradient is 1, and goes back",
        lambda: by_engine(*AT)[2:],
    ),
    formula(
        "about_backward_pass",
        r"\frac{\partial f}{\partial b} = 1 \qquad",
        lambda: by_engine(*AT)[2:],
    ),
    formula(
        "about_backward_pass",
        r"= \frac{\partial f}{\partial a} \cdot 1$$",
        lambda: [slope(lambda x: x + 5, 2)],
    ),
    formula(
        "about_backward_pass",
        r"\underbrace{\frac{\partial f}{\partial a} \cdot 1}_",
        lambda: [slope(lambda y: 5 + y, 2)],
    ),
    Printed(
        "about_backward_pass",
        r"Au point $(2, -3)$ : $\partial f / \partial x = -3$ et $\partial f / \partial y = -1 + (-3) = -4$",
        r"At the point $(2, -3)$: $\partial f / \partial x = -3$ and $\partial f / \partial y = -1 + (-3) = -4$",
        lambda: [*AT, *_walked_back(*AT)],
    ),
    Printed("hints of backward_pass", "∂f/∂b = 1, puis", "∂f/∂b = 1, then", lambda: by_engine(*AT)[2:]),
    Printed("about_cost", "pour 10, 100 et 1000 poids", "for 10, 100 and 1000 weights", lambda: [10, 100, 1000]),
    Printed(
        "predict_kink",
        "max(0, x) a la pente 0 à gauche de 0, et 1 à droite",
        "max(0, x) has slope 0 to the left of 0, and 1 to the right",
        lambda: [0, folded(-1.0), 0, folded(1.0)],
    ),
    Printed("predict_kink", "différences centrées en 0", "differences give at 0", lambda: [0]),
]
