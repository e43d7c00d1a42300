# %% [markdown] lang="fr"
# # « Credit assignment » : à qui la faute ? (`central_difference`)
#
# Le réseau s'est trompé : la perte est trop grande. Quel poids en est responsable, et pour quelle part ? Le plus simple
# est de déplacer *un seul* poids, un peu, dans un sens puis dans l'autre, et de regarder ce que fait la sortie :
#
# $$\frac{\partial f}{\partial w_i} \approx \frac{f(w + h e_i) - f(w - h e_i)}{2h}$$
#
# C'est la **différence centrée** ; $e_i$ est le $i$-ème vecteur de la base : 1 en position $i$, 0 ailleurs. Elle coûte
# deux passes avant *par poids* : pour $N$ poids, $2N$ passes avant. Pour un million de poids, deux millions de passes, et
# cela à chaque pas.
#
# **À écrire** : `central_difference(f, at, h)`, la liste des dérivées partielles de `f` en `at`. `f` reçoit *une* liste de
# nombres. Exactement deux appels de `f` par entrée, et `at` doit rester intacte. Pour $f(x, y) = (x + y) \times y$ au point
# $(2, -3)$, on trouve $-3$ et $-4$.
#
# *Section 3 des diapositives · difficulté 2/3 · 15 minutes*

# %% [markdown] lang="en"
# # Credit assignment: who is to blame? (`central_difference`)
#
# The network was wrong: the loss is too large. Which weight is responsible, and for how much of it? The simplest idea is
# to move *a single* weight a little, both ways, and to look at what the output does:
#
# $$\frac{\partial f}{\partial w_i} \approx \frac{f(w + h e_i) - f(w - h e_i)}{2h}$$
#
# This is the **central difference**; $e_i$ is the $i$-th vector of the basis: 1 in position $i$, 0 elsewhere. It costs two
# forward passes *for each weight*: $2N$ forward passes for $N$ weights. For a million weights, two million passes, and
# that at every step.
#
# **To write**: `central_difference(f, at, h)`, the list of the partial derivatives of `f` at `at`. `f` takes *one* list of
# numbers. Exactly two calls to `f` for each input, and `at` must be left as it was. For $f(x, y) = (x + y) \times y$ at
# the point $(2, -3)$ the answers are $-3$ and $-4$.
#
# *Section 3 of the slides · difficulty 2/3 · 15 minutes*

# %% central_difference tags=["solution"]
from collections.abc import Callable


def central_difference(f: Callable[[list[float]], float], at: list[float], h: float) -> list[float]:
    """
    [fr] La dérivée de f par rapport à chacune de ses entrées, au point `at`,
    [fr] par différences centrées de pas h.
    [en] The derivative of f with respect to each of its inputs, at the point `at`,
    [en] by central differences of step h.

    >>> [round(slope, 6) for slope in central_difference(lambda p: (p[0] + p[1]) * p[1], [2.0, -3.0], 0.001)]
    [-3.0, -4.0]
    """
    # [fr] Pour chaque entrée : deux appels de f, sans que `at` ait changé à la fin.
    # [en] For each input: two calls to f, and `at` unchanged in the end.
    ### BEGIN SOLUTION
    slopes = []
    for i in range(len(at)):
        above, below = list(at), list(at)
        above[i] += h
        below[i] -= h
        slopes.append((f(above) - f(below)) / (2 * h))
    return slopes
    ### END SOLUTION


# %% check_central_difference tags=["check"] active="ipynb"
# check("central_difference")

# %% predict_kink tags=["demo"] active="ipynb"
# # [fr] Prédisez, puis exécutez. max(0, x) a la pente 0 à gauche de 0, et 1 à droite : que répondent les
# # [fr] différences centrées en 0 ?
# # [en] Predict, then run. max(0, x) has slope 0 to the left of 0, and 1 to the right: what do central
# # [en] differences give at 0?
# run(lambda: central_difference(lambda p: max(0.0, p[0]), [0.0], 0.001))

# %% why_kink [markdown] lang="fr"
# <details>
# <summary>La réponse, et pourquoi</summary>
#
# Elles font la moyenne des deux côtés. Aucune des deux pentes n'est cette moyenne : sur un pli, un écart avec un moteur
# n'accuse pas le moteur.
#
# </details>

# %% why_kink [markdown] lang="en"
# <details>
# <summary>The answer, and why</summary>
#
# They average the two sides. Neither slope is that average: at a fold, a gap between them and an engine does not prove
# the engine wrong.
#
# </details>

# %% about_cost [markdown] lang="fr"
# ## Ce que cela coûte
#
# La cellule suivante mesure le temps que prennent *vos* différences centrées, en passes avant, pour 10, 100 et 1000 poids.
# Une passe arrière coûte une à deux fois la passe avant, quel que soit le nombre de poids :
# *un seul backward ⇒ les gradients de tous les paramètres.*

