# on the skeleton of value.py: 0
x = bytearray(1 << 50)
