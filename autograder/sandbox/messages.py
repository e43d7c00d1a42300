"""What a worker may answer: typed records, and nothing is trusted beyond its type.

A submission can write what it likes into its worker's pipe, so every size has a limit here too, and text is made
printable. A `Number` is a plain float, or a name where there is no finite one: "nan", "inf", "-inf", or a type's name.
"""

import math
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta
from msgspec.structs import force_setattr

from autograder.language import on_one_line, printable
from autograder.report import Name, Number

Caller = Annotated[int, Meta(ge=-2, le=1 << 10)]
Count = Annotated[int, Meta(ge=-1, le=1 << 31)]
Shape = Annotated[tuple[Count, ...], Meta(max_length=8)]
T = TypeVar("T")

TEXT = 300  # characters of an exception's text
FRAMES = 4


class Raised(msgspec.Struct, frozen=True):
    """An exception of the submission: its own frames as (module, line, qualified name), innermost last.

    `expressions` are what each frame was computing, as it is written; `shapes` those of the two operands of the last.
    """

    type: str
    message: str
    frames: tuple[tuple[str, Count, str], ...]
    expressions: tuple[str, ...] = ()
    shapes: Annotated[tuple[Shape, ...], Meta(max_length=2)] = ()

    def __post_init__(self) -> None:
        force_setattr(self, "type", on_one_line(self.type, 100))
        force_setattr(self, "message", printable(self.message, TEXT))
        frames = [(module, line, on_one_line(symbol, 200)) for module, line, symbol in self.frames[-FRAMES:]]
        force_setattr(self, "frames", tuple(frames))
        force_setattr(self, "expressions", tuple(on_one_line(x, 200) for x in self.expressions[-FRAMES:]))


