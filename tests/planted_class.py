"""A class of which it is known who makes which mistake: kits whose authors write otherwise and are wrong alike."""

import ast
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from release.proof.known_good import Stranger
from tests.bank import bank, wrong_module
from tests.strangers import strangers
from tests.submissions import ROOT, reference, skeleton, write

NAMED = (
    *("add.replaced_in_both", "mul.like_a_sum", "mul.own_data", "relu.inverted", "topological_sort.reversed"),
    *("backward.without_seed", "matmul.without_transposes", "central_difference.forward"),
)
UNNAMED = ("mul_orone", "relu_clip6", "neuron__rounded", "central_difference__rounded")
MODULES = tuple(sorted(path.stem for path in (ROOT / "solutions").glob("*.py") if path.stem != "__init__"))
LOCALS = ("out", "order", "visited", "slopes")  # what each author calls otherwise: locals of the reference
NOISE = ("", "# fini !", "ESSAI = 3", "# à revoir avec le prof\nprint('ok')")


@dataclass(frozen=True)
class Mistake:
    """A module with one mistake in one exercise."""

    name: str
    exercise: str
    module: str
    text: str


def mistakes() -> list[Mistake]:
    """The twelve that the class makes: eight of the bank, and four that no entry is like."""
    entries = bank()[1]
    found = [Mistake(x, x.partition(".")[0], *wrong_module(x)) for x in NAMED if x in entries]
    by_name = {x.name: x for x in strangers("wrong")}
    return found + [Mistake(x, by_name[x].exercise, by_name[x].module, _whole(by_name[x])) for x in UNNAMED]


def _whole(one: Stranger) -> str:
    return one.text(reference(one.module))


def plant(folder: Path, count: int, seed: int = 0) -> Mapping[str, Mistake]:
    """A kit for each of `count` students, as a folder; the mistake that each of them makes, by student."""
    chance, planted, made = random.Random(seed), {}, mistakes()
    for number in range(count):
        student = f"student-{number:04}"
        mistake = made[number % len(made)]
        texts = {name: reference(name) if chance.random() < 0.7 else skeleton(name) for name in MODULES}
        for needed in ("value",) if mistake.module != "value" else ():
            texts[needed] = reference(needed)
        texts[mistake.module] = mistake.text
        write(folder / student / "exercises", {name: _by_another(text, chance) for name, text in texts.items()})
        planted[student] = mistake
    return planted


def _by_another(text: str, chance: random.Random) -> str:
    """The same program as somebody else writes it: other names, no comments, something below it."""
    tree = ast.parse(text)
    names = {name: f"{name}_{chance.randrange(100)}" for name in LOCALS if chance.random() < 0.5}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            node.id = names[node.id]
        elif isinstance(node, ast.arg) and node.arg in names:
            node.arg = names[node.arg]
    return f"{ast.unparse(tree)}\n\n\n{chance.choice(NOISE)}\n"
