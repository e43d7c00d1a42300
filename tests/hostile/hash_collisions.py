# on the skeleton of value.py: 0
class Same:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        return False


collection = {Same() for _ in range(10**6)}
