"""Two trees of exceptions that never mix.

KitError              the kit is at fault: the run stops, exit status 2, no points are touched
  UsageError          the kit was called wrongly: a path, a name or a file that cannot be used

Shortfall             the student's code fell short of one claim; `outcome` names how
  Failed              a number, an order or a type is not the expected one
  Todo                the stub's NotImplementedError is still there
  Blocked             another exercise has to be right first
  Errored             the code raised, or could not be loaded
  TimedOut            no answer within the time limit
  Crashed             the worker died, or what came back was not an answer
"""

from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from autograder.counterexample import Graph

Outcome = Literal["passed", "failed", "todo", "blocked", "error", "timeout", "crashed"]


class KitError(Exception):
    """The kit cannot judge: nobody loses a point for it."""


class UsageError(KitError):
    """The kit was asked for something that it cannot do; the message is for the person who asked."""


class Shortfall(Exception):
    """The student's code fell short of a claim.

    `message` is the translated text that the student reads, several lines where needed; `where` is the
    place in the student's file (`exercises/value.py:41`) or None; `graph` the counterexample as a graph, or None.
    """

    outcome: ClassVar[Outcome]

    def __init__(self, message: str, where: str | None = None, graph: "Graph | None" = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.graph = graph


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
