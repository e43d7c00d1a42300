# %% [markdown] lang="fr"
# # Vers PyTorch : des matrices au lieu de nombres (`matmul`)
#
# Votre moteur fait une opération par nombre. PyTorch fait la même chose, une opération par *tableau* :
#
# | | scalaire : `Value` | tenseur : `Tensor` |
# |---|---|---|
# | `data`, `grad` | des nombres | des tableaux numpy de même forme |
# | une couche | une somme de produits par neurone | `x @ w + b` pour tout un lot |
# | dérivée locale | un nombre | jamais écrite : on sait seulement la multiplier par le gradient amont |
# | `topological_sort`, `backward` | les vôtres | les vôtres, inchangés |
#
# Pour $C = A B$, avec $\bar C = \partial L / \partial C$ le gradient amont (de la forme de $C$), les deux
# **produits vecteur-jacobienne** sont
#
# $$\frac{\partial L}{\partial A} \;\text{+=}\; \bar C \, B^\top \qquad
# \frac{\partial L}{\partial B} \;\text{+=}\; A^\top \, \bar C$$
#
# Les diapositives disent « Jacobienne ». Celle de $C$ par rapport à $A$ contient la dérivée de *chaque* coefficient de $C$
# par rapport à *chaque* coefficient de $A$ : pour des matrices de taille 100, cela fait 100 000 000 nombres. On ne l'écrit jamais.
# Multipliée par le gradient amont, elle se réduit au produit ci-dessus, qui a la forme de $A$, comme tout gradient.
#
# Les formes suffisent à retrouver les deux produits : si $A$ est de forme $(n, k)$ et $B$ de forme $(k, m)$, avec $n$, $k$ et
# $m$ différents, alors $\bar C$ est de forme $(n, m)$. Un seul produit donne une matrice $(n, k)$. C'est encore la
# multiplication de `Value` : chacun reçoit le gradient amont multiplié par *l'autre*.
#
# **À écrire** : tout `Tensor.__matmul__`, pour deux matrices : le résultat, sa fermeture `_backward`, qu'on lui rattache,
# et le `return`. Avec $A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ et $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, le
# produit vaut 11 ; pour un gradient amont de 1, $A$ reçoit $(3, 4)$ et $B$ reçoit $(1, 2)$.
#
# *Section 7 des diapositives · difficulté 3/3 · 25 minutes · pour aller plus loin*

# %% [markdown] lang="en"
# # Towards PyTorch: matrices instead of numbers (`matmul`)
#
# Your engine does one operation for each number. PyTorch does the same thing, one operation for each *array*:
#
# | | scalar: `Value` | tensor: `Tensor` |
# |---|---|---|
# | `data`, `grad` | numbers | numpy arrays of the same shape |
# | a layer | a sum of products for each neuron | `x @ w + b` for a whole batch |
# | local derivative | a number | never written down: we only know how to multiply it by the upstream gradient |
# | `topological_sort`, `backward` | yours | yours, unchanged |
#
# For $C = A B$, with $\bar C = \partial L / \partial C$ the upstream gradient (of the shape of $C$), the two
# **vector-Jacobian products** are
#
# $$\frac{\partial L}{\partial A} \;\text{+=}\; \bar C \, B^\top \qquad
# \frac{\partial L}{\partial B} \;\text{+=}\; A^\top \, \bar C$$
#
# The slides say "Jacobian". That of $C$ with respect to $A$ holds the derivative of *each* entry of $C$ with respect to
# *each* entry of $A$: for matrices of size 100, that is 100,000,000 numbers. It is never written down. Multiplied by the
# upstream gradient, it reduces to the product above, which has the shape of $A$, as every gradient does.
#
# The shapes are enough to find both products again: if $A$ has shape $(n, k)$ and $B$ has shape $(k, m)$, with $n$, $k$ and
# $m$ different, then $\bar C$ has shape $(n, m)$. Only one product gives an $(n, k)$ matrix. It is the multiplication of
# `Value` once more: each receives the upstream gradient times *the other*.
#
# **To write**: all of `Tensor.__matmul__`, for two matrices: the result, its closure `_backward`, which is attached to
# it, and the `return`. With $A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ and $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, the
# product is 11; for an upstream gradient of 1, $A$ receives $(3, 4)$ and $B$ receives $(1, 2)$.
#
# *Section 7 of the slides · difficulty 3/3 · 25 minutes · to go further*

