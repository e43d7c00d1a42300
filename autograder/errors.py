"""The kit's own failures. A student's fall short of a claim instead (judging/shortfalls.py): the two never mix.

KitError              the kit is at fault: the run stops, exit status 2, no points are touched
  UsageError          the kit was called wrongly: a path, a name or a file that cannot be used
"""


class KitError(Exception):
    """The kit cannot judge: nobody loses a point for it."""


class UsageError(KitError):
    """The kit was asked for something that it cannot do; the message is for the person who asked."""
