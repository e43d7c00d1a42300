# on the skeleton of value.py: 0
import re

re.match(r"(a+)+$", "a" * 50 + "b")
