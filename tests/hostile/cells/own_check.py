"""A `check` of its own."""
check = POINTS.get