# %% tensor tags=["solution"]
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike


class Tensor:
    """
    [fr] Un tableau qui se souvient de l'opération qui l'a produit ; `grad` a la forme de `data`.
    [en] An array that remembers the operation that produced it; `grad` has the shape of `data`.

    >>> a, b = Tensor([[1.0, 2.0]]), Tensor([[3.0], [4.0]])
    >>> c = a @ b
    >>> c.grad = np.ones((1, 1))
    >>> c._backward()
    >>> c.data.tolist(), a.grad.tolist(), b.grad.tolist()
    ([[11.0]], [[3.0, 4.0]], [[1.0], [2.0]])
    """

    def __init__(self, data: ArrayLike, _children: Iterable[Tensor] = ()) -> None:
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self._prev = set(_children)
        self._backward: Callable[[], None] = lambda: None

    def __repr__(self) -> str:
        return f"Tensor(shape={self.data.shape})"

    def __matmul__(self, other: Tensor) -> Tensor:
        # [fr] Créez le résultat, qui se souvient des deux opérandes ;
        # [fr] sa fermeture ajoute à chacun sa part.
        # [en] Make the result, which remembers both operands; its closure adds to each its share.
        ### BEGIN SOLUTION
        out = Tensor(self.data @ other.data, (self, other))

        def _backward() -> None:
            self.grad += out.grad @ other.data.T
            other.grad += self.data.T @ out.grad

        out._backward = _backward
        return out
        ### END SOLUTION

    # [fr] Le reste est donné, par `result` : à chaque opérande, sa part du gradient amont.
    # [fr] Dans `x @ w + b`, la ligne b est répétée pour chaque exemple du lot : au retour, ses gradients s'additionnent.
    # [en] The rest is given, by way of `result`: for each operand, its share of the upstream gradient.
    # [en] In `x @ w + b` the row b is repeated for each example of the batch: on the way back its gradients are summed.

    def __add__(self, other: Tensor) -> Tensor:
        shares = [partial(summed_to, x.data.shape) for x in (self, other)]
        return result(self.data + other.data, (self, other), shares)

    def relu(self) -> Tensor:
        return result(np.maximum(self.data, 0.0), (self,), [partial(np.multiply, self.data > 0)])

    def sum(self) -> Tensor:
        return result(self.data.sum(), (self,), [partial(np.multiply, np.ones(self.data.shape))])

    @property
    def T(self) -> Tensor:
        return result(self.data.T, (self,), [np.transpose])


def result(
    data: ArrayLike, operands: tuple[Tensor, ...], shares: Sequence[Callable[[np.ndarray], np.ndarray]]
) -> Tensor:
    """
    [fr] Le résultat d'une opération : ses données, ses opérandes,
    [fr] et la fonction qui donne à chacun sa part du gradient amont.
    [en] The result of an operation: its data, its operands,
    [en] and the function that gives each of them its share of the upstream gradient.
    """
    out = Tensor(data, operands)

    def _backward() -> None:
        for operand, share in zip(operands, shares, strict=True):
            operand.grad = operand.grad + share(out.grad)

    out._backward = _backward
    return out


def summed_to(shape: tuple[int, ...], gradient: np.ndarray) -> np.ndarray:
    """
    [fr] Le gradient d'un tableau de forme `shape` qui a été répété (« broadcasting ») :
    [fr] ses copies s'additionnent.
    [en] The gradient of an array of shape `shape` that was repeated ("broadcasting"):
    [en] its copies are summed.

    >>> summed_to((1, 2), np.array([[1.0, 2.0], [10.0, 20.0]])).tolist()
    [[11.0, 22.0]]
    """
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1 and gradient.shape[axis] > 1)
    total: np.ndarray = gradient.sum(axis=repeated, keepdims=True)
    return total


# %% check_matmul tags=["check"] active="ipynb"
# check("matmul")

