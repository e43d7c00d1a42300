# %% [markdown] lang="fr"
# # La solution : des couches cachées (`mlp`)
#
# Aucune droite ne sépare XOR ; deux plis y suffisent. Un **neurone** fait sa somme pondérée, puis lui applique relu (c'est le
# « pli »). Une **couche** aligne plusieurs neurones, qui lisent tous les mêmes entrées. Un **réseau** (« MLP », perceptron
# multicouche) enchaîne les couches, chacune lisant ce que la précédente a calculé. Celles d'avant la sortie sont les
# **couches cachées** (*hidden layers*). Les diapositives l'écrivent $h = \sigma(W_1 X)$, $y = W_2 h$ ; neurone par neurone :
#
# $$h_j = \mathrm{relu}\Big(b_j + \sum_i w_{ji}\, x_i\Big) \qquad \text{puis, en sortie, sans relu :} \qquad
# o = c + \sum_j v_j\, h_j$$
#
# La dernière couche n'applique pas relu : une sortie doit pouvoir être négative. Les poids et les biais, tout ce qui s'apprend,
# sont des `Value` ; `parameters()`, qui est donnée, les rassemble, chacun une fois. Ce qui n'y figure pas n'apprendra jamais.
#
# **À écrire** : trois corps d'une à quatre lignes. Dans `Neuron.__call__`, la somme et le pli ; dans `Layer.__init__`, la liste
# des neurones ; dans `MLP.__call__`, le passage d'une couche à la suivante. Un réseau `MLP([2, 3, 1])` a
# $3 \times (2 + 1) + 1 \times (3 + 1) = 13$ paramètres.
#
# *Sections 1 et 2 des diapositives · difficulté 2/3 · 15 minutes · pour aller plus loin*

# %% [markdown] lang="en"
# # The solution: hidden layers (`mlp`)
#
# No line separates XOR; two folds are enough. A **neuron** computes its weighted sum, then applies relu to it (this is the
# "fold"). A **layer** puts several neurons side by side, which all read the same inputs. A **network** ("MLP", multilayer
# perceptron) chains the layers, each reading what the one before it has computed. Those before the output are the **hidden
# layers**. The slides write it $h = \sigma(W_1 X)$, $y = W_2 h$; neuron by neuron:
#
# $$h_j = \mathrm{relu}\Big(b_j + \sum_i w_{ji}\, x_i\Big) \qquad \text{then, at the output, without relu:} \qquad
# o = c + \sum_j v_j\, h_j$$
#
# The last layer does not apply relu: an output must be able to be negative. Weights and biases, all that is learned, are
# `Value`s; `parameters()`, which is given, gathers them, each once. What is missing there will never learn.
#
# **To write**: three bodies of one to four lines. In `Neuron.__call__` the sum and the fold; in `Layer.__init__` the list of
# neurons; in `MLP.__call__` the way from one layer to the next. A network `MLP([2, 3, 1])` has
# $3 \times (2 + 1) + 1 \times (3 + 1) = 13$ parameters.
#
# *Sections 1 and 2 of the slides · difficulty 2/3 · 15 minutes · to go further*

# %% mlp tags=["solution"]
from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from solutions.backward import backward
from solutions.relu import relu
from solutions.value import Value


class Neuron:
    """
    [fr] relu(w·x + b), ou w·x + b seul si `activated` est faux : un poids par entrée,
    [fr] et un biais.
    [en] relu(w·x + b), or w·x + b alone if not `activated`: one weight for each input, and a bias.
    """

    def __init__(self, inputs: int, activated: bool, random: Random) -> None:
        self.weights = [Value(random.uniform(-1.0, 1.0)) for _ in range(inputs)]
        self.bias = Value(0.0)
        self.activated = activated

    def __call__(self, x: Sequence[Value | float]) -> Value:
        # [fr] Partez du biais, ajoutez chaque poids fois son entrée (`w * x`),
        # [fr] et appliquez relu si `self.activated`.
        # [en] Start from the bias, add each weight times its input (`w * x`),
        # [en] and apply relu if `self.activated`.
        ### BEGIN SOLUTION
        total = self.bias
        for weight, entry in zip(self.weights, x, strict=True):
            total = total + weight * entry
        return relu(total) if self.activated else total
        ### END SOLUTION

    def parameters(self) -> list[Value]:
        return [*self.weights, self.bias]


class Layer:
    """
    [fr] Des neurones côte à côte : ils lisent les mêmes entrées, et chacun donne une sortie.
    [en] Neurons side by side: they read the same inputs, and each gives one output.
    """

    neurons: list[Neuron]

    def __init__(self, inputs: int, outputs: int, activated: bool, random: Random) -> None:
        # [fr] `self.neurons` : un neurone par sortie, chacun différent des autres.
        # [en] `self.neurons`: one neuron for each output, each different from the others.
        ### BEGIN SOLUTION
        self.neurons = [Neuron(inputs, activated, random) for _ in range(outputs)]
        ### END SOLUTION

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        return [neuron(x) for neuron in self.neurons]

    def parameters(self) -> list[Value]:
        return [parameter for neuron in self.neurons for parameter in neuron.parameters()]


