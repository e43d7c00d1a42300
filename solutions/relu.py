# %% [markdown] lang="fr"
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

# %% [markdown] lang="en"
# # 2. Non-linearity: ReLU (`relu`)
#
# Back to section 2, with an engine in hand. Linear layers on top of each other never make more than one linear map.
# A single fold between them is enough to get out:
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad
# \frac{\mathrm{d}\,\mathrm{relu}}{\mathrm{d}x}(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \end{cases}$$
#
# Where the input is positive, the upstream gradient passes; where it is negative, it stops. At 0, where the function has
# no derivative, any slope between 0 and 1 will do (it is a *subgradient*).
#
# **To write**: the whole function, on the model of `Value.__add__`: make the result, write its closure `_backward`, attach
# it to the result, return the result. For example `relu(Value(2.0)).data` is 2 and `relu(Value(-3.0)).data` is 0; for an
# upstream gradient of 1.5, the first input receives 1.5 and the second one 0.
#
# *Section 2 of the slides · difficulty 2/3 · 15 minutes*

# %% show_relu tags=["demo"] active="ipynb"
# # [fr] La fonction et sa dérivée, qui saute en 0.
# # [en] The function and its derivative, which jumps at 0.
# show("relu_and_derivative")

# %% relu tags=["solution"]
from solutions.value import Value


def relu(x: Value) -> Value:
    """
    [fr] max(0, x), et le gradient qui va avec.
    [en] max(0, x), and the gradient that goes with it.

    >>> relu(Value(2.0)), relu(Value(-3.0))
    (Value(data=2.000, grad=0.000), Value(data=0.000, grad=0.000))
    """
    # [fr] Créez le résultat, qui se souvient de x ; attachez-lui sa fermeture `_backward` ;
    # [fr] renvoyez-le.
    # [en] Make the result, which remembers x; attach its closure `_backward` to it; return it.
    ### BEGIN SOLUTION
    out = Value(max(0.0, x.data), (x,))

    def _backward() -> None:
        x.grad += (1.0 if x.data > 0 else 0.0) * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


# %% check_relu tags=["check"] active="ipynb"
# check("relu")
