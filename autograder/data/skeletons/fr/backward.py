# Généré à partir de solutions/backward.py par « make exercises ».

# %% [markdown]
# # 5. La passe arrière : dans quel ordre ? (`topological_sort`)
#
# Une valeur reçoit une part de gradient de *chacun* des résultats où elle sert :
#
# $$\frac{\partial L}{\partial u} = \sum_{v \,:\, u \in \mathrm{prev}(v)}
# \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# Elle ne peut rien transmettre tant que cette somme n'est pas complète. Il faut donc un ordre où chaque opérande précède
# les résultats calculés à partir de lui, un **ordre topologique** ; la rétropropagation le parcourt à l'envers.
#
# Un parcours en profondeur fait ce **tri topologique** : on inscrit une valeur *après* ses opérandes, et l'on ne visite
# chaque valeur qu'une fois. Pour $f(x, y) = (x + y) \times y$, avec $a = x + y$, les ordres $x, y, a, f$ et $y, x, a, f$
# conviennent tous les deux.
#
# **À écrire** : `topological_sort(root)`, la liste de toutes les valeurs dont `root` dépend, `root` en dernier.
# Une version récursive vaut tous les points ; au-delà d'un millier d'opérations enchaînées, il faut une pile.
#
# *Sections 5 et 6 des diapositives · difficulté 3/3 · 25 minutes*

# %% [markdown]
# ## Une seule passe arrière, tous les gradients (`backward`)
#
# Le gradient de la racine par rapport à elle-même vaut 1 : $\partial L / \partial L = 1$. De là, on appelle une fois la
# fermeture `_backward` de chaque valeur, en descendant de la racine vers les feuilles. *Un seul backward ⇒ les gradients
# de tous les paramètres.*
#
# **À écrire** : `backward(root)`. Pour $f(x, y) = (x + y) \times y$ au point $x = 2$, $y = -3$, on trouve ensuite −3 dans
# `x.grad` et −4 dans `y.grad`.
#
# *Sections 5 et 6 des diapositives · difficulté 1/3 · 10 minutes*

# %% backward
from exercises.value import Value


def topological_sort(root: Value) -> list[Value]:
    """
    Toutes les valeurs dont `root` dépend, chacune une fois, les opérandes avant les résultats.

    >>> a = Value(2.0)
    >>> b = a * a
    >>> topological_sort(b) == [a, b]
    True
    """
    # Une valeur s'ajoute à la liste après ses opérandes (`_prev`), et une seule fois.
    # TODO
    raise NotImplementedError


def backward(root: Value) -> None:
    """
    Calcule le gradient de `root` par rapport à toutes les valeurs dont elle dépend,
    dans leur attribut `grad`.

    >>> x, y = Value(2.0), Value(-3.0)
    >>> backward((x + y) * y)
    >>> x.grad, y.grad
    (-3.0, -4.0)
    """
    # Le gradient de la racine vaut 1 ; puis chaque `_backward`, de la racine vers les feuilles.
    # TODO
    raise NotImplementedError
