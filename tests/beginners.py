"""Wrong programs that beginners write, each the reference with one change; what they read is in golden/beginners."""

from typing import NamedTuple

from tests.submissions import reference


class Wrong(NamedTuple):
    """`old` becomes `new` in the module, wherever it stands."""

    name: str
    exercise: str
    module: str
    old: str
    new: str

    def text(self) -> str:
        """The module with the change. Raises ValueError where there is nothing to change."""
        text = reference(self.module)
        if self.old not in text:
            raise ValueError(f"{self.name}: {self.old!r} is not in {self.module}")
        return text.replace(self.old, self.new)


ADD = "            self.grad += 1.0 * out.grad\n            other.grad += 1.0 * out.grad\n"
MUL = "            self.grad += other.data * out.grad\n            other.grad += self.data * out.grad\n"
RELU = "    out = Value(max(0.0, x.data), (x,))\n"
SORT = """\
    order: list[Value] = []
    visited: set[Value] = set()
    stack = [(root, False)]
    while stack:
        value, operands_are_listed = stack.pop()
        if operands_are_listed:
            order.append(value)
        elif value not in visited:
            visited.add(value)
            stack.append((value, True))
            stack.extend((operand, False) for operand in value._prev)
    return order
"""
BACKWARD = """\
    root.grad = 1.0
    for value in reversed(topological_sort(root)):
        value._backward()
"""
MATMUL = "out.grad @ other.data.T"

BEGINNERS = (
    Wrong("sign_of_numpy", "neuron", "linear", "np.where(x @ w + b >= 0, 1.0, -1.0)", "np.sign(x @ w + b)"),
    Wrong("point_moved_for_good", "central_difference", "by_hand", "list(at), list(at)", "at, list(at)"),
    Wrong("one_share_only", "backward_pass", "by_hand", "grad_y += 1.0 * grad_a", "pass"),
    Wrong("equals_for_plus_equals", "add", "value", ADD, ADD.replace("+=", "=")),
    Wrong("data_for_grad", "add", "value", ADD, ADD.replace("out.grad", "out.data")),
    Wrong(
        "operands_called_too",
        "add",
        "value",
        ADD,
        f"{ADD}            self._backward()\n            other._backward()\n",
    ),
    Wrong("other_forgotten", "add", "value", ADD, ADD.partition("\n")[0] + "\n"),
    Wrong(
        "own_data",
        "mul",
        "value",
        MUL,
        MUL.replace("other.data", "o").replace("self.data", "other.data").replace(" o ", " self.data "),
    ),
    Wrong("data_forgotten", "mul", "value", MUL, MUL.replace("other.data", "other").replace("self.data", "self")),
    Wrong(
        "other_gradient", "mul", "value", MUL, MUL.replace("other.data", "other.grad").replace("self.data", "self.grad")
    ),
    Wrong("gradient_called", "mul", "value", MUL, MUL.replace("out.grad", "out.grad()")),
    Wrong("value_compared", "relu", "relu", RELU, RELU.replace("x.data", "x")),
    Wrong("missing_comma", "relu", "relu", RELU, RELU.replace("(x,)", "(x)")),
    Wrong("plain_number", "relu", "relu", RELU, "    return max(0.0, x.data)\n"),
    Wrong("closure_with_parameter", "relu", "relu", "_backward() -> None", "_backward(out) -> None"),
    Wrong("closure_called", "relu", "relu", "= _backward\n", "= _backward()\n"),
    Wrong("self_for_x", "relu", "relu", "1.0 if x.data", "1.0 if self.data"),
    Wrong("no_return", "relu", "relu", "    return out\n", ""),
    Wrong("set_returned", "topological_sort", "backward", "    return order\n", "    return visited\n"),
    Wrong(
        "pre_order",
        "topological_sort",
        "backward",
        SORT,
        """\
    order = []
    visited = set()
    def visit(value):
        if value not in visited:
            visited.add(value)
            order.append(value)
            for operand in value._prev:
                visit(operand)
    visit(root)
    return order
""",
    ),
    Wrong(
        "append_outside",
        "topological_sort",
        "backward",
        SORT,
        """\
    order = []
    visited = set()
    def visit(value):
        if value not in visited:
            visited.add(value)
        for operand in value._prev:
            visit(operand)
        order.append(value)
    visit(root)
    return order
""",
    ),
    Wrong("no_seed", "backward", "backward", "    root.grad = 1.0\n", ""),
    Wrong(
        "recursion_without_order",
        "backward",
        "backward",
        BACKWARD,
        """\
    root.grad = 1.0
    def visit(value):
        value._backward()
        for operand in value._prev:
            visit(operand)
    visit(root)
""",
    ),
    Wrong("leaves_first", "backward", "backward", "reversed(topological_sort(root))", "topological_sort(root)"),
    Wrong("relu_of_a_number", "mlp", "network", "relu(total)", "relu(total.data)"),
    Wrong("backward_as_method", "train", "network", "backward(loss)", "loss.backward()"),
    Wrong("never_zeroed", "train", "network", "            parameter.grad = 0.0\n", "            pass\n"),
    Wrong("transposes_forgotten", "matmul", "tensor", MATMUL, MATMUL.removesuffix(".T")),
)
