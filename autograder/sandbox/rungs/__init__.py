"""The rungs of the ladder: how a worker is started and what it may not do.

Imported by the sandbox alone. Read `process.py` first (two rungs), then `confined.py` (the third) and `zygote.py`.
"""
