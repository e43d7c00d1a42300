"""What is told of a module that cannot be loaded, or of which something was left out."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.judging.feedback.exceptions import shown
from autograder.judging.respondents.places import Frame, Places
from autograder.judging.shortfalls import Errored, newer_python
from autograder.language import _
from autograder.sandbox.messages import Loaded, Raised


@dataclass(frozen=True)
class Unloaded:
    """One module of a submission, by its name and the path of its file; `places` are the lines of all of them."""

    name: str
    path: str
    places: Places

    def undefined(self, symbol: str, loaded: Loaded) -> Errored:
        """A name is not there: a line failed, best the one that would have defined it, or nobody wrote it."""
        skipped = sorted(loaded.skipped, key=lambda x: symbol.partition(".")[0] not in x.names)
        if skipped:
            return self.unloadable(skipped[0].raised)
        return Errored(_("`{symbol}` is not defined in {file}").format(symbol=symbol, file=self.path))

    def unloadable(self, raised: Raised) -> Errored:
        """The outcome of a module whose import raised, with the line that did."""
        told = _("{file} cannot be loaded: {error}").format(file=self.path, error=self._told(raised))
        frame = self._frame(raised)
        line = self.places.line(frame) if frame else ""
        return Errored(f"{told}\n  {line}" if line else told, self._place(raised))

    def _place(self, raised: Raised) -> str | None:
        frame = self._frame(raised)
        return self.places.locate(frame) if frame else None

    def _frame(self, raised: Raised) -> Frame | None:
        return next((x for x in reversed(raised.frames) if x[0] == self.name), None)

    def _told(self, raised: Raised) -> str:
        """An exception in one line; where its line is of a Python that is newer than this one, which one."""
        frame = self._frame(raised)
        needed = newer_python(self.places.line(frame)) if frame and raised.type == "SyntaxError" else None
        if needed is None:
            return shown(raised)
        ours = ".".join(map(str, sys.version_info[:2]))
        return _("{error} (this line needs Python {needed}; the grader runs on {ours})").format(
            error=shown(raised), needed=needed, ours=ours
        )

    def left_out(self, loaded: Loaded, hung: str) -> Iterator[str]:
        """What was left out of a module so that the rest of it could be graded, a line for each; `hung` is why."""
        told = [(self._place(x.raised) or self.path, self._told(x.raised)) for x in loaded.skipped]
        told += [(self.path, hung)] if hung else []
        for where, error in told:
            yield _("{where}: {error}; this was left out").format(where=where, error=error)
