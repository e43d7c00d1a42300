# Généré à partir de solutions/relu.py par « make exercises ».

# %% [markdown]
# # 2. Non-linéarité : ReLU (`relu`)
#
# Retour à la section 2, avec un moteur en main. Des couches linéaires empilées ne font jamais qu'une application linéaire.
# Il suffit d'un pli entre elles pour en sortir :
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad
# \frac{\mathrm{d}\,\mathrm{relu}}{\mathrm{d}x}(x) = \begin{cases} 1 & \text{si } x > 0 \\ 0 & \text{si } x < 0 \end{cases}$$
#
# Là où l'entrée est positive, le gradient amont passe ; là où elle est négative, il s'arrête. En 0, où la fonction n'est
# pas dérivable, toute pente entre 0 et 1 convient (c'est un *sous-gradient*).
#
# **À écrire** : toute la fonction, sur le modèle de `Value.__add__` : créer le résultat, écrire sa fermeture `_backward`,
# la lui attacher, renvoyer le résultat. Par exemple `relu(Value(2.0)).data` vaut 2 et `relu(Value(-3.0)).data` vaut 0 ;
# pour un gradient amont de 1,5, la première entrée reçoit 1,5 et la seconde 0.
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
    # Créez le résultat, qui se souvient de x ; attachez-lui sa fermeture `_backward` ;
    # renvoyez-le.
    # TODO
    raise NotImplementedError
