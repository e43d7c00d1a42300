"""A claim asked of a submission: the checks, who answers them, what came of it, and who pays for what.

Imported by the doors, the graders and the publisher; imports every room but render. Read `grade.py` first, then
`check.py`.
"""
