# %% [markdown] lang="fr"
# # Micro-autograd : la classe `Value`
#
# Un réseau calcule un nombre, la perte, par une suite de petites opérations. Pour savoir *à qui la faute*
# (« credit assignment »), chaque résultat garde la trace de ses opérandes, et sait transmettre à chacun la part de
# gradient qui lui revient. `Value` ne fait rien d'autre :
#
# | attribut | rôle |
# |---|---|
# | `data` | la valeur, calculée pendant la passe avant |
# | `grad` | le gradient de la sortie par rapport à cette valeur ; 0 avant la rétropropagation |
# | `_prev` | les opérandes : les diapositives disent « parents », le constructeur `_children`, et c'est la même chose |
# | `_backward` | une fonction sans argument qui transmet `grad` aux opérandes |
#
# La règle de la chaîne, pour chaque opérande $u$ d'un résultat $v$, $L$ étant la sortie :
#
# $$\frac{\partial L}{\partial u} \;\text{+=}\; \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# c'est-à-dire : *gradient amont* fois *dérivée locale*, **ajouté** à ce que l'opérande a déjà reçu.
#
# Personne ne construit le graphe à la main : écrire `a + b`, c'est appeler `a.__add__(b)`, et chaque appel ajoute un nœud.
# Le graphe naît de lui-même, pendant que l'expression se calcule.

# %% [markdown] lang="en"
# # Micro-autograd: the class `Value`
#
# A network computes one number, the loss, by a chain of small operations. To know *who is to blame* (credit
# assignment), each result keeps track of its operands, and knows how to pass on to each of them its share of the
# gradient. That is all that `Value` does:
#
# | attribute | role |
# |---|---|
# | `data` | the value, computed in the forward pass |
# | `grad` | the gradient of the output with respect to this value; 0 before the backward pass |
# | `_prev` | the operands: the slides call them "parents", the constructor `_children`, and they are the same thing |
# | `_backward` | a function without arguments that passes `grad` on to the operands |
#
# The chain rule, for each operand $u$ of a result $v$, $L$ being the output:
#
# $$\frac{\partial L}{\partial u} \;\text{+=}\; \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# that is: *upstream gradient* times *local derivative*, **added** to what the operand has already received.
#
# Nobody builds the graph by hand: to write `a + b` is to call `a.__add__(b)`, and each call adds a node. The graph comes
# into being by itself, while the expression is computed.

# %% [markdown] lang="fr"
# ## Addition : le gradient passe tel quel (`add`)
#
# Si $v = a + b$, alors $\partial v / \partial a = 1$ et $\partial v / \partial b = 1$ : chacun des deux opérandes
# reçoit le gradient amont tout entier.
#
# **À écrire** : le corps de `_backward` dans `__add__`. Pour un gradient amont de 1,5, `a` et `b` reçoivent chacun 1,5.
# Attention à `a + a` : `self` et `other` sont alors la *même* valeur, qui doit recevoir les deux parts, $1{,}5 + 1{,}5 = 3$.
#
# *Section 6 des diapositives · difficulté 1/3 · 8 minutes*

# %% [markdown] lang="en"
# ## Addition: the gradient passes through (`add`)
#
# If $v = a + b$, then $\partial v / \partial a = 1$ and $\partial v / \partial b = 1$: each of the two operands
# receives the whole upstream gradient.
#
# **To write**: the body of `_backward` in `__add__`. For an upstream gradient of 1.5, `a` and `b` receive 1.5 each.
# Mind `a + a`: `self` and `other` are then the *same* value, which must receive both shares, $1.5 + 1.5 = 3$.
#
# *Section 6 of the slides · difficulty 1/3 · 8 minutes*

# %% [markdown] lang="fr"
# ## Multiplication : chacun reçoit l'autre (`mul`)
#
# Si $v = a \times b$, alors $\partial v / \partial a = b$ et $\partial v / \partial b = a$ : chaque opérande reçoit
# le gradient amont multiplié par la donnée de *l'autre*.
#
# **À écrire** : le corps de `_backward` dans `__mul__`. Pour $a = 2$, $b = -3$ et un gradient amont de 1,5, `a` reçoit
# $1{,}5 \times (-3) = -4{,}5$ et `b` reçoit $1{,}5 \times 2 = 3$.
#
# *Section 6 des diapositives · difficulté 1/3 · 5 minutes*

