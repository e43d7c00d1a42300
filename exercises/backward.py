# Généré à partir de solutions/backward.py par « make exercises ».

# %% [markdown]
# # 7. La passe arrière : dans quel ordre ? (`topological_sort`)
#
# *Sections 5 et 6 des diapositives · difficulté 3/3 · 30 minutes*
#
# Une valeur reçoit une part de gradient de *chacun* des résultats dans lesquels elle intervient :
#
# $$\frac{\partial L}{\partial u} = \sum_{v \,:\, u \in \mathrm{prev}(v)}
# \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# Elle ne peut rien transmettre tant que cette somme n'est pas complète. Il faut donc un ordre où chaque opérande précède
# les résultats calculés à partir de lui, un **ordre topologique** ; la rétropropagation le parcourt à l'envers.
#
# Un parcours en profondeur fait ce **tri topologique** : on inscrit une valeur *après* ses opérandes, et l'on ne visite
# chaque valeur qu'une fois. Pour $f(x, y) = (x + y) \times y$, avec $a = x + y$, les ordres $x, y, a, f$ et $y, x, a, f$
# conviennent tous les deux.
#
# **À écrire** : `topological_sort(root)`, la liste de toutes les valeurs dont `root` dépend, `root` en dernier.
# Une version récursive rapporte tous les points ; au-delà d'un millier d'opérations enchaînées, Python refuse d'aller plus
# profond : il faut une pile explicite.

# %% [markdown]
# ## 7.1 Une seule passe arrière, tous les gradients (`backward`)
#
# *Sections 5 et 6 des diapositives · difficulté 1/3 · 10 minutes*
#
# Le gradient de la racine par rapport à elle-même vaut 1 : $\partial L / \partial L = 1$. De là, on appelle une fois la
# fermeture `_backward` de chaque valeur, de la racine vers les feuilles. *Un seul backward ⇒ les gradients de tous les
# paramètres.*
#
# **À écrire** : `backward(root)`. Pour $f(x, y) = (x + y) \times y$ au point $x = 2$, $y = -3$, on trouve ensuite −3 dans
# `x.grad` et −4 dans `y.grad`.
#
# Le graphe doit être neuf. Un second `backward` sur le *même* graphe ne doublerait pas ces nombres : il laisserait −9 et
# −11, car le nœud $a$ transmettrait une deuxième fois ce qu'il avait gardé de la première.

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
    dans leur attribut `grad` ; à n'appeler qu'une fois par graphe.

    >>> x, y = Value(2.0), Value(-3.0)
    >>> backward((x + y) * y)
    >>> x.grad, y.grad
    (-3.0, -4.0)
    """
    # Le gradient de départ, à la racine ; puis toutes les fermetures `_backward`, dans le bon ordre.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 7.2 Dix opérations à la suite
#
# L'influence d'un poids du début passe par toutes les couches suivantes : son gradient est un *produit*, avec une dérivée
# locale par couche. La cellule suivante enchaîne dix multiplications par le même facteur, à partir de $x = 1$, et affiche le
# gradient de chaque valeur, de la sortie jusqu'à $x$. Avec un facteur de 0,5 il ne reste pour $x$ que
# $0{,}5^{10} \approx 0{,}001$ : le gradient s'évanouit. Avec un facteur de 2 il atteint $2^{10} = 1024$ : il explose.

# %% [markdown]
# ## 7.3 Contrôler un moteur (`gradcheck`)
#
# *Section 5 des diapositives · difficulté 2/3 · 10 minutes*
#
# À quoi voit-on qu'un moteur est juste ? On pose la question à quelqu'un qui ne le connaît pas. La différence centrée de
# l'étape 2 ignore tout du graphe : elle ne fait qu'appeler $f$. Là où les deux réponses s'écartent, l'une des deux a tort.
# C'est ainsi que ce TP est corrigé, et que PyTorch contrôle ses propres opérations (`torch.autograd.gradcheck`).
#
# **À écrire** : `gradcheck(f, gradients, at, h, tolerance)`, la liste des rangs `i` (comptés à partir de 0), dans l'ordre, où
# `gradients[i]` s'écarte de plus de `tolerance` de la différence centrée de pas `h` en `at`. La liste est vide quand tout
# s'accorde. Utilisez votre `central_difference` : si elle n'est pas encore juste, elle ne vous coûtera rien ici.
#
# Pour $f(x, y) = (x + y) \times y$ au point $(2, -3)$, les gradients $-3$ et $-4$ passent. Avec $-3$ et $-1$, le rang 1 est
# signalé : $y$ n'a reçu que l'une de ses deux parts.

# %% gradcheck
from collections.abc import Callable

from exercises.by_hand import central_difference


def gradcheck(
    f: Callable[[list[float]], float], gradients: list[float], at: list[float], h: float, tolerance: float
) -> list[int]:
    """
    Les rangs, comptés à partir de 0, où `gradients` et les différences centrées de f en `at` ne s'accordent pas.

    >>> product = lambda p: (p[0] + p[1]) * p[1]
    >>> gradcheck(product, [-3.0, -4.0], [2.0, -3.0], 0.001, 0.01)
    []
    >>> gradcheck(product, [-3.0, -1.0], [2.0, -3.0], 0.001, 0.01)
    [1]
    """
    # Une différence centrée par entrée ; gardez les rangs où l'écart dépasse `tolerance`.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 7.4 Votre moteur, contrôlé par vous
#
# `check_engine` donne à votre `gradcheck` les gradients de *votre* moteur ; `f` est écrite une seule fois, pour les deux.
# Faussez exprès votre `__mul__`, pour voir.

# %% own_engine
def check_engine(f: Callable[[list[Value]], Value], at: list[float]) -> list[int]:
    """
    Les rangs où le moteur et les différences centrées ne s'accordent pas sur f.

    >>> check_engine(lambda p: (p[0] + p[1]) * p[1], [2.0, -3.0])
    []
    """
    leaves = [Value(x) for x in at]
    backward(f(leaves))
    gradients = [leaf.grad for leaf in leaves]
    return gradcheck(lambda p: f([Value(x) for x in p]).data, gradients, at, 1e-4, 1e-3)
