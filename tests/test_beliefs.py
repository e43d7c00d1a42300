"""A beginner's mistake has its name in whatever shape it is written; what two beliefs could explain has none."""

from pathlib import Path

import pytest

from release.proof.known_good import Stranger
from tests.submissions import grade, reference

ENGINE = ("by_hand", "value", "relu", "backward")
SORTED_WALK = """
def topological_sort(root):
    seen, queue = [], [root]
    while queue:
        value = queue.pop(0)
        if value not in seen:
            seen.append(value)
            queue.extend(value._prev)
    return sorted(seen, key=lambda value: value.data)
"""
SORTED_RECURSION = """
def topological_sort(root):
    order = []

    def visit(value):
        if value not in order:
            for operand in value._prev:
                visit(operand)
            order.append(value)

    visit(root)
    order.sort(key=lambda value: value.data)
    return order
"""
GRADCHECK = """
def gradcheck(f, gradients, at, h, tolerance):
    wrong, slopes = [], central_difference(f, at, h)
    for i in range(len(at)):
        if slopes[i] - gradients[i] > tolerance:
            wrong.append(i)
    return wrong
"""
MLP = """
class Neuron:
    def __call__(self, x):
        total = self.bias
        for i in range(len({counted})):
            total = total + self.weights[i] * x[i]
        return relu(total) if self.activated else total


class MLP:
    def __call__(self, x):
        return [layer(x) for layer in self.layers][-1]
"""
IN_PLACE = """
def central_difference(f, at, h):
    slopes = []
    for i in range(len(at)):
        at[i] = at[i] + h
        up = f(at)
        at[i] = at[i] - 2 * h
        down = f(at)
        {back}
        slopes += [(up - down) / (2 * h)]
    return slopes
"""
RELU = """
def relu(x):
    out = Value(x.data if x.data > 0 else 0.0, (x,))

    def _backward():
        if {passes}:
            x.grad += out.grad

    out._backward = _backward
    return out
"""
RELU_ITSELF = """
def relu(x):
    return x if x.data > 0 else Value(0.0, (x,))
"""
EXP = """
def exp(x):
    out = Value(math.exp(x.data), (x,))

    def _backward():
        x.grad += x.data * math.e ** (x.data - 1) * out.grad

    out._backward = _backward
    return out
"""
MATMUL = """
class Tensor:
    def __matmul__(self, other):
        out = Tensor({product}, (self, other))

        def _backward():
            self.grad += {left}
            other.grad += {right}

        out._backward = _backward
        return out
"""
TRAIN = """
def train(model, inputs, targets, steps, rate):
    losses = []
    outputs = [model(x) for x in inputs]
    loss = mean_squared_error(outputs, targets)
    for _ in range(steps):
        for p in model.parameters():
            p.grad = 0
        backward(loss)
        for p in model.parameters():
            p.data = p.data - rate * p.grad
        losses.append(loss.data)
    return losses
"""
RIGHT_PRODUCT, LEFT, RIGHT = "self.data @ other.data", "out.grad @ other.data.T", "self.data.T @ out.grad"


def matmul(product: str = RIGHT_PRODUCT, left: str = LEFT, right: str = RIGHT) -> str:
    return MATMUL.format(product=product, left=left, right=right)


NAMED = [
    ("backward", SORTED_WALK, "topological_sort.sorted_by_data"),
    ("backward", SORTED_RECURSION, "topological_sort.sorted_by_data"),
    ("backward", GRADCHECK, "gradcheck.without_absolute_value_reversed"),
    ("network", MLP.format(counted="x"), "mlp.every_layer_reads_the_inputs_cut"),
    ("network", MLP.format(counted="self.weights"), "mlp.every_layer_reads_the_inputs_by_index"),
    ("network", TRAIN, "train.loss_computed_once"),
    ("by_hand", IN_PLACE.format(back="pass"), "central_difference.not_moved_back"),
    ("relu", RELU.format(passes="x.grad > 0"), "relu.mask_on_own_gradient"),
    ("relu", RELU_ITSELF, "relu.returns_its_input_where_positive"),
    ("relu", EXP, "exp.power_rule"),
    ("tensor", matmul(left="out.grad * other.data", right="out.grad * self.data"), "matmul.entry_by_entry"),
    ("tensor", matmul("np.dot(other.data, self.data)"), "matmul.other_in_front_at_first"),
]
UNNAMED = [
    ("relu", RELU.format(passes="x.grad >= 0"), "relu"),
    ("relu", RELU.format(passes="x.grad != 0"), "relu"),
    ("by_hand", IN_PLACE.format(back="at[i] = at[i] + h; up = 0.0"), "central_difference"),
    ("tensor", matmul(right="self.data @ out.grad"), "matmul"),
]


def names(folder: Path, module: str, code: str, exercise: str) -> tuple[str, ...]:
    """What one exercise is named whose module has these definitions; it has to lose points."""
    modules = {name: reference(name) for name in ENGINE}
    modules[module] = Stranger("", exercise, module, "", code).text(reference(module))
    report = grade(folder, modules, exercises=[exercise])
    assert report.points < report.max_points
    return report.misconceptions


@pytest.mark.parametrize(("module", "code", "name"), NAMED)
def test_a_mistake_has_its_name_in_another_shape(tmp_path: Path, module: str, code: str, name: str) -> None:
    assert names(tmp_path, module, code, name.partition(".")[0]) == (name,)


@pytest.mark.parametrize(("module", "code", "exercise"), UNNAMED)
def test_what_is_like_a_mistake_without_being_it_has_no_name(
    tmp_path: Path, module: str, code: str, exercise: str
) -> None:
    assert names(tmp_path, module, code, exercise) == ()