# %% [markdown] lang="en"
# ## Multiplication: each receives the other (`mul`)
#
# If $v = a \times b$, then $\partial v / \partial a = b$ and $\partial v / \partial b = a$: each operand receives the
# upstream gradient times the *other* one's data.
#
# **To write**: the body of `_backward` in `__mul__`. For $a = 2$, $b = -3$ and an upstream gradient of 1.5, `a`
# receives $1.5 \times (-3) = -4.5$ and `b` receives $1.5 \times 2 = 3$.
#
# *Section 6 of the slides · difficulty 1/3 · 5 minutes*

# %% value tags=["solution"]
from __future__ import annotations

from collections.abc import Callable, Iterable


class Value:
    """
    [fr] Un scalaire qui se souvient de l'opération qui l'a produit.
    [en] A scalar that remembers the operation that produced it.

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
            # [fr] Transmettez le gradient amont, `out.grad`, aux deux opérandes.
            # [en] Pass the upstream gradient, `out.grad`, on to both operands.
            ### BEGIN SOLUTION
            self.grad += 1.0 * out.grad
            other.grad += 1.0 * out.grad
            ### END SOLUTION

        out._backward = _backward
        return out

    def __mul__(self, other: Value | float) -> Value:
        other = as_value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward() -> None:
            # [fr] Transmettez à chaque opérande sa part du gradient amont, `out.grad`.
            # [en] Pass on to each operand its share of the upstream gradient, `out.grad`.
            ### BEGIN SOLUTION
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
            ### END SOLUTION

        out._backward = _backward
        return out

    # [fr] Tout le reste s'écrit avec ces deux opérations.
    # [en] Everything else is built from these two operations.

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
    [fr] `x` lui-même si c'est une `Value`, sinon une feuille qui le contient.
    [en] `x` itself if it is a `Value`, else a leaf that holds it.
    """
    return x if isinstance(x, Value) else Value(x)


# %% check_add tags=["check"] active="ipynb"
# check("add")

# %% predict_replaced tags=["demo"] active="ipynb"
# # [fr] Prédisez, puis exécutez. y = a + a, et un gradient amont de 5. Si chaque part *remplace* la précédente,
# # [fr] que reste-t-il à a ?
# # [en] Predict, then run. y = a + a, and an upstream gradient of 5. If each share *replaces* the one before,
# # [en] what is left for a?
# def replaced():
#     a = Value(3.0)
#     y = a + a
#     y.grad = 5.0
#     for operand in (a, a):
#         operand.grad = 1.0 * y.grad
#     return a.grad
#
#
# run(replaced)

# %% why_replaced [markdown] lang="fr"
# <details>
# <summary>La réponse, et pourquoi</summary>
#
# La deuxième part a effacé la première. Un gradient est une somme sur *tous* les chemins qui mènent à la sortie : `a` en a
# deux.
#
# </details>

# %% why_replaced [markdown] lang="en"
# <details>
# <summary>The answer, and why</summary>
#
# The second share has wiped out the first. A gradient is a sum over *all* paths that lead to the output: `a` has two.
#
# </details>

# %% check_mul tags=["check"] active="ipynb"
# check("mul")

# %% predict_square tags=["demo"] active="ipynb"
# # [fr] Prédisez, puis exécutez. y = a × a en a = 3, et un gradient amont de 1 : que reçoit a, et en combien de
# # [fr] parts ?
# # [en] Predict, then run. y = a × a at a = 3, and an upstream gradient of 1: what does a receive, and in how
# # [en] many shares?
# def square():
#     a = Value(3.0)
#     y = a * a
#     y.grad = 1.0
#     y._backward()
#     return a.grad
#
#
# run(square)

# %% why_square [markdown] lang="fr"
# <details>
# <summary>La réponse, et pourquoi</summary>
#
# Deux parts, une par opérande, chacune de la valeur de *l'autre*, qui est encore `a`. La somme est bien la dérivée de $a^2$,
# $2a$ : personne n'a eu à connaître la règle des puissances.
#
# </details>

# %% why_square [markdown] lang="en"
# <details>
# <summary>The answer, and why</summary>
#
# Two shares, one for each operand, each worth the value of *the other*, which is `a` again. Their sum is the derivative of
# $a^2$, $2a$: nobody had to know the power rule.
#
# </details>
