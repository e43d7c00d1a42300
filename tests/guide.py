"""docs/instructor.md taken apart: what it tells to type, and what it tells to write into which file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.projects import ROOT

GUIDE = ROOT / "docs" / "instructor.md"
FENCE = re.compile(r"```(?P<first>\w+)(?: (?P<second>\S+))?\n(?P<text>.*?)```\n", re.DOTALL)
HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)
COMMAND = re.compile(r"`((?:make|nbgrader|python3?|pip|jupyter|git|source|cd)(?: [^`]+)?)`")


@dataclass(frozen=True)
class Block:
    """A fenced block. `target` is the file that it belongs to; of a command, who types it, "" for the instructor."""

    section: str
    kind: str
    target: str
    text: str

    @property
    def typed(self) -> bool:
        """Whether it is to be typed."""
        return self.kind == "sh"


def blocks(text: str) -> Iterator[Block]:
    """All blocks in their order, each under the last heading above it."""
    headings = list(HEADING.finditer(FENCE.sub(lambda x: " " * len(x[0]), text)))
    for fence in FENCE.finditer(text):
        above = [x["title"] for x in headings if x.start() < fence.start()]
        yield Block(above[-1] if above else "", fence["first"], fence["second"] or "", fence["text"])


def of_section(title: str) -> list[Block]:
    """The blocks of one section of the guide."""
    return [block for block in blocks(GUIDE.read_text(encoding="utf-8")) if block.section == title]


def commands_in_prose(text: str) -> list[str]:
    """What a sentence tells to type."""
    return COMMAND.findall(FENCE.sub("", text))


def links(text: str) -> list[str]:
    """The files of the project that a page leads to."""
    return [x for x in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in x]


def make_lines(text: str) -> list[str]:
    """All calls of make in a page, in blocks and in sentences."""
    return re.findall(r"(?m)(?:^|`)(make [^`#\n]+)", text)


def put(block: Block, project: Path, moved: dict[str, str]) -> None:
    """Do what the guide says with a block for a file: lines at the end of one, or in a stub's place."""
    target, text = block.target, block.text
    for old, new in moved.items():
        target, text = target.replace(old, new), text.replace(old, new)
    path = project / target
    path.parent.mkdir(parents=True, exist_ok=True)
    there = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text((_before(target) if "TODO" in there else there) + text, encoding="utf-8")


def _before(file: str) -> str:
    """A file as it was before `release new` wrote a stub into it."""
    path = ROOT / file
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def looks_like(expected: str, said: str) -> bool:
    """Whether each line of an output in the guide was said, in that order; … stands for anything."""
    lines = [re.escape(line).replace("…", ".*") for line in expected.splitlines() if line != "…"]
    return re.search("(?m)" + r"(?s:.*)".join(f"^{line}$" for line in lines), said) is not None