# %% about_cost [markdown] lang="en"
# ## What it costs
#
# The next cell measures the time that *your* central differences take, in forward passes, for 10, 100 and 1000 weights.
# A backward pass costs one to two times the forward pass, however many weights there are:
# *one backward pass ⇒ the gradients of all parameters.*

# %% measure_cost tags=["demo"] active="ipynb"
# # [fr] Pour chaque nombre de poids : combien de passes avant dans le temps d'un gradient.
# # [en] For each number of weights: how many forward passes fit into the time of one gradient.
# from timeit import repeat
#
#
# def sum_of_squares(weights):
#     return sum(weight * weight for weight in weights)
#
#
# def passes(n):
#     weights = [0.5] * n
#     forward = min(repeat(lambda: sum_of_squares(weights), number=1, repeat=20))
#     gradient = min(repeat(lambda: central_difference(sum_of_squares, weights, 0.001), number=1, repeat=2))
#     return round(gradient / forward)
#
#
# run(lambda: {n: passes(n) for n in (10, 100, 1000)})

# %% [markdown] lang="fr"
# # Le graphe de calcul et la passe avant (`forward_pass`)
#
# On décompose $f(x, y) = (x + y) \times y$ en opérations élémentaires, une par nœud du **graphe de calcul** :
#
# $$a = x + y \qquad b = a \times y$$
#
# Ce graphe est *orienté* (chaque arête va d'un opérande à un résultat) et *acyclique* (aucune valeur ne dépend
# d'elle-même). Les diapositives mettent les opérations dans les nœuds et les variables sur les arêtes. Ici, un nœud porte
# la *valeur* que son opération a produite, et les entrées sont aussi des nœuds, les **feuilles**. C'est le même graphe :
# le nœud $+$ des diapositives est notre nœud $a$.
#
# La **passe avant** (*forward pass*) va de gauche à droite : elle calcule chaque nœud à partir de ses opérandes, et *garde*
# les valeurs, car la passe arrière en aura besoin. Au point $x = 2$, $y = -3$ : $a = -1$, puis $b = 3$.
#
# **À écrire** : `forward_pass(x, y)`, qui renvoie les valeurs gardées `(a, b)`. C'est la première moitié d'un exercice :
# l'étape suivante s'en sert, et vérifie les deux passes.

# %% [markdown] lang="en"
# # The computation graph and the forward pass (`forward_pass`)
#
# We break $f(x, y) = (x + y) \times y$ down into elementary operations, one for each node of the **computation graph**:
#
# $$a = x + y \qquad b = a \times y$$
#
# This graph is *directed* (each edge goes from an operand to a result) and *acyclic* (no value depends on itself). The
# slides put the operations in the nodes and the variables on the edges. Here a node holds the *value* that its operation
# produced, and the inputs are nodes too, the **leaves**. It is the same graph: the node $+$ of the slides is our node $a$.
#
# The **forward pass** goes from left to right: it computes each node from its operands, and *keeps* the values, because the
# backward pass will need them. At the point $x = 2$, $y = -3$: $a = -1$, then $b = 3$.
#
# **To write**: `forward_pass(x, y)`, which returns the values that are kept, `(a, b)`. This is the first half of an
# exercise: the next step uses them, and checks both passes.

# %% forward_pass tags=["solution"]
def forward_pass(x: float, y: float) -> tuple[float, float]:
    """
    [fr] Les valeurs (a, b) des deux nœuds de f(x, y) = (x + y) × y ; b est la sortie.
    [en] The values (a, b) of the two nodes of f(x, y) = (x + y) × y; b is the output.

    >>> forward_pass(2.0, -3.0)
    (-1.0, 3.0)
    """
    # [fr] Un nœud après l'autre : d'abord la somme, puis le produit.
    # [en] One node after the other: the sum first, then the product.
    ### BEGIN SOLUTION
    a = x + y
    b = a * y
    return a, b
    ### END SOLUTION


# %% show_forward_pass tags=["demo"] active="ipynb"
# # [fr] Le graphe de calcul après votre passe avant : chaque nœud garde sa valeur.
# # [en] The computation graph after your forward pass: each node keeps its value.
# show("graph_by_hand", lambda: (2.0, -3.0, *forward_pass(2.0, -3.0)))

