# Généré à partir de solutions/unmask.py par « make exercises ».

# %% [markdown]
# # 10. Démasquez le moteur faux (`unmask`)
#
# *Sections 5 et 6 des diapositives · difficulté 3/3 · 20 minutes · pour aller plus loin*
#
# Votre moteur est juste. En voici six qui ne le sont pas : chacun a une seule erreur, de celles qu'on fait un matin comme
# celui-ci. On ne peut pas les ouvrir, on peut seulement leur poser une question : une expression $L$ de $x$ et de $y$. Ils
# répondent ce que `backward(L)` laisse dans `x.grad` et dans `y.grad`, au point des diapositives, $x = 2$, $y = -3$.
#
# Un moteur est **démasqué** quand sa réponse n'est pas celle d'un moteur juste ; la correction donne les deux. Une opération
# toute seule le laisse presque toujours tranquille : il faut deviner ce qui touche l'endroit malade. La meilleure expression est
# la plus petite, comme le contre-exemple que ce TP vous montre à chaque erreur.
#
# **À écrire** : six expressions, une par moteur, faites de `x`, de `y`, de `+`, de `*` et de `relu`, sans autre nombre, avec
# *trois opérations au plus*. Une valeur à laquelle vous donnez un nom et qui sert deux fois ne compte qu'une fois :
# `a = x + y`, puis `return a * a`, ce sont deux opérations. Démasquer rapporte les deux tiers des points ; le dernier tiers va
# aux expressions que personne ne peut raccourcir. Ces six moteurs parcourent les opérandes de gauche à droite : `x + a` et
# `a + x` sont deux questions.

# %% unmask
from exercises.relu import relu
from exercises.value import Value


def engine_1(x: Value, y: Value) -> Value:
    """
    L'expression qui démasque le moteur 1.

    >>> isinstance(engine_1(Value(2.0), Value(-3.0)), Value)
    True
    """
    # La plus petite expression de x et de y sur laquelle le moteur 1 se trompe.
    # TODO
    raise NotImplementedError


def engine_2(x: Value, y: Value) -> Value:
    """
    L'expression qui démasque le moteur 2.
    """
    # La plus petite expression de x et de y sur laquelle le moteur 2 se trompe.
    # TODO
    raise NotImplementedError


def engine_3(x: Value, y: Value) -> Value:
    """
    L'expression qui démasque le moteur 3.
    """
    # La plus petite expression de x et de y sur laquelle le moteur 3 se trompe.
    # TODO
    raise NotImplementedError


def engine_4(x: Value, y: Value) -> Value:
    """
    L'expression qui démasque le moteur 4.
    """
    # La plus petite expression de x et de y sur laquelle le moteur 4 se trompe.
    # TODO
    raise NotImplementedError


def engine_5(x: Value, y: Value) -> Value:
    """
    L'expression qui démasque le moteur 5.
    """
    # La plus petite expression de x et de y sur laquelle le moteur 5 se trompe.
    # TODO
    raise NotImplementedError


def engine_6(x: Value, y: Value) -> Value:
    """
    L'expression qui démasque le moteur 6.
    """
    # La plus petite expression de x et de y sur laquelle le moteur 6 se trompe.
    # TODO
    raise NotImplementedError
