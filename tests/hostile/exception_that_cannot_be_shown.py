# on the skeleton of value.py: 0
class Silent(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


raise Silent