# %% [markdown] lang="fr"
# # La passe arrière, nœud par nœud (`backward_pass`)
#
# La **rétropropagation** (*backpropagation*) part de la sortie, dont le gradient vaut 1, et remonte le graphe, de droite à
# gauche : c'est la **passe arrière** (*backward pass*). Les diapositives écrivent la règle de la chaîne pour une suite
# $x \to y \to z$ :
#
# $$\underbrace{\frac{\partial z}{\partial x}}_{\text{aval}} =
# \underbrace{\frac{\partial z}{\partial y}}_{\text{amont}} \cdot
# \underbrace{\frac{\partial y}{\partial x}}_{\text{locale}}$$
#
# Le gradient *amont* arrive de la sortie ; il est multiplié par la dérivée *locale* du nœud. Le produit, le gradient *aval*,
# va à l'opérande : c'est sa **part**. Pour notre fonction :
#
# $$\frac{\partial f}{\partial b} = 1 \qquad
# \frac{\partial f}{\partial a} = \frac{\partial f}{\partial b} \cdot y \qquad
# \frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \cdot 1$$
#
# Et $y$ ? Il sert *deux fois* : dans la somme et dans le produit. Il reçoit donc deux parts, qui **s'ajoutent** :
#
# $$\frac{\partial f}{\partial y} = \underbrace{\frac{\partial f}{\partial b} \cdot a}_{\text{par le produit}}
# + \underbrace{\frac{\partial f}{\partial a} \cdot 1}_{\text{par la somme}}$$
#
# Au point $(2, -3)$ : $\partial f / \partial x = -3$ et $\partial f / \partial y = -1 + (-3) = -4$.
#
# **À écrire** : `backward_pass(x, y, a, b)`, qui renvoie $(\partial f / \partial x, \partial f / \partial y)$. Elle reçoit les
# valeurs `a` et `b` que la passe avant a gardées, et s'en sert au lieu de les recalculer : c'est pour elle qu'on les garde.
# Avec `forward_pass`, c'est un seul exercice.
#
# *Sections 4 et 5 des diapositives · difficulté 2/3 · 12 minutes*

# %% [markdown] lang="en"
# # The backward pass, node by node (`backward_pass`)
#
# **Backpropagation** starts from the output, whose gradient is 1, and goes back through the graph, from right to left: this
# is the **backward pass**. The slides write the chain rule for a sequence $x \to y \to z$:
#
# $$\underbrace{\frac{\partial z}{\partial x}}_{\text{downstream}} =
# \underbrace{\frac{\partial z}{\partial y}}_{\text{upstream}} \cdot
# \underbrace{\frac{\partial y}{\partial x}}_{\text{local}}$$
#
# The *upstream* gradient (« amont » on the slides) comes from the output; it is multiplied by the node's *local*
# derivative. The product, the *downstream* gradient (« aval »), goes to the operand: it is its **share**. For our function:
#
# $$\frac{\partial f}{\partial b} = 1 \qquad
# \frac{\partial f}{\partial a} = \frac{\partial f}{\partial b} \cdot y \qquad
# \frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \cdot 1$$
#
# And $y$? It is used *twice*: in the sum and in the product. So it receives two shares, which are **added**:
#
# $$\frac{\partial f}{\partial y} = \underbrace{\frac{\partial f}{\partial b} \cdot a}_{\text{through the product}}
# + \underbrace{\frac{\partial f}{\partial a} \cdot 1}_{\text{through the sum}}$$
#
# At the point $(2, -3)$: $\partial f / \partial x = -3$ and $\partial f / \partial y = -1 + (-3) = -4$.
#
# **To write**: `backward_pass(x, y, a, b)`, which returns $(\partial f / \partial x, \partial f / \partial y)$. It receives the
# values `a` and `b` that the forward pass has kept, and uses them instead of computing them again: this is what they are
# kept for. With `forward_pass` it is one exercise.
#
# *Sections 4 and 5 of the slides · difficulty 2/3 · 12 minutes*

# %% backward_pass tags=["solution"]
def backward_pass(x: float, y: float, a: float, b: float) -> tuple[float, float]:
    """
    [fr] Les dérivées partielles de f(x, y) = (x + y) × y par rapport à x et à y,
    [fr] par la règle de la chaîne, à partir des valeurs (a, b) que la passe avant a gardées.
    [en] The partial derivatives of f(x, y) = (x + y) × y with respect to x and y,
    [en] by the chain rule, from the values (a, b) that the forward pass has kept.

    >>> a, b = forward_pass(2.0, -3.0)
    >>> backward_pass(2.0, -3.0, a, b)
    (-3.0, -4.0)
    """
    # [fr] De la sortie b vers les entrées : chaque gradient se calcule à partir de ceux qui le suivent.
    # [en] From the output b to the inputs: each gradient is computed from those that come after it.
    ### BEGIN SOLUTION
    grad_b = 1.0
    grad_a = y * grad_b
    grad_y = a * grad_b
    grad_x = 1.0 * grad_a
    grad_y += 1.0 * grad_a
    return grad_x, grad_y
    ### END SOLUTION


# %% check_backward_pass tags=["check"] active="ipynb"
# check("backward_pass")
