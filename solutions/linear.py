# %% [markdown] lang="fr"
# # Limite du linéaire : un neurone, une droite (`neuron`)
#
# Un neurone fait une somme pondérée de ses entrées et n'en retient que le signe :
#
# $$\mathrm{neuron}(w, x, b) = \mathrm{signe}(w \cdot x + b) \in \{-1, +1\}$$
#
# Les points où $w \cdot x + b = 0$ forment une droite (en dimension 2, si $w \ne 0$), qui coupe le plan en deux
# demi-plans : un pour chaque réponse. Convention : un point de la droite reçoit $+1$.
#
# **À écrire** : `neuron(w, x, b)`, pour un point (`x` de forme `(d,)`) comme pour un lot de points (`x` de forme
# `(n, d)`, réponse de forme `(n,)`). Avec $w = (1, 1)$ et $b = -1{,}5$, le point $(1, 1)$ donne
# $w \cdot x + b = 0{,}5$, donc $+1$ ; le point $(0, 1)$ donne $-0{,}5$, donc $-1$ : c'est la fonction ET.
#
# *Section 1 des diapositives · difficulté 1/3 · 12 minutes*

# %% [markdown] lang="en"
# # The limits of linearity: one neuron, one line (`neuron`)
#
# A neuron computes a weighted sum of its inputs and keeps only its sign:
#
# $$\mathrm{neuron}(w, x, b) = \mathrm{sign}(w \cdot x + b) \in \{-1, +1\}$$
#
# The points where $w \cdot x + b = 0$ form a line (in dimension 2, if $w \ne 0$), which cuts the plane into two half-planes:
# one for each answer. Convention: a point of the line receives $+1$.
#
# **To write**: `neuron(w, x, b)`, for one point (`x` of shape `(d,)`) as well as for a batch of points (`x` of shape
# `(n, d)`, an answer of shape `(n,)`). With $w = (1, 1)$ and $b = -1.5$, the point $(1, 1)$ gives
# $w \cdot x + b = 0.5$, hence $+1$; the point $(0, 1)$ gives $-0.5$, hence $-1$: this is the AND function.
#
# *Section 1 of the slides · difficulty 1/3 · 12 minutes*

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

# %% predict_line tags=["demo"] active="ipynb"
# # [fr] Prédisez, puis exécutez. Le point (0, 1) est exactement sur la droite x + y − 1 = 0 : que répond votre
# # [fr] neurone ? Et np.sign(0.0) ?
# # [en] Predict, then run. The point (0, 1) lies exactly on the line x + y − 1 = 0: what does your neuron
# # [en] answer? And np.sign(0.0)?
# run(lambda: (float(neuron(np.array([1.0, 1.0]), np.array([0.0, 1.0]), -1.0)), float(np.sign(0.0))))

# %% why_line [markdown] lang="fr"
# <details>
# <summary>La réponse, et pourquoi</summary>
#
# Le cours a choisi un côté pour la droite. `np.sign` n'en choisit aucun : un neurone bâti sur elle aurait une troisième
# réponse, 0, et un plan coupé en deux n'a que deux côtés.
#
# </details>

# %% why_line [markdown] lang="en"
# <details>
# <summary>The answer, and why</summary>
#
# The course chose a side for the line. `np.sign` chooses none: a neuron built on it would have a third answer, 0, and a
# plane cut in two has only two sides.
#
# </details>

# %% [markdown] lang="fr"
# ## XOR : aucune droite ne convient
#
# XOR (« ou exclusif ») vaut $+1$ quand *exactement une* des deux entrées vaut 1, et $-1$ sinon. `best_line` essaie des
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
# XOR ("exclusive or") is $+1$ when *exactly one* of the two inputs is 1, and $-1$ otherwise. `best_line` tries hundreds of
# lines with your neuron and keeps the best: 3 points out of 4, never 4. This is not for lack of searching. To work, a
# line would have to be right at $(0, 0)$, $(1, 0)$, $(0, 1)$ and $(1, 1)$, that is, in this order:
#
# $$b < 0, \qquad w_1 + b \ge 0, \qquad w_2 + b \ge 0, \qquad w_1 + w_2 + b < 0.$$
#
# Add the two inequalities in the middle: $w_1 + w_2 + 2b \ge 0$, hence $w_1 + w_2 + b \ge -b > 0$ by the first one.
# This is what the last one forbids.

# %% best_line
XOR_POINTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_SIGNS = np.array([-1.0, 1.0, 1.0, -1.0])


