# on the skeleton of value.py: 0
raise type("\x1b[2J<img src=x>" * 50, (Exception,), {})("x" * 100_000)
