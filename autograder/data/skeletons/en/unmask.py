# Generated from solutions/unmask.py by "make exercises".

# %% [markdown]
# # 10. Unmask the wrong engine (`unmask`)
#
# *Sections 5 and 6 of the slides · difficulty 3/3 · 20 minutes · to go further*
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

# %% unmask
from exercises.relu import relu
from exercises.value import Value


def engine_1(x: Value, y: Value) -> Value:
    """
    The expression that unmasks engine 1.

    >>> isinstance(engine_1(Value(2.0), Value(-3.0)), Value)
    True
    """
    # The smallest expression of x and y on which engine 1 is wrong.
    # TODO
    raise NotImplementedError


def engine_2(x: Value, y: Value) -> Value:
    """
    The expression that unmasks engine 2.
    """
    # The smallest expression of x and y on which engine 2 is wrong.
    # TODO
    raise NotImplementedError


def engine_3(x: Value, y: Value) -> Value:
    """
    The expression that unmasks engine 3.
    """
    # The smallest expression of x and y on which engine 3 is wrong.
    # TODO
    raise NotImplementedError


def engine_4(x: Value, y: Value) -> Value:
    """
    The expression that unmasks engine 4.
    """
    # The smallest expression of x and y on which engine 4 is wrong.
    # TODO
    raise NotImplementedError


def engine_5(x: Value, y: Value) -> Value:
    """
    The expression that unmasks engine 5.
    """
    # The smallest expression of x and y on which engine 5 is wrong.
    # TODO
    raise NotImplementedError


def engine_6(x: Value, y: Value) -> Value:
    """
    The expression that unmasks engine 6.
    """
    # The smallest expression of x and y on which engine 6 is wrong.
    # TODO
    raise NotImplementedError