def best_line(points: np.ndarray, signs: np.ndarray) -> tuple[int, np.ndarray, float]:
    """
    [fr] La meilleure de nombreuses droites : combien de points elle met du bon côté,
    [fr] puis son w et son b.
    [en] The best of many lines: how many points it puts on the correct side, then its w and its b.

    >>> right, w, b = best_line(XOR_POINTS, XOR_SIGNS)
    >>> right
    3
    """
    angles = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
    lines = [(np.array([np.cos(t), np.sin(t)]), b) for t in angles for b in np.linspace(-1.5, 1.5, 25)]
    scores = [int((neuron(w, points, b) == signs).sum()) for w, b in lines]
    # [fr] À égalité, celle qui passe le plus loin des points.
    # [en] In a tie, the one that passes furthest from the points.
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
# Dix couches linéaires, ou mille, ne font donc rien de plus qu'une seule. Les biais n'y changent rien :
# $W_2 (W_1 x + b_1) + b_2$ est encore une application affine de $x$. Il manque un pli entre les couches, une
# non-linéarité $\sigma$ : $W_2\, \sigma(W_1 X)$ ne se réduit plus à une seule matrice.
#
# **À écrire** : `collapse(weights)`, la matrice qui, à elle seule, a le même effet que toutes celles de `weights`,
# appliquées dans l'ordre de la liste. Avec deux couches, la liste $[W_1, W_2]$ donne $W_2 W_1$ :
#
# $$W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix} \quad W_2 = \begin{pmatrix} 1 & 0 \\ 3 & 1 \end{pmatrix} \quad
# W_2 W_1 = \begin{pmatrix} 1 & 2 \\ 3 & 7 \end{pmatrix} \qquad \text{et non} \quad
# W_1 W_2 = \begin{pmatrix} 7 & 2 \\ 3 & 1 \end{pmatrix}$$
#
# Les matrices ne sont pas forcément carrées : $W_1$ de forme `(3, 2)` puis $W_2$ de forme `(1, 3)` donnent une matrice
# de forme `(1, 2)`.
#
# *Section 2 des diapositives · difficulté 1/3 · 10 minutes*

# %% [markdown] lang="en"
# ## Stacking linear layers is of no use (`collapse`)
#
# What if we stack several layers? As long as each is only a matrix, so is their composition:
#
# $$W_2 (W_1 X) = (W_2 W_1) X$$
#
# So ten linear layers, or a thousand, do no more than a single one. Biases change nothing:
# $W_2 (W_1 x + b_1) + b_2$ is still an affine map of $x$. What is missing is a fold between the layers, a
# non-linearity $\sigma$: $W_2\, \sigma(W_1 X)$ no longer reduces to a single matrix.
#
# **To write**: `collapse(weights)`, the matrix that has, by itself, the same effect as all of those in `weights`, applied
# in the order of the list. With two layers, the list $[W_1, W_2]$ gives $W_2 W_1$:
#
# $$W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix} \quad W_2 = \begin{pmatrix} 1 & 0 \\ 3 & 1 \end{pmatrix} \quad
# W_2 W_1 = \begin{pmatrix} 1 & 2 \\ 3 & 7 \end{pmatrix} \qquad \text{and not} \quad
# W_1 W_2 = \begin{pmatrix} 7 & 2 \\ 3 & 1 \end{pmatrix}$$
#
# Matrices need not be square: $W_1$ of shape `(3, 2)`, then $W_2$ of shape `(1, 3)`, give a matrix of shape `(1, 2)`.
#
# *Section 2 of the slides · difficulty 1/3 · 10 minutes*

# %% collapse tags=["solution"]
def collapse(weights: list[np.ndarray]) -> np.ndarray:
    """
    [fr] Une seule matrice, de même effet que ces couches l'une après l'autre
    [fr] (la liste n'est jamais vide).
    [en] A single matrix, with the same effect as these layers one after the other
    [en] (the list is never empty).

    >>> collapse([np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])]).tolist()
    [[1.0, 2.0], [3.0, 7.0]]
    """
    # [fr] Attention à l'ordre : la première matrice de la liste agit en premier.
    # [en] Mind the order: the first matrix of the list acts first.
    ### BEGIN SOLUTION
    product = weights[0]
    for weight in weights[1:]:
        product = weight @ product
    return product
    ### END SOLUTION


# %% check_collapse tags=["check"] active="ipynb"
# check("collapse")

