"""The submission's end of a Web Worker: what `worker.serve` does with pipes, for messages.

Like worker.py, it imports nothing of the kit; the page lays both into a Pyodide that has nothing else of it.
"""

import gc
import json
import sys

import worker  # type: ignore[import-not-found,unused-ignore]  # autograder/sandbox/worker.py, found by its file

worker.become_package()

import learning  # type: ignore[import-not-found,unused-ignore]  # noqa: E402  # it needs the package

gc.set_threshold(worker.GC_THRESHOLD)
sys.setrecursionlimit(worker.DEPTH)
_world = learning.Playground()


def answer(frame: str) -> str:
    """The reply to one request, as JSON."""
    request = json.loads(frame)
    reply = _world.answer(request)
    reply["seq"] = request["seq"]
    return json.dumps(reply, allow_nan=False)
