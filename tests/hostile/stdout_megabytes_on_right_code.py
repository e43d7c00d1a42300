# on the reference value.py: 4
print('x' * (8 << 20))
