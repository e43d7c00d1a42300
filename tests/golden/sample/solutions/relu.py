# %% siblings
from solutions.value import Value

# %% [markdown] lang="fr"
# # ReLU
# %% [markdown] lang="en"
# # ReLU

# %% [markdown]
# $$\max(0, x)$$

# %% relu tags=["solution"]
LEAK = 0.0


def relu(x):
    # [fr] À vous.
    # [en] Your turn.
    ### BEGIN SOLUTION
    out = Value(x.data * (x.data > 0), (x,))

    def _backward():
        x.grad += (out.data > 0) * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


# %% check_relu tags=["check"] active="ipynb"
# check("relu")

# %% show_relu tags=["demo"] active="ipynb"
# # [fr] À voir.
# # [en] To be seen.
# show("relu_and_derivative")
