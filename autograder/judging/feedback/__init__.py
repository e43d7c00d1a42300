"""What a student reads about a wrong answer: what, where, yours, expected.

Imported by judging alone; each file puts one kind of truth beside one kind of answer. Read `scalars.py` first.
"""
