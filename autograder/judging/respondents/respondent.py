"""Who answers for a submission: a check asks here, and knows nothing of processes.

`Workers` of workers.py answers from worker processes; whatever else keeps this promise is as good a transport.
"""

from typing import Any, Protocol, TypeVar

from autograder.course import Exercise
from autograder.judging.shortfalls import Shortfall
from autograder.sandbox.messages import Answer

T = TypeVar("T")


class Respondent(Protocol):
    """A submission as the checks see it."""

    def ask(self, exercise: Exercise, do: str, kind: type[T], **fields: Any) -> T:
        """A probe's answer. Raises a Shortfall when there is none."""

    def probe(self, exercise: Exercise, do: str, kind: type[T], **fields: Any) -> T | Answer:
        """A probe's answer or its failure as it came; asked even of an exercise that cost a worker its life.

        Raises the Shortfall of a module that cannot be loaded, or that hangs or dies again.
        """

    def explain(self, exercise: Exercise, answer: Answer) -> Shortfall:
        """The outcome of an answer that is a failure."""

    def where(self, exercise: Exercise) -> str | None:
        """Where the exercise's function stands in the student's file."""