class MLP:
    """
    [fr] Des couches à la suite ; `MLP([2, 3, 1])` a 2 entrées, 3 neurones cachés et 1 sortie.
    [en] Layers in a row; `MLP([2, 3, 1])` has 2 inputs, 3 hidden neurons and 1 output.

    >>> model = MLP([2, 3, 1])
    >>> len(model.parameters()), len(model([0.0, 1.0]))
    (13, 1)
    """

    def __init__(self, sizes: Sequence[int], seed: int = 0) -> None:
        random = Random(seed)
        last = len(sizes) - 2
        self.layers = [Layer(m, n, activated=i < last, random=random) for i, (m, n) in enumerate(pairwise(sizes))]

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        # [fr] Chaque couche lit ce que la précédente a calculé ; la première lit x.
        # [en] Each layer reads what the one before it has computed; the first one reads x.
        ### BEGIN SOLUTION
        for layer in self.layers:
            x = layer(x)
        return list(x)
        ### END SOLUTION

    def parameters(self) -> list[Value]:
        return [parameter for layer in self.layers for parameter in layer.parameters()]


# %% check_mlp tags=["check"] active="ipynb"
# check("mlp")

# %% [markdown] lang="fr"
# ## Apprendre : descendre la pente (`train`)
#
# La **perte** mesure en un seul nombre à quel point le réseau se trompe : ici l'erreur quadratique moyenne, sur $n$ exemples
# $x_k$ pour lesquels on attend la réponse $t_k$ :
#
# $$L = \frac{1}{n} \sum_k (o(x_k) - t_k)^2$$
#
# Son gradient indique la direction où elle *augmente* le plus vite ; chaque paramètre fait donc un petit pas dans le sens
# opposé, $\eta$ étant le **taux d'apprentissage** (`rate`) :
#
# $$p \leftarrow p - \eta \, \frac{\partial L}{\partial p}$$
#
# **À écrire** : `train`, qui répète `steps` fois les mêmes quatre temps. Remettre à zéro les gradients des paramètres : sinon
# ceux du pas précédent s'y ajoutent, car `_backward` accumule. Passe avant sur *tous* les exemples. Passe arrière. Enfin, une
# fois tous les gradients connus, un pas pour chaque paramètre. La fonction renvoie la perte de chaque pas, telle que la passe avant l'a
# calculée, sous forme de nombre (`loss.data`). La perte, `mean_squared_error`, est donnée.
#
# Avec un seul poids $w = 1$, l'exemple $x = 2$, $t = 6$ et un taux de 0,1 : $L = (2 - 6)^2 = 16$,
# $\partial L / \partial w = 2 \times (2 - 6) \times 2 = -16$, et $w$ devient $1 + 1{,}6 = 2{,}6$.
#
# *Sections 1 et 3 des diapositives · difficulté 2/3 · 25 minutes · pour aller plus loin*

# %% [markdown] lang="en"
# ## Learning: walk down the slope (`train`)
#
# The **loss** measures in a single number how wrong the network is: here the mean squared error, over $n$ examples $x_k$
# whose target is $t_k$:
#
# $$L = \frac{1}{n} \sum_k (o(x_k) - t_k)^2$$
#
# Its gradient gives the direction in which it *increases* fastest; so each parameter takes a small step in the opposite
# direction, $\eta$ being the **learning rate** (`rate`):
#
# $$p \leftarrow p - \eta \, \frac{\partial L}{\partial p}$$
#
# **To write**: `train`, which repeats the same four stages `steps` times. Reset the parameters' gradients to zero: otherwise
# those of the step before are still there, because `_backward` accumulates. Forward pass on *all* examples. Backward pass.
# Finally, once all gradients are known, one step for each parameter. The function returns the loss of each step, as the forward pass computed it, as a number
# (`loss.data`). The loss, `mean_squared_error`, is given.
#
# With a single weight $w = 1$, the example $x = 2$, $t = 6$ and a rate of 0.1: $L = (2 - 6)^2 = 16$,
# $\partial L / \partial w = 2 \times (2 - 6) \times 2 = -16$, and $w$ becomes $1 + 1.6 = 2.6$.
#
# *Sections 1 and 3 of the slides · difficulty 2/3 · 25 minutes · to go further*

