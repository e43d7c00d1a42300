"""A transformer of input."""
get_ipython().input_transformers_cleanup.append(lambda lines: [full(line) for line in lines])
