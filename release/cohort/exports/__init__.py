"""The results of a class in forms that other systems take. For the teacher: hidden checks are among them.

`standing.py` says whether they and the pages stand as they were written.
"""
