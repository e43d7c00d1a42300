# on the skeleton of value.py: 0
def broken(self, other):
    raise RuntimeError("\x9b31m\u2066\u200f")


broken.__code__ = broken.__code__.replace(co_name="\x1b[2J", co_qualname="\x1b[2J<img src=x>" * 1000)
Value.__add__ = Value.__mul__ = broken
