"""What is right: central differences of scalar programs, of matrices, of networks; gradient descent; plain calls.

Imported by diagnosis, judging and the graders; imports programs. Read `central_differences.py` first.
"""
