# Généré à partir de solutions/tensor.py par « make exercises ».

# %% [markdown]
# # 9. Vers PyTorch : des matrices au lieu de nombres (`matmul`)
#
# *Section 7 des diapositives · difficulté 3/3 · 25 minutes · pour aller plus loin*
#
# Votre moteur fait une opération par nombre. PyTorch fait la même chose, une opération par *tableau* :
#
# | | scalaire : `Value` | tenseur : `Tensor` |
# |---|---|---|
# | `data`, `grad` | des nombres | des tableaux numpy de même forme |
# | une couche | une somme de produits par neurone | `x @ w + b` pour tout un lot |
# | dérivée locale | un nombre | jamais écrite : on sait seulement la multiplier par le gradient amont |
# | `topological_sort`, `backward` | les vôtres | les vôtres, inchangés |
#
# Pour $C = A B$, avec $\bar C = \partial L / \partial C$ le gradient amont (de la forme de $C$), les deux
# **produits vecteur-jacobienne** sont
#
# $$\frac{\partial L}{\partial A} \;\text{+=}\; \bar C \, B^\top \qquad
# \frac{\partial L}{\partial B} \;\text{+=}\; A^\top \, \bar C$$
#
# Les diapositives disent « Jacobienne ». Celle de $C$ par rapport à $A$ contient la dérivée de *chaque* coefficient de $C$
# par rapport à *chaque* coefficient de $A$ : pour des matrices de taille 100, cela fait 100 000 000 nombres. On ne l'écrit jamais.
# Multipliée par le gradient amont, elle se réduit au produit ci-dessus, qui a la forme de $A$, comme tout gradient.
#
# Les formes suffisent à retrouver les deux produits : si $A$ est de forme $(n, k)$ et $B$ de forme $(k, m)$, avec $n$, $k$ et
# $m$ différents, alors $\bar C$ est de forme $(n, m)$. Un seul produit donne une matrice $(n, k)$. C'est encore la
# multiplication de `Value` : chacun reçoit le gradient amont multiplié par *l'autre*.
#
# **À écrire** : tout `Tensor.__matmul__`, pour deux matrices : le résultat, sa fermeture `_backward`, qu'on lui rattache,
# et le `return`. Avec $A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ et $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, le
# produit vaut 11 ; pour un gradient amont de 1, $A$ reçoit $(3, 4)$ et $B$ reçoit $(1, 2)$.

# %% tensor
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike


class Tensor:
    """
    Un tableau qui se souvient de l'opération qui l'a produit ; `grad` a la forme de `data`.

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
        # Créez le résultat, qui se souvient des deux opérandes ;
        # sa fermeture ajoute à chacun sa part.
        # TODO
        raise NotImplementedError

    # Le reste est donné, par `result` : à chaque opérande, sa part du gradient amont.
    # Dans `x @ w + b`, la ligne b est répétée pour chaque exemple du lot : au retour, ses gradients s'additionnent.

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
    Le résultat d'une opération : ses données, ses opérandes,
    et la fonction qui donne à chacun sa part du gradient amont.
    """
    out = Tensor(data, operands)

    def _backward() -> None:
        for operand, share in zip(operands, shares, strict=True):
            operand.grad = operand.grad + share(out.grad)

    out._backward = _backward
    return out


def summed_to(shape: tuple[int, ...], gradient: np.ndarray) -> np.ndarray:
    """
    Le gradient d'un tableau de forme `shape` qui a été répété (« broadcasting ») :
    ses copies s'additionnent.

    >>> summed_to((1, 2), np.array([[1.0, 2.0], [10.0, 20.0]])).tolist()
    [[11.0, 22.0]]
    """
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1 and gradient.shape[axis] > 1)
    total: np.ndarray = gradient.sum(axis=repeated, keepdims=True)
    return total

# %% [markdown]
# ## 9.1 Les mêmes gradients, trois fois
#
# Le réseau qui apprend XOR tient en une ligne de matrices : un exemple par ligne de $X$, un neurone caché par colonne de
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
# et affiche les gradients et leur écart. PyTorch n'est pas obligatoire : sans lui, on compare vos deux versions.

# %% [markdown]
# ## 9.2 La diapositive, en PyTorch (`in_pytorch`)
#
# *Section 7 des diapositives · difficulté 1/3 · 10 minutes · pour aller plus loin*
#
# Tout ce que vous avez écrit ce matin tient en cinq lignes de PyTorch : deux feuilles,
# `torch.tensor(2.0, requires_grad=True)`, une expression, un `backward()`, qui est une méthode de la sortie, et `x.grad`.
# C'est encore un tenseur ; `x.grad.item()` en donne le nombre.
#
# **À écrire** : `in_pytorch(torch, x, y)`. Faites de `x` et de `y` deux feuilles, calculez $b = (x + y) \times y$, lancez la passe
# arrière et notez les deux gradients. Calculez $b$ une seconde fois *à partir des mêmes feuilles*, lancez encore la passe
# arrière, et notez-les de nouveau. Renvoyez les deux couples. Au point $(2, -3)$ : $(-3, -4)$, puis $(-6, -8)$, car PyTorch
# **accumule**, comme votre `+=`. C'est pour cela que `train` remet les gradients à zéro.
#
# `torch` est le module PyTorch. Il n'est pas obligatoire : la vérification fournit un remplaçant, qui sait exécuter ces lignes.

# %% in_pytorch
from typing import Any


def in_pytorch(torch: Any, x: float, y: float) -> list[tuple[float, float]]:
    """
    Les gradients de (x + y) × y par rapport à x et à y, tels que PyTorch les accumule
    après une passe arrière, puis après une seconde.
    """
    # Deux feuilles ; puis deux fois : l'expression, sa passe arrière, les deux nombres.
    # TODO
    raise NotImplementedError
