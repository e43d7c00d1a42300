# Généré à partir de solutions/linear.py par « make exercises ».

# %% [markdown]
# # 1. Limite du linéaire : un neurone, une droite (`neuron`)
#
# Un neurone fait une somme pondérée de ses entrées et ne regarde que son signe :
#
# $$\mathrm{neuron}(x) = \mathrm{signe}(w \cdot x + b) \in \{-1, +1\}$$
#
# Les points où $w \cdot x + b = 0$ forment une droite (en dimension 2), qui coupe le plan en deux demi-plans : un pour
# chaque réponse. Convention : la droite elle-même répond $+1$.
#
# **À écrire** : `neuron(w, x, b)`, pour un point (`x` de forme `(d,)`) comme pour un lot de points (`x` de forme
# `(n, d)`, réponse de forme `(n,)`). Avec $w = (1, 1)$ et $b = -1{,}5$, le point $(1, 1)$ donne
# $w \cdot x + b = 0{,}5$, donc $+1$ ; le point $(0, 1)$ donne $-0{,}5$, donc $-1$ : c'est la fonction ET.
#
# *Section 1 des diapositives · difficulté 1/3 · 10 minutes*

# %% neuron
import numpy as np


def neuron(w: np.ndarray, x: np.ndarray, b: float) -> np.ndarray:
    """
    De quel côté de la droite w·x + b = 0 : 1.0 ou -1.0, un nombre pour chaque point.
    Sur la droite : 1.0.

    >>> neuron(np.array([1.0, 1.0]), np.array([[0.0, 1.0], [1.0, 1.0]]), -1.5).tolist()
    [-1.0, 1.0]
    """
    # La somme pondérée w·x + b, puis son signe ; 0 compte comme positif.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## XOR : aucune droite ne convient
#
# XOR (« ou exclusif ») vaut $+1$ quand *une seule* des deux entrées vaut 1, et $-1$ sinon. `best_line` essaie des
# centaines de droites avec votre neurone et garde la meilleure : 3 points sur 4, jamais 4. Ce n'est pas faute de
# chercher. Pour convenir, une droite devrait répondre juste en $(0, 0)$, $(1, 0)$, $(0, 1)$ et $(1, 1)$, soit, dans cet
# ordre :
#
# $$b < 0, \qquad w_1 + b \ge 0, \qquad w_2 + b \ge 0, \qquad w_1 + w_2 + b < 0.$$
#
# Additionnons les deux inégalités du milieu : $w_1 + w_2 + 2b \ge 0$, donc $w_1 + w_2 + b \ge -b > 0$ d'après la
# première. C'est ce que la dernière interdit.

# %% best_line
XOR_POINTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_SIGNS = np.array([-1.0, 1.0, 1.0, -1.0])


def best_line(points: np.ndarray, signs: np.ndarray) -> tuple[int, np.ndarray, float]:
    """
    La meilleure de nombreuses droites : combien de points elle met du bon côté,
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
# ## Empiler des couches linéaires ne sert à rien (`collapse`)
#
# Et si l'on empilait plusieurs couches ? Tant que chacune n'est qu'une matrice, leur composée en est encore une :
#
# $$W_2 (W_1 X) = (W_2 W_1) X$$
#
# Dix couches linéaires, ou mille, ne font donc rien de plus qu'une seule. Il manque un pli entre elles : la
# non-linéarité de la section 2.
#
# **À écrire** : `collapse(weights)`, la matrice unique qui fait ce que fait la liste `weights`, appliquée dans l'ordre :
# la première matrice de la liste agit la première. Avec deux couches, la liste $[W_1, W_2]$ donne $W_2 W_1$ :
#
# $$W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix} \quad W_2 = \begin{pmatrix} 1 & 0 \\ 3 & 1 \end{pmatrix} \quad
# W_2 W_1 = \begin{pmatrix} 1 & 2 \\ 3 & 7 \end{pmatrix} \qquad \text{et non} \quad
# W_1 W_2 = \begin{pmatrix} 7 & 2 \\ 3 & 1 \end{pmatrix}$$
#
# Les matrices ne sont pas forcément carrées : $W_1$ de forme `(3, 2)` puis $W_2$ de forme `(1, 3)` donnent une matrice
# de forme `(1, 2)`.
#
# *Section 1 des diapositives · difficulté 1/3 · 10 minutes*

# %% collapse
def collapse(weights: list[np.ndarray]) -> np.ndarray:
    """
    La seule matrice qui fait ce que font ces couches linéaires l'une après l'autre
    (au moins une).

    >>> collapse([np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])]).tolist()
    [[1.0, 2.0], [3.0, 7.0]]
    """
    # Attention à l'ordre : la première matrice de la liste agit la première,
    # elle est donc la plus à droite.
    # TODO
    raise NotImplementedError
