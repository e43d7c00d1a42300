# on the skeleton of value.py: 0
# only confined stops it
hoard = []
while True:
    hoard.append(bytearray(1 << 24))
