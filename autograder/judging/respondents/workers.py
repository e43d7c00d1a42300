"""A submission that answers from worker processes, and what went wrong there as the student's outcomes.

Here a worker's answer becomes the student's outcome, so the rules of who pays for what stand here: a module that
cannot be loaded fails all of its exercises at once; a hang or a crash costs the exercise that asked, not the module.
"""

from typing import Any, TypeVar

from autograder.course import Exercise
from autograder.judging.feedback.exceptions import explained, question_of, shown
from autograder.judging.respondents.modules import Modules
from autograder.judging.respondents.places import Frame
from autograder.judging.shortfalls import Blocked, Errored, Shortfall, malformed_answer, todo
from autograder.language import _
from autograder.sandbox.messages import Answer, Loaded, Raised

T = TypeVar("T")


class Workers:
    """Ask a submission's modules; every failure of theirs comes back as a Shortfall."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules

    def load(self, module: str) -> Loaded:
        """What is known of a module once it is imported. Raises the Shortfall of a module that cannot be."""
        return self.modules[module].load()

    def ask(self, exercise: Exercise, do: str, kind: type[T], **fields: Any) -> T:
        """A probe's answer. Raises a Shortfall when there is none."""
        answer = self.modules[exercise.module].ask(exercise, do, kind, fields)
        if isinstance(answer, Answer):
            raise self.explain(exercise, answer)
        return answer

    def probe(self, exercise: Exercise, do: str, kind: type[T], **fields: Any) -> T | Answer:
        """A probe's answer or its failure as it came: see Respondent."""
        return self.modules[exercise.module].probe(do, kind, fields)

    def where(self, exercise: Exercise) -> str | None:
        """Where the exercise's function stands in the student's file."""
        line = self.load(exercise.module).places.get(exercise.symbol)
        return f"{self.modules.submission.sources[exercise.module].locate(line)}  {exercise.symbol}" if line else None

    def explain(self, exercise: Exercise, answer: Answer) -> Shortfall:
        """The outcome of an answer that is a failure."""
        if answer.malformed:
            return malformed_answer(exercise, answer.malformed, self.where(exercise))
        assert answer.raised
        return self.explain_raised(exercise, answer.raised)

    def explain_raised(self, exercise: Exercise, raised: Raised) -> Shortfall:
        """An exception of the submission: a stub that is still there, here or in a sibling, or an error."""
        places, lent = self.modules.places, self.modules[exercise.module].lent
        frames = places.own_frames(raised, exercise.module, lent)
        where = places.locate(frames[-1][0]) if frames else None
        if raised.type == "NotImplementedError" and raised.frames:
            module, _line, symbol = raised.frames[-1]
            stub = self._exercise_of(module, symbol)
            if stub is None or stub.name == exercise.name:
                return todo(where)
            return Blocked(_("waits for {exercise}").format(exercise=stub.name), where)
        told = [shown(raised)]
        if frames and not lent:  # where it is lent, what a line says may be made of it
            lines = list(dict.fromkeys(self._quoted(frame) for frame, _expression in frames))
            told += [*lines[-2:-1], f"  {places.line(frames[-1][0])}"]
        told.append(explained(raised, frames[-1][1] if frames else ""))
        return Errored("\n".join(filter(None, told)), where or self.where(exercise), question=question_of(raised))

    def _quoted(self, frame: Frame) -> str:
        text = _("called from {place}: {line}")
        place = self.modules.places.locate(frame).partition("  ")[0]
        return text.format(place=place, line=self.modules.places.line(frame))

    def close(self) -> None:
        """End all workers."""
        self.modules.close()

    def output(self, module: str) -> str:
        """What a module printed."""
        return self.modules[module].output

    def _exercise_of(self, module: str, symbol: str) -> Exercise | None:
        for exercise in self.modules.course.exercises:
            if exercise.module == module and (symbol + ".").startswith(tuple(f"{x}." for x in exercise.symbols)):
                return exercise
        return None
