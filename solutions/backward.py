# %% [markdown] lang="fr"
# # La passe arrière : dans quel ordre ? (`topological_sort`)
#
# Une valeur reçoit une part de gradient de *chacun* des résultats dans lesquels elle intervient :
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
# Une version récursive rapporte tous les points ; au-delà d'un millier d'opérations enchaînées, Python refuse d'aller plus
# profond : il faut une pile explicite.
#
# *Sections 5 et 6 des diapositives · difficulté 3/3 · 30 minutes*

# %% [markdown] lang="en"
# # The backward pass: in which order? (`topological_sort`)
#
# A value receives a share of gradient from *each* of the results in which it is used:
#
# $$\frac{\partial L}{\partial u} = \sum_{v \,:\, u \in \mathrm{prev}(v)}
# \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# It cannot pass anything on until this sum is complete. We need an order in which each operand comes before the results
# computed from it, a **topological order**; the backward pass walks through it in reverse.
#
# A depth-first walk performs this **topological sort**: a value is listed *after* its operands, and each value is
# visited only once. For $f(x, y) = (x + y) \times y$, with $a = x + y$, the orders $x, y, a, f$ and $y, x, a, f$ are both
# right.
#
# **To write**: `topological_sort(root)`, the list of all values that `root` depends on, `root` last.
# A recursive version earns all points; beyond about a thousand operations in a chain, Python refuses to go deeper: an
# explicit stack is needed.
#
# *Sections 5 and 6 of the slides · difficulty 3/3 · 30 minutes*

# %% [markdown] lang="fr"
# ## Une seule passe arrière, tous les gradients (`backward`)
#
# Le gradient de la racine par rapport à elle-même vaut 1 : $\partial L / \partial L = 1$. De là, on appelle une fois la
# fermeture `_backward` de chaque valeur, de la racine vers les feuilles. *Un seul backward ⇒ les gradients de tous les
# paramètres.*
#
# **À écrire** : `backward(root)`. Pour $f(x, y) = (x + y) \times y$ au point $x = 2$, $y = -3$, on trouve ensuite −3 dans
# `x.grad` et −4 dans `y.grad`.
#
# Le graphe doit être neuf. Un second `backward` sur le *même* graphe ne doublerait pas ces nombres : il laisserait −9 et
# −11, car le nœud $a$ transmettrait une deuxième fois ce qu'il avait gardé de la première.
#
# *Sections 5 et 6 des diapositives · difficulté 1/3 · 10 minutes*

# %% [markdown] lang="en"
# ## One backward pass, all gradients (`backward`)
#
# The gradient of the root with respect to itself is 1: $\partial L / \partial L = 1$. From there, the closure `_backward`
# of each value is called once, from the root down to the leaves. *One backward pass ⇒ the gradients of all parameters.*
#
# **To write**: `backward(root)`. For $f(x, y) = (x + y) \times y$ at the point $x = 2$, $y = -3$, it leaves −3 in `x.grad`
# and −4 in `y.grad`.
#
# The graph must be new. A second `backward` on the *same* graph would not double these numbers: it would leave −9 and −11,
# because the node $a$ would pass on a second time what it had kept from the first.
#
# *Sections 5 and 6 of the slides · difficulty 1/3 · 10 minutes*

# %% backward tags=["solution"]
from solutions.value import Value


def topological_sort(root: Value) -> list[Value]:
    """
    [fr] Toutes les valeurs dont `root` dépend, chacune une fois, les opérandes avant les résultats.
    [en] All values that `root` depends on, each once, operands before results.

    >>> a = Value(2.0)
    >>> b = a * a
    >>> topological_sort(b) == [a, b]
    True
    """
    # [fr] Une valeur s'ajoute à la liste après ses opérandes (`_prev`), et une seule fois.
    # [en] A value is added to the list after its operands (`_prev`), and only once.
    ### BEGIN SOLUTION
    order: list[Value] = []
    visited: set[Value] = set()
    stack = [(root, False)]
    while stack:
        value, operands_are_listed = stack.pop()
        if operands_are_listed:
            order.append(value)
        elif value not in visited:
            visited.add(value)
            stack.append((value, True))
            stack.extend((operand, False) for operand in value._prev)
    return order
    ### END SOLUTION


