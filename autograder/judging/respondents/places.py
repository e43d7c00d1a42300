"""Where in the student's files an exception comes from, and what stands there."""

from collections.abc import Collection, Mapping
from functools import cached_property
from itertools import zip_longest

from autograder.sandbox.messages import Raised
from autograder.submission import Submission

Frame = tuple[str, int, str]  # module, line, qualified name
LONGEST_LINE = 100  # characters of a student's line that are shown


class Places:
    """The lines of a submission."""

    def __init__(self, submission: Submission, skeletons: Mapping[str, str]) -> None:
        self.submission, self.skeletons = submission, skeletons

    def own_frames(self, raised: Raised, module: str, lent: Collection[str]) -> list[tuple[Frame, str]]:
        """The frames of an exception that are the student's own lines, each with what it was computing.

        `module` is the one under grading: its frames come before its siblings', and these before what was handed out.
        Those that are `lent` are nobody's.
        """
        sources = self.submission.sources
        expressions = raised.expressions[: len(raised.frames)]
        told = [
            (frame, expression)
            for frame, expression in zip_longest(raised.frames, expressions, fillvalue="")
            if isinstance(frame, tuple) and frame[0] in sources and frame[0] not in lent
        ]
        own = [x for x in told if not self._is_given(x[0])]
        return [x for x in own if x[0][0] == module] or own or told[-1:]

    def _is_given(self, frame: Frame) -> bool:
        return self.line(frame) in self._given.get(frame[0], ())

    @cached_property
    def _given(self) -> dict[str, frozenset[str]]:
        """The lines of what was handed out."""
        return {name: frozenset(map(str.strip, text.split("\n"))) for name, text in self.skeletons.items()}

    def line(self, frame: Frame) -> str:
        """The line of the student's file that a frame is at."""
        lines = (self.submission.sources[frame[0]].text or "").split("\n")
        return lines[frame[1] - 1].strip()[:LONGEST_LINE] if 0 < frame[1] <= len(lines) else ""

    def locate(self, frame: Frame) -> str:
        """A frame of the submission as `exercises/value.py:41  Value.__add__`."""
        module, line, symbol = frame
        place = self.submission.sources[module].locate(line)
        return f"{place}  {symbol.removesuffix('.<locals>._backward')}" if symbol not in ("", "<module>") else place
