# on the skeleton of value.py: 0
Strange = type("\x1b[2J<script>alert(1)</script>", (), {})


def strange(self, other):
    return Strange()


Value.__add__ = Value.__mul__ = strange
