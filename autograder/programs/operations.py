"""The operations that programs are made of: a table. A new one is a row, and nothing else in the kit names it.

Nobody writes a derivative: truth is central differences of `function`, and a local derivative its complex step.
"""

import cmath
import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

COMPLEX_STEP = 2.0**-300  # so small that its square is nothing: no difference is taken, nothing lost to rounding
NUDGE = COMPLEX_STEP * 1j
Operand = int | float  # the index of a node, or a constant


class Operation(NamedTuple):
    """One step of a program. `op` is a symbol of the table; an operand is a node (an int) or a constant (a float)."""

    op: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True)
class Primitive:
    """A row of the table.

    `symbol` is how programs name it, `function` what it computes on floats, complex numbers, numpy arrays and
    decimals alike, analytic but at its kinks. `operator` is Python's own name where it has one ("add": written
    between its operands, asked of a student's class as `operator.add`); any other is a function of the student's
    module of the same name, written `symbol(x)`. `sign` stands for it in pictures. `kinks` holds the slopes on the
    left and on the right of each point without a derivative, `domain` is where an operand has to be for the
    derivative to show, and `degree` that of the result as a polynomial in its operands: what has more than one is
    drawn with care. `plain` is the path of what a worker calls for it on plain numbers, and the constants that it takes
    beside them, where it is none of Python's operators. `rounds` says that a result is no finite decimal even where its
    operands are; the function then computes as many digits as the context has.
    """

    symbol: str
    function: Callable[..., Any]
    arity: int = 1
    operator: str = ""
    sign: str = ""
    kinks: Mapping[float, tuple[float, float]] = field(default_factory=dict)
    domain: tuple[float, float] = (-math.inf, math.inf)
    degree: int = 1
    rounds: bool = False
    plain: tuple[Any, ...] = ()

    def takes(self, *operands: float) -> bool:
        """Whether each operand is where the derivative shows."""
        low, high = self.domain
        return all(low < x < high for x in operands)

    def slopes(self, *operands: Any) -> tuple[Any, ...]:
        """d result / d operand for each operand, of arrays entry by entry: Im f(x + ih) / h (Squire & Trapp 1998).

        Exact to rounding; at a kink it is the slope on the left.
        """
        if len(operands) == 1:
            return (self.function(operands[0] + NUDGE).imag / COMPLEX_STEP,)
        a, b = operands  # no operation has more, and this is asked thousands of times
        return self.function(a + NUDGE, b).imag / COMPLEX_STEP, self.function(a, b + NUDGE).imag / COMPLEX_STEP

    @property
    def path(self) -> str:
        """What a worker calls for it on a student's values."""
        return f"operator.{self.operator}" if self.operator else f"exercises.{self.symbol}.{self.symbol}"


def _elementary(name: str, of_decimal: Callable[[Decimal], Decimal]) -> Callable[[Any], Any]:
    """`exp` and its like, of the library that knows the operand; decimals know little more than `exp`."""

    def function(x: Any) -> Any:
        if isinstance(x, Decimal):
            return of_decimal(x)
        library = np if isinstance(x, np.ndarray) else cmath if isinstance(x, complex) else math
        return getattr(library, name)(x)

    return function


_exp, _log = _elementary("exp", Decimal.exp), _elementary("log", Decimal.ln)


def _softplus(x: Any) -> Any:
    """log(1 + eˣ)."""
    return _log(1 + _exp(x))


def _rectified(x: Any) -> Any:
    """max(0, x), on the side of the real part."""
    if isinstance(x, np.ndarray):
        return np.where(x.real <= 0.0, 0.0, x)
    return x - x if x.real <= 0.0 else x


TABLE = (
    Primitive("+", operator.add, arity=2, operator="add", sign="+"),
    Primitive("*", operator.mul, arity=2, operator="mul", sign="×", degree=2),
    Primitive("relu", _rectified, kinks={0.0: (0.0, 1.0)}, plain=("builtins.max", 0.0)),
    Primitive("exp", _exp, domain=(-3.0, 2.0), rounds=True),
    Primitive("tanh", _elementary("tanh", lambda x: 1 - 2 / ((2 * x).exp() + 1)), domain=(-2.0, 2.0), rounds=True),
    Primitive("softplus", _softplus, domain=(-3.0, 3.0), rounds=True),
)
PRIMITIVES: Mapping[str, Primitive] = {row.symbol: row for row in TABLE}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {row.symbol: row.function for row in TABLE}
SYMBOLS: Mapping[str, str] = {row.operator: row.symbol for row in TABLE if row.operator}  # by Python's own name
OPERATORS = "".join(SYMBOLS.values())


def called(operations: Iterable[Operation]) -> list[tuple[str, tuple[Operand, ...]]]:
    """Operations as a worker does all of them: each with what is called for it."""
    return [(PRIMITIVES[op].path, operands) for op, operands in operations]


def called_on_floats(operations: Iterable[Operation]) -> list[tuple[str, tuple[Operand, ...]]]:
    """The same on plain numbers. Raises KeyError for an operation of which it is not known what is called."""
    rows = [(PRIMITIVES[op], operands) for op, operands in operations]
    if unknown := [row.symbol for row, _operands in rows if not (row.operator or row.plain)]:
        raise KeyError(unknown[0])
    return [
        (row.plain[0], (*operands, *row.plain[1:])) if row.plain else (row.path, operands) for row, operands in rows
    ]


def symbols(text: str) -> tuple[str, ...]:
    """The operations that a text lists: "+*" or "+* relu". Raises KeyError for one that is not in the table."""
    return tuple(PRIMITIVES[symbol].symbol for symbol in re.findall(r"\w+|[^\w\s]", text))
