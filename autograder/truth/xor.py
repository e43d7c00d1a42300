"""Two hidden neurons that solve XOR: what any choice of weights answers, and where it is wrong."""

from collections.abc import Iterator, Sequence
from math import isfinite

SIGNS = {(0, 0): -1, (0, 1): 1, (1, 0): 1, (1, 1): -1}


def output(rows: Sequence[Sequence[float]], x: float, y: float) -> float:
    """What the third row answers to the two neurons of the first two; each row is two weights and a bias."""
    first, second = (max(0.0, u * x + v * y + b) for u, v, b in rows[:2])
    v1, v2, c = rows[2]
    return v1 * first + v2 * second + c


class Separates:
    """A call's result of shape (3, 3) has to put XOR's points on their sides; 0 counts as positive, as in `neuron`."""

    shape = (3, 3)

    def wrong(self, data: Sequence[float | str]) -> Iterator[tuple[str, str, float | str]]:
        """The points that are on the wrong side: the output's name, what it has to be, what it is."""
        numbers = [x for x in data if isinstance(x, (int, float)) and isfinite(x)]
        if len(numbers) < len(data):
            yield "o", "±1", "nan"
            return
        rows = [numbers[i : i + 3] for i in range(0, 9, 3)]
        for (x, y), sign in SIGNS.items():
            if (output(rows, x, y) >= 0) != (sign > 0):
                yield f"o({x}, {y})", side(sign), output(rows, x, y)


def side(sign: int) -> str:
    """What an output of this sign has to be."""
    return "≥ 0" if sign > 0 else "< 0"
