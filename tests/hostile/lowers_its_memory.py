# on the reference value.py: 0
# only confined stops it
import resource


def end(self, other):
    resource.setrlimit(resource.RLIMIT_AS, (1 << 20, 1 << 20))
    return bytes(1 << 22)


Value.__add__ = Value.__mul__ = end
