# on the reference value.py: all
print('x' * (8 << 20))
