# %% [markdown] lang="fr"
# # Non-linéarité : ReLU (`relu`)
#
# Retour à la section 2 des diapositives, un moteur en main. Des couches linéaires empilées ne font jamais qu'une application
# linéaire. Pour en sortir, il suffit d'un pli entre elles, une non-linéarité $\sigma$. La nôtre est ReLU :
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad
# \frac{\mathrm{d}\,\mathrm{relu}}{\mathrm{d}x}(x) = \begin{cases} 1 & \text{si } x > 0 \\ 0 & \text{si } x < 0 \end{cases}$$
#
# Là où l'entrée est positive, le gradient amont passe ; là où elle est négative, il s'arrête. En 0, où la fonction n'est
# pas dérivable, toute pente entre 0 et 1 est acceptée ; PyTorch choisit 0.
#
# **À écrire** : toute la fonction, sur le modèle de `Value.__add__` : créer le résultat, écrire sa fermeture `_backward`,
# la rattacher au résultat, le renvoyer. Par exemple `relu(Value(2.0)).data` vaut 2 et `relu(Value(-3.0)).data` vaut 0 ;
# pour un gradient amont de 1,5, la première entrée reçoit 1,5 et la seconde 0.
#
# *Section 2 des diapositives · difficulté 2/3 · 18 minutes*

# %% [markdown] lang="en"
# # Non-linearity: ReLU (`relu`)
#
# Back to section 2 of the slides, with an engine in hand. Stacked linear layers never make more than one linear map. A
# fold between them, a non-linearity $\sigma$, is enough to change that. Ours is ReLU:
#
# $$\mathrm{relu}(x) = \max(0, x) \qquad
# \frac{\mathrm{d}\,\mathrm{relu}}{\mathrm{d}x}(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \end{cases}$$
#
# Where the input is positive, the upstream gradient passes; where it is negative, it stops. At 0, where the function has
# no derivative, any slope between 0 and 1 is accepted; PyTorch chooses 0.
#
# **To write**: the whole function, modelled on `Value.__add__`: make the result, write its closure `_backward`, attach
# it to the result, return the result. For example `relu(Value(2.0)).data` is 2 and `relu(Value(-3.0)).data` is 0; for an
# upstream gradient of 1.5, the first input receives 1.5 and the second one 0.
#
# *Section 2 of the slides · difficulty 2/3 · 18 minutes*

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
    # [fr] Créez le résultat, qui se souvient de x ; rattachez-lui sa fermeture `_backward` ;
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

# %% [markdown] lang="fr"
# ## Une opération de plus : l'exponentielle (`exp`)
#
# Les diapositives citent $\exp$ parmi les nœuds, avec $+$ et $\times$. Elle est sa propre dérivée : sa pente se lit sur le
# résultat. Le reste de votre moteur l'accepte sans aucun changement ; c'est aussi de cette façon que l'on étend PyTorch.
#
# **À écrire** : toute la fonction, sur le modèle de `relu` ; `math.exp` calcule l'exponentielle d'un nombre. En 0, la valeur
# et la pente valent toutes les deux 1.
#
# *Section 4 des diapositives · difficulté 1/3 · 10 minutes · pour aller plus loin*

# %% [markdown] lang="en"
# ## One more operation: the exponential (`exp`)
#
# The slides name $\exp$ among the nodes, with $+$ and $\times$. It is its own derivative: its slope can be read off the
# result. The rest of your engine accepts it without any change; PyTorch is extended in the same way.
#
# **To write**: the whole function, modelled on `relu`; `math.exp` computes the exponential of a number. At 0 the value
# and the slope are both 1.
#
# *Section 4 of the slides · difficulty 1/3 · 10 minutes · to go further*

# %% exp tags=["solution"]
import math


