"""Sets of values that are walked in the same order in every run, on every machine.

Python walks a set by its elements' hashes, and an object's hash is its address. One program has to have one verdict:
`_prev` is walked in the order of the operands, any other set of values by the number that each value has here.
"""

import gc
import itertools
import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from autograder.sandbox.worker import TEXTS

_NUMBER = "_number_of_this_value"
_FREE: dict[int, list[int]] = {}  # ids by label, of values that are gone
_HELD: dict[int, Any] = {}  # weak references to those that have one
_TURNS = itertools.count(1)
_IN_USE: list[dict[int, int]] = []  # the numbers by address, while values are numbered


class Operands(set[Any]):
    """A set that is walked in the order in which it was made, what was added later last."""

    _as_made = True

    def __init__(self, items: Iterable[Any]) -> None:
        self._order = list(dict.fromkeys(items))
        super().__init__(self._order)

    def __iter__(self) -> Iterator[Any]:
        if not self._as_made:
            kept = [x for x in self._order if x in self]
            self._order, self._as_made = [*kept, *(x for x in set.__iter__(self) if x not in kept)], True
        return iter(self._order)

    @classmethod
    def in_order(cls, order: list[Any], elements: set[Any]) -> "Operands":
        """These elements of a set in this order: it has their hashes, and nobody is asked for one again."""
        made = cls.__new__(cls)
        made._order = order
        set.__init__(made, elements)
        return made

    @property
    def in_turn(self) -> list[Any]:
        """The elements in their order, which nobody changes."""
        return self._order if self._as_made else list(self)

    def __repr__(self) -> str:
        return "{" + ", ".join(map(repr, self)) + "}" if self else "set()"

    def pop(self) -> Any:
        """Remove and return the first element in their order."""
        for element in self:
            self.remove(element)
            return element
        return super().pop()

    def copy(self) -> "Operands":
        """The same elements in the same order."""
        return Operands(self)

    __copy__ = copy


def _changing(name: str) -> Callable[..., Any]:
    """A method of sets that changes one, after which its order has to be found again."""
    change = getattr(set, name)

    def changed(self: Operands, *arguments: Any) -> Any:
        self._as_made = False
        return change(self, *arguments)

    return changed


for _name in ("add", "remove", "discard", "clear", "update", "difference_update", "intersection_update"):
    setattr(Operands, _name, _changing(_name))
for _name in ("symmetric_difference_update", "__ior__", "__iand__", "__isub__", "__ixor__"):
    setattr(Operands, _name, _changing(_name))


def keep_order(node: Any, operands: Sequence[Any]) -> None:
    """Let a node's `_prev`, where it is a plain set, be walked in the order of these operands."""
    try:
        previous = node._prev
        if type(previous) is set:
            kind: Any = type(node)
            itself = kind.__eq__ is object.__eq__  # no two are equal: to know one there is no need to hash it
            order = _order_of(previous, operands) if itself else None
            if order is None:
                known = [x for x in operands if x in previous]
                order = list(dict.fromkeys([*known, *previous.difference(known)]))
            node._prev = Operands.in_order(order, previous)
    except BaseException:  # whatever their class makes of it, it has its own order
        return


def _order_of(elements: set[Any], operands: Sequence[Any]) -> list[Any] | None:
    """Those that are operands, in this order, then the other one; None where there are several others."""
    if len(elements) == 1:
        return [*elements]
    if len(elements) == 2:  # nearly always
        one, other = elements
        for x in operands:
            if x is one:
                return [one, other]
            if x is other:
                return [other, one]
    return None


def number_in_turn(value: Any) -> None:
    """Let values have numbers as their hashes from now on, in the turn in which they are asked for one.

    For graphs that a submission builds itself, where nobody could tell of each value that is made.
    """
    if value.__hash__ is not object.__hash__:  # it is numbered already, or has an order of its own
        return
    numbers = itertools.count()

    def numbered_hash(self: Any) -> int:
        try:
            return self.__dict__[_NUMBER]  # type: ignore[no-any-return]
        except KeyError:
            number = self.__dict__[_NUMBER] = next(numbers)
            return number
        except AttributeError:  # slots: there is no room for a number
            return object.__hash__(self)

    value.__hash__ = numbered_hash


def _id(node: Any, label: int) -> int:
    """An id for a value with this label: one that a value with this label had, if that is gone."""
    free = _FREE.setdefault(label, [])
    known = free[-1] if free else (next(_TURNS) << 32) + label
    try:
        _HELD[known] = weakref.ref(node, lambda _gone: free.append(known))
    except TypeError:  # slots: nobody can tell when it is gone
        return label
    if free:
        free.pop()
    return known


class Numbers:
    """The numbers of values by their addresses, and what `id` says of each where the module asks for it."""

    def __init__(self, labels: Iterator[int], *, ids: bool) -> None:
        self.hashes, self.ids = dict[int, int](), dict[int, int]()
        self._labels, self._with_ids = labels, ids

    def give_all(self, nodes: Sequence[Any]) -> None:
        """The same to several that nothing has put into a set yet."""
        if self._with_ids:
            for node in nodes:
                self.give(node)
        else:
            labels = [*itertools.islice(self._labels, len(nodes))]
            self.hashes |= zip(map(id, nodes[::-1]), labels[::-1], strict=True)  # the first number of a value counts

    def give(self, node: Any) -> None:
        """The next number to a value that was just made, before anything can put it into a set."""
        place, label = id(node), next(self._labels)
        if place not in self.hashes:
            self.hashes[place] = label
            if self._with_ids:
                self.ids[place] = _id(node, label)


def _hash(value: Any) -> int:
    return _IN_USE[-1].get(id(value), 0) if _IN_USE else object.__hash__(value)


@contextmanager
def numbered(module: Any, value: Any, labels: Sequence[int]) -> Iterator[Numbers]:
    """Meanwhile values have numbers as their hashes, and as what `id` says in the module: the labels, in turn.

    As always an id is used again once what had it is gone, and not before: who keeps a root may know it by its id.
    The hash stays afterwards, and is the address again: to change a class each time slows down all that uses it.
    """
    if value.__hash__ is object.__hash__:
        value.__hash__ = _hash
    own_id = "id" not in vars(module) and _names_id(TEXTS.get(module.__name__.rpartition(".")[2], "id"))
    numbers = Numbers(iter(labels), ids=own_id)
    _IN_USE.append(numbers.hashes)
    try:
        if own_id:
            gc.collect(0)  # a function that calls itself holds what it has seen in a cycle
            module.id = lambda x: numbers.ids.get(id(x), id(x))
        yield numbers
    finally:
        _IN_USE.pop()
        if own_id:
            del module.id


@cache
def _names_id(text: str) -> bool:
    """Whether a module can know a value by its id."""
    return re.search(r"\bid\b", text) is not None
