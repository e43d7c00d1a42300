"""The playground in a Web Worker: a network of the student's own, trained by their own `train`, slice of time by slice.

What a request gets back are plain numbers, as everywhere; like worker.py, it imports nothing else of the kit.
"""

import time
from collections.abc import Sequence
from typing import Any

from autograder.sandbox.worker import Malformed, World, attribute, number

Rows = Sequence[Sequence[float]]


class Playground(World):
    """A World that can also be asked to begin a network, and to let it learn."""

    def __init__(self) -> None:
        super().__init__()
        self._model: Any = None
        self._examples: tuple[Rows, Rows] = ([], [])

    def probe(self, name: str) -> Any:
        """The playground's own before those of the kit."""
        return {"begin": self._begin, "learn": self._learn}.get(name) or super().probe(name)

    def _begin(self, module: Any, sizes: list[int], seed: int, inputs: Rows, targets: Rows) -> dict[str, Any]:
        """A new network, and what it has to learn."""
        self._model, self._examples = _named(module, "MLP")(sizes, seed), (inputs, targets)
        return self._seen([])

    def _learn(self, module: Any, rate: float, most: int, seconds: float) -> dict[str, Any]:
        """So many steps on all examples, or as many as begin within so many seconds; one at least."""
        train, end = _named(module, "train"), time.monotonic() + seconds
        losses = list[float | str]()
        while not losses or (len(losses) < most and time.monotonic() < end):
            inputs, targets = ([list(row) for row in rows] for rows in self._examples)
            losses += [number(loss) for loss in train(self._model, inputs, targets, 1, rate)][:1] or ["nan"]
        return self._seen(losses)

    def _seen(self, losses: list[float | str]) -> dict[str, Any]:
        """The loss of each step, all weights and biases, and what the network answers to each example."""
        parameters = [number(attribute(x, "data")) for x in attribute(self._model, "parameters")()]
        answers = [[number(attribute(o, "data")) for o in self._model(list(x))][:1] for x in self._examples[0]]
        return {"losses": losses, "parameters": parameters, "answers": [x for row in answers for x in row]}


def _named(module: Any, name: str) -> Any:
    found = getattr(module, name, None)
    if not callable(found):
        raise Malformed("name", name, found)
    return found
