# on the skeleton of value.py: 0
hoard = []
while True:
    hoard.append(bytearray(1 << 24))
