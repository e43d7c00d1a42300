"""The door of a page in a browser: the same judge on Pyodide, a submission in a Web Worker in place of a process.

Imported by the page alone (release/tab/), which lays `absent/` before everything else that Python imports there. Read
`judge.py` first (what the page calls), then `transport.py` (a Web Worker as a worker); the playground is `learning.py`.
"""
