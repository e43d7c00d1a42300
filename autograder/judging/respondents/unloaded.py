"""What is told of a module that cannot be loaded, or of which something was left out."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.judging.feedback.exceptions import shown
from autograder.judging.respondents.places import Places
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
        """The outcome of a module whose import raised."""
        told = _("{file} cannot be loaded: {error}").format(file=self.path, error=self._told(raised))
        return Errored(told, self._place(raised))

    def _place(self, raised: Raised) -> str | None:
        frames = [x for x in raised.frames if x[0] == self.name]
        return self.places.locate(frames[-1]) if frames else None

    def _told(self, raised: Raised) -> str:
        """An exception in one line; where its line is of a Python that is newer than this one, which one."""
        lines = (self.places.submission.sources[self.name].text or "").split("\n")
        number = raised.frames[-1][1] if raised.frames else 0
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        needed = newer_python(line) if raised.type == "SyntaxError" else None
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
