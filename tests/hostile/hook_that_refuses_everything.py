# on the skeleton of value.py: 0
import sys


def refuse(event, arguments):
    raise RuntimeError(event)


sys.addaudithook(refuse)
