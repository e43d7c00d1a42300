"""The bank of misconceptions as tests take from it."""

from functools import cache

from release.sources.build import build_course
from release.sources.misconceptions import Misconception, exercise_of, patched, read_misconceptions
from release.sources.read import Sources, read_sources
from tests.submissions import ROOT


@cache
def bank() -> tuple[Sources, dict[str, Misconception]]:
    """The reference's sources with the course as students have it, and the entries by id."""
    sources = read_sources(ROOT / "solutions")
    course = build_course(sources)
    entries = {entry.id: entry for entry in read_misconceptions(ROOT / "solutions", course)}
    return Sources(course, sources.texts), entries


def wrong_module(identity: str) -> tuple[str, str]:
    """The name and the text of a module with this mistake."""
    sources, entries = bank()
    return exercise_of(sources, entries[identity]).module, patched(sources, entries[identity])
