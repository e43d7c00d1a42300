# on the reference value.py: 0
# only confined stops it
import signal


def end(self, other):
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    while True:
        pass


Value.__add__ = Value.__mul__ = end
