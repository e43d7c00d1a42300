# Généré à partir de solutions/by_hand.py par « make exercises ».

# %% [markdown]
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

# %% central_difference
from collections.abc import Callable


def central_difference(f: Callable[[list[float]], float], at: list[float], h: float) -> list[float]:
    """
    La dérivée de f par rapport à chacune de ses entrées, au point `at`,
    par différences centrées de pas h.

    >>> [round(slope, 6) for slope in central_difference(lambda p: (p[0] + p[1]) * p[1], [2.0, -3.0], 0.001)]
    [-3.0, -4.0]
    """
    # Pour chaque entrée : deux copies de `at`, l'une décalée de +h, l'autre de -h,
    # et un appel de f pour chacune.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## Ce que cela coûte
#
# `passes(n)` compte les passes nécessaires pour `n` poids : les différences centrées d'un côté, la rétropropagation de
# l'autre. Une passe arrière coûte à peu près autant que la passe avant, quel que soit le nombre de poids :
# *un seul backward ⇒ gradients de tous les paramètres.*

# %% passes
def passes(weights: int) -> tuple[int, int]:
    """
    Combien de passes à travers le réseau : par différences centrées, par rétropropagation.

    >>> passes(1), passes(1000), passes(1_000_000)
    ((2, 2), (2000, 2), (2000000, 2))
    """
    return 2 * weights, 2

# %% [markdown]
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

# %% forward_pass
def forward_pass(x: float, y: float) -> tuple[float, float]:
    """
    Les valeurs (a, b) des deux nœuds de f(x, y) = (x + y) × y ; b est la sortie.

    >>> forward_pass(2.0, -3.0)
    (-1.0, 3.0)
    """
    # Un nœud après l'autre : d'abord la somme, puis le produit.
    # TODO
    raise NotImplementedError

# %% [markdown]
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

# %% backward_pass
def backward_pass(x: float, y: float) -> tuple[float, float]:
    """
    Le gradient de f(x, y) = (x + y) × y par rapport à x et à y, par la règle de la chaîne.

    >>> backward_pass(2.0, -3.0)
    (-3.0, -4.0)
    """
    # La passe avant, puis de la sortie vers les entrées : b, puis a, puis x et y.
    # Chaque part s'ajoute.
    # TODO
    raise NotImplementedError