# %% predict_collapse tags=["demo"] active="ipynb"
# # [fr] Prédisez, puis exécutez. Mille couches de quatre nombres chacune : combien de nombres restent dans la
# # [fr] matrice composée ?
# # [en] Predict, then run. A thousand layers of four numbers each: how many numbers are left in the combined
# # [en] matrix?
# run(lambda: collapse([np.eye(2)] * 1000).size)

# %% why_collapse [markdown] lang="fr"
# <details>
# <summary>La réponse, et pourquoi</summary>
#
# Tout ce qu'elles savent faire tient dans une seule. La profondeur n'apporte rien au linéaire : ni une droite de plus,
# ni un pli.
#
# </details>

# %% why_collapse [markdown] lang="en"
# <details>
# <summary>The answer, and why</summary>
#
# All that they can do fits into one. Depth gives linear layers nothing: not one more line, not one fold.
#
# </details>

# %% [markdown] lang="fr"
# ## Deux plis résolvent XOR (`xor_by_hand`)
#
# Le pli le plus simple s'appelle ReLU : $\sigma(z) = \max(0, z)$. Un **neurone caché** calcule sa somme pondérée, puis
# $\sigma$ : d'un côté de sa droite il vaut zéro, de l'autre il monte. Il *plie* le plan. Les diapositives l'écrivent
# $h = \sigma(W_1 X)$, $y = W_2 h$, « non réductible » : aucune droite ne convenait, deux plis suffisent. Choisissez-les
# vous-même, avant que quoi que ce soit n'apprenne :
#
# $$h_1 = \sigma(w_1 \cdot x + b_1) \qquad h_2 = \sigma(w_2 \cdot x + b_2) \qquad o = v \cdot h + c$$
#
# La sortie $o$, sans $\sigma$, doit avoir le signe de XOR en chacun de ses points ; zéro compte comme positif.
#
# **À écrire** : `xor_by_hand()`, qui renvoie trois lignes de trois nombres, deux poids et un biais chacune : le premier
# neurone caché, le second, puis la sortie. Il y a beaucoup de bonnes réponses ; n'importe laquelle convient. Prenez une
# feuille, et pliez-la.
#
# *Section 2 des diapositives · difficulté 2/3 · 10 minutes*

# %% [markdown] lang="en"
# ## Two folds solve XOR (`xor_by_hand`)
#
# The simplest fold is called ReLU: $\sigma(z) = \max(0, z)$. A **hidden neuron** computes its weighted sum, then
# $\sigma$: on one side of its line it is zero, on the other it rises. It *folds* the plane. The slides write
# $h = \sigma(W_1 X)$, $y = W_2 h$, "not reducible": no line would do, two folds will. Choose them yourself, before
# anything is learned:
#
# $$h_1 = \sigma(w_1 \cdot x + b_1) \qquad h_2 = \sigma(w_2 \cdot x + b_2) \qquad o = v \cdot h + c$$
#
# The output $o$, without $\sigma$, must have XOR's sign at each of its points; zero counts as positive.
#
# **To write**: `xor_by_hand()`, which returns three rows of three numbers, two weights and a bias each: the first hidden
# neuron, the second, then the output. There are many right answers, and any of them will do. Take a sheet of paper, and
# fold it.
#
# *Section 2 of the slides · difficulty 2/3 · 10 minutes*

# %% xor_by_hand tags=["solution"]
def xor_by_hand() -> list[list[float]]:
    """
    [fr] Trois neurones, deux poids et un biais chacun : les deux neurones cachés, puis la sortie.
    [en] Three neurons, two weights and a bias each: the two hidden neurons, then the output.

    >>> [len(row) for row in xor_by_hand()]
    [3, 3, 3]
    """
    # [fr] Deux plis qui posent l'un sur l'autre les points de même réponse, puis une droite qui les sépare des autres.
    # [en] Two folds that lay points of the same answer on top of each other, then one line that separates them from the rest.
    ### BEGIN SOLUTION
    return [
        [1.0, -1.0, 0.0],  # relu(x - y)
        [-1.0, 1.0, 0.0],  # relu(y - x)
        [2.0, 2.0, -1.0],
    ]
    ### END SOLUTION


# %% check_xor_by_hand tags=["check"] active="ipynb"
# check("xor_by_hand")

# %% show_own_fold tags=["demo"] active="ipynb"
# # [fr] Tordre l'espace : votre pli. À gauche le plan, à droite ce qu'en voient vos deux neurones cachés.
# # [en] Bending space: your fold. On the left the plane, on the right what your two hidden neurons see of it.
# show("fold_by_hand", xor_by_hand)
