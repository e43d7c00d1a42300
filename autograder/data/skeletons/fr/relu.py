# Généré à partir de solutions/relu.py par « make exercises ».

# %% [markdown]
# # 6. Non-linéarité : ReLU (`relu`)
#
# *Section 2 des diapositives · difficulté 2/3 · 18 minutes*
#
# Retour à la section 2 des diapositives, un moteur en main. Des couches linéaires empilées ne font jamais qu'une application
# linéaire. Pour en sortir, il suffit d'un pli entre elles, une non-linéarité $\sigma$. La nôtre est ReLU :
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad
# \frac{\mathrm{d}\,\mathrm{relu}}{\mathrm{d}x}(x) = \begin{cases} 1 & \text{si } x > 0 \\ 0 & \text{si } x < 0 \end{cases}$$
#
# Là où l'entrée est positive, le gradient amont passe ; là où elle est négative, il s'arrête. En 0, où la fonction n'est
# pas dérivable, toute pente entre 0 et 1 est acceptée ; PyTorch choisit 0.
#
# **À écrire** : toute la fonction, sur le modèle de `Value.__add__` : créer le résultat, écrire sa fermeture `_backward`,
# la rattacher au résultat, le renvoyer. Par exemple `relu(Value(2.0)).data` vaut 2 et `relu(Value(-3.0)).data` vaut 0 ;
# pour un gradient amont de 1,5, la première entrée reçoit 1,5 et la seconde 0.

# %% relu
from exercises.value import Value


def relu(x: Value) -> Value:
    """
    max(0, x), et le gradient qui va avec.

    >>> relu(Value(2.0)), relu(Value(-3.0))
    (Value(data=2.000, grad=0.000), Value(data=0.000, grad=0.000))
    """
    # Créez le résultat, qui se souvient de x ; rattachez-lui sa fermeture `_backward` ;
    # renvoyez-le.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 6.1 Une opération de plus : l'exponentielle (`exp`)
#
# *Section 4 des diapositives · difficulté 1/3 · 10 minutes · pour aller plus loin*
#
# Les diapositives citent $\exp$ parmi les nœuds, avec $+$ et $\times$. Elle est sa propre dérivée : sa pente se lit sur le
# résultat. Le reste de votre moteur l'accepte sans aucun changement ; c'est aussi de cette façon que l'on étend PyTorch.
#
# **À écrire** : toute la fonction, sur le modèle de `relu` ; `math.exp` calcule l'exponentielle d'un nombre. En 0, la valeur
# et la pente valent toutes les deux 1.

# %% exp
import math


def exp(x: Value) -> Value:
    """
    L'exponentielle, et le gradient qui va avec.

    >>> exp(Value(0.0))
    Value(data=1.000, grad=0.000)
    """
    # Comme pour relu : le résultat, sa fermeture, et le résultat renvoyé.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 6.2 Un pli sans cassure : la tangente hyperbolique (`tanh`)
#
# *Section 2 des diapositives · difficulté 2/3 · 10 minutes · pour aller plus loin*
#
# ReLU plie d'un coup ; la tangente hyperbolique plie en douceur, et sa valeur reste entre −1 et 1. Comme pour $\exp$, sa pente
# se lit sur le résultat, une fois la division faite :
#
# $$\tanh'(x) = \frac{\cosh(x) \cosh(x) - \sinh(x) \sinh(x)}{\cosh(x) \cosh(x)}
# \qquad \tanh(x) = \frac{\sinh(x)}{\cosh(x)}$$
#
# **À écrire** : toute la fonction, encore ; `math.tanh` calcule la tangente hyperbolique d'un nombre. En 0 la valeur est 0 et
# la pente 1 ; loin de 0, la pente s'éteint.

# %% tanh
def tanh(x: Value) -> Value:
    """
    La tangente hyperbolique, et le gradient qui va avec.

    >>> tanh(Value(0.0))
    Value(data=0.000, grad=0.000)
    """
    # Le résultat, sa fermeture, et le résultat renvoyé.
    # TODO
    raise NotImplementedError

# %% [markdown]
# ## 6.3 La sigmoïde, sans une dérivée de plus
#
# Une autre non-linéarité $\sigma$ que l'on rencontre partout est la **sigmoïde**, qui fait d'un nombre une probabilité :
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{1 + \tanh(x / 2)}{2}$$
#
# Personne n'a à écrire sa dérivée : elle se compose d'opérations dont chacune connaît la sienne.

# %% sigmoid
def sigmoid(x: Value) -> Value:
    """
    La sigmoïde, faite de tanh, d'une somme et de deux produits.

    >>> sigmoid(Value(0.0))
    Value(data=0.500, grad=0.000)
    """
    return (tanh(x * 0.5) + 1.0) * 0.5
