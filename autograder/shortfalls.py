"""What came of a request, as the student reads it, where it came to no answer that could be compared."""

from autograder.course import Exercise
from autograder.errors import Crashed, Errored, Failed, Shortfall, TimedOut, Todo
from autograder.language import _
from autograder.messages import Malformed, Raised


def no_answer() -> Crashed:
    """What came back is not what was asked for: only a worker that lies says so."""
    return Crashed(_("what came back from the module is not an answer"))


def todo(where: str | None) -> Todo:
    """The stub is still there."""
    return Todo(_("to do: replace `raise NotImplementedError` by your code, and delete that line"), where)


def shown(raised: Raised) -> str:
    """An exception in one line."""
    name = raised.type or "Exception"  # the name of a class of their own is withheld where the reference was lent
    return f"{name}: {raised.message}" if raised.message else name


def timed_out(do: str, limit: float) -> TimedOut:
    """No answer within `limit` seconds."""
    if do == "load":
        text = _("no end of the module's own code within {seconds:g} s: is there a loop at the top level?")
    else:
        text = _("no answer within {seconds:g} s: a loop that never ends, or a graph walked 2ⁿ times?")
    return TimedOut(text.format(seconds=limit))


def died(status: int | None) -> Crashed:
    """The worker ended by itself (a negative status is a signal's number)."""
    if status is not None and status < 0:
        return Crashed(_("the program was ended by signal {signal}").format(signal=-status))
    return Crashed(_("the program ended before it answered (exit status {status})").format(status=status))


def returns_nothing(name: str) -> str:
    """What came back is None."""
    return _("`{name}` returns nothing: is there a `return`?").format(name=name)


def malformed_answer(exercise: Exercise, malformed: Malformed, where: str | None) -> Shortfall:
    """An object lacks what every answer has."""
    name, got = malformed.name, malformed.got
    if malformed.what == "name":
        return Errored(_("`{name}` is not defined").format(name=name), where)
    if malformed.what == "attribute":
        return Errored(_("a {got} has no attribute `{name}`").format(got=got, name=name), where)
    if malformed.what in ("result", "tensor", "list") and got == "NoneType":
        return Failed(returns_nothing(name if malformed.what == "list" else exercise.symbol), where)
    if malformed.what == "result":
        return Failed(
            _("`{name}` has to return a Value, and returns: {got}").format(name=exercise.symbol, got=got), where
        )
    if malformed.what == "tensor":
        return Failed(
            _("`{name}` has to return a Tensor, and returns: {got}").format(name=exercise.symbol, got=got), where
        )
    if malformed.what == "list":
        return Failed(_("`{name}` has to return a list, and returns: {got}").format(name=name, got=got), where)
    return Crashed(_("what came back from the module is not an answer"), where)