def backward(root: Value) -> None:
    """
    [fr] Calcule le gradient de `root` par rapport à toutes les valeurs dont elle dépend,
    [fr] dans leur attribut `grad` ; à n'appeler qu'une fois par graphe.
    [en] Compute the gradient of `root` with respect to all values that it depends on,
    [en] in their attribute `grad`; to be called only once for each graph.

    >>> x, y = Value(2.0), Value(-3.0)
    >>> backward((x + y) * y)
    >>> x.grad, y.grad
    (-3.0, -4.0)
    """
    # [fr] Le gradient de départ, à la racine ; puis toutes les fermetures `_backward`, dans le bon ordre.
    # [en] The starting gradient, at the root; then all the closures `_backward`, in the right order.
    ### BEGIN SOLUTION
    root.grad = 1.0
    for value in reversed(topological_sort(root)):
        value._backward()
    ### END SOLUTION


# %% check_topological_sort tags=["check"] active="ipynb"
# check("topological_sort")

# %% check_backward tags=["check"] active="ipynb"
# check("backward")

# %% show_graph tags=["demo"] active="ipynb"
# # [fr] Le même graphe, après votre rétropropagation : chaque nœud a aussi son gradient. Dessinez-en d'autres.
# # [en] The same graph, after your backward pass: each node has its gradient too. Draw others.
# def example():
#     x, y = Value(2.0), Value(-3.0)
#     a = x + y
#     b = a * y
#     backward(b)
#     return b, {"x": x, "y": y, "a": a, "b": b}
#
#
# show("graph", example)

# %% predict_forwards tags=["demo"] active="ipynb"
# # [fr] Prédisez, puis exécutez. f(x, y) = (x + y) × y en (2, −3), mais l'ordre est parcouru à l'endroit : que
# # [fr] valent x.grad et y.grad ?
# # [en] Predict, then run. f(x, y) = (x + y) × y at (2, −3), but the order is walked forwards: what are x.grad
# # [en] and y.grad?
# def forwards():
#     x, y = Value(2.0), Value(-3.0)
#     root = (x + y) * y
#     root.grad = 1.0
#     for value in topological_sort(root):
#         value._backward()
#     return x.grad, y.grad
#
#
# run(forwards)

# %% why_forwards [markdown] lang="fr"
# <details>
# <summary>La réponse, et pourquoi</summary>
#
# `x + y` a transmis ce qu'il avait à ce moment-là : rien. Son gradient n'est arrivé qu'ensuite, de la multiplication, et
# plus personne ne l'a transmis.
#
# </details>

# %% why_forwards [markdown] lang="en"
# <details>
# <summary>The answer, and why</summary>
#
# `x + y` passed on what it had at that moment: nothing. Its gradient came only afterwards, from the product, and nobody
# passed it on any more.
#
# </details>

# %% predict_twice tags=["demo"] active="ipynb"
# # [fr] Prédisez, puis exécutez. Un deuxième `backward` sur le même graphe, sans remise à zéro : le double de
# # [fr] −3 et de −4 ?
# # [en] Predict, then run. A second `backward` on the same graph, with nothing reset: twice −3 and −4?
# def twice():
#     x, y = Value(2.0), Value(-3.0)
#     root = (x + y) * y
#     backward(root)
#     backward(root)
#     return x.grad, y.grad
#
#
# run(twice)

# %% why_twice [markdown] lang="fr"
# <details>
# <summary>La réponse, et pourquoi</summary>
#
# Plus que le double : `x + y` avait gardé le gradient de la première passe, et le transmet une fois de trop. C'est pourquoi
# l'entraînement construit un graphe neuf à chaque pas, et remet à zéro les gradients des paramètres.
#
# </details>

# %% why_twice [markdown] lang="en"
# <details>
# <summary>The answer, and why</summary>
#
# More than twice: `x + y` had kept the gradient of the first pass, and passes it on once too often. This is why training
# builds a new graph at each step, and resets the gradients of the parameters.
#
# </details>

# %% predict_two_folds tags=["demo"] active="ipynb"
# # [fr] Prédisez, puis exécutez. relu(x) − relu(−x) vaut x partout, et x a la pente 1. Que trouve votre moteur
# # [fr] en 0 ?
# # [en] Predict, then run. relu(x) − relu(−x) is x everywhere, and x has slope 1. What does your engine find at
# # [en] 0?
# def two_folds():
#     x = Value(0.0)
#     backward(relu(x) - relu(-x))
#     return x.grad
#
#
# run(two_folds)

