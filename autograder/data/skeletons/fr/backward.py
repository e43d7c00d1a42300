# Généré à partir de solutions/backward.py par « make exercises ».

# %% [markdown]
# # 5. La passe arrière : dans quel ordre ? (`topological_sort`)
#
# Un nœud ne peut transmettre son gradient que lorsqu'il l'a reçu *en entier*, de tous ses usages. Il faut donc un ordre
# où chaque opérande précède les résultats calculés à partir de lui, le **tri topologique** ; la rétropropagation le
# parcourt à l'envers.
#
# Un parcours en profondeur le donne : on inscrit une valeur *après* ses opérandes, et l'on ne visite chaque valeur
# qu'une fois. Pour $f(x, y) = (x + y) \times y$, avec $a = x + y$, les ordres $x, y, a, f$ et $y, x, a, f$ conviennent tous
# les deux.
#
# **À écrire** : `topological_sort(root)`, la liste de toutes les valeurs dont `root` dépend, `root` en dernier.
# Une version récursive vaut tous les points ; au-delà d'environ mille opérations enchaînées, il faut une pile.
#
# *Sections 5 et 6 des diapositives · difficulté 3/3 · 25 minutes*

# %% [markdown]
# ## Une seule passe arrière, tous les gradients (`backward`)
#
# Le gradient de la racine par rapport à elle-même vaut 1 : $\partial L / \partial L = 1$. Partant de là, on appelle la
# fermeture `_backward` de chaque valeur, de la racine vers les feuilles. *Un seul backward ⇒ les gradients de tous les
# paramètres.*
#
# **À écrire** : `backward(root)`. Au point $x = 2$, $y = -3$ de l'exemple, `x.grad` vaut −3 et `y.grad` vaut −4.
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
    Calcule le gradient de `root` par rapport à toutes les valeurs dont elle dépend, dans leur attribut `grad`.
    """
    # Le gradient de la racine vaut 1 ; puis chaque `_backward`, de la racine vers les feuilles.
    # TODO
    raise NotImplementedError
