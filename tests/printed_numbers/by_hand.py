"""The numbers of `by_hand`."""

from solutions.by_hand import backward_pass, central_difference, forward_pass, passes
from tests.printed_numbers.computed import AT, by_engine, slope
from tests.printed_numbers.entry import Printed, formula

BY_HAND = [
    formula("about_central_difference", r"{2h}"),
    Printed(
        "about_central_difference",
        "$e_i$ vaut 1 à la place $i$ et 0 ailleurs",
        "$e_i$ is 1 at place $i$ and 0 elsewhere",
    ),
    Printed(
        "about_central_difference",
        "pour $N$ poids, $2N$ passes avant",
        "$2N$ forward passes for $N$ weights",
        lambda: [passes(7)[0] // 7],
    ),
    Printed(
        "about_central_difference",
        "Pour un million de poids, deux millions de passes",
        "For a million weights, two million passes",
        lambda: [1e6, passes(10**6)[0]],
    ),
    Printed(
        "about_central_difference",
        "$(2, -3)$, on trouve $-3$ et $-4$",
        "$(2, -3)$ the answer is $-3$ and $-4$",
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
        lambda: [*AT, backward_pass(*AT)[0], forward_pass(*AT)[0], AT[1], backward_pass(*AT)[1]],
    ),
    Printed("hints of backward_pass", "∂f/∂b = 1, puis", "∂f/∂b = 1, then", lambda: by_engine(*AT)[2:]),
]
