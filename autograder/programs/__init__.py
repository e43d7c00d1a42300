"""What is asked: scalar computations written down as lists of operations.

Imported by truth, diagnosis, judging and the graders; imports nothing of the kit but the language. Read `program.py`
first, then `operations.py`.
"""
