# on the skeleton of value.py: 0
def down(self, other):
    return self + other


Value.__add__ = Value.__mul__ = down