# %% mean_squared_error
def mean_squared_error(outputs: Sequence[Sequence[Value]], targets: Sequence[Sequence[float]]) -> Value:
    """
    [fr] La moyenne des carrés des écarts :
    [fr] pour chaque exemple, une ligne de sorties et une ligne de réponses attendues.
    [en] The mean of the squared differences:
    [en] one row of outputs and one row of targets for each example.

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


# %% train tags=["solution"]
def train(
    model: MLP, inputs: Sequence[Sequence[float]], targets: Sequence[Sequence[float]], steps: int, rate: float
) -> list[float]:
    """
    [fr] Fait `steps` pas de descente de gradient sur tous les exemples ;
    [fr] renvoie la perte de chaque pas.
    [en] Take `steps` steps of gradient descent on all examples; return the loss of each step.

    >>> model = MLP([1, 1])
    >>> model.layers[0].neurons[0].weights[0].data = 1.0
    >>> train(model, [[2.0]], [[6.0]], steps=1, rate=0.1), model.layers[0].neurons[0].weights[0]
    ([16.0], Value(data=2.600, grad=-16.000))
    """
    # [fr] À chaque pas, les quatre temps de l'énoncé, dans cet ordre ; la perte est une `Value`.
    # [en] At each step, the four stages of the text above, in this order; the loss is a `Value`.
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        for parameter in model.parameters():
            parameter.grad = 0.0
        loss = mean_squared_error([model(x) for x in inputs], targets)
        backward(loss)
        for parameter in model.parameters():
            parameter.data -= rate * parameter.grad
        losses.append(loss.data)
    return losses
    ### END SOLUTION


# %% check_train tags=["check"] active="ipynb"
# check("train")

# %% [markdown] lang="fr"
# ## Le réseau apprend XOR
#
# Tout est là : `MLP([2, 3, 1])` part de poids tirés au hasard, `train` descend la pente en cent pas. La cellule suivante
# affiche la perte $L$ du premier pas, celle du dernier, puis les quatre réponses $o$ à côté de celles qu'on attend, $t$.
# Le signe est partout le bon, ce qu'aucune droite n'obtient. Changez `seed` : avec si peu de neurones, plus d'un départ
# sur deux reste bloqué. C'est presque toujours à cause d'un neurone *mort*, dont la somme est négative pour les quatre
# exemples : relu n'y laisse plus passer aucun gradient.

# %% [markdown] lang="en"
# ## The network learns XOR
#
# Everything is in place: `MLP([2, 3, 1])` starts from weights drawn at random, `train` walks down the slope in a hundred
# steps. The next cell prints the loss $L$ of the first step, that of the last, then the four answers $o$ beside the
# targets $t$. The sign is right everywhere, which no line can achieve. Change `seed`: with so few neurons more than half of the
# starts get stuck. It is nearly always because of a *dead* neuron, whose sum is negative for all four examples: relu lets
# no gradient through there.

# %% learn_xor
XOR_INPUTS = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
XOR_TARGETS = [[-1.0], [1.0], [1.0], [-1.0]]
UNFINISHED = """
[fr] Terminez d'abord les exercices précédents, puis `mlp` et `train`.
[en] Finish the previous exercises first, then `mlp` and `train`.
"""


def train_on_xor(seed: int, hidden: int = 3) -> tuple[MLP, list[float]]:
    """
    [fr] Un réseau entraîné sur les quatre points de XOR, et la perte de chaque pas.
    [en] A network trained on the four points of XOR, and the loss of each step.

    >>> model, losses = train_on_xor(seed=1)
    >>> len(losses), losses[0] > 0.5, losses[-1] < 0.001
    (100, True, True)
    """
    model = MLP([2, hidden, 1], seed)
    return model, train(model, XOR_INPUTS, XOR_TARGETS, steps=100, rate=0.1)


def learn_xor(seed: int) -> None:
    """
    [fr] Affiche la première et la dernière perte d'un réseau qui apprend XOR, puis ses réponses.
    [en] Print the first and the last loss of a network that learns XOR, then its answers.
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


# %% show_losses tags=["demo"] active="ipynb"
# # [fr] La perte de chaque pas : l'échelle verticale est logarithmique.
# # [en] The loss of each step: the vertical scale is logarithmic.
# show("loss_curve", lambda: train_on_xor(seed=1)[1])

# %% show_surface tags=["demo"] active="ipynb"
# # [fr] Ce que le réseau répond en chaque point du plan, avant et après l'apprentissage.
# # [en] What the network answers at each point of the plane, before and after training.
# show("decision_surface", lambda: (MLP([2, 3, 1], seed=1), train_on_xor(seed=1)[0]))

# %% show_fold tags=["demo"] active="ipynb"
# # [fr] Tordre l'espace : deux neurones cachés plient le plan, et dans le plan plié une droite suffit.
# # [en] Bending space: two hidden neurons fold the plane, and in the folded plane one line is enough.
# show("fold", lambda: train_on_xor(seed=1, hidden=2)[0])
