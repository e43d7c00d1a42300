"""Reading in a process that may be lost: what a submission's bytes cost, they cost that process.

A function of the kit's and its arguments go there; a value of a declared type comes back, or a refusal. Some bytes
unfold into gigabytes, and into minutes: whoever hands them in is told which bound they hit, and nobody behind waits.
"""

import atexit
import json
import math
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Literal, TypeVar

import msgspec

from autograder import language
from autograder.errors import KitError, UsageError
from autograder.language import _

MEMORY = 300 << 20  # bytes of addresses, so no less than what is used
SECONDS = 5  # of a processor
PATIENCE = 30.0  # seconds until it is given up: on a disk or a machine that hangs it uses no processor
LARGEST = 64 << 20  # bytes of what comes back: a submission that was read is a hundred times smaller
START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from autograder.submission.bounded import main; main()"
)

T = TypeVar("T")
Bound = Literal["memory", "time", "end"]


class Said(msgspec.Struct, omit_defaults=True):
    """What comes back: a value, a refusal, a fault of the kit, or the bound that was hit."""

    value: msgspec.Raw = msgspec.Raw()
    refused: str | None = None
    fault: str | None = None
    bound: Bound | None = None


class Lost(Exception):
    """The process ended before it answered; `bound` is None where something outside of it ended it."""

    def __init__(self, bound: Bound | None) -> None:
        super().__init__(bound)
        self.bound = bound


def bounded(name: object, kind: type[T], function: Callable[..., T], *arguments: object) -> T:
    """What the function returns for these arguments, of this type. `name` is what the submission is called.

    Raises UsageError as the function does, and for a bound that was hit; KitError where the process was ended from
    outside, twice.
    """
    said = _ask(pickle.dumps((_here(), language.in_use(), function, arguments)))
    if said.bound is not None:
        raise UsageError(_told(said.bound).format(path=name, seconds=SECONDS, limit=MEMORY >> 20))
    if said.refused is not None:
        raise UsageError(said.refused)
    if said.fault is not None:
        raise KitError(said.fault)
    return msgspec.msgpack.decode(said.value, type=kind)


def _here() -> str | None:
    """The current folder, from which a relative path counts; None where it is gone."""
    with suppress(OSError):
        return os.getcwd()
    return None


def _told(bound: Bound) -> str:
    return {
        "memory": _("{path}: reading it takes more than {limit} MB of memory"),
        "time": _("{path}: reading it takes more than {seconds} s"),
        "end": _("{path}: reading it ends the program that reads it"),
    }[bound]


def _ask(request: bytes) -> Said:
    with _lock:
        for _attempt in range(2):
            try:
                return _reader().ask(request)
            except Lost as lost:
                close_reader()
                if lost.bound is not None:
                    return Said(bound=lost.bound)
    raise KitError(_("the program that reads submissions was stopped twice from outside"))


class Reader:
    """The judge's end: a process that reads one submission after the other, and is replaced once it is lost."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", START, json.dumps([place for place in sys.path if place])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def ask(self, request: bytes) -> Said:
        """Raises Lost."""
        assert self._process.stdin and self._process.stdout
        late = threading.Event()
        timer = threading.Timer(PATIENCE, self._give_up, (late,))
        timer.daemon = True
        timer.start()
        try:
            _write(self._process.stdin, request)
            return msgspec.msgpack.decode(_read(self._process.stdout), type=Said)
        except (OSError, EOFError, msgspec.MsgspecError):
            status = self._ended()
            raise Lost("time" if late.is_set() else _bound(status)) from None
        finally:
            timer.cancel()

    def _give_up(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def _ended(self) -> int:
        """How it ended, of what has no more to say; it is not left to go on."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=1.0)
        self._process.kill()
        return self._process.wait()

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


def _bound(status: int) -> Bound | None:
    """Which bound ended a process, by its exit status; None where it was somebody else."""
    if os.name == "posix" and -status in (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        return None
    return "time" if os.name == "posix" and -status == signal.SIGXCPU else "end"


_lock = threading.Lock()
_running: list[Reader] = []


def _reader() -> Reader:
    if not _running:
        _running.append(Reader())
    return _running[0]


def close_reader() -> None:
    """End this process's reader; the next submission gets a new one."""
    while _running:
        _running.pop().close()


def launch_reader() -> None:
    """Let it become ready while other things are done."""
    with _lock:
        _reader()


atexit.register(close_reader)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_running.clear)


def _write(stream: IO[bytes], body: bytes) -> None:
    stream.write(len(body).to_bytes(8, "big") + body)
    stream.flush()


def _read(stream: IO[bytes], largest: int = LARGEST) -> bytes:
    """One frame. Raises EOFError."""
    head = stream.read(8)
    size = int.from_bytes(head, "big")
    if len(head) < 8 or size > largest or len(body := stream.read(size)) < size:
        raise EOFError
    return body


# In the process that reads


def main() -> None:
    """Answer requests until nobody can ask any more."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    _limit_memory()
    while True:
        request = waiting.get()
        _allow_time()
        _write(replies, _answer(request))


def _listen(requests: IO[bytes], waiting: "queue.SimpleQueue[bytes]") -> None:
    """Take requests, also while one is answered: where whoever asked is gone, nothing of this goes on."""
    with suppress(EOFError, OSError):
        while True:
            waiting.put(_read(requests, sys.maxsize))
    os._exit(0)


def _answer(request: bytes) -> bytes:
    try:
        here, lang, function, arguments = pickle.loads(request)
        language.use(lang)
        if here:
            os.chdir(here)
        value = _encoded(function(*arguments))
        said = Said(bound="memory") if len(value) > LARGEST >> 1 else Said(value=msgspec.Raw(value))
    except UsageError as error:
        said = Said(refused=_sayable(str(error)))
    except KitError as error:
        said = Said(fault=_sayable(str(error)))
    except MemoryError:
        said = Said(bound="memory")
    except Exception as error:
        said = Said(fault=_sayable(f"{type(error).__name__}: {error}"))
    return msgspec.msgpack.encode(said)


def _encoded(value: object) -> bytes:
    try:
        return msgspec.msgpack.encode(value)
    except UnicodeEncodeError:  # a file's name that is no text
        return msgspec.msgpack.encode(_sayable(msgspec.to_builtins(value, builtin_types=(bytes,))))


def _sayable(value: Any) -> Any:
    """The same without surrogates, which no message can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_sayable(key): _sayable(x) for key, x in value.items()}
    return [_sayable(x) for x in value] if isinstance(value, (list, tuple)) else value


def _limit_memory() -> None:
    with suppress(ImportError):
        import resource

        for which, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
            with suppress(ValueError, OSError):  # macOS refuses the first
                resource.setrlimit(which, (value, value))


def _allow_time() -> None:
    """So much processor time from now on; the signal that comes then ends this process."""
    with suppress(ImportError):
        import resource

        until = math.ceil(time.process_time()) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
