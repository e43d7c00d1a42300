"""The claims that are asked of a submission, ordinary pytest: `visible/` for students, `hidden/` for the instructor.

Imported by judging/claims.py by name, and collected by pytest. Read `visible/test_value.py` first.
"""
