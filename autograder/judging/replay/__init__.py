"""A counterexample as lines that a student can paste: made of their own import, with every number in it.

Each function is pure: what was asked goes in, Python's text comes out. The lines print what the report shows, and need
nothing of the kit. Read `script.py` first.
"""
