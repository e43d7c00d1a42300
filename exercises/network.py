# Généré à partir de solutions/network.py par « make exercises ».

# %% [markdown]
# # 1. La solution : des couches cachées (`mlp`)
#
# Aucune droite ne sépare XOR ; deux plis y suffisent. Un **neurone** fait sa somme pondérée, puis la plie ; une **couche**
# en aligne plusieurs, qui lisent tous les mêmes entrées ; un **réseau** (« MLP », perceptron multicouche) enchaîne les
# couches, chacune lisant ce que la précédente a calculé :
#
# $$h_j = \mathrm{relu}\Big(b_j + \sum_i w_{ji}\, x_i\Big) \qquad \text{puis, en sortie, sans relu :} \qquad
# o = c + \sum_j v_j\, h_j$$
#
# La dernière couche ne plie rien : une sortie doit pouvoir être négative. Tout ce qui s'apprend, poids et biais, est une
# `Value` ; `parameters()` les rassemble, chacune une fois. Ce qui n'y figure pas n'apprendra jamais.
#
# **À écrire** : sept corps d'une à quatre lignes. `Neuron.__call__` et `Neuron.parameters` ; dans `Layer.__init__` la liste
# des neurones, puis `Layer.__call__` et `Layer.parameters` ; `MLP.__call__` et `MLP.parameters`. Un réseau `MLP([2, 3, 1])`
# a $3 \times (2 + 1) + 1 \times (3 + 1) = 13$ paramètres.
#
# *Sections 1 et 3 des diapositives · difficulté 2/3 · 20 minutes*

# %% mlp
from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from exercises.backward import backward
from exercises.relu import relu
from exercises.value import Value


class Neuron:
    """
    relu(w·x + b), ou w·x + b seul s'il n'est pas activé : un poids par entrée, et un biais.
    """

    def __init__(self, inputs: int, activated: bool, random: Random) -> None:
        self.weights = [Value(random.uniform(-1.0, 1.0)) for _ in range(inputs)]
        self.bias = Value(0.0)
        self.activated = activated

    def __call__(self, x: Sequence[Value | float]) -> Value:
        # Partez du biais, ajoutez chaque poids fois son entrée (`w * x`),
        # et pliez si le neurone est activé.
        # TODO
        raise NotImplementedError

    def parameters(self) -> list[Value]:
        # Tout ce que ce neurone peut apprendre.
        # TODO
        raise NotImplementedError


class Layer:
    """
    Des neurones côte à côte : ils lisent les mêmes entrées, et chacun donne une sortie.
    """

    neurons: list[Neuron]

    def __init__(self, inputs: int, outputs: int, activated: bool, random: Random) -> None:
        # `self.neurons` : autant de neurones que de sorties, chacun construit pour lui-même.
        # TODO
        raise NotImplementedError

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        # La sortie de chaque neurone.
        # TODO
        raise NotImplementedError

    def parameters(self) -> list[Value]:
        # Les paramètres de tous les neurones, en une seule liste.
        # TODO
        raise NotImplementedError


class MLP:
    """
    Des couches à la suite ; `MLP([2, 3, 1])` a 2 entrées, 3 neurones cachés et 1 sortie.

    >>> model = MLP([2, 3, 1])
    >>> len(model.parameters()), len(model([0.0, 1.0]))
    (13, 1)
    """

    def __init__(self, sizes: Sequence[int], seed: int = 0) -> None:
        random = Random(seed)
        last = len(sizes) - 2
        self.layers = [Layer(m, n, activated=i < last, random=random) for i, (m, n) in enumerate(pairwise(sizes))]

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        # Chaque couche lit ce que la précédente a calculé ; la première lit x.
        # TODO
        raise NotImplementedError

    def parameters(self) -> list[Value]:
        # Les paramètres de toutes les couches, en une seule liste.
        # TODO
        raise NotImplementedError

