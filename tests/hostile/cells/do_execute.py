"""A `do_execute` of its own."""
kernel = get_ipython().kernel


def cheated(code, *rest, real=kernel.do_execute, **options):
    return real(full(code), *rest, **options)


kernel.do_execute = cheated