# %% why_two_folds [markdown] lang="fr"
# <details>
# <summary>La réponse, et pourquoi</summary>
#
# À chaque pli le moteur choisit une pente, sans regarder l'autre pli : les deux choix, composés, ne donnent pas toujours une
# pente de la fonction. PyTorch répond comme lui.
#
# </details>

# %% why_two_folds [markdown] lang="en"
# <details>
# <summary>The answer, and why</summary>
#
# At each fold the engine chooses one slope, without looking at the other fold: the two choices together do not always make
# a slope of the function. PyTorch gives the same answer.
#
# </details>

# %% [markdown] lang="fr"
# ## Dix opérations à la suite
#
# L'influence d'un poids du début passe par toutes les couches suivantes : son gradient est un *produit*, avec une dérivée
# locale par couche. La cellule suivante enchaîne dix multiplications par le même facteur, à partir de $x = 1$, et affiche le
# gradient de chaque valeur, de la sortie jusqu'à $x$. Avec un facteur de 0,5 il ne reste pour $x$ que
# $0{,}5^{10} \approx 0{,}001$ : le gradient s'évanouit. Avec un facteur de 2 il atteint $2^{10} = 1024$ : il explose.

# %% [markdown] lang="en"
# ## Ten operations in a row
#
# The influence of an early weight goes through all the layers that follow: its gradient is a *product*, with one local
# derivative for each layer. The next cell chains ten multiplications by the same factor, starting from $x = 1$, and prints
# the gradient of each value, from the output back to $x$. With a factor of 0.5 all that is left for $x$ is
# $0.5^{10} \approx 0.001$: the gradient vanishes. With a factor of 2 it reaches $2^{10} = 1024$: it explodes.

# %% chain_of_ten tags=["demo"] active="ipynb"
# # [fr] De la sortie vers l'entrée : chaque dérivée locale multiplie le gradient.
# # [en] From the output to the input: each local derivative multiplies the gradient.
# def chain(factor):
#     values = [Value(1.0)]
#     for _ in range(10):
#         values.append(values[-1] * factor)
#     backward(values[-1])
#     return [value.grad for value in reversed(values)]
#
#
# try:
#     for factor in (0.5, 1.0, 2.0):
#         print(f"{factor:g}:", *(f"{gradient:.3g}" for gradient in chain(factor)))
# except (NotImplementedError, NameError):
#     print("""
#     [fr] Terminez d'abord `mul`, `topological_sort` et `backward`, puis exécutez à nouveau cette cellule.
#     [en] Finish `mul`, `topological_sort` and `backward` first, then run this cell again.
#     """.strip())

# %% [markdown] lang="fr"
# ## Contrôler un moteur (`gradcheck`)
#
# À quoi voit-on qu'un moteur est juste ? On pose la question à quelqu'un qui ne le connaît pas. La différence centrée de
# l'étape 2 ignore tout du graphe : elle ne fait qu'appeler $f$. Là où les deux réponses s'écartent, l'une des deux a tort.
# C'est ainsi que ce TP est corrigé, et que PyTorch contrôle ses propres opérations (`torch.autograd.gradcheck`).
#
# **À écrire** : `gradcheck(f, gradients, at, h, tolerance)`, la liste des rangs `i` (comptés à partir de 0), dans l'ordre, où
# `gradients[i]` s'écarte de plus de `tolerance` de la différence centrée de pas `h` en `at`. La liste est vide quand tout
# s'accorde. Utilisez votre `central_difference` : si elle n'est pas encore juste, elle ne vous coûtera rien ici.
#
# Pour $f(x, y) = (x + y) \times y$ au point $(2, -3)$, les gradients $-3$ et $-4$ passent. Avec $-3$ et $-1$, le rang 1 est
# signalé : $y$ n'a reçu que l'une de ses deux parts.
#
# *Section 5 des diapositives · difficulté 2/3 · 10 minutes*

