# %% [markdown] lang="fr"
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

# %% [markdown] lang="en"
# # 7. Towards PyTorch: matrices instead of numbers (`matmul`)
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
# The shapes are enough to find them again: if $A$ has shape $(n, k)$ and $B$ has shape $(k, m)$, then $\bar C$ has shape
# $(n, m)$, and only one product gives an $(n, k)$ matrix. It is the multiplication of section 6 once more: each receives
# the upstream gradient times *the other*.
#
# **To write**: all of `Tensor.__matmul__`, for two matrices: the result, its closure `_backward`, which is attached to
# it, and the `return`. With $A = \begin{pmatrix} 1 & 2 \end{pmatrix}$ and $B = \begin{pmatrix} 3 \\ 4 \end{pmatrix}$, the
# product is 11; for an upstream gradient of 1, $A$ receives $(3, 4)$ and $B$ receives $(1, 2)$.
#
# *Section 7 of the slides · difficulty 3/3 · 20 minutes*

# %% tensor tags=["solution"]
from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike


class Tensor:
    """
    [fr] Un tableau qui se souvient de l'opération qui l'a produit ; `grad` a la forme de `data`.
    [en] An array that remembers the operation that made it; `grad` has the shape of `data`.

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

    # [fr] Le reste est donné. Dans `x @ w + b`, la ligne b est répétée pour chaque exemple du lot :
    # [fr] au retour, ses gradients s'additionnent.
    # [en] The rest is given. In `x @ w + b` the row b is repeated for each example of the batch:
    # [en] on the way back its gradients are summed.

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
# et affiche les gradients et leur écart. PyTorch n'est pas obligatoire : sans lui, on compare les deux vôtres.

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
# prints the gradients and their difference. PyTorch is not required: without it, your own two are compared.

# %% pytorch tags=["demo"] active="ipynb"
# import numpy as np
#
# LATER = """
# [fr] Terminez d'abord `matmul` et les exercices précédents, puis exécutez à nouveau cette cellule.
# [en] Finish `matmul` and the exercises before it first, then run this cell again.
# """
# WITHOUT_PYTORCH = """
# [fr] PyTorch n'est pas installé ; pour le voir ici : %pip install torch
# [en] PyTorch is not installed; to see it here: %pip install torch
# """
#
#
# def squared_error(x, minus_t, w, b, v, c):
#     # [fr] Avec `Tensor` ou avec PyTorch ? Ces deux lignes ne font pas la différence.
#     # [en] With `Tensor` or with PyTorch? These two lines cannot tell.
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
