"""A fresh process, warm with what workers need, that forks one worker after the other and hardens it.

Started as `python -s -P -S zygote.py OPTIONS` in a clean environment, with a control socket as standard input; it never
held a grader or an expected value. Standard library, numpy, and msgspec for JSON. One message asks, one answers:

    (at start)                                       -> {"missing": {layer: why}, "reached": bool}
    {"do": "start"} and requests, replies, output    -> {"pid"} and a descriptor of the process
    {"do": "reap", "pid"}                            -> {"status"}
"""

import gc
import importlib
import importlib.util
import json
import os
import signal
import socket
import sys
import types
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
SANDBOX = os.path.dirname(HERE)
# The packages of the kit that are here, without what they import in the grader.
PACKAGES: dict[str, list[str]] = {"autograder": [], "autograder.sandbox": [SANDBOX], "autograder.sandbox.rungs": [HERE]}
HIDDEN = ("autograder.sandbox.rungs", "pyseccomp", "msgspec")  # what a worker does not find, though it is there
READY = b"+"  # a worker's first byte: it is confined


def become_package() -> Any:
    """The worker, the probes and this folder as modules, without what the kit imports around them."""
    spec = importlib.util.spec_from_file_location("autograder.sandbox.worker", os.path.join(SANDBOX, "worker.py"))
    assert spec and spec.loader
    worker = sys.modules["autograder.sandbox.worker"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(worker)
    for name, folders in PACKAGES.items():
        package = sys.modules[name] = types.ModuleType(name)
        package.__path__ = folders
    for name in sorted(os.listdir(os.path.join(SANDBOX, "probes"))):
        if name.endswith(".py") and not name.startswith("_"):
            importlib.import_module(f"autograder.sandbox.probes.{name[:-3]}")
    return worker


def import_from(folder: str, *names: str) -> None:
    """Import from a folder that is not on the path otherwise."""
    sys.path.append(folder)
    try:
        for name in names:
            importlib.import_module(name)
    finally:
        sys.path.remove(folder)


def hasten(worker: Any, folder: str) -> None:
    """Let all workers read and write JSON with msgspec, ten times as fast as the standard library.

    What it refuses, the worker's own writes.
    """
    import_from(folder, "msgspec.json")
    fast: Any = sys.modules["msgspec.json"]
    _, plain = worker.CODEC

    def encode(reply: dict[str, Any]) -> bytes:
        try:
            return bytes(fast.encode(reply))
        except Exception:
            return bytes(plain(reply))

    worker.CODEC[:] = fast.decode, encode


def prepare(numpy: str | None, seccomp: str | None) -> tuple[Any, dict[str, str]]:
    """The confinement of all workers, and the layers that this machine lacks."""
    from autograder.sandbox.rungs import confine, landlock, library, proof

    missing: dict[str, str] = {}
    rules = attempt(missing, "landlock", lambda: landlock.ruleset(library.readable(numpy), [library.STANDARD]))
    code = attempt(missing, "seccomp", lambda: build_filter(seccomp))
    confinement = confine.Confinement(rules, code, os.geteuid() == 0)
    return confinement, missing or proof.prove(confinement)


def attempt(missing: dict[str, str], layer: str, make: Callable[[], Any]) -> Any:
    """What was made, or None and a line about the layer that is missing."""
    try:
        return make()
    except Exception as error:
        missing[layer] = f"{type(error).__name__}: {error}"
        return None


def build_filter(folder: str | None) -> bytes:
    """The compiled allow-list; pyseccomp is installed in this folder."""
    from autograder.sandbox.rungs import seccomp

    if folder:
        with suppress(ImportError), seccomp.libraries_by_name():
            import_from(folder, "pyseccomp")
    return seccomp.build()


def reach_library(confinement: Any, numpy: str | None) -> bool:
    """Whether workers reach the standard library by its path; where not, it is opened ahead for them."""
    from autograder.sandbox.rungs import library, proof

    if proof.is_reached(confinement):
        return True
    library.open_ahead(numpy)
    return False


class Zygote:
    """Forks workers and hardens them."""

    def __init__(self, worker: Any, confinement: Any, control: socket.socket) -> None:
        self.worker, self.confinement, self.control = worker, confinement, control
        self.confine = importlib.import_module("autograder.sandbox.rungs.confine").confine

    def fork(self, descriptors: Sequence[int]) -> int:
        """A new worker's process number; in the worker this never returns."""
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                self.control.close()
                self.become_worker(parent, *descriptors)
                status = 0
            finally:
                os._exit(status)
        return pid

    def become_worker(self, parent: int, requests: int, replies: int, output: int) -> None:
        """Take the descriptors, give up everything else, serve."""
        for standard in (1, 2):
            os.dup2(output, standard)
        os.close(output)
        self.confine(self.confinement, parent)
        os.close(self.confinement.rules)
        hidden = [name for name in sys.modules if name.startswith(HIDDEN)]
        self.hidden = [sys.modules.pop(name) for name in hidden]  # to destroy them would copy their pages
        sys.argv[:] = [""]
        os.write(replies, READY)
        self.worker.serve(requests, replies)


def reap(pid: int) -> int:
    """How a worker ended (negative: a signal)."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def obey(zygote: Zygote) -> None:
    """Do what is asked until nobody can ask any more; the workers end with this process."""
    control = zygote.control
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(control, 1 << 12, 3)
        if not message:
            return
        request = json.loads(message)
        if request["do"] == "reap":
            control.send(json.dumps({"status": reap(request["pid"])}).encode())
            continue
        pid = zygote.fork(descriptors)
        handle = os.pidfd_open(pid)
        socket.send_fds(control, [json.dumps({"pid": pid}).encode()], [handle])
        for descriptor in (handle, *descriptors):
            os.close(descriptor)


def main() -> None:
    """The control socket arrives as standard input: prove the rung, say what is missing, then fork until it closes."""
    options = json.loads(sys.argv[1])
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # ignored, as it may be inherited, nobody learns how a worker ended
    control = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    worker = become_package()
    hasten(worker, options["msgspec"])
    if options["numpy"]:
        import_from(options["numpy"], "numpy", "numpy.linalg", "numpy.random")
    confinement, missing = prepare(options["numpy"], options["seccomp"])
    reached = bool(missing) or reach_library(confinement, options["numpy"])
    control.send(json.dumps({"missing": missing, "reached": reached}).encode())
    gc.collect()
    gc.freeze()  # what is here stays: no worker copies these pages to count references, or finds them
    if not missing:
        obey(Zygote(worker, confinement, control))


if __name__ == "__main__":
    main()