# %% [markdown] lang="fr"
# ## Les mêmes gradients, trois fois
#
# Le réseau qui apprend XOR tient en une ligne de matrices : un exemple par ligne de $X$, un neurone caché par colonne de
# $W$, avec leurs biais $b$ et $c$.
#
# $$o = \mathrm{relu}(X W + b)\, V + c$$
#
# | | `Value`, un nombre à la fois | `Tensor`, un lot à la fois | PyTorch |
# |---|---|---|---|
# | passe avant | `model(x)` pour chaque `x` | `(x @ w + b).relu() @ v + c` | la même ligne |
# | passe arrière | `backward(loss)` | `backward(loss)` | `loss.backward()` |
# | gradients | `p.grad` | `p.grad` | `p.grad` |
#
# Dans le notebook, la cellule qui suit calcule $\partial L / \partial W$ de ces trois façons, à partir des mêmes poids,
# et affiche les gradients et leur écart. PyTorch n'est pas obligatoire : sans lui, on compare vos deux versions.

# %% [markdown] lang="en"
# ## The same gradients, three times
#
# The network that learns XOR fits on one line of matrices: one example for each row of $X$, one hidden neuron for each
# column of $W$, with their biases $b$ and $c$.
#
# $$o = \mathrm{relu}(X W + b)\, V + c$$
#
# | | `Value`, one number at a time | `Tensor`, one batch at a time | PyTorch |
# |---|---|---|---|
# | forward pass | `model(x)` for each `x` | `(x @ w + b).relu() @ v + c` | the same line |
# | backward pass | `backward(loss)` | `backward(loss)` | `loss.backward()` |
# | gradients | `p.grad` | `p.grad` | `p.grad` |
#
# In the notebook, the cell that follows computes $\partial L / \partial W$ in these three ways, from the same weights, and
# prints the gradients and their difference. PyTorch is not required: without it, your two versions are compared.

# %% pytorch tags=["demo"] active="ipynb"
# import numpy as np
#
# LATER = """
# [fr] Terminez d'abord `matmul` et les exercices précédents, puis exécutez à nouveau cette cellule.
# [en] Finish `matmul` and the previous exercises first, then run this cell again.
# """
# WITHOUT_PYTORCH = """
# [fr] PyTorch n'est pas installé ; pour le voir ici : %pip install torch
# [en] PyTorch is not installed; to see it here: %pip install torch
# """
#
#
# def squared_error(x, minus_t, w, b, v, c):
#     # [fr] `Tensor` ou PyTorch ? Rien, dans ces deux lignes, ne permet de le savoir.
#     # [en] `Tensor` or PyTorch? Nothing in these two lines tells them apart.
#     error = (x @ w + b).relu() @ v + c + minus_t
#     return (error.T @ error).sum()
#
#
# def by_matrices(model, leaf, walk):
#     # [fr] Les mêmes poids en matrices : une colonne par neurone.
#     # [en] The same weights as matrices: one column for each neuron.
#     arrays = [np.array(XOR_INPUTS), -np.array(XOR_TARGETS)]
#     for layer in model.layers:
#         arrays.append(np.array([[weight.data for weight in one.weights] for one in layer.neurons]).T.copy())
#         arrays.append(np.array([[one.bias.data for one in layer.neurons]]))
#     leaves = [leaf(array) for array in arrays]
#     walk(squared_error(*leaves))
#     return np.array(leaves[2].grad.tolist())
#
#
# def by_value(model):
#     # [fr] La somme des carrés, comme ci-dessus, et non leur moyenne.
#     # [en] The sum of the squares, as above, and not their mean.
#     backward(mean_squared_error([model(x) for x in XOR_INPUTS], XOR_TARGETS) * len(XOR_INPUTS))
#     return np.array([[weight.grad for weight in one.weights] for one in model.layers[0].neurons]).T
#
#
# def compare(seed):
#     model = MLP([2, 3, 1], seed)
#     found = {"Value": by_value(model), "Tensor": by_matrices(model, Tensor, backward)}
#     try:
#         import torch
#     except ImportError:
#         torch = None
#     else:
#         leaf = lambda array: torch.tensor(array, requires_grad=True)
#         found["PyTorch"] = by_matrices(model, leaf, lambda loss: loss.backward())
#     for name, gradient in found.items():
#         difference = np.abs(gradient - found["Value"]).max()
#         print(f"{name:8}" + "".join(f"{x:+10.6f}" for x in gradient.ravel()) + f"   max |Δ| = {difference:.1e}")
#     if torch is None:
#         print(WITHOUT_PYTORCH.strip())
#
#
# try:
#     compare(seed=5)
# except (NotImplementedError, NameError):
#     print(LATER.strip())