# %% [markdown] lang="en"
# ## Check an engine (`gradcheck`)
#
# How can you tell that an engine is right? By asking somebody who does not know it. The central difference of step 2 knows
# nothing of the graph: all it does is call $f$. Where the two answers differ, one of them is wrong. This is how this lab is
# graded, and how PyTorch checks its own operations (`torch.autograd.gradcheck`).
#
# **To write**: `gradcheck(f, gradients, at, h, tolerance)`, the list of the indices `i` (counted from 0), in order, where
# `gradients[i]` differs by more than `tolerance` from the central difference of step `h` at `at`. The list is empty when
# everything agrees. Use your `central_difference`: if it is not right yet, it will cost you nothing here.
#
# For $f(x, y) = (x + y) \times y$ at the point $(2, -3)$ the gradients $-3$ and $-4$ pass. With $-3$ and $-1$, index 1 is
# reported: $y$ has received only one of its two shares.
#
# *Section 5 of the slides · difficulty 2/3 · 10 minutes*

# %% gradcheck tags=["solution"]
from collections.abc import Callable

from solutions.by_hand import central_difference


def gradcheck(
    f: Callable[[list[float]], float], gradients: list[float], at: list[float], h: float, tolerance: float
) -> list[int]:
    """
    [fr] Les rangs, comptés à partir de 0, où `gradients` et les différences centrées de f en `at` ne s'accordent pas.
    [en] The indices, counted from 0, where `gradients` and the central differences of f at `at` do not agree.

    >>> product = lambda p: (p[0] + p[1]) * p[1]
    >>> gradcheck(product, [-3.0, -4.0], [2.0, -3.0], 0.001, 0.01)
    []
    >>> gradcheck(product, [-3.0, -1.0], [2.0, -3.0], 0.001, 0.01)
    [1]
    """
    # [fr] Une différence centrée par entrée ; gardez les rangs où l'écart dépasse `tolerance`.
    # [en] One central difference for each input; keep the indices where the gap exceeds `tolerance`.
    ### BEGIN SOLUTION
    slopes = central_difference(f, at, h)
    pairs = enumerate(zip(gradients, slopes, strict=True))
    return [i for i, (gradient, slope) in pairs if abs(gradient - slope) > tolerance]
    ### END SOLUTION


# %% check_gradcheck tags=["check"] active="ipynb"
# check("gradcheck")

# %% [markdown] lang="fr"
# ## Votre moteur, contrôlé par vous
#
# `check_engine` donne à votre `gradcheck` les gradients de *votre* moteur ; `f` est écrite une seule fois, pour les deux.
# Faussez exprès votre `__mul__`, pour voir.

# %% [markdown] lang="en"
# ## Your engine, checked by you
#
# `check_engine` gives your `gradcheck` the gradients of *your* engine; `f` is written only once, for both. Break your
# `__mul__` on purpose, to see.

# %% own_engine
def check_engine(f: Callable[[list[Value]], Value], at: list[float]) -> list[int]:
    """
    [fr] Les rangs où le moteur et les différences centrées ne s'accordent pas sur f.
    [en] The indices where the engine and the central differences do not agree on f.

    >>> check_engine(lambda p: (p[0] + p[1]) * p[1], [2.0, -3.0])
    []
    """
    leaves = [Value(x) for x in at]
    backward(f(leaves))
    gradients = [leaf.grad for leaf in leaves]
    return gradcheck(lambda p: f([Value(x) for x in p]).data, gradients, at, 1e-4, 1e-3)


# %% predict_fold tags=["demo"] active="ipynb"
# # [fr] Prédisez, puis exécutez. Votre moteur est juste : que signale le contrôle en (2, −3), puis exactement au pli de relu ?
# # [en] Predict, then run. Your engine is right: what does the check report at (2, −3), then exactly at relu's fold?
# run(lambda: [check_engine(lambda p: (p[0] + p[1]) * p[1], [2.0, -3.0]), check_engine(lambda p: relu(p[0]), [0.0])])

# %% why_fold [markdown] lang="fr"
# <details>
# <summary>La réponse, et pourquoi</summary>
#
# Rien d'abord, puis le rang 0. Au pli, la différence centrée vaut $(h - 0) / 2h = 0{,}5$, la moyenne des deux pentes, et votre
# moteur répond 0. Personne n'a tort : il n'y a pas de dérivée en ce point. Un contrôle se fait *à côté* des plis.
#
# </details>

# %% why_fold [markdown] lang="en"
# <details>
# <summary>The answer, and why</summary>
#
# Nothing at first, then index 0. At the fold the central difference is $(h - 0) / 2h = 0.5$, the mean of the two slopes, and
# your engine answers 0. Nobody is wrong: there is no derivative at this point. A check is made *away from* the folds.
#
# </details>
