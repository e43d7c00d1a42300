# on the skeleton of value.py: 0
while True:
    pass
