"""Programs that strangers wrote without having seen a grader.

`right.toml` keep everything, `wrong.toml` lose points, `orders.toml` depend on the order of a set.

The wrong ones are those that earlier graders let through: a telling value, a size or a second question was missing.
An entry holds only the definitions that differ from the reference; of a class, only the members.
"""

from functools import cache
from pathlib import Path

from release.proof.known_good import Stranger, strangers_of
from tests.submissions import reference

FOLDER = Path(__file__).parent


@cache
def strangers(file: str) -> tuple[Stranger, ...]:
    """The programs of `right`, `wrong` or `orders`, in their order."""
    return strangers_of(FOLDER / f"{file}.toml")


def text_of(stranger: Stranger) -> str:
    """The whole module: the reference's with the stranger's definitions instead."""
    return stranger.text(reference(stranger.module))
