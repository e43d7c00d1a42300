"""A program as a student would write it: what is used twice has a name, and a long one is cut.

The letters are those of the slides: inputs x, y, z, results in between a, b, the output L.
"""

from collections.abc import Sequence

from autograder.language import _, thousands
from autograder.programs.operations import PRIMITIVES, Operation

SHOWN_OPERATIONS = 12  # a longer program is printed cut: nobody reads it
SHOWN_LENGTH = 100  # characters of one expression
INPUTS, BETWEEN, OUTPUT = "xyzuvwpqrst", "abcdefghijkmn", "L"


def names_of_inputs(count: int) -> list[str]:
    """`x`, `y`, `z`, …"""
    return [_letter(INPUTS, i, "x") for i in range(count)]


def _letter(alphabet: str, i: int, more: str) -> str:
    return alphabet[i] if i < len(alphabet) else f"{more}{i}"


def texts_of(
    names: Sequence[str], operations: Sequence[Operation], uses: Sequence[int], output: str = OUTPUT
) -> tuple[list[str], list[str]]:
    """Every node's name or expression, and the lines `a = x + y`, `L = a * a`: what is used twice has a name."""
    lines, inputs, nodes = list[str](), len(names), len(names) + len(operations)
    texts = [*names]
    between = [x for x in BETWEEN if x not in names]
    for node, operation in enumerate(operations, start=inputs):
        if len(lines) >= SHOWN_OPERATIONS or len(texts[-1]) > SHOWN_LENGTH:
            count = thousands(len(operations))
            return texts + ["…"] * (nodes - len(texts)), [
                *lines,
                _("… ({count} operations)").format(count=count),
            ]
        text = operation_text(operation, texts)
        if uses[node] > 1 or node == nodes - 1:
            name = output if node == nodes - 1 else _letter("".join(between), len(lines), "a")
            lines.append(f"{name} = {text}")
            text = name
        elif PRIMITIVES[operation.op].operator:
            text = f"({text})"
        texts.append(text)
    return texts, lines


def operation_text(operation: Operation, texts: Sequence[str]) -> str:
    """`x + y` or `relu(x)`, of operands as they are written."""
    shown = [texts[x] if isinstance(x, int) else f"{x:g}" for x in operation.operands]
    if PRIMITIVES[operation.op].operator:
        return f" {operation.op} ".join(shown)
    arguments = ", ".join(shown)
    return f"{operation.op}{arguments}" if arguments.startswith("(") else f"{operation.op}({arguments})"
