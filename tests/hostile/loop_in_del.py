# on the skeleton of value.py: 0
class Undying:
    def __del__(self):
        while True:
            pass


Undying()
