# on the skeleton of value.py: 0
from solutions.value import Value as Value
from exercises.value import Value as Value
