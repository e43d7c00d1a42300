# %% [markdown] lang="fr"
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

# %% [markdown] lang="en"
# # 1. The limit of the linear: one neuron, one line (`neuron`)
#
# A neuron makes a weighted sum of its inputs and looks at nothing but its sign:
#
# $$\mathrm{neuron}(x) = \mathrm{sign}(w \cdot x + b) \in \{-1, +1\}$$
#
# The points where $w \cdot x + b = 0$ form a line (in dimension 2), which cuts the plane into two half-planes: one for
# each answer. Convention: the line itself answers $+1$.
#
# **To write**: `neuron(w, x, b)`, for one point (`x` of shape `(d,)`) as well as for a batch of points (`x` of shape
# `(n, d)`, an answer of shape `(n,)`). With $w = (1, 1)$ and $b = -1.5$, the point $(1, 1)$ gives
# $w \cdot x + b = 0.5$, hence $+1$; the point $(0, 1)$ gives $-0.5$, hence $-1$: this is the function AND.
#
# *Section 1 of the slides · difficulty 1/3 · 10 minutes*

# %% neuron tags=["solution"]
import numpy as np


def neuron(w: np.ndarray, x: np.ndarray, b: float) -> np.ndarray:
    """
    [fr] De quel côté de la droite w·x + b = 0 : 1.0 ou -1.0, un nombre pour chaque point.
    [fr] Sur la droite : 1.0.
    [en] On which side of the line w·x + b = 0: 1.0 or -1.0, one number for each point.
    [en] On the line: 1.0.

    >>> neuron(np.array([1.0, 1.0]), np.array([[0.0, 1.0], [1.0, 1.0]]), -1.5).tolist()
    [-1.0, 1.0]
    """
    # [fr] La somme pondérée w·x + b, puis son signe ; 0 compte comme positif.
    # [en] The weighted sum w·x + b, then its sign; 0 counts as positive.
    ### BEGIN SOLUTION
    return np.where(x @ w + b >= 0, 1.0, -1.0)
    ### END SOLUTION


# %% check_neuron tags=["check"] active="ipynb"
# check("neuron")

# %% [markdown] lang="fr"
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

# %% [markdown] lang="en"
# ## XOR: no line will do
#
# XOR ("exclusive or") is $+1$ when *only one* of the two inputs is 1, and $-1$ otherwise. `best_line` tries hundreds of
# lines with your neuron and keeps the best: 3 points out of 4, never 4. That is not for lack of searching. A line that
# would do has to be right at $(0, 0)$, $(1, 0)$, $(0, 1)$ and $(1, 1)$; in this order:
#
# $$b < 0, \qquad w_1 + b \ge 0, \qquad w_2 + b \ge 0, \qquad w_1 + w_2 + b < 0.$$
#
# Add the two in the middle: $w_1 + w_2 + 2b \ge 0$, hence $w_1 + w_2 + b \ge -b > 0$ by the first one. That is what
# the last one forbids.

# %% best_line
XOR_POINTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_SIGNS = np.array([-1.0, 1.0, 1.0, -1.0])


def best_line(points: np.ndarray, signs: np.ndarray) -> tuple[int, np.ndarray, float]:
    """
    [fr] La meilleure de nombreuses droites : combien de points elle met du bon côté,
    [fr] puis son w et son b.
    [en] The best of many lines: how many points it has on the right side, then its w and its b.

    >>> right, w, b = best_line(XOR_POINTS, XOR_SIGNS)
    >>> right
    3
    """
    angles = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
    lines = [(np.array([np.cos(t), np.sin(t)]), b) for t in angles for b in np.linspace(-1.5, 1.5, 25)]
    scores = [int((neuron(w, points, b) == signs).sum()) for w, b in lines]
    # [fr] À égalité, celle qui passe le plus loin des points.
    # [en] Among equals, the one that passes furthest from the points.
    distances = [float(np.abs(points @ w + b).min()) for w, b in lines]
    best = max(range(len(lines)), key=lambda i: (scores[i], distances[i]))
    return scores[best], *lines[best]


# %% show_best_line tags=["demo"] active="ipynb"
# # [fr] La meilleure droite, ses deux demi-plans, et le point qu'elle manque.
# # [en] The best line, its two half-planes, and the point that it misses.
# show("half_planes", lambda: best_line(XOR_POINTS, XOR_SIGNS)[1:])

# %% [markdown] lang="fr"
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

# %% [markdown] lang="en"
# ## Stacking linear layers is of no use (`collapse`)
#
# What about several layers? If each is nothing but a matrix, then so is their composition:
#
# $$W_2 (W_1 X) = (W_2 W_1) X$$
#
# So ten linear layers, or a thousand, do no more than a single one. What is missing is a fold between them: the
# non-linearity of section 2.
#
# **To write**: `collapse(weights)`, the one matrix that does what the list `weights` does, applied in order: the first
# matrix of the list acts first. With two layers, the list $[W_1, W_2]$ gives $W_2 W_1$:
#
# $$W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix} \quad W_2 = \begin{pmatrix} 1 & 0 \\ 3 & 1 \end{pmatrix} \quad
# W_2 W_1 = \begin{pmatrix} 1 & 2 \\ 3 & 7 \end{pmatrix} \qquad \text{and not} \quad
# W_1 W_2 = \begin{pmatrix} 7 & 2 \\ 3 & 1 \end{pmatrix}$$
#
# Matrices need not be square: $W_1$ of shape `(3, 2)`, then $W_2$ of shape `(1, 3)`, give a matrix of shape `(1, 2)`.
#
# *Section 1 of the slides · difficulty 1/3 · 10 minutes*

# %% collapse tags=["solution"]
def collapse(weights: list[np.ndarray]) -> np.ndarray:
    """
    [fr] La seule matrice qui fait ce que font ces couches linéaires l'une après l'autre
    [fr] (au moins une).
    [en] The one matrix that does what these linear layers do one after the other (at least one).

    >>> collapse([np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])]).tolist()
    [[1.0, 2.0], [3.0, 7.0]]
    """
    # [fr] Attention à l'ordre : la première matrice de la liste agit la première,
    # [fr] elle est donc la plus à droite.
    # [en] Mind the order: the first matrix of the list acts first,
    # [en] so it is the one furthest to the right.
    ### BEGIN SOLUTION
    product = weights[0]
    for weight in weights[1:]:
        product = weight @ product
    return product
    ### END SOLUTION


# %% check_collapse tags=["check"] active="ipynb"
# check("collapse")
