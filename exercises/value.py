# Généré à partir de solutions/value.py par « make exercises ».

# %% [markdown]
# # 5. Micro-autograd : la classe `Value`
#
# *Section 6 des diapositives*
#
# Un réseau calcule un nombre, la perte, par une suite de petites opérations. Pour savoir *à qui la faute*
# (« credit assignment »), chaque résultat garde la trace de ses opérandes, et sait transmettre à chacun la part de
# gradient qui lui revient. `Value` ne fait rien d'autre :
#
# | attribut | rôle |
# |---|---|
# | `data` | la valeur, calculée pendant la passe avant |
# | `grad` | le gradient de la sortie par rapport à cette valeur ; 0 avant la rétropropagation |
# | `_prev` | les opérandes : les diapositives disent « parents », le constructeur `_children`, et c'est la même chose |
# | `_backward` | une fonction sans argument qui transmet `grad` aux opérandes |
#
# La règle de la chaîne, pour chaque opérande $u$ d'un résultat $v$, $L$ étant la sortie :
#
# $$\frac{\partial L}{\partial u} \;\text{+=}\; \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# c'est-à-dire : *gradient amont* fois *dérivée locale*, **ajouté** à ce que l'opérande a déjà reçu.
#
# Personne ne construit le graphe à la main : écrire `a + b`, c'est appeler `a.__add__(b)`, et chaque appel ajoute un nœud.
# Le graphe naît de lui-même, pendant que l'expression se calcule.

# %% [markdown]
# ## 5.1 Addition : le gradient passe tel quel (`add`)
#
# *Section 6 des diapositives · difficulté 1/3 · 8 minutes*
#
# Si $v = a + b$, alors $\partial v / \partial a = 1$ et $\partial v / \partial b = 1$ : chacun des deux opérandes
# reçoit le gradient amont tout entier.
#
# **À écrire** : le corps de `_backward` dans `__add__`. Pour un gradient amont de 1,5, `a` et `b` reçoivent chacun 1,5.
# Attention à `a + a` : `self` et `other` sont alors la *même* valeur, qui doit recevoir les deux parts, $1{,}5 + 1{,}5 = 3$.

# %% [markdown]
# ## 5.2 Multiplication : chacun reçoit l'autre (`mul`)
#
# *Section 6 des diapositives · difficulté 1/3 · 5 minutes*
#
# Si $v = a \times b$, alors $\partial v / \partial a = b$ et $\partial v / \partial b = a$ : chaque opérande reçoit
# le gradient amont multiplié par la donnée de *l'autre*.
#
# **À écrire** : le corps de `_backward` dans `__mul__`. Pour $a = 2$, $b = -3$ et un gradient amont de 1,5, `a` reçoit
# $1{,}5 \times (-3) = -4{,}5$ et `b` reçoit $1{,}5 \times 2 = 3$.

# %% value
from __future__ import annotations

from collections.abc import Callable, Iterable


class Value:
    """
    Un scalaire qui se souvient de l'opération qui l'a produit.

    >>> a, b = Value(2.0), Value(-3.0)
    >>> (a + b) * b
    Value(data=3.000, grad=0.000)
    """

    def __init__(self, data: float, _children: Iterable[Value] = ()) -> None:
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)
        self._backward: Callable[[], None] = lambda: None

    def __repr__(self) -> str:
        return f"Value(data={self.data:.3f}, grad={self.grad:.3f})"

    def __add__(self, other: Value | float) -> Value:
        other = as_value(other)
        out = Value(self.data + other.data, (self, other))

        def _backward() -> None:
            # Transmettez le gradient amont, `out.grad`, aux deux opérandes.
            # TODO
            raise NotImplementedError

        out._backward = _backward
        return out

    def __mul__(self, other: Value | float) -> Value:
        other = as_value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward() -> None:
            # Transmettez à chaque opérande sa part du gradient amont, `out.grad`.
            # TODO
            raise NotImplementedError

        out._backward = _backward
        return out

    # Tout le reste s'écrit avec ces deux opérations.

    def __radd__(self, other: float) -> Value:
        return self + other

    def __rmul__(self, other: float) -> Value:
        return self * other

    def __neg__(self) -> Value:
        return self * -1.0

    def __sub__(self, other: Value | float) -> Value:
        return self + -as_value(other)

    def __rsub__(self, other: float) -> Value:
        return -self + other


def as_value(x: Value | float) -> Value:
    """
    `x` lui-même si c'est une `Value`, sinon une feuille qui le contient.
    """
    return x if isinstance(x, Value) else Value(x)
