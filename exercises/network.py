# Généré à partir de solutions/network.py par « make exercises ».

# %% [markdown]
# # 8. La solution : des couches cachées (`mlp`)
#
# *Sections 1 et 2 des diapositives · difficulté 2/3 · 15 minutes · pour aller plus loin*
#
# Aucune droite ne sépare XOR ; deux plis y suffisent. Un **neurone** fait sa somme pondérée, puis lui applique relu (c'est le
# « pli »). Une **couche** aligne plusieurs neurones, qui lisent tous les mêmes entrées. Un **réseau** (« MLP », perceptron
# multicouche) enchaîne les couches, chacune lisant ce que la précédente a calculé. Celles d'avant la sortie sont les
# **couches cachées** (*hidden layers*). Les diapositives l'écrivent $h = \sigma(W_1 X)$, $y = W_2 h$ ; neurone par neurone :
#
# $$h_j = \mathrm{relu}\Big(b_j + \sum_i w_{ji}\, x_i\Big) \qquad \text{puis, en sortie, sans relu :} \qquad
# o = c + \sum_j v_j\, h_j$$
#
# La dernière couche n'applique pas relu : une sortie doit pouvoir être négative. Les poids et les biais, tout ce qui s'apprend,
# sont des `Value` ; `parameters()`, qui est donnée, les rassemble, chacun une fois. Ce qui n'y figure pas n'apprendra jamais.
#
# **À écrire** : trois corps d'une à quatre lignes. Dans `Neuron.__call__`, la somme et le pli ; dans `Layer.__init__`, la liste
# des neurones ; dans `MLP.__call__`, le passage d'une couche à la suivante. Un réseau `MLP([2, 3, 1])` a
# $3 \times (2 + 1) + 1 \times (3 + 1) = 13$ paramètres.

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
    relu(w·x + b), ou w·x + b seul si `activated` est faux : un poids par entrée,
    et un biais.
    """

    def __init__(self, inputs: int, activated: bool, random: Random) -> None:
        self.weights = [Value(random.uniform(-1.0, 1.0)) for _ in range(inputs)]
        self.bias = Value(0.0)
        self.activated = activated

    def __call__(self, x: Sequence[Value | float]) -> Value:
        # Partez du biais, ajoutez chaque poids fois son entrée (`w * x`),
        # et appliquez relu si `self.activated`.
        # TODO
        raise NotImplementedError

    def parameters(self) -> list[Value]:
        return [*self.weights, self.bias]


class Layer:
    """
    Des neurones côte à côte : ils lisent les mêmes entrées, et chacun donne une sortie.
    """

    neurons: list[Neuron]

    def __init__(self, inputs: int, outputs: int, activated: bool, random: Random) -> None:
        # `self.neurons` : un neurone par sortie, chacun différent des autres.
        # TODO
        raise NotImplementedError

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        return [neuron(x) for neuron in self.neurons]

    def parameters(self) -> list[Value]:
        return [parameter for neuron in self.neurons for parameter in neuron.parameters()]


class MLP:
    """
    Des couches à la suite ; `MLP([2, 3, 1])` a 2 entrées, 3 neurones cachés et 1 sortie.

    >>> model = MLP([2, 3, 1])
    >>> len(model.parameters()), len(model([0.0, 1.0]))
    (13, 1)
    """

    def __init__(self, sizes: Sequence[int], seed: int = 0) -> None:
        random = Random(seed)
        last = len(sizes) - 2
        self.layers = [Layer(m, n, activated=i < last, random=random) for i, (m, n) in enumerate(pairwise(sizes))]

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        # Chaque couche lit ce que la précédente a calculé ; la première lit x.
        # TODO
        raise NotImplementedError

    def parameters(self) -> list[Value]:
        return [parameter for layer in self.layers for parameter in layer.parameters()]

# %% [markdown]
# ## 8.1 Apprendre : descendre la pente (`train`)
#
# *Sections 1 et 3 des diapositives · difficulté 2/3 · 25 minutes · pour aller plus loin*
#
# La **perte** mesure en un seul nombre à quel point le réseau se trompe : ici l'erreur quadratique moyenne, sur $n$ exemples
# $x_k$ pour lesquels on attend la réponse $t_k$ :
#
# $$L = \frac{1}{n} \sum_k (o(x_k) - t_k)^2$$
#
# Son gradient indique la direction où elle *augmente* le plus vite ; chaque paramètre fait donc un petit pas dans le sens
# opposé, $\eta$ étant le **taux d'apprentissage** (`rate`) :
#
# $$p \leftarrow p - \eta \, \frac{\partial L}{\partial p}$$
#
# **À écrire** : `train`, qui répète `steps` fois les mêmes quatre temps. Remettre à zéro les gradients des paramètres : sinon
# ceux du pas précédent s'y ajoutent, car `_backward` accumule. Passe avant sur *tous* les exemples. Passe arrière. Enfin, une
# fois tous les gradients connus, un pas pour chaque paramètre. La fonction renvoie la perte de chaque pas, telle que la passe avant l'a
# calculée, sous forme de nombre (`loss.data`). La perte, `mean_squared_error`, est donnée.
#
# Avec un seul poids $w = 1$, l'exemple $x = 2$, $t = 6$ et un taux de 0,1 : $L = (2 - 6)^2 = 16$,
# $\partial L / \partial w = 2 \times (2 - 6) \times 2 = -16$, et $w$ devient $1 + 1{,}6 = 2{,}6$.

# %% mean_squared_error
def mean_squared_error(outputs: Sequence[Sequence[Value]], targets: Sequence[Sequence[float]]) -> Value:
    """
    La moyenne des carrés des écarts :
    pour chaque exemple, une ligne de sorties et une ligne de réponses attendues.

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
    Fait `steps` pas de descente de gradient sur tous les exemples ;
    renvoie la perte de chaque pas.

    >>> model = MLP([1, 1])
    >>> model.layers[0].neurons[0].weights[0].data = 1.0
    >>> train(model, [[2.0]], [[6.0]], steps=1, rate=0.1), model.layers[0].neurons[0].weights[0]
    ([16.0], Value(data=2.600, grad=-16.000))
    """
    # À chaque pas, les quatre temps de l'énoncé, dans cet ordre ; la perte est une `Value`.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 8.2 Le réseau apprend XOR
#
# Tout est là : `MLP([2, 3, 1])` part de poids tirés au hasard, `train` descend la pente en cent pas. La cellule suivante
# affiche la perte $L$ du premier pas, celle du dernier, puis les quatre réponses $o$ à côté de celles qu'on attend, $t$.
# Le signe est partout le bon, ce qu'aucune droite n'obtient. Changez `seed` : avec si peu de neurones, plus d'un départ
# sur deux reste bloqué. C'est presque toujours à cause d'un neurone *mort*, dont la somme est négative pour les quatre
# exemples : relu n'y laisse plus passer aucun gradient.

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