# %% [markdown] lang="fr"
# ## La diapositive, en PyTorch (`in_pytorch`)
#
# Tout ce que vous avez écrit ce matin tient en cinq lignes de PyTorch : deux feuilles,
# `torch.tensor(2.0, requires_grad=True)`, une expression, un `backward()`, qui est une méthode de la sortie, et `x.grad`.
# C'est encore un tenseur ; `x.grad.item()` en donne le nombre.
#
# **À écrire** : `in_pytorch(torch, x, y)`. Faites de `x` et de `y` deux feuilles, calculez $b = (x + y) \times y$, lancez la passe
# arrière et notez les deux gradients. Calculez $b$ une seconde fois *à partir des mêmes feuilles*, lancez encore la passe
# arrière, et notez-les de nouveau. Renvoyez les deux couples. Au point $(2, -3)$ : $(-3, -4)$, puis $(-6, -8)$, car PyTorch
# **accumule**, comme votre `+=`. C'est pour cela que `train` remet les gradients à zéro.
#
# `torch` est le module PyTorch. Il n'est pas obligatoire : la vérification fournit un remplaçant, qui sait exécuter ces lignes.
#
# *Section 7 des diapositives · difficulté 1/3 · 10 minutes · pour aller plus loin*

# %% [markdown] lang="en"
# ## The slide, in PyTorch (`in_pytorch`)
#
# All that you have written this morning takes five lines of PyTorch: two leaves, `torch.tensor(2.0, requires_grad=True)`, an
# expression, one `backward()`, which is a method of the output, and `x.grad`. This is still a tensor; `x.grad.item()` gives
# its number.
#
# **To write**: `in_pytorch(torch, x, y)`. Turn `x` and `y` into two leaves, compute $b = (x + y) \times y$, run the backward pass
# and note the two gradients. Then compute $b$ a second time *from the same leaves*, run the backward pass again, and note them once
# more. Return the two pairs. At the point $(2, -3)$: $(-3, -4)$, then $(-6, -8)$, because PyTorch **accumulates**, as your `+=`
# does. This is why `train` resets the gradients to zero.
#
# `torch` is the module PyTorch. It is not required: the check brings a stand-in that can run these lines.
#
# *Section 7 of the slides · difficulty 1/3 · 10 minutes · to go further*

# %% in_pytorch tags=["solution"]
from typing import Any


def in_pytorch(torch: Any, x: float, y: float) -> list[tuple[float, float]]:
    """
    [fr] Les gradients de (x + y) × y par rapport à x et à y, tels que PyTorch les accumule
    [fr] après une passe arrière, puis après une seconde.
    [en] The gradients of (x + y) × y with respect to x and y, as PyTorch holds them
    [en] after one backward pass, then after a second one.
    """
    # [fr] Deux feuilles ; puis deux fois : l'expression, sa passe arrière, les deux nombres.
    # [en] Two leaves; then twice: the expression, its backward pass, the two numbers.
    ### BEGIN SOLUTION
    u = torch.tensor(x, requires_grad=True)
    v = torch.tensor(y, requires_grad=True)
    pairs = []
    for _ in range(2):
        b = (u + v) * v
        b.backward()
        pairs.append((u.grad.item(), v.grad.item()))
    return pairs
    ### END SOLUTION


# %% check_in_pytorch tags=["check"] active="ipynb"
# check("in_pytorch")

# %% in_real_pytorch tags=["demo"] active="ipynb"
# # [fr] Vos lignes, avec le vrai PyTorch s'il est installé.
# # [en] Your lines, with the real PyTorch where it is installed.
# try:
#     import torch
# except ImportError:
#     print(WITHOUT_PYTORCH.strip())
# else:
#     run(lambda: in_pytorch(torch, 2.0, -3.0))
