"""An infinite loop after the solution."""
while True:
    pass
