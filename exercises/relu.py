# Généré à partir de solutions/relu.py par « make exercises ».

# %% [markdown]
# # 2. Non-linéarité : ReLU (`relu`)
#
# Des couches linéaires empilées restent une seule application linéaire. Il suffit d'un pli pour en sortir :
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad
# \frac{\mathrm{d}\,\mathrm{relu}}{\mathrm{d}x}(x) = \begin{cases} 1 & \text{si } x > 0 \\ 0 & \text{si } x < 0 \end{cases}$$
#
# Là où l'entrée est positive, le gradient amont passe ; là où elle est négative, il s'arrête. En 0, toute pente entre
# 0 et 1 convient (c'est une *sous-dérivée*).
#
# **À écrire** : toute la fonction, sur le modèle de `Value.__add__` : le résultat, la fermeture `_backward`, l'attache,
# le `return`. Par exemple `relu(Value(-3.0)).data` vaut 0 et `relu(Value(2.0)).data` vaut 2.
#
# *Section 2 des diapositives · difficulté 2/3 · 15 minutes*

# %% relu
from exercises.value import Value


def relu(x: Value) -> Value:
    """
    max(0, x), et le gradient qui va avec.

    >>> relu(Value(2.0)), relu(Value(-3.0))
    (Value(data=2.000, grad=0.000), Value(data=0.000, grad=0.000))
    """
    # Créez le résultat, qui se souvient de x ; attachez-lui sa fermeture `_backward` ; renvoyez-le.
    # TODO
    raise NotImplementedError
