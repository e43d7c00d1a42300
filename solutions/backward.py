# %% [markdown] lang="fr"
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

# %% [markdown] lang="en"
# # 5. The backward pass: in which order? (`topological_sort`)
#
# A value receives a share of gradient from *each* of the results in which it is used:
#
# $$\frac{\partial L}{\partial u} = \sum_{v \,:\, u \in \mathrm{prev}(v)}
# \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# It cannot pass anything on before this sum is complete. So there must be an order in which each operand comes before the
# results that are computed from it, a **topological order**; the backward pass walks through it in reverse.
#
# A depth-first walk makes this **topological sort**: a value is written down *after* its operands, and each value is
# visited only once. For $f(x, y) = (x + y) \times y$, with $a = x + y$, the orders $x, y, a, f$ and $y, x, a, f$ are both
# right.
#
# **To write**: `topological_sort(root)`, the list of all values that `root` depends on, `root` last.
# A recursive version earns all points; beyond about a thousand operations in a chain, a stack is needed.
#
# *Sections 5 and 6 of the slides · difficulty 3/3 · 25 minutes*

# %% [markdown] lang="fr"
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

# %% [markdown] lang="en"
# ## One backward pass, all gradients (`backward`)
#
# The gradient of the root with respect to itself is 1: $\partial L / \partial L = 1$. From there, the closure `_backward`
# of each value is called once, from the root down to the leaves. *One backward pass ⇒ the gradients of all parameters.*
#
# **To write**: `backward(root)`. For $f(x, y) = (x + y) \times y$ at the point $x = 2$, $y = -3$, `x.grad` is then −3 and
# `y.grad` is −4.
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
    [fr] dans leur attribut `grad`.
    [en] Compute the gradient of `root` with respect to all values that it depends on,
    [en] in their attribute `grad`.

    >>> x, y = Value(2.0), Value(-3.0)
    >>> backward((x + y) * y)
    >>> x.grad, y.grad
    (-3.0, -4.0)
    """
    # [fr] Le gradient de la racine vaut 1 ; puis chaque `_backward`, de la racine vers les feuilles.
    # [en] The root's gradient is 1; then each `_backward`, from the root to the leaves.
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
# # [en] The same graph, after your backward pass: each node has its gradient too. Draw other ones.
# def example():
#     x, y = Value(2.0), Value(-3.0)
#     a = x + y
#     b = a * y
#     backward(b)
#     return b, {"x": x, "y": y, "a": a, "b": b}
#
#
# show("graph", example)
