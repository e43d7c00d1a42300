# %% [markdown] lang="fr"
# # 3. « Credit assignment » : à qui la faute ? (`central_difference`)
#
# Le réseau s'est trompé : la perte est trop grande. Quel poids en est responsable, et pour quelle part ? Le plus simple
# est de déplacer *un seul* poids, un peu, dans un sens puis dans l'autre, et de regarder ce que fait la sortie :
#
# $$\frac{\partial f}{\partial w_i} \approx \frac{f(w + h e_i) - f(w - h e_i)}{2h}$$
#
# C'est la **différence centrée** ; $e_i$ vaut 1 à la place $i$ et 0 ailleurs. Elle coûte deux passes avant *par poids* :
# pour $N$ poids, $2N$ passes avant. Pour un million de poids, deux millions de passes, et cela à chaque pas.
#
# **À écrire** : `central_difference(f, at, h)`, la liste des dérivées de `f` en `at`. `f` reçoit *une* liste de nombres.
# Exactement deux appels de `f` par entrée, et `at` doit rester intacte. Pour $f(x, y) = (x + y) \times y$ au point
# $(2, -3)$, on trouve $-3$ et $-4$.
#
# *Section 3 des diapositives · difficulté 2/3 · 15 minutes*

# %% [markdown] lang="en"
# # 3. Credit assignment: who is to blame? (`central_difference`)
#
# The network was wrong: the loss is too large. Which weight is responsible, and by how much? The simplest idea is to
# move *a single* weight a little, both ways, and to look at what the output does:
#
# $$\frac{\partial f}{\partial w_i} \approx \frac{f(w + h e_i) - f(w - h e_i)}{2h}$$
#
# This is the **central difference**; $e_i$ is 1 at place $i$ and 0 elsewhere. It costs two forward passes *for each
# weight*: $2N$ forward passes for $N$ weights. For a million weights, two million passes, and that at every step.
#
# **To write**: `central_difference(f, at, h)`, the list of the derivatives of `f` at `at`. `f` takes *one* list of
# numbers. Exactly two calls of `f` for each input, and `at` must come out as it was. For $f(x, y) = (x + y) \times y$ at
# the point $(2, -3)$ the answer is $-3$ and $-4$.
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
    # [fr] Pour chaque entrée : deux copies de `at`, l'une décalée de +h, l'autre de -h,
    # [fr] et un appel de f pour chacune.
    # [en] For each input: two copies of `at`, one moved by +h, the other by -h,
    # [en] and one call of f for each.
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

# %% [markdown] lang="fr"
# ## Ce que cela coûte
#
# `passes(n)` compte les passes nécessaires pour `n` poids : les différences centrées d'un côté, la rétropropagation de
# l'autre. Une passe arrière coûte à peu près autant que la passe avant, quel que soit le nombre de poids :
# *un seul backward ⇒ gradients de tous les paramètres.*

# %% [markdown] lang="en"
# ## What it costs
#
# `passes(n)` counts the passes that `n` weights need: central differences on one side, backpropagation on the other.
# A backward pass costs about as much as the forward pass, however many weights there are:
# *one backward pass ⇒ the gradients of all parameters.*

# %% passes
def passes(weights: int) -> tuple[int, int]:
    """
    [fr] Combien de passes à travers le réseau : par différences centrées, par rétropropagation.
    [en] How many passes through the network: by central differences, by backpropagation.

    >>> passes(1), passes(1000), passes(1_000_000)
    ((2, 2), (2000, 2), (2000000, 2))
    """
    return 2 * weights, 2


# %% show_cost tags=["demo"] active="ipynb"
# # [fr] Le nombre de passes, selon le nombre de poids.
# # [en] The number of passes, by the number of weights.
# show("cost_of_gradients", lambda: passes)

# %% [markdown] lang="fr"
# # 4. Le graphe de calcul et la passe avant (`forward_pass`)
#
# On décompose $f(x, y) = (x + y) \times y$ en opérations élémentaires, une par nœud du **graphe de calcul** :
#
# $$a = x + y \qquad b = a \times y$$
#
# La **passe avant** calcule chaque nœud à partir de ses opérandes, et *garde* les valeurs : la passe arrière en aura
# besoin. Au point $x = 2$, $y = -3$ : $a = -1$, puis $b = 3$.
#
# **À écrire** : `forward_pass(x, y)`, qui renvoie les valeurs gardées `(a, b)`.
#
# *Section 4 des diapositives · difficulté 1/3 · 5 minutes*

