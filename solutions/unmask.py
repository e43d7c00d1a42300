# %% [markdown] lang="fr"
# # Démasquez le moteur faux (`unmask`)
#
# Votre moteur est juste. En voici six qui ne le sont pas : chacun a une seule erreur, de celles qu'on fait un matin comme
# celui-ci. On ne peut pas les ouvrir, on peut seulement leur poser une question : une expression $L$ de $x$ et de $y$. Ils
# répondent ce que `backward(L)` laisse dans `x.grad` et dans `y.grad`, au point des diapositives, $x = 2$, $y = -3$.
#
# Un moteur est **démasqué** quand sa réponse n'est pas celle d'un moteur juste ; la correction donne les deux. Une opération
# toute seule le laisse presque toujours tranquille : il faut deviner ce qui touche l'endroit malade. La meilleure expression est
# la plus petite, comme le contre-exemple que ce TP vous montre à chaque erreur.
#
# **À écrire** : six expressions, une par moteur, faites de `x`, de `y`, de `+`, de `*` et de `relu`, sans autre nombre, avec
# *trois opérations au plus*. Une valeur à laquelle vous donnez un nom et qui sert deux fois ne compte qu'une fois :
# `a = x + y`, puis `return a * a`, ce sont deux opérations. Démasquer rapporte les deux tiers des points ; le dernier tiers va
# aux expressions que personne ne peut raccourcir. Ces six moteurs parcourent les opérandes de gauche à droite : `x + a` et
# `a + x` sont deux questions.
#
# *Sections 5 et 6 des diapositives · difficulté 3/3 · 20 minutes · pour aller plus loin*

# %% [markdown] lang="en"
# # Unmask the wrong engine (`unmask`)
#
# Your engine is right. Here are six that are not: each has a single mistake, one of those made on a morning like this.
# They cannot be opened, they can only be asked a question: an expression $L$ of $x$ and $y$. They answer with what
# `backward(L)` leaves in `x.grad` and in `y.grad`, at the point of the slides, $x = 2$, $y = -3$.
#
# An engine is **unmasked** when its answer is not that of a right engine; grading shows both. A single operation nearly always
# leaves it in peace: you have to guess what touches the sore spot. The best expression is the smallest, like the
# counterexample that this lab shows you at each mistake.
#
# **To write**: six expressions, one for each engine, made of `x`, `y`, `+`, `*` and `relu`, without any other number, with
# *three operations at most*. A value that you give a name and use twice counts only once: `a = x + y`, then
# `return a * a`, are two operations. Unmasking earns two thirds of the points; the last third is for expressions that nobody
# can make shorter. These six engines walk operands from left to right: `x + a` and `a + x` are two questions.
#
# *Sections 5 and 6 of the slides · difficulty 3/3 · 20 minutes · to go further*

# %% unmask tags=["solution"]
from solutions.relu import relu
from solutions.value import Value


def engine_1(x: Value, y: Value) -> Value:
    """
    [fr] L'expression qui démasque le moteur 1.
    [en] The expression that unmasks engine 1.

    >>> isinstance(engine_1(Value(2.0), Value(-3.0)), Value)
    True
    """
    # [fr] La plus petite expression de x et de y sur laquelle le moteur 1 se trompe.
    # [en] The smallest expression of x and y on which engine 1 is wrong.
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION


def engine_2(x: Value, y: Value) -> Value:
    """
    [fr] L'expression qui démasque le moteur 2.
    [en] The expression that unmasks engine 2.
    """
    # [fr] La plus petite expression de x et de y sur laquelle le moteur 2 se trompe.
    # [en] The smallest expression of x and y on which engine 2 is wrong.
    ### BEGIN SOLUTION
    return x * y * x
    ### END SOLUTION


def engine_3(x: Value, y: Value) -> Value:
    """
    [fr] L'expression qui démasque le moteur 3.
    [en] The expression that unmasks engine 3.
    """
    # [fr] La plus petite expression de x et de y sur laquelle le moteur 3 se trompe.
    # [en] The smallest expression of x and y on which engine 3 is wrong.
    ### BEGIN SOLUTION
    return x * y + x
    ### END SOLUTION


def engine_4(x: Value, y: Value) -> Value:
    """
    [fr] L'expression qui démasque le moteur 4.
    [en] The expression that unmasks engine 4.
    """
    # [fr] La plus petite expression de x et de y sur laquelle le moteur 4 se trompe.
    # [en] The smallest expression of x and y on which engine 4 is wrong.
    ### BEGIN SOLUTION
    return relu(y) + y
    ### END SOLUTION


def engine_5(x: Value, y: Value) -> Value:
    """
    [fr] L'expression qui démasque le moteur 5.
    [en] The expression that unmasks engine 5.
    """
    # [fr] La plus petite expression de x et de y sur laquelle le moteur 5 se trompe.
    # [en] The smallest expression of x and y on which engine 5 is wrong.
    ### BEGIN SOLUTION
    return (x + y) * y
    ### END SOLUTION


def engine_6(x: Value, y: Value) -> Value:
    """
    [fr] L'expression qui démasque le moteur 6.
    [en] The expression that unmasks engine 6.
    """
    # [fr] La plus petite expression de x et de y sur laquelle le moteur 6 se trompe.
    # [en] The smallest expression of x and y on which engine 6 is wrong.
    ### BEGIN SOLUTION
    a = x + y
    return a + a * x
    ### END SOLUTION


# %% check_unmask tags=["check"] active="ipynb"
# check("unmask")
