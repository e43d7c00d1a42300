# on the skeleton of value.py: 0
for _ in range(1 << 10):
    print('x' * (1 << 20))
