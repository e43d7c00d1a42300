"""`python -m autograder.sandbox`: the rung that this machine offers, and how soon a worker answers."""

from time import perf_counter

from autograder.sandbox import open_sandbox
from autograder.sandbox.messages import Loaded

SOURCES = {"by_hand": {"text": "def forward_pass(x, y):\n    return x + y, (x + y) * y\n"}}

sandbox = open_sandbox()
print(f"rung: {sandbox.rung}")
began = perf_counter()
worker = sandbox.start()
worker.send("load", 5.0, module="by_hand", sources=SOURCES, symbols=["forward_pass"], site=None)
loaded = worker.receive(Loaded, 5.0)
print(f"first answer after {1000 * (perf_counter() - began):.1f} ms: {loaded}")
worker.close()
