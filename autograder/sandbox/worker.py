"""Runs inside the sandbox: loads a submission's modules and answers probes with plain numbers.

Standard library only, no import from the rest of the kit but the probes beside it. Started as
`python -s -P -S worker.py` in a clean environment, or forked from a zygote that calls `serve`. Requests and replies are
frames: four bytes of length, then JSON with the request's sequence number. Nothing here knows an expected value.
"""

import ast
import gc
import importlib
import importlib.util
import itertools
import json
import os
import sys
import types
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

PROBES = "autograder.sandbox.probes"
KIT = ("autograder", "autograder.sandbox", PROBES)  # what a worker has of the kit
FOR_ALL = ("operations", "calls")  # the probes that every module can be asked, besides those of its own name
PACKAGES = ("exercises", "solutions")  # what a submission's modules may call their own package
FRAMES, TEXT = 4, 300  # how much of an exception is sent
DEPTH = 3_000  # frames of a recursion: a hundred layers, or a chain of a thousand values, are no fault
TEXTS: dict[str, str] = {}  # the submission's modules as they are written
CODEC: list[Any] = [json.loads, lambda reply: json.dumps(reply, allow_nan=False).encode()]  # a zygote has faster ones
GC_THRESHOLD = 400_000  # graphs are cyclic garbage, some 60 MB then; collecting them rarely saves a fifth


class Malformed(Exception):
    """An object lacks what every answer must have: `what` is a code, `name` and `got` say more."""

    def __init__(self, what: str, name: str = "", got: object = None) -> None:
        super().__init__(what)
        self.fields = {"what": what, "name": name, "got": type_name(got)}


def filename(module: str) -> str:
    """What a module's code is called in a traceback."""
    return f"<{PACKAGES[0]}.{module}>"


def module_of(filename: object) -> str | None:
    """The module whose code has this file name, or None: the frame is not the submission's."""
    head = f"<{PACKAGES[0]}."
    return filename[len(head) : -1] if isinstance(filename, str) and filename.startswith(head) else None


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
    own = _own(error)
    frames = [[module, x.tb_lineno, function] for module, x, function in own]
    expressions = [_expression(x, module) for module, x, _ in own]
    shapes = _shapes(own[-1][1].tb_frame, expressions[-1]) if own else []
    name, text = (x.encode(errors="replace").decode() for x in (type(error).__name__, str(error)))
    if isinstance(error, SyntaxError) and (module := module_of(error.filename)):
        frames, expressions = [*frames, [module, int(error.lineno or 1), ""]], [*expressions, ""]
        text = error.msg
    raised = {"type": name[:TEXT], "message": text[:TEXT], "shapes": shapes}
    return {"raised": raised | {"frames": frames[-FRAMES:], "expressions": expressions[-FRAMES:]}}


def _own(error: BaseException) -> list[tuple[str, types.TracebackType, str]]:
    """The last of the submission's own frames, with module and function: a recursion has thousands."""
    own, traceback = list[tuple[str, types.TracebackType, str]](), error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if module := module_of(code.co_filename):  # a comprehension is a part of its function, as from Python 3.12 on
            own.append((module, traceback, own.pop()[2] if own and code.co_name[-5:] == "comp>" else code.co_qualname))
        traceback = traceback.tb_next
    return own[-FRAMES:]


def _expression(traceback: types.TracebackType, module: str) -> str:
    """What was being computed, as it is written, where that stands on one line."""
    positions = traceback.tb_frame.f_code.co_positions()
    line, end_line, start, end = next(itertools.islice(positions, traceback.tb_lasti // 2, None), (None,) * 4)
    lines = TEXTS.get(module, "").split("\n")
    if line is None or line != end_line or start is None or not 0 < line <= len(lines):
        return ""
    return lines[line - 1].encode()[start:end].decode(errors="replace")[:TEXT]


def _shapes(frame: types.FrameType, expression: str) -> list[list[int]]:
    """The shapes of the two operands of what was being computed, where they are arrays under names."""
    try:
        node = ast.parse(expression, mode="eval").body
        operands = [node.left, node.right] if isinstance(node, ast.BinOp) else getattr(node, "args", [])
        if len(operands) != 2 or not all(map(_is_name, operands)):
            return []
        found = [eval(ast.unparse(x), frame.f_globals, frame.f_locals) for x in operands]
        return [[int(n) for n in x.shape][:8] for x in found]
    except BaseException:  # it is the submission's own text
        return []


def _is_name(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


class World:
    """The submission as one request after the other finds it."""

    def __init__(self) -> None:
        self.module: Any = None
        self.probes: list[Any] = []

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply to one request; whatever the submission raises is part of it."""
        try:
            if request["do"] == "load":
                return {"ok": self.load(**request["with"])}
            return {"ok": self.probe(request["do"])(self.module, **request["with"])}
        except BaseException as error:  # SystemExit and KeyboardInterrupt too: they are the student's
            return failure(error)

    def probe(self, name: str) -> Any:
        """The probe of this name, the module's own before those for all."""
        return next(getattr(probes, name) for probes in self.probes if hasattr(probes, name))

    def load(self, module: str, sources: dict[str, Any], symbols: list[str], site: str | None) -> dict[str, Any]:
        """Import the module under grading; its siblings are imported when it asks for them."""
        names = [f"{PROBES}.{name}" for name in (module, *FOR_ALL)]
        self.probes = [importlib.import_module(name) for name in names if importlib.util.find_spec(name)]
        modules, surroundings = (importlib.import_module(f"{PROBES}.{name}") for name in ("modules", "surroundings"))
        for package in KIT:  # from here on the submission imports: it finds nothing of the kit
            sys.modules[package].__path__ = []
        TEXTS.update((name, source["text"]) for name, source in sources.items())
        surroundings.install(TEXTS.values())
        sys.meta_path.insert(0, finder := modules.Finder(sources, site))
        self.module = importlib.import_module(f"{PACKAGES[0]}.{module}")
        return {
            "places": {symbol: modules.line_of(self.module, symbol) for symbol in symbols},
            "usable": self.probe("usable")(self.module),
            "skipped": finder.skipped[module],
        }


def become_package() -> None:
    """Let the probes import this module by its name, whatever it was started as, and nothing else."""
    package, sandbox = types.ModuleType("autograder"), types.ModuleType("autograder.sandbox")
    package.__path__, sandbox.__path__ = [], [os.path.dirname(os.path.abspath(__file__))]
    sys.modules |= {"autograder": package, "autograder.sandbox": sandbox}
    sys.modules["autograder.sandbox.worker"] = sys.modules[__name__]


def serve(requests: int, replies: int) -> None:
    """Answer requests from one descriptor on another until the judge closes it."""
    decode, encode = CODEC
    gc.set_threshold(GC_THRESHOLD)
    sys.setrecursionlimit(DEPTH)
    world = World()
    while frame := _read(requests):
        request = decode(frame)
        reply = world.answer(request)
        _flush()
        body = encode(reply | {"seq": request["seq"]})
        _write(replies, len(body).to_bytes(4, "big") + body)


def _flush() -> None:
    with suppress(BaseException):
        sys.stdout.flush()
        sys.stderr.flush()


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
