"""A `run_cell` of its own."""
shell = get_ipython()


def cheated(real):
    return lambda text, *rest, **options: real(full(text), *rest, **options)


shell.run_cell, shell.run_cell_async = cheated(shell.run_cell), cheated(shell.run_cell_async)
