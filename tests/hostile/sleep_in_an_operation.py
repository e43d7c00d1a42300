# on the skeleton of value.py: 0
import time

Value.__add__ = Value.__mul__ = lambda self, other: time.sleep(1000)
