"""How a submission can fall short of a claim, and how the student reads it where no answer could be compared.

Shortfall             the student's code fell short of one claim; `outcome` names how
  Failed              a number, an order or a type is not the expected one
  Todo                the stub's NotImplementedError is still there
  Blocked             another exercise has to be right first
  Errored             the code raised, or could not be loaded
  TimedOut            no answer within the time limit
  Crashed             the worker died, or what came back was not an answer
"""

import builtins
import re
import sys
from typing import ClassVar

from autograder.course import Exercise
from autograder.language import _, decimal
from autograder.report import Graph, Outcome
from autograder.sandbox.messages import Malformed

# What each version of Python was the first to read, as far as one line shows it.
_SYNTAX = (
    ((3, 14), re.compile(r"""^\s*except\s+[\w.]+\s*,\s*[\w.]+[^()]*:|\bt["']""")),
    ((3, 13), re.compile(r"^\s*(?:async\s+def|def|class)\s+\w+\s*\[[^\]]*=|^\s*type\s+\w+\s*\[[^\]]*=.*\]\s*=")),
    ((3, 12), re.compile(r"^\s*(?:async\s+def|def|class)\s+\w+\s*\[|^\s*type\s+\w+\s*(?:\[.*\])?\s*=")),
    ((3, 12), re.compile(r"""\b[rR]?[fF][rR]?(["']).*\{[^{}]*(?:\1|\\)[^{}]*\}""")),
)


class Shortfall(Exception):
    """The student's code fell short of a claim.

    `message` is the translated text that the student reads, several lines where needed; `where` is the
    place in the student's file (`exercises/value.py:41`) or None; `graph` the counterexample as a graph, or None;
    `question` what to think about next, where this very shortfall has a question of its own; `replay` the lines that
    meet it again, where a case was asked.
    """

    outcome: ClassVar[Outcome]
    replay: str = ""

    def __init__(
        self, message: str, where: str | None = None, graph: Graph | None = None, *, question: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.graph = graph
        self.question = question


class Failed(Shortfall):
    outcome = "failed"


class Todo(Shortfall):
    outcome = "todo"


class Blocked(Shortfall):
    outcome = "blocked"


class Errored(Shortfall):
    outcome = "error"


class TimedOut(Shortfall):
    outcome = "timeout"


class Crashed(Shortfall):
    outcome = "crashed"


def no_answer(where: str | None = None) -> Crashed:
    """What came back is not what was asked for: only a worker that lies says so."""
    return Crashed(_("what came back from the module is not an answer"), where)


def todo(where: str | None) -> Todo:
    """The stub is still there."""
    return Todo(_("to do: replace `raise NotImplementedError` with your code, and delete that line"), where)


def unwritten() -> Todo:
    """The claim asks nothing: an exercise that is being added."""
    return Todo(_("this check asks nothing yet"))


def newer_python(line: str) -> str | None:
    """The version of Python ("3.12") that reads this line and that this one is older than, or None."""
    for version, pattern in _SYNTAX:
        if sys.version_info[:2] < version and pattern.search(line):
            return ".".join(map(str, version))
    return None


def timed_out(do: str, limit: float) -> TimedOut:
    """No answer within `limit` seconds, of which one figure is told: 1.9 are two."""
    if do == "load":
        text = _("the module's own code does not end within {seconds} s: is there a loop at the top level?")
    else:
        text = _("no answer within {seconds} s: a loop that never ends, or a graph walked 2ⁿ times?")
    return TimedOut(text.format(seconds=decimal(f"{float(f'{limit:.1g}'):g}")))


def died(status: int | None) -> Crashed:
    """The worker ended by itself (a negative status is a signal's number)."""
    if status is not None and status < 0:
        return Crashed(_("the program was stopped by signal {signal}").format(signal=-status))
    return Crashed(_("the program ended before it answered (exit status {status})").format(status=status))


def returns_nothing(name: str) -> str:
    """What came back is None."""
    return _("`{name}` returns nothing: is there a `return`?").format(name=name)


def question_of_nothing() -> str:
    """What to think about when None came back."""
    return _("What does a function that ends without `return` return? How is yours indented?")


def malformed_answer(exercise: Exercise, malformed: Malformed, where: str | None) -> Shortfall:
    """An object lacks what every answer has."""
    name, got = malformed.name, malformed.got
    if malformed.what == "name":
        return Errored(_("`{name}` is not defined").format(name=name), where)
    if malformed.what == "attribute":
        question = _("What gives a {got} its `{name}`, and is it done for each one that is made?")
        if hasattr(builtins, got) or got == "NoneType":
            question = _("What did you expect there, and where was this object made or handed over?")
        return Errored(
            _("a {got} has no attribute `{name}`").format(got=got, name=name),
            where,
            question=question.format(got=got, name=name),
        )
    if malformed.what == "closure":
        text = _("the result of `{name}` has a `_backward` that is not a function, but: {got}")
        question = _("Which of the two can be called later: a function, or what calling it returned?")
        return Failed(text.format(name=exercise.symbol, got=got), where, question=question)
    if malformed.what in ("result", "tensor", "list", "expression") and got == "NoneType":
        text = returns_nothing(name if malformed.what in ("list", "expression") else exercise.symbol)
        return Failed(text, where, question=question_of_nothing())
    if malformed.what in ("result", "tensor"):
        kind = "Value" if malformed.what == "result" else "Tensor"
        text = _("`{name}` has to return a {kind}, and returns: {got}")
        question = _("Can what is returned keep a gradient, and remember the operands that it came from?")
        return Failed(text.format(name=exercise.symbol, kind=kind, got=got), where, question=question)
    if malformed.what == "list":
        text = _("`{name}` has to return a list, and returns: {got}").format(name=name, got=got)
        return Failed(text, where, question=_question_of_no_list(got))
    if malformed.what in ("operand", "operator", "expression"):
        return _no_expression(malformed, where)
    return no_answer(where)


def _question_of_no_list(got: str) -> str:
    if got in ("set", "frozenset"):
        return _("In which order do the elements of a set come? Could it be walked through backwards?")
    if got == "generator":
        return _("A generator gives its values once, forwards: how do its values become a list?")
    return _("What is returned here, and where is the list?")


def _no_expression(malformed: Malformed, where: str | None) -> Failed:
    """What is computed is no expression of the two inputs."""
    if malformed.what == "operator":
        text = _("an expression is made of x, y, +, * and relu alone: no other operation can stand here")
        return Failed(text, where, question=_("What do you want to see in the graph, and does it take this operation?"))
    text = _("an expression is made of x, y, +, * and relu alone")
    if malformed.got:  # not told where the reference is lent
        text = _("an expression is made of x, y, +, * and relu alone; what stands here is: {got}").format(
            got=malformed.got
        )
    return Failed(text, where, question=_("Which of your two inputs could stand there instead?"))
