"""An exception in plain words: what the student's own line was doing, with what, and what to ask next.

Nothing here knows an answer: types, shapes and names are what Python said or what stands in the student's line.
"""

from autograder.language import _
from autograder.sandbox.causes import Cause, cause_of
from autograder.sandbox.messages import Raised

OWN = ("Value", "Tensor")  # classes of the course, which are never what a number is needed for


def shown(raised: Raised) -> str:
    """An exception in one line; numpy's own words about a product of matrices are said in shapes."""
    name = raised.type or "Exception"  # the name of a class of their own is withheld where the reference was lent
    cause = cause_of(raised)
    if cause.kind == "core":
        text = _("the inner sizes of a matrix product differ, {left} and {right}")
        return f"{name}: {text.format(left=cause.named['left'], right=cause.named['right'])}"
    return f"{name}: {raised.message}" if raised.message else name


def explained(raised: Raised, expression: str) -> str:
    """What `expression`, which is the student's, was doing when it raised; empty where Python's words say it all."""
    cause = cause_of(raised)
    form = _explanations().get(cause.kind, "")
    if cause.kind in ("core", "broadcast"):
        form = form if _both_shapes(raised, cause) else ""
    words = [type_in_words(word) for word in cause.words]
    what = f"`{expression}`" if expression else _("this line")
    one, other = _both_shapes(raised, cause) or ([*words, "", ""])[:2]
    named = {"function": "", **cause.named, "one": one, "other": other}
    named["function"] = named["function"].rpartition(".")[2]
    return form.format(what=what, word=("", *cause.words)[-1], **named)


def question_of(raised: Raised) -> str:
    """What to think about next: about the exception, not about the exercise."""
    cause = cause_of(raised)
    if "NoneType" in cause.words:
        return _("What is None here, and which function should have returned something else?")
    if cause.kind in ("compared", "operands", "no_number") and any(own in cause.words for own in OWN):
        return _("A {own} is not a number: which of its attributes holds the one that is needed here?").format(
            own=next(own for own in OWN if own in cause.words)
        )
    if cause.kind == "iterated" and any(own in cause.words for own in OWN):
        return _("With one operand alone: is `(x)` a collection, or is it x itself? How is a tuple of one written?")
    if cause.kind == "attribute" and cause.words[0] in OWN:
        return _("Which attributes does a {own} have? Is this one misspelled?").format(own=cause.words[0])
    if cause.kind in ("missing", "too_many"):
        return _arguments(cause)
    return _questions().get(cause.kind) or _("Which values does this line work with? Print them just before it.")


def _arguments(cause: Cause) -> str:
    if cause.named["function"].endswith("_backward"):
        return _("`_backward()` is called without arguments: how else can an inner function know a name?")
    return _("Which arguments are given in the call, and which are named in the `def`?")


def type_in_words(name: str) -> str:
    """A type as the student would say it."""
    known = {
        "Value": _("a Value"),
        "Tensor": _("a Tensor"),
        "float": _("a number"),
        "int": _("a number"),
        "NoneType": "None",
        "list": _("a list"),
        "tuple": _("a tuple"),
        "set": _("a set"),
        "str": _("a text"),
        "function": _("a function"),
        "method": _("a function"),
        "builtin_function_or_method": _("a function"),
        "numpy.ndarray": _("an array"),
        "ndarray": _("an array"),
    }
    return known.get(name, name)


def _both_shapes(raised: Raised, cause: Cause) -> list[str] | None:
    if cause.kind == "broadcast":
        return [cause.named["one"], cause.named["other"]]
    if cause.kind == "core" and len(raised.shapes) == 2:
        return [str(tuple(shape)) for shape in raised.shapes]
    return None


def _explanations() -> dict[str, str]:
    return {
        "compared": _("{what} compares {one} with {other}"),
        "operands": _("{what} computes with {one} and {other}"),
        "attribute": _("{what} asks {one} for its `{word}`"),
        "iterated": _("{what} needs a collection, and is given {one}"),
        "called": _("{what} calls {one} as if it were a function"),
        "subscripted": _("{what} takes an element of {one}"),
        "sequence": _("{what} computes with a whole list where one number is needed"),
        "no_number": _("{what} needs a number, and is given {one}"),
        "missing": _("`{function}` expects an argument, `{argument}`, that nobody gives"),
        "too_many": _("`{function}` is given more arguments than it takes"),
        "unknown": _("nothing is called `{name}` here"),
        "unbound": _("`{name}` is read before this function has put anything into it"),
        "hidden": _("`{name}` is read before the function around this one has put anything into it"),
        "core": _("{what} multiplies {one} by {other}"),
        "uneven": _("{what} walks through two lists of different lengths"),
        "beyond": _("{what} asks for an element beyond the end of a list"),
        "no_array": _("one of the two sides of {what} is not an array"),
        "broadcast": _("{what} puts {one} and {other} together"),
        "recursion": _("the function calls itself, again and again, and never comes to an end"),
    }


def _questions() -> dict[str, str]:
    return {
        "operands": _("What is on either side of the operator? Which of the two did you expect to be something else?"),
        "attribute": _("What did you expect there, and where was this object made or handed over?"),
        "iterated": _("What did you expect there: one thing, or a collection of things?"),
        "called": _("What do the parentheses after a name do? Is what stands before them a function?"),
        "subscripted": _("What did you expect before the brackets, and where was it made?"),
        "sequence": _("What does this line need: one element of the list, or all of them, one after the other?"),
        "unknown": _("Is the name spelled as it is where it is defined? Which names does this function know?"),
        "unbound": _("Which assignment makes this name local to this function? Which one did you want to change?"),
        "hidden": _("In which order are the name assigned and the inner function called?"),
        "core": _("Which two sizes meet in the middle of a matrix product, and which shape must the result have?"),
        "uneven": _("How long is each of the two here, and how long should it be?"),
        "beyond": _("How many elements does the list have at this moment, and which index is asked for?"),
        "no_array": _("What is on either side of the operator: arrays, or something that holds one?"),
        "broadcast": _("Which shape should each of the two have here, and why do they differ?"),
        "recursion": _("For which value does the function answer without calling itself? Is that one ever reached?"),
    }
