# Generated from solutions/relu.py by "make exercises".

# %% siblings
from exercises.value import Value

# %% [markdown]
# # 2. ReLU

# %% [markdown]
# $$\max(0, x)$$

# %% relu
LEAK = 0.0


def relu(x):
    # Your turn.
    # TODO
    raise NotImplementedError