# %% [markdown]
# ## Apprendre : descendre la pente (`train`)
#
# La **perte** dit d'un seul nombre combien le réseau se trompe : ici l'erreur quadratique moyenne, sur $n$ exemples
# $x_k$ dont on veut la réponse $t_k$ :
#
# $$L = \frac{1}{n} \sum_k (o(x_k) - t_k)^2$$
#
# Son gradient pointe vers où elle *monte* ; chaque paramètre fait donc un petit pas dans l'autre sens, $\eta$ étant le
# **taux d'apprentissage** (`rate`) :
#
# $$p \leftarrow p - \eta \, \frac{\partial L}{\partial p}$$
#
# **À écrire** : `train`, qui répète `steps` fois : remettre à zéro les gradients des paramètres (sinon ceux du pas
# précédent s'y ajoutent : `_backward` accumule), passe avant sur *tous* les exemples, passe arrière, puis un pas de chaque
# paramètre, quand tous les gradients sont connus. Elle renvoie la perte de chaque pas, telle que la passe avant l'a
# trouvée, en nombres (`loss.data`). La perte, `mean_squared_error`, est donnée.
#
# Avec un seul poids $w = 1$, l'exemple $x = 2$, $t = 6$ et un taux de 0,1 : $L = (2 - 6)^2 = 16$,
# $\partial L / \partial w = 2 \times (2 - 6) \times 2 = -16$, et $w$ devient $1 + 1{,}6 = 2{,}6$.
#
# *Sections 1 et 3 des diapositives · difficulté 2/3 · 20 minutes*

# %% mean_squared_error
def mean_squared_error(outputs: Sequence[Sequence[Value]], targets: Sequence[Sequence[float]]) -> Value:
    """
    La moyenne des carrés des écarts :
    une ligne de sorties et une ligne de réponses voulues par exemple.

    >>> mean_squared_error([[Value(2.0)], [Value(5.0)]], [[6.0], [5.0]])
    Value(data=8.000, grad=0.000)
    """
    errors = [
        output + -target
        for row, wanted in zip(outputs, targets, strict=True)
        for output, target in zip(row, wanted, strict=True)
    ]
    total = Value(0.0)
    for error in errors:
        total = total + error * error
    return total * (1.0 / len(errors))

# %% train
def train(
    model: MLP, inputs: Sequence[Sequence[float]], targets: Sequence[Sequence[float]], steps: int, rate: float
) -> list[float]:
    """
    Fait `steps` pas de descente de gradient sur tous les exemples ;
    renvoie la perte de chaque pas.

    >>> model = MLP([1, 1])
    >>> model.layers[0].neurons[0].weights[0].data = 1.0
    >>> train(model, [[2.0]], [[6.0]], steps=1, rate=0.1), model.layers[0].neurons[0].weights[0]
    ([16.0], Value(data=2.600, grad=-16.000))
    """
    # À chaque pas : zéro partout, passe avant (`model(x)` pour chaque x, puis la perte),
    # `backward`, un pas de chacun.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## Le réseau apprend XOR
#
# Tout est là : `MLP([2, 3, 1])` part de poids tirés au hasard, `train` descend la pente cent fois. La cellule suivante
# affiche la perte $L$ du premier pas, celle du dernier, puis les quatre réponses $o$ à côté de celles qu'on veut, $t$ :
# le signe est le bon partout, ce qu'aucune droite ne peut faire. Changez `seed` : avec si peu de neurones, bien des
# départs restent bloqués en chemin.

# %% learn_xor
XOR_INPUTS = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
XOR_TARGETS = [[-1.0], [1.0], [1.0], [-1.0]]
UNFINISHED = """
Terminez d'abord les exercices précédents, puis `mlp` et `train`.
"""


def train_on_xor(seed: int, hidden: int = 3) -> tuple[MLP, list[float]]:
    """
    Un réseau entraîné sur les quatre points de XOR, et la perte de chaque pas.

    >>> model, losses = train_on_xor(seed=1)
    >>> len(losses), losses[0] > 0.5, losses[-1] < 0.001
    (100, True, True)
    """
    model = MLP([2, hidden, 1], seed)
    return model, train(model, XOR_INPUTS, XOR_TARGETS, steps=100, rate=0.1)


def learn_xor(seed: int) -> None:
    """
    Affiche la première et la dernière perte d'un réseau qui apprend XOR, puis ses réponses.
    """
    model, losses = train_on_xor(seed)
    print(f"L = {losses[0]:.6f}\nL = {losses[-1]:.6f}")
    for x, (t,) in zip(XOR_INPUTS, XOR_TARGETS, strict=True):
        print(f"o({x[0]:g}, {x[1]:g}) = {model(x)[0].data:+.3f}   t = {t:+g}")


if __name__ == "__main__":
    try:
        learn_xor(seed=1)
    except NotImplementedError:
        print(UNFINISHED.strip())
