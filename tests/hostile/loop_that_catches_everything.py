# on the skeleton of value.py: 0
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