# %% [markdown] lang="en"
# # 4. The computation graph and the forward pass (`forward_pass`)
#
# $f(x, y) = (x + y) \times y$ is taken apart into elementary operations, one for each node of the **computation graph**:
#
# $$a = x + y \qquad b = a \times y$$
#
# The **forward pass** computes each node from its operands, and *keeps* the values: the backward pass will need them.
# At the point $x = 2$, $y = -3$: $a = -1$, then $b = 3$.
#
# **To write**: `forward_pass(x, y)`, which returns the values that are kept, `(a, b)`.
#
# *Section 4 of the slides · difficulty 1/3 · 5 minutes*

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


# %% check_forward_pass tags=["check"] active="ipynb"
# check("forward_pass")

# %% show_forward_pass tags=["demo"] active="ipynb"
# # [fr] Le graphe de calcul après votre passe avant : chaque nœud garde sa valeur.
# # [en] The computation graph after your forward pass: each node keeps its value.
# show("graph_by_hand", lambda: (2.0, -3.0, *forward_pass(2.0, -3.0)))

# %% [markdown] lang="fr"
# # 5. La passe arrière, nœud par nœud (`backward_pass`)
#
# La **rétropropagation** part de la sortie, dont le gradient vaut 1, et remonte le graphe. À chaque nœud, *gradient amont*
# fois *dérivée locale* :
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
# **À écrire** : `backward_pass(x, y)`, qui renvoie $(\partial f / \partial x, \partial f / \partial y)$.
#
# *Section 5 des diapositives · difficulté 2/3 · 15 minutes*

# %% [markdown] lang="en"
# # 5. The backward pass, node by node (`backward_pass`)
#
# **Backpropagation** starts from the output, whose gradient is 1, and goes back through the graph. At each node,
# *upstream gradient* times *local derivative*:
#
# $$\frac{\partial f}{\partial b} = 1 \qquad
# \frac{\partial f}{\partial a} = \frac{\partial f}{\partial b} \cdot y \qquad
# \frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \cdot 1$$
#
# And $y$? It serves *twice*: in the sum and in the product. So it receives two shares, which are **added**:
#
# $$\frac{\partial f}{\partial y} = \underbrace{\frac{\partial f}{\partial b} \cdot a}_{\text{through the product}}
# + \underbrace{\frac{\partial f}{\partial a} \cdot 1}_{\text{through the sum}}$$
#
# At the point $(2, -3)$: $\partial f / \partial x = -3$ and $\partial f / \partial y = -1 + (-3) = -4$.
#
# **To write**: `backward_pass(x, y)`, which returns $(\partial f / \partial x, \partial f / \partial y)$.
#
# *Section 5 of the slides · difficulty 2/3 · 15 minutes*

# %% backward_pass tags=["solution"]
def backward_pass(x: float, y: float) -> tuple[float, float]:
    """
    [fr] Le gradient de f(x, y) = (x + y) × y par rapport à x et à y, par la règle de la chaîne.
    [en] The gradient of f(x, y) = (x + y) × y with respect to x and y, by the chain rule.

    >>> backward_pass(2.0, -3.0)
    (-3.0, -4.0)
    """
    # [fr] La passe avant, puis de la sortie vers les entrées : b, puis a, puis x et y.
    # [fr] Chaque part s'ajoute.
    # [en] The forward pass, then from the output to the inputs: b, then a, then x and y.
    # [en] Each share is added.
    ### BEGIN SOLUTION
    a = x + y
    grad_b = 1.0
    grad_a = y * grad_b
    grad_y = a * grad_b
    grad_x = 1.0 * grad_a
    grad_y += 1.0 * grad_a
    return grad_x, grad_y
    ### END SOLUTION


# %% check_backward_pass tags=["check"] active="ipynb"
# check("backward_pass")
