# on the reference value.py: all
kept = []
Value.__del__ = lambda self: kept.append(self)
