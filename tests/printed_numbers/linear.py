"""The numbers of `linear`."""

import numpy as np

from solutions.linear import XOR_POINTS, XOR_SIGNS, best_line, collapse
from tests.printed_numbers.computed import entries, one_layer, sides, sign
from tests.printed_numbers.entry import Printed, formula

W1, W2 = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])
AND = ((1.0, 1.0), -1.5)

LINEAR = [
    formula("about_neuron", r"\in \{-1, +1\}", lambda: sides(*AND)),
    Printed("about_neuron", r"w \cdot x + b = 0$ forment", r"w \cdot x + b = 0$ form"),
    Printed("about_neuron", r"en dimension 2, si $w \ne 0$", r"in dimension 2, if $w \ne 0$"),
    Printed(
        "about_neuron",
        "un point de la droite reçoit $+1$",
        "a point of the line receives $+1$",
        lambda: [sign((1, 1), -1, (0, 1))],
    ),
    Printed(
        "about_neuron",
        r"Avec $w = (1, 1)$ et $b = -1{,}5$, le point $(1, 1)$ donne $w \cdot x + b = 0{,}5$, donc $+1$",
        r"With $w = (1, 1)$ and $b = -1.5$, the point $(1, 1)$ gives $w \cdot x + b = 0.5$, hence $+1$",
        lambda: [*AND[0], AND[1], 1, 1, 1 + 1 + AND[1], sign(*AND, (1, 1))],
    ),
    Printed(
        "about_neuron",
        "le point $(0, 1)$ donne $-0{,}5$, donc $-1$",
        "the point $(0, 1)$ gives $-0.5$, hence $-1$",
        lambda: [0, 1, 0 + 1 + AND[1], sign(*AND, (0, 1))],
    ),
    Printed(
        "neuron",
        "0 compte comme positif",
        "0 counts as positive",
        lambda: [0] if sign((1, 1), -1, (0, 1)) > 0 else [],
    ),
    Printed(
        "neuron",
        "w·x + b = 0 : 1.0 ou -1.0, un nombre pour chaque point. Sur la droite : 1.0.",
        "w·x + b = 0: 1.0 or -1.0, one number for each point. On the line: 1.0.",
        lambda: [0, *reversed(sides(*AND)), sign((1, 1), -1, (0, 1))],
    ),
    Printed(
        "about_best_line",
        "vaut $+1$ quand *exactement une* des deux entrées vaut 1, et $-1$ sinon",
        "is $+1$ when *exactly one* of the two inputs is 1, and $-1$ otherwise",
        lambda: [*np.unique(XOR_SIGNS[XOR_POINTS.sum(1) == 1]), 1, *np.unique(XOR_SIGNS[XOR_POINTS.sum(1) != 1])],
    ),
    Printed(
        "about_best_line",
        "3 points sur 4, jamais 4",
        "3 points out of 4, never 4",
        lambda: [best_line(XOR_POINTS, XOR_SIGNS)[0], len(XOR_POINTS), len(XOR_POINTS)],
    ),
    Printed(
        "about_best_line",
        "juste en $(0, 0)$, $(1, 0)$, $(0, 1)$ et $(1, 1)$",
        "right at $(0, 0)$, $(1, 0)$, $(0, 1)$ and $(1, 1)$",
        lambda: entries(XOR_POINTS[[0, 2, 1, 3]]),
    ),
    formula(
        "about_best_line",
        r"b < 0, \qquad w_1 + b \ge 0, \qquad w_2 + b \ge 0, \qquad w_1 + w_2 + b < 0.",
    ),
    Printed(
        "about_best_line",
        r"$w_1 + w_2 + 2b \ge 0$, donc $w_1 + w_2 + b \ge -b > 0$",
        r"$w_1 + w_2 + 2b \ge 0$, hence $w_1 + w_2 + b \ge -b > 0$",
    ),
    Printed(
        "about_collapse",
        "Dix couches linéaires, ou mille",
        "ten linear layers, or a thousand",
        lambda: one_layer(10, 1000),
    ),
    formula(
        "about_collapse",
        r"W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix} \quad W_2 = \begin{pmatrix} 1 & 0 \\ 3 & 1 \end{pmatrix}"
        r" \quad W_2 W_1 = \begin{pmatrix} 1 & 2 \\ 3 & 7 \end{pmatrix}",
        lambda: entries(W1, W2, collapse([W1, W2])),
    ),
    formula(
        "about_collapse",
        r"W_1 W_2 = \begin{pmatrix} 7 & 2 \\ 3 & 1 \end{pmatrix}",
        lambda: entries(collapse([W2, W1])),
    ),
    Printed(
        "about_collapse",
        "$W_1$ de forme `(3, 2)` puis $W_2$ de forme `(1, 3)` donnent une matrice de forme `(1, 2)`",
        "$W_1$ of shape `(3, 2)`, then $W_2$ of shape `(1, 3)`, give a matrix of shape `(1, 2)`",
        lambda: [3, 2, 1, 3, *collapse([np.ones((3, 2)), np.ones((1, 3))]).shape],
    ),
    formula("about_xor_by_hand", r"\sigma(z) = \max(0, z)"),
    Printed(
        "hints of xor_by_hand",
        "en (0, 0) et en (1, 1)",
        "at (0, 0) and at (1, 1)",
        lambda: entries(XOR_POINTS[XOR_SIGNS < 0]),
    ),
    Printed(
        "hints of neuron",
        "w·x + b vaut exactement 0",
        "w·x + b is exactly 0",
    ),
    Printed(
        "hints of neuron",
        "+1 là où w·x + b ≥ 0, −1 ailleurs",
        "+1 where w·x + b ≥ 0, −1 elsewhere",
        lambda: [sign((1, 1), -1, (0, 1)), 0, sign((1, 1), -1, (0, 0))],
    ),
    Printed(
        "hints of neuron",
        "elle vaut 0 en 0",
        "it is 0 at 0",
        lambda: [float(np.sign(0.0)), 0],
    ),
    Printed(
        "predict_line",
        "Le point (0, 1) est exactement sur la droite x + y − 1 = 0",
        "The point (0, 1) lies exactly on the line x + y − 1 = 0",
        lambda: [0.0, 1.0, 1.0, 0.0 + 1.0 - 1.0],
    ),
    formula("predict_line", "np.sign(0.0)", lambda: [0.0]),
    Printed("why_line", "réponse, 0, et", "answer, 0, and", lambda: [float(np.sign(0.0))]),
    Printed("predict_collapse", "Mille couches de", "A thousand layers of", lambda: [1000]),
]
