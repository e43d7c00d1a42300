"""What is remembered between two commands, in a hidden folder beside `exercises/`. Losing it loses no work."""

from contextlib import suppress
from pathlib import Path

import msgspec

FOLDER = Path(".autograder")
FILE = FOLDER / "memory.json"


class Memory(msgspec.Struct):
    """`hints` are how many were read of each exercise; `edited` exercises as they were edited, the last one last.

    `texts` are marks of modules and `marks` those of answers (places.py) when they were looked at last. `called` is the
    made-up name under which `watch` shares, and `token` what proves it.
    """

    hints: dict[str, int] = {}
    edited: list[str] = []
    texts: dict[str, str] = {}
    marks: dict[str, str] = {}
    called: str = ""
    token: str = ""


def recall() -> Memory:
    """What was kept; nothing where there is none, or where it is damaged."""
    try:
        return msgspec.json.decode(FILE.read_bytes(), type=Memory)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Memory()


def keep(memory: Memory) -> None:
    """Keep it; where nothing can be written it is forgotten."""
    with suppress(OSError):
        FOLDER.mkdir(exist_ok=True)
        draft = FILE.with_suffix(".new")
        draft.write_bytes(msgspec.json.encode(memory))
        draft.replace(FILE)