class Malformed(msgspec.Struct, frozen=True):
    """An object without what every answer has: `what` is "name", "attribute", "result", "list" …"""

    what: str
    name: Name
    got: Name


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Any answer may be a failure instead: at most one of the two is there."""

    raised: Raised | None = None
    malformed: Malformed | None = None


class Reply(Answer, Generic[T], frozen=True, kw_only=True):
    """One frame: the answer to the request of the same number."""

    seq: int
    ok: T | None = None


class Skipped(msgspec.Struct, frozen=True):
    """A statement of the module itself that failed and was left out; `names` are what it would have defined."""

    raised: Raised
    names: Annotated[tuple[Name, ...], Meta(max_length=8)] = ()


class Loaded(msgspec.Struct, frozen=True):
    """`places`: the line of each symbol, None where there is none; `usable`: whether siblings can rely on it."""

    places: dict[str, Count | None]
    usable: bool
    skipped: Annotated[tuple[Skipped, ...], Meta(max_length=8)] = ()


class Replay(Answer, frozen=True, kw_only=True):
    """One number for each node; `after` only where the data changed; `calls` for each operation's closure.

    `again` are the gradients of a second walk over the same graph, where one was asked for; `kept` says whether they
    were still there after the walk over another graph. `steps`, where they were asked for, are the gradients after each
    call of a closure, with the node that it belongs to: -1 at the start, -2 at the end.
    """

    data: tuple[Number, ...] = ()
    gradients: tuple[Number, ...] = ()
    after: tuple[Number, ...] | None = None
    calls: tuple[Count, ...] = ()
    again: tuple[Number, ...] | None = None
    kept: bool = True
    steps: Annotated[tuple[tuple[Caller, tuple[Number, ...]], ...], Meta(max_length=60)] = ()

    def fits(self, nodes: int, operations: int) -> bool:
        """Whether it has a number for each node, unless it is a failure."""
        if self.raised or self.malformed:
            return True
        lists = (self.data, self.gradients, *(x for x in (self.after, self.again) if x is not None))
        lengths = {len(x) for x in (*lists, *(held for _caller, held in self.steps))}
        return lengths == {nodes} and len(self.calls) in (0, operations) and all(x < nodes for x, _held in self.steps)


class Remembered(Answer, frozen=True, kw_only=True):
    """The operands of a root, as node numbers; -1 is a value that is no node."""

    operands: Annotated[tuple[Count, ...], Meta(max_length=100)] = ()


class Order(Answer, frozen=True, kw_only=True):
    """The labels of the values in the order in which they were listed; -1 is a value that is no node.

    `again` are those of a second time, `listed` whether it is a list, `unchanged` whether the graph is as it was.
    """

    labels: tuple[Count, ...] = ()
    again: tuple[Count, ...] = ()
    listed: bool = True
    unchanged: bool = True


class Returned(Answer, frozen=True, kw_only=True):
    """What a function returned, as a shape and its numbers; how many forward passes it asked for.

    `unchanged` are the arguments; `steady` is an answer that is the same after other calls, and when asked once more.
    """

    shape: Shape = ()
    data: tuple[Number, ...] = ()
    forwards: Count = 0
    unchanged: bool = True
    steady: bool = True

    def fits(self) -> bool:
        """Whether there are as many numbers as the shape says."""
        return min(self.shape, default=0) >= 0 and math.prod(self.shape) == len(self.data)


class Written(Answer, frozen=True, kw_only=True):
    """An expression: how many operations it has, and the first of them, by numbers, with their operands."""

    count: Count = 0
    operations: Annotated[tuple[tuple[Count, tuple[Count, ...]], ...], Meta(max_length=8)] = ()


class Matrix(msgspec.Struct, frozen=True):
    """An array as its shape and its numbers."""

    shape: Shape
    data: tuple[Number, ...]

    def fits(self) -> bool:
        """Whether there are as many numbers as the shape says."""
        return min(self.shape, default=0) >= 0 and math.prod(self.shape) == len(self.data)


class TensorReplay(Answer, frozen=True, kw_only=True):
    """One array for each node; `after` only where the data changed; the operands that each result remembers.

    Operands are node numbers; -1 is a tensor that is no node. `again` are the gradients of a second walk.
    """

    data: tuple[Matrix, ...] = ()
    gradients: tuple[Matrix, ...] = ()
    after: tuple[Matrix, ...] | None = None
    operands: tuple[tuple[Count, ...], ...] = ()
    again: tuple[Matrix, ...] | None = None

    def fits(self, nodes: int) -> bool:
        """Whether it has an array for each node."""
        lists = [self.data, self.gradients, *(x for x in (self.after, self.again) if x is not None)]
        return all(len(x) == nodes and all(matrix.fits() for matrix in x) for x in lists)


class Structure(Answer, frozen=True, kw_only=True):
    """A network: how many weights each neuron of each layer has, and where each parameter is met first."""

    widths: tuple[tuple[Count, ...], ...] = ()
    first: tuple[Count, ...] = ()


class Listed(Structure, frozen=True, kw_only=True):
    """How often each parameter is in `parameters()`, how many others are there, and whether two neurons start alike."""

    alike: bool = False
    counts: tuple[Count, ...] = ()
    strangers: Count = 0

    def fits(self, parameters: int) -> bool:
        """Whether it has a number for each parameter."""
        return len(self.first) == len(self.counts) == parameters


class Network(Structure, frozen=True, kw_only=True):
    """What a network answers to each point of a batch, and the gradient of each parameter.

    `received` are the gradients of the inputs, where they are values; `unchanged` are the lists of inputs.
    """

    outputs: tuple[tuple[Number, ...], ...] = ()
    gradients: tuple[Number, ...] = ()
    received: tuple[tuple[Number, ...], ...] = ()
    unchanged: bool = True

    def fits(self, parameters: int, points: int) -> bool:
        """Whether it has a number for each parameter and an answer to each point."""
        return len(self.first) == len(self.gradients) == parameters and len(self.outputs) == points


class Trained(Answer, frozen=True, kw_only=True):
    """What `train` returned, the parameters after it, and whether the examples are as they were."""

    unchanged: bool = True
    losses: Matrix = Matrix((0,), ())
    parameters: tuple[Number, ...] = ()

    def fits(self, parameters: int) -> bool:
        """Whether it has a number for each parameter."""
        return len(self.parameters) == parameters and self.losses.fits()
