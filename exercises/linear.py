# Généré à partir de solutions/linear.py par « make exercises ».

# %% [markdown]
# # 1. Limite du linéaire : un neurone, une droite (`neuron`)
#
# *Section 1 des diapositives · difficulté 1/3 · 12 minutes*
#
# Un neurone fait une somme pondérée de ses entrées et n'en retient que le signe :
#
# $$\mathrm{neuron}(w, x, b) = \mathrm{signe}(w \cdot x + b) \in \{-1, +1\}$$
#
# Les points où $w \cdot x + b = 0$ forment une droite (en dimension 2, si $w \ne 0$), qui coupe le plan en deux
# demi-plans : un pour chaque réponse. Convention : un point de la droite reçoit $+1$.
#
# **À écrire** : `neuron(w, x, b)`, pour un point (`x` de forme `(d,)`) comme pour un lot de points (`x` de forme
# `(n, d)`, réponse de forme `(n,)`). Avec $w = (1, 1)$ et $b = -1{,}5$, le point $(1, 1)$ donne
# $w \cdot x + b = 0{,}5$, donc $+1$ ; le point $(0, 1)$ donne $-0{,}5$, donc $-1$ : c'est la fonction ET.

# %% neuron
import numpy as np


def neuron(w: np.ndarray, x: np.ndarray, b: float) -> np.ndarray:
    """
    De quel côté de la droite w·x + b = 0 : 1.0 ou -1.0, un nombre pour chaque point.
    Sur la droite : 1.0.

    >>> neuron(np.array([1.0, 1.0]), np.array([[0.0, 1.0], [1.0, 1.0]]), -1.5).tolist()
    [-1.0, 1.0]
    """
    # La somme pondérée w·x + b, puis son signe ; 0 compte comme positif.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 1.1 XOR : aucune droite ne convient
#
# XOR (« ou exclusif ») vaut $+1$ quand *exactement une* des deux entrées vaut 1, et $-1$ sinon. `best_line` essaie des
# centaines de droites avec votre neurone et garde la meilleure : 3 points sur 4, jamais 4. Ce n'est pas faute de
# chercher. Pour convenir, une droite devrait répondre juste en $(0, 0)$, $(1, 0)$, $(0, 1)$ et $(1, 1)$, soit, dans cet
# ordre :
#
# $$b < 0, \qquad w_1 + b \ge 0, \qquad w_2 + b \ge 0, \qquad w_1 + w_2 + b < 0.$$
#
# Additionnons les deux inégalités du milieu : $w_1 + w_2 + 2b \ge 0$, donc $w_1 + w_2 + b \ge -b > 0$ d'après la
# première. C'est ce que la dernière interdit.

# %% best_line
XOR_POINTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_SIGNS = np.array([-1.0, 1.0, 1.0, -1.0])


def best_line(points: np.ndarray, signs: np.ndarray) -> tuple[int, np.ndarray, float]:
    """
    La meilleure de nombreuses droites : combien de points elle met du bon côté,
    puis son w et son b.

    >>> right, w, b = best_line(XOR_POINTS, XOR_SIGNS)
    >>> right
    3
    """
    angles = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
    lines = [(np.array([np.cos(t), np.sin(t)]), b) for t in angles for b in np.linspace(-1.5, 1.5, 25)]
    scores = [int((neuron(w, points, b) == signs).sum()) for w, b in lines]
    # À égalité, celle qui passe le plus loin des points.
    distances = [float(np.abs(points @ w + b).min()) for w, b in lines]
    best = max(range(len(lines)), key=lambda i: (scores[i], distances[i]))
    return scores[best], *lines[best]

# %% [markdown]
# ## 1.2 Empiler des couches linéaires ne sert à rien (`collapse`)
#
# *Section 2 des diapositives · difficulté 1/3 · 10 minutes*
#
# Et si l'on empilait plusieurs couches ? Tant que chacune n'est qu'une matrice, leur composée en est encore une :
#
# $$W_2 (W_1 X) = (W_2 W_1) X$$
#
# Dix couches linéaires, ou mille, ne font donc rien de plus qu'une seule. Les biais n'y changent rien :
# $W_2 (W_1 x + b_1) + b_2$ est encore une application affine de $x$. Il manque un pli entre les couches, une
# non-linéarité $\sigma$ : $W_2\, \sigma(W_1 X)$ ne se réduit plus à une seule matrice.
#
# **À écrire** : `collapse(weights)`, la matrice qui, à elle seule, a le même effet que toutes celles de `weights`,
# appliquées dans l'ordre de la liste. Avec deux couches, la liste $[W_1, W_2]$ donne $W_2 W_1$ :
#
# $$W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix} \quad W_2 = \begin{pmatrix} 1 & 0 \\ 3 & 1 \end{pmatrix} \quad
# W_2 W_1 = \begin{pmatrix} 1 & 2 \\ 3 & 7 \end{pmatrix} \qquad \text{et non} \quad
# W_1 W_2 = \begin{pmatrix} 7 & 2 \\ 3 & 1 \end{pmatrix}$$
#
# Les matrices ne sont pas forcément carrées : $W_1$ de forme `(3, 2)` puis $W_2$ de forme `(1, 3)` donnent une matrice
# de forme `(1, 2)`.

# %% collapse
def collapse(weights: list[np.ndarray]) -> np.ndarray:
    """
    Une seule matrice, de même effet que ces couches l'une après l'autre
    (la liste n'est jamais vide).

    >>> collapse([np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])]).tolist()
    [[1.0, 2.0], [3.0, 7.0]]
    """
    # Attention à l'ordre : la première matrice de la liste agit en premier.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 1.3 Deux plis résolvent XOR (`xor_by_hand`)
#
# *Section 2 des diapositives · difficulté 2/3 · 10 minutes*
#
# Le pli le plus simple s'appelle ReLU : $\sigma(z) = \max(0, z)$. Un **neurone caché** calcule sa somme pondérée, puis
# $\sigma$ : d'un côté de sa droite il vaut zéro, de l'autre il monte. Il *plie* le plan. Les diapositives l'écrivent
# $h = \sigma(W_1 X)$, $y = W_2 h$, « non réductible » : aucune droite ne convenait, deux plis suffisent. Choisissez-les
# vous-même, avant que quoi que ce soit n'apprenne :
#
# $$h_1 = \sigma(w_1 \cdot x + b_1) \qquad h_2 = \sigma(w_2 \cdot x + b_2) \qquad o = v \cdot h + c$$
#
# La sortie $o$, sans $\sigma$, doit avoir le signe de XOR en chacun de ses points ; zéro compte comme positif.
#
# **À écrire** : `xor_by_hand()`, qui renvoie trois lignes de trois nombres, deux poids et un biais chacune : le premier
# neurone caché, le second, puis la sortie. Il y a beaucoup de bonnes réponses ; n'importe laquelle convient. Prenez une
# feuille, et pliez-la.

# %% xor_by_hand
def xor_by_hand() -> list[list[float]]:
    """
    Trois neurones, deux poids et un biais chacun : les deux neurones cachés, puis la sortie.

    >>> [len(row) for row in xor_by_hand()]
    [3, 3, 3]
    """
    # Deux plis qui posent l'un sur l'autre les points de même réponse, puis une droite qui les sépare des autres.
    # TODO
    raise NotImplementedError
