"""Runs inside the sandbox: loads a submission's modules and answers probes with plain numbers.

Standard library only, no import from the rest of the kit but the probes beside it. Started as
`python -I -S worker.py`, or forked from a zygote that calls `serve`. Requests and replies are frames: four
bytes of length, then JSON with the request's sequence number. Nothing here knows an expected value.
"""

import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import sys
import types
from collections.abc import Mapping, Sequence
from typing import Any

PACKAGES = ("exercises", "solutions")  # what a submission's modules may call their own package
FRAMES, TEXT = 4, 300  # how much of an exception is sent
GC_THRESHOLD = 200_000  # graphs are cyclic garbage; collecting them rarely saves a fifth
# Demonstration code under a right answer often plots; none of these is needed for an answer.
PLACEHOLDERS = ("matplotlib", "graphviz", "networkx", "IPython", "seaborn", "pandas", "torch", "autograder")


class Malformed(Exception):
    """An object lacks what every answer must have: `what` is a code, `name` and `got` say more."""

    def __init__(self, what: str, name: str = "", got: object = None) -> None:
        super().__init__(what)
        self.fields = {"what": what, "name": name, "got": type_name(got)}


# The submission as modules


class Placeholder(types.ModuleType):
    """A module, and anything in it, that accepts whatever is done with it and does nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_args: object, **_kwargs: object) -> "Placeholder":
        return self

    def __getitem__(self, _key: object) -> "Placeholder":
        return self

    def __format__(self, _spec: str) -> str:
        return ""

    def __iter__(self) -> Any:
        return iter((self, self))  # `figure, axes = plt.subplots()`

    def __enter__(self) -> "Placeholder":
        return self

    def __exit__(self, *_args: object) -> None:
        return None


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """`exercises.X`, `solutions.X`, `.X` and `X` are one module object: the submission's X, or its skeleton."""

    def __init__(self, sources: Mapping[str, Any], site: str | None) -> None:
        self.sources, self.site = sources, site
        for package in PACKAGES:
            module = types.ModuleType(package)
            module.__path__ = []
            sys.modules[package] = module

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> Any:
        package, _, name = fullname.rpartition(".")
        if name in self.sources and package in ("", *PACKAGES):
            return importlib.machinery.ModuleSpec(fullname, self)
        root = fullname.partition(".")[0]
        if root in PLACEHOLDERS:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        if fullname == "numpy" and self.site:
            return importlib.machinery.PathFinder.find_spec(fullname, [self.site])
        return None

    def create_module(self, spec: Any) -> types.ModuleType:
        package, _, name = spec.name.rpartition(".")
        if spec.name.partition(".")[0] in PLACEHOLDERS:
            return Placeholder(spec.name)
        if package != PACKAGES[0]:
            return importlib.import_module(f"{PACKAGES[0]}.{name}")
        return types.ModuleType(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        name = module.__name__.rpartition(".")[2]
        if isinstance(module, Placeholder) or "__source__" in module.__dict__:
            return
        module.__dict__["__source__"] = name  # set first: an alias imported meanwhile must not run it again
        run(module.__dict__, filename(name), self.sources[name])


def filename(module: str) -> str:
    """What a module's code is called in a traceback."""
    return f"<{PACKAGES[0]}.{module}>"


def module_of(filename: object) -> str | None:
    """The module whose code has this file name, or None: the frame is not the submission's."""
    head = f"<{PACKAGES[0]}."
    return filename[len(head) : -1] if isinstance(filename, str) and filename.startswith(head) else None


def run(namespace: dict[str, Any], name: str, source: Mapping[str, Any]) -> None:
    """Execute a module; the cells that a student added to a notebook run one by one, their errors are dropped."""
    cells = source.get("cells")
    if not cells:
        exec(compile(source["text"], name, "exec", dont_inherit=True), namespace)
        return
    lines = source["text"].splitlines(keepends=True)
    for start, end, added in _parts(cells, len(lines)):
        text = "\n" * start + "".join(lines[start:end])
        try:
            exec(compile(text, name, "exec", dont_inherit=True), namespace)
        except BaseException:  # SystemExit too: in a notebook it ends a cell and nothing more
            if not added:
                raise


def _parts(cells: Sequence[Sequence[int]], length: int) -> list[tuple[int, int, bool]]:
    """(start, end, added) for all lines: the added cells and what stands between them."""
    parts, at = [], 0
    for start, end in cells:
        parts += [(at, start, False), (start, end, True)]
        at = end
    return [*parts, (at, length, False)]


# What an answer looks like


def number(x: object) -> float | str:
    """A plain finite float; anything else by its name: "nan", "inf", "-inf", or a type."""
    if type(x) is float and x - x == 0.0:
        return x
    if isinstance(x, (int, float)) or (type(x).__module__ == "numpy" and getattr(x, "ndim", 1) == 0):
        try:
            plain = float(x)  # type: ignore[arg-type]
        except (OverflowError, TypeError, ValueError):
            return type_name(x)
        return plain if plain - plain == 0.0 else str(plain)
    return type_name(x)


def type_name(x: object) -> str:
    """The name of its type, where that is a name at all."""
    name = type(x).__name__
    return name if type(name) is str and len(name) <= 100 and name.isidentifier() else "object"


def attribute(node: object, name: str) -> Any:
    """An attribute that every value must have."""
    try:
        return getattr(node, name)
    except AttributeError:
        raise Malformed("attribute", name, node) from None


def failure(error: BaseException) -> dict[str, Any]:
    """An exception as data: its type, its text, and the submission's own frames, innermost last."""
    if isinstance(error, Malformed):
        return {"malformed": error.fields}
    frames = []
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if module := module_of(code.co_filename):
            frames.append([module, traceback.tb_lineno, code.co_qualname])
        traceback = traceback.tb_next
    text = str(error)
    if isinstance(error, SyntaxError) and (module := module_of(error.filename)):
        frames.append([module, int(error.lineno or 1), ""])
        text = error.msg
    return {"raised": {"type": type(error).__name__[:TEXT], "message": text[:TEXT], "frames": frames[-FRAMES:]}}


# Requests


class World:
    """The submission as one request after the other finds it."""

    def __init__(self) -> None:
        self.module: Any = None
        self.probes: Any = None

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply to one request; whatever the submission raises is part of it."""
        try:
            if request["do"] == "load":
                return {"ok": self.load(**request["with"])}
            return {"ok": getattr(self.probes, request["do"])(self.module, **request["with"])}
        except BaseException as error:  # SystemExit and KeyboardInterrupt too: they are the student's
            return failure(error)

    def load(self, module: str, sources: dict[str, Any], symbols: list[str], site: str | None) -> dict[str, Any]:
        """Import the module under grading; its siblings are imported when it asks for them."""
        self.probes = importlib.import_module(f"autograder.probes.{module}")
        sys.modules["autograder"].__path__ = []  # from here on the submission imports: it finds nothing of the kit
        sys.meta_path.insert(0, Finder(sources, site))
        self.module = importlib.import_module(f"{PACKAGES[0]}.{module}")
        usable = getattr(self.probes, "usable", None)
        return {
            "places": {symbol: _line(self.module, symbol) for symbol in symbols},
            "usable": bool(usable(self.module)) if usable else True,
        }


def _line(module: types.ModuleType, symbol: str) -> int | None:
    """Where a function is defined; None when there is no such function, 0 when its line is not known."""
    found: Any = module
    for name in symbol.split("."):
        found = getattr(found, name, None)
        if found is None:
            return None
    line = getattr(getattr(found, "__code__", None), "co_firstlineno", 0)
    return line if type(line) is int else 0


def become_package() -> None:
    """Let the probes import this module as `autograder.worker`, whatever it was started as, and nothing else."""
    package = types.ModuleType("autograder")
    package.__path__ = [os.path.dirname(os.path.abspath(__file__))]
    sys.modules |= {"autograder": package, "autograder.worker": sys.modules[__name__]}


def serve(requests: int, replies: int) -> None:
    """Answer requests from one descriptor on another until the judge closes it."""
    gc.set_threshold(GC_THRESHOLD)
    world = World()
    while frame := _read(requests):
        request = json.loads(frame)
        reply = world.answer(request)
        reply["seq"] = request["seq"]
        _flush()
        body = json.dumps(reply, allow_nan=False).encode()
        _write(replies, len(body).to_bytes(4, "big") + body)


def _flush() -> None:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        pass


def _read(descriptor: int) -> bytes:
    """One frame, or nothing at the end."""
    size = _read_exactly(descriptor, 4)
    return _read_exactly(descriptor, int.from_bytes(size, "big")) if size else b""


def _read_exactly(descriptor: int, size: int) -> bytes:
    parts = []
    while size and (part := os.read(descriptor, min(size, 1 << 20))):
        parts.append(part)
        size -= len(part)
    return b"" if size else b"".join(parts)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def limit_resources(limits: Mapping[str, int]) -> None:
    """Apply resource limits by name ("RLIMIT_CPU": 60) to this process; what the system does not know is skipped."""
    import resource

    for name, value in limits.items():
        which = getattr(resource, name, None)
        if which is not None:
            hard = resource.getrlimit(which)[1]
            ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
            try:
                resource.setrlimit(which, (ceiling, ceiling))
            except (ValueError, OSError):  # macOS refuses some of them
                continue


def main() -> None:
    """The channel arrives as standard input and output; after this, both are the student's."""
    requests, replies = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    become_package()
    if len(sys.argv) > 1:
        limit_resources(json.loads(sys.argv[1]))
    serve(requests, replies)
    os._exit(0)  # whatever a submission registered to run at exit does not


if __name__ == "__main__":
    main()
