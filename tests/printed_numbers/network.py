"""The numbers of `network` and `tensor`."""

import numpy as np

from autograder.sandbox.probes.pytorch import Torch
from solutions.network import MLP, train_on_xor
from solutions.tensor import in_pytorch
from tests.printed_numbers.computed import AT, jacobian_size, one_step, product
from tests.printed_numbers.entry import Printed, formula

NETWORK = [
    Printed(
        "about_mlp",
        r"`MLP([2, 3, 1])` a $3 \times (2 + 1) + 1 \times (3 + 1) = 13$ paramètres",
        r"`MLP([2, 3, 1])` has $3 \times (2 + 1) + 1 \times (3 + 1) = 13$ parameters",
        lambda: [2, 3, 1, 3, 2, 1, 1, 3, 1, len(MLP([2, 3, 1]).parameters())],
    ),
    Printed(
        "mlp",
        "`MLP([2, 3, 1])` a 2 entrées, 3 neurones cachés et 1 sortie",
        "`MLP([2, 3, 1])` has 2 inputs, 3 hidden neurons and 1 output",
        lambda: [
            *(2, 3, 1),
            len(MLP([2, 3, 1]).layers[0].neurons[0].weights),
            *(len(layer.neurons) for layer in MLP([2, 3, 1]).layers),
        ],
    ),
    formula(
        "about_mean_squared_error",
        r"L = \frac{1}{n} \sum_k (o(x_k) - t_k)^2",
    ),
    Printed(
        "about_mean_squared_error",
        "$w = 1$, l'exemple $x = 2$, $t = 6$ et un taux de 0,1 : $L = (2 - 6)^2 = 16$",
        "$w = 1$, the example $x = 2$, $t = 6$ and a rate of 0.1: $L = (2 - 6)^2 = 16$",
        lambda: [1, 2, 6, 0.1, 2, 6, 2, one_step(1, 2, 6, 0.1)[0]],
    ),
    formula(
        "about_mean_squared_error",
        r"$\partial L / \partial w = 2 \times (2 - 6) \times 2 = -16$",
        lambda: [2, 2, 6, 2, one_step(1, 2, 6, 0.1)[1]],
    ),
    Printed(
        "about_mean_squared_error",
        "$w$ devient $1 + 1{,}6 = 2{,}6$",
        "$w$ becomes $1 + 1.6 = 2.6$",
        lambda: [1, 0.1 * 16, one_step(1, 2, 6, 0.1)[2]],
    ),
    Printed(
        "about_learn_xor",
        "`MLP([2, 3, 1])` part de poids tirés au hasard, `train` descend la pente en cent pas",
        "`MLP([2, 3, 1])` starts from weights drawn at random, `train` walks down the slope in a hundred steps",
        lambda: [*(2, 3, 1), len(train_on_xor(seed=1)[1])],
    ),
    Printed("hints of train", "∂L/∂p ← 0 ; L = (1/n)", "∂L/∂p ← 0; L = (1/n)"),
]

TENSOR = [
    formula("about_in_pytorch", "`torch.tensor(2.0, requires_grad=True)`", lambda: [AT[0]]),
    Printed(
        "about_in_pytorch",
        "Au point $(2, -3)$ : $(-3, -4)$, puis $(-6, -8)$",
        "At the point $(2, -3)$: $(-3, -4)$, then $(-6, -8)$",
        lambda: [*AT, *(x for pair in in_pytorch(Torch(), *AT) for x in pair)],
    ),
    Printed(
        "about_tensor",
        "pour des matrices de taille 100, cela fait 100 000 000 nombres",
        "for matrices of size 100, that is 100,000,000 numbers",
        lambda: [100, jacobian_size(100)],
    ),
    Printed(
        "about_tensor",
        r"$A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ et $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, le produit vaut 11",
        r"$A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ and $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, the product is 11",
        lambda: [1, 2, 3, 4, *product([[1, 2]], [[3], [4]])[:1]],
    ),
    Printed(
        "about_tensor",
        "pour un gradient amont de 1, $A$ reçoit $(3, 4)$ et $B$ reçoit $(1, 2)$",
        "for an upstream gradient of 1, $A$ receives $(3, 4)$ and $B$ receives $(1, 2)$",
        lambda: [1, *product([[1, 2]], [[3], [4]])[1:]],
    ),
    Printed(
        "hints of matmul",
        "Si A est de forme (2, 3) et B de forme (3, 4)",
        "If A has shape (2, 3) and B has shape (3, 4)",
    ),
    Printed(
        "hints of matmul",
        "une matrice (2, 3)",
        "a (2, 3) matrix",
        lambda: (np.ones((2, 4)) @ np.ones((3, 4)).T).shape,
    ),
]
