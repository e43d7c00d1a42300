"""What surrounds right code and is not there while it is graded: packages, a notebook's names, a keyboard.

A package that is absent becomes a placeholder: it can be called, subclassed, compared and computed with, and does
nothing. Standard library only.
"""

import builtins
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any

from autograder.sandbox.worker import module_of

PATIENCE = 1_000  # how often a placeholder is true: a loop that waits for one to change ends then
ANSWER = "1"  # to whatever input() asks
IMPORTING = ("<frozen importlib", "importlib/__init__.py", "importlib\\__init__.py")


class Stranger:
    """What a class inherits from where its base is a placeholder: any arguments, any attribute."""

    def __init__(self, *_args: object, **_kwargs: object) -> None:
        """Whatever the absent class would have kept, this one forgets."""

    def __init_subclass__(cls, **_kwargs: object) -> None:
        """A metaclass's options are forgotten too."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder(name)

    def __call__(self, *_args: object, **_kwargs: object) -> Any:
        return Placeholder("result")


class Placeholder(types.ModuleType):
    """A module, and anything in it, that accepts whatever is done with it and does nothing."""

    _asked = 0

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: object, **kwargs: object) -> Any:
        [*rest, last] = args or (None,)
        decorates = isinstance(last, (types.FunctionType, type)) and not rest and not kwargs
        return last if decorates else self

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return (Stranger,) if sum(isinstance(base, Placeholder) for base in bases) == 1 else ()

    def __bool__(self) -> bool:
        Placeholder._asked += 1
        return Placeholder._asked <= PATIENCE

    def __iter__(self) -> Iterator["Placeholder"]:
        return iter((self, self))  # `figure, axes = plt.subplots()`

    def __next__(self) -> "Placeholder":
        return self

    def __len__(self) -> int:
        return 2

    def __enter__(self) -> "Placeholder":
        return self

    def __exit__(self, *_args: object) -> None:
        return None

    def __format__(self, _spec: str) -> str:
        return ""

    def __contains__(self, _item: object) -> bool:
        return True

    def __setitem__(self, _key: object, _value: object) -> None:
        return None

    def __float__(self) -> float:
        return 0.0

    def __int__(self) -> int:
        return 0

    __index__ = __int__
    __hash__ = object.__hash__


def _itself(self: Placeholder, *_args: object) -> Placeholder:
    return self


_OPERATORS = "add sub mul matmul truediv floordiv mod pow and or xor lshift rshift"
for _name in (
    *("getitem", "eq", "ne", "lt", "le", "gt", "ge", "neg", "pos", "abs", "invert", "round"),
    *(f"{side}{name}" for name in _OPERATORS.split() for side in ("", "r", "i")),
):
    setattr(Placeholder, f"__{_name}__", _itself)


class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The last that is asked: what the submission itself imports and nobody has is a placeholder.

    What the standard library or numpy tries to import stays absent: they choose by it.
    """

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> Any:
        frame: Any = sys._getframe(1)
        while frame and (frame.f_code.co_filename.startswith(IMPORTING[0]) or _imports(frame.f_code.co_filename)):
            frame = frame.f_back
        if frame and module_of(frame.f_code.co_filename):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: Any) -> types.ModuleType:
        return Placeholder(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """There is nothing in it."""


def _imports(filename: str) -> bool:
    return filename.endswith(IMPORTING[1:])


def install(texts: Iterable[str]) -> None:
    """From here on imports find placeholders, and a notebook's names are there; modules of these texts will run."""
    sys.meta_path.append(Absent())
    for name in ("get_ipython", "display", "check", "show", "exit", "quit"):
        setattr(builtins, name, Placeholder(name))
    builtins.input = lambda *_: ANSWER
    sys.breakpointhook = lambda *_args, **_kwargs: None  # nobody is there to debug: `replay` is where one can
    sys.modules["pdb"] = Placeholder("pdb")
    if any("threading" in text for text in texts):
        _run_threads_at_once()
    if any("random" in text for text in texts):
        _draw_alike()


def _run_threads_at_once() -> None:
    """A thread would be a new process to the sandbox: `start` runs it to its end instead, as deep as it may go."""
    import threading

    def start(self: Any) -> None:
        self._started.set()
        self.run()

    threading.Thread.start = start  # type: ignore[method-assign]
    threading.Thread.join = lambda self, timeout=None: None  # type: ignore[method-assign]


def _draw_alike() -> None:
    """Whoever draws at random draws the same in every run: one program has one verdict."""
    import random

    random.seed(0)
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed(0)
