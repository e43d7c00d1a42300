# Généré à partir de solutions/by_hand.py par « make exercises ».

# %% [markdown]
# # 2. « Credit assignment » : à qui la faute ? (`central_difference`)
#
# *Section 3 des diapositives · difficulté 2/3 · 15 minutes*
#
# Le réseau s'est trompé : la perte est trop grande. Quel poids en est responsable, et pour quelle part ? Le plus simple
# est de déplacer *un seul* poids, un peu, dans un sens puis dans l'autre, et de regarder ce que fait la sortie :
#
# $$\frac{\partial f}{\partial w_i} \approx \frac{f(w + h e_i) - f(w - h e_i)}{2h}$$
#
# C'est la **différence centrée** ; $e_i$ est le $i$-ème vecteur de la base : 1 en position $i$, 0 ailleurs. Elle coûte
# deux passes avant *par poids* : pour $N$ poids, $2N$ passes avant. Pour un million de poids, deux millions de passes, et
# cela à chaque pas.
#
# **À écrire** : `central_difference(f, at, h)`, la liste des dérivées partielles de `f` en `at`. `f` reçoit *une* liste de
# nombres. Exactement deux appels de `f` par entrée, et `at` doit rester intacte. Pour $f(x, y) = (x + y) \times y$ au point
# $(2, -3)$, on trouve $-3$ et $-4$.

# %% central_difference
from collections.abc import Callable


def central_difference(f: Callable[[list[float]], float], at: list[float], h: float) -> list[float]:
    """
    La dérivée de f par rapport à chacune de ses entrées, au point `at`,
    par différences centrées de pas h.

    >>> [round(slope, 6) for slope in central_difference(lambda p: (p[0] + p[1]) * p[1], [2.0, -3.0], 0.001)]
    [-3.0, -4.0]
    """
    # Pour chaque entrée : deux appels de f, sans que `at` ait changé à la fin.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 2.1 Ce que cela coûte
#
# La cellule suivante mesure le temps que prennent *vos* différences centrées, en passes avant, pour 10, 100 et 1000 poids.
# Une passe arrière coûte une à deux fois la passe avant, quel que soit le nombre de poids :
# *un seul backward ⇒ les gradients de tous les paramètres.*

# %% [markdown]
# # 3. Le graphe de calcul et la passe avant (`forward_pass`)
#
# *Sections 3, 4 et 5 des diapositives*
#
# On décompose $f(x, y) = (x + y) \times y$ en opérations élémentaires, une par nœud du **graphe de calcul** :
#
# $$a = x + y \qquad b = a \times y$$
#
# Ce graphe est *orienté* (chaque arête va d'un opérande à un résultat) et *acyclique* (aucune valeur ne dépend
# d'elle-même). Les diapositives mettent les opérations dans les nœuds et les variables sur les arêtes. Ici, un nœud porte
# la *valeur* que son opération a produite, et les entrées sont aussi des nœuds, les **feuilles**. C'est le même graphe :
# le nœud $+$ des diapositives est notre nœud $a$.
#
# La **passe avant** (*forward pass*) va de gauche à droite : elle calcule chaque nœud à partir de ses opérandes, et *garde*
# les valeurs, car la passe arrière en aura besoin. Au point $x = 2$, $y = -3$ : $a = -1$, puis $b = 3$.
#
# **À écrire** : `forward_pass(x, y)`, qui renvoie les valeurs gardées `(a, b)`. C'est la première moitié d'un exercice :
# l'étape suivante s'en sert, et vérifie les deux passes.

# %% forward_pass
def forward_pass(x: float, y: float) -> tuple[float, float]:
    """
    Les valeurs (a, b) des deux nœuds de f(x, y) = (x + y) × y ; b est la sortie.

    >>> forward_pass(2.0, -3.0)
    (-1.0, 3.0)
    """
    # Un nœud après l'autre : d'abord la somme, puis le produit.
    # TODO
    raise NotImplementedError

# %% [markdown]
# # 4. La passe arrière, nœud par nœud (`backward_pass`)
#
# *Sections 4 et 5 des diapositives · difficulté 2/3 · 12 minutes*
#
# La **rétropropagation** (*backpropagation*) part de la sortie, dont le gradient vaut 1, et remonte le graphe, de droite à
# gauche : c'est la **passe arrière** (*backward pass*). Les diapositives écrivent la règle de la chaîne pour une suite
# $x \to y \to z$ :
#
# $$\underbrace{\frac{\partial z}{\partial x}}_{\text{aval}} =
# \underbrace{\frac{\partial z}{\partial y}}_{\text{amont}} \cdot
# \underbrace{\frac{\partial y}{\partial x}}_{\text{locale}}$$
#
# Le gradient *amont* arrive de la sortie ; il est multiplié par la dérivée *locale* du nœud. Le produit, le gradient *aval*,
# va à l'opérande : c'est sa **part**. Pour notre fonction :
#
# $$\frac{\partial f}{\partial b} = 1 \qquad
# \frac{\partial f}{\partial a} = \frac{\partial f}{\partial b} \cdot y \qquad
# \frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \cdot 1$$
#
# Et $y$ ? Il sert *deux fois* : dans la somme et dans le produit. Il reçoit donc deux parts, qui **s'ajoutent** :
#
# $$\frac{\partial f}{\partial y} = \underbrace{\frac{\partial f}{\partial b} \cdot a}_{\text{par le produit}}
# + \underbrace{\frac{\partial f}{\partial a} \cdot 1}_{\text{par la somme}}$$
#
# Au point $(2, -3)$ : $\partial f / \partial x = -3$ et $\partial f / \partial y = -1 + (-3) = -4$.
#
# **À écrire** : `backward_pass(x, y, a, b)`, qui renvoie $(\partial f / \partial x, \partial f / \partial y)$. Elle reçoit les
# valeurs `a` et `b` que la passe avant a gardées, et s'en sert au lieu de les recalculer : c'est pour elle qu'on les garde.
# Avec `forward_pass`, c'est un seul exercice.

# %% backward_pass
def backward_pass(x: float, y: float, a: float, b: float) -> tuple[float, float]:
    """
    Les dérivées partielles de f(x, y) = (x + y) × y par rapport à x et à y,
    par la règle de la chaîne, à partir des valeurs (a, b) que la passe avant a gardées.

    >>> a, b = forward_pass(2.0, -3.0)
    >>> backward_pass(2.0, -3.0, a, b)
    (-3.0, -4.0)
    """
    # De la sortie b vers les entrées : chaque gradient se calcule à partir de ceux qui le suivent.
    # TODO
    raise NotImplementedError