def exp(x: Value) -> Value:
    """
    [fr] L'exponentielle, et le gradient qui va avec.
    [en] The exponential, and the gradient that goes with it.

    >>> exp(Value(0.0))
    Value(data=1.000, grad=0.000)
    """
    # [fr] Comme pour relu : le résultat, sa fermeture, et le résultat renvoyé.
    # [en] As for relu: the result, its closure, and the result returned.
    ### BEGIN SOLUTION
    out = Value(math.exp(x.data), (x,))

    def _backward() -> None:
        x.grad += out.data * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


# %% check_exp tags=["check"] active="ipynb"
# check("exp")

# %% [markdown] lang="fr"
# ## Un pli sans cassure : la tangente hyperbolique (`tanh`)
#
# ReLU plie d'un coup ; la tangente hyperbolique plie en douceur, et sa valeur reste entre −1 et 1. Comme pour $\exp$, sa pente
# se lit sur le résultat, une fois la division faite :
#
# $$\tanh'(x) = \frac{\cosh(x) \cosh(x) - \sinh(x) \sinh(x)}{\cosh(x) \cosh(x)}
# \qquad \tanh(x) = \frac{\sinh(x)}{\cosh(x)}$$
#
# **À écrire** : toute la fonction, encore ; `math.tanh` calcule la tangente hyperbolique d'un nombre. En 0 la valeur est 0 et
# la pente 1 ; loin de 0, la pente s'éteint.
#
# *Section 2 des diapositives · difficulté 2/3 · 10 minutes · pour aller plus loin*

# %% [markdown] lang="en"
# ## A fold without a crease: the hyperbolic tangent (`tanh`)
#
# ReLU folds all at once; the hyperbolic tangent folds gently, and its value stays between −1 and 1. As for $\exp$, its slope
# can be read off the result, once the division is done:
#
# $$\tanh'(x) = \frac{\cosh(x) \cosh(x) - \sinh(x) \sinh(x)}{\cosh(x) \cosh(x)}
# \qquad \tanh(x) = \frac{\sinh(x)}{\cosh(x)}$$
#
# **To write**: the whole function, once more; `math.tanh` computes the hyperbolic tangent of a number. At 0 the value is 0
# and the slope 1; far from 0 the slope dies away.
#
# *Section 2 of the slides · difficulty 2/3 · 10 minutes · to go further*

# %% tanh tags=["solution"]
def tanh(x: Value) -> Value:
    """
    [fr] La tangente hyperbolique, et le gradient qui va avec.
    [en] The hyperbolic tangent, and the gradient that goes with it.

    >>> tanh(Value(0.0))
    Value(data=0.000, grad=0.000)
    """
    # [fr] Le résultat, sa fermeture, et le résultat renvoyé.
    # [en] The result, its closure, and the result returned.
    ### BEGIN SOLUTION
    out = Value(math.tanh(x.data), (x,))

    def _backward() -> None:
        x.grad += (1.0 - out.data * out.data) * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


# %% check_tanh tags=["check"] active="ipynb"
# check("tanh")

# %% [markdown] lang="fr"
# ## La sigmoïde, sans une dérivée de plus
#
# Une autre non-linéarité $\sigma$ que l'on rencontre partout est la **sigmoïde**, qui fait d'un nombre une probabilité :
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{1 + \tanh(x / 2)}{2}$$
#
# Personne n'a à écrire sa dérivée : elle se compose d'opérations dont chacune connaît la sienne.

# %% [markdown] lang="en"
# ## The sigmoid, without a single new derivative
#
# Another non-linearity $\sigma$ that one meets everywhere is the **sigmoid**, which turns a number into a probability:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{1 + \tanh(x / 2)}{2}$$
#
# Nobody has to write its derivative: it is made of operations, each of which knows its own.

# %% sigmoid
def sigmoid(x: Value) -> Value:
    """
    [fr] La sigmoïde, faite de tanh, d'une somme et de deux produits.
    [en] The sigmoid, made of tanh, a sum and two products.

    >>> sigmoid(Value(0.0))
    Value(data=0.500, grad=0.000)
    """
    return (tanh(x * 0.5) + 1.0) * 0.5
