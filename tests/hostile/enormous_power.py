# on the skeleton of value.py: 0
x = 9**9**9
