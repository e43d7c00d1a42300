# Généré à partir de solutions/tensor.py par « make exercises ».

# %% [markdown]
# # 7. Vers PyTorch : des matrices au lieu de nombres (`matmul`)
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
# Les formes suffisent à les retrouver : si $A$ est de forme $(n, k)$ et $B$ de forme $(k, m)$, alors $\bar C$ est de forme
# $(n, m)$, et un seul produit donne une matrice $(n, k)$. C'est encore la multiplication de la section 6 : chacun reçoit
# le gradient amont multiplié par *l'autre*.
#
# **À écrire** : tout `Tensor.__matmul__`, pour deux matrices : le résultat, sa fermeture `_backward`, qu'on lui attache,
# et le `return`. Avec $A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ et $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, le
# produit vaut 11 ; pour un gradient amont de 1, $A$ reçoit $(3, 4)$ et $B$ reçoit $(1, 2)$.
#
# *Section 7 des diapositives · difficulté 3/3 · 20 minutes*

# %% tensor
from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike


class Tensor:
    """
    Un tableau qui se souvient de l'opération qui l'a produit ; `grad` a la forme de `data`.

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
        # Créez le résultat, qui se souvient des deux opérandes ;
        # sa fermeture ajoute à chacun sa part.
        # TODO
        raise NotImplementedError

    # Le reste est donné. Dans `x @ w + b`, la ligne b est répétée pour chaque exemple du lot :
    # au retour, ses gradients s'additionnent.

    def __add__(self, other: Tensor) -> Tensor:
        out = Tensor(self.data + other.data, (self, other))

        def _backward() -> None:
            self.grad += summed_to(self.data.shape, out.grad)
            other.grad += summed_to(other.data.shape, out.grad)

        out._backward = _backward
        return out

    def relu(self) -> Tensor:
        out = Tensor(np.maximum(self.data, 0.0), (self,))

        def _backward() -> None:
            self.grad += (self.data > 0) * out.grad

        out._backward = _backward
        return out

    def sum(self) -> Tensor:
        out = Tensor(self.data.sum(), (self,))

        def _backward() -> None:
            self.grad += out.grad

        out._backward = _backward
        return out

    @property
    def T(self) -> Tensor:
        out = Tensor(self.data.T, (self,))

        def _backward() -> None:
            self.grad += out.grad.T

        out._backward = _backward
        return out


def summed_to(shape: tuple[int, ...], gradient: np.ndarray) -> np.ndarray:
    """
    Le gradient d'un tableau de forme `shape` qui a été répété (« broadcasting ») :
    ses copies s'additionnent.

    >>> summed_to((1, 2), np.array([[1.0, 2.0], [10.0, 20.0]])).tolist()
    [[11.0, 22.0]]
    """
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1 and gradient.shape[axis] > 1)
    total: np.ndarray = gradient.sum(axis=repeated, keepdims=True)
    return total

# %% [markdown]
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
# et affiche les gradients et leur écart. PyTorch n'est pas obligatoire : sans lui, on compare les deux vôtres.
