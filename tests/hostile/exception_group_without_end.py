# on the skeleton of value.py: 0
error = ValueError("deep")
for _ in range(100_000):
    next_error = ValueError("deeper")
    next_error.__cause__ = error
    error = next_error
raise error
