"""Wrong programs of a student at the end of a long morning, beside those of beginners.py.

What the screen says to each of them, and whether its author knows what to do next, is golden/attempts.
"""

from tests.beginners import ADD, BACKWARD, MATMUL, MUL, RELU, SORT, Wrong

SIGN = "    return np.where(x @ w + b >= 0, 1.0, -1.0)\n"
GLOBAL = """\
    visit(root)
    return ORDER


ORDER = []


def visit(value):
    global ORDER
    if value not in ORDER:
        for operand in value._prev:
            visit(operand)
        ORDER.append(value)
"""

TIRED = (
    Wrong("printed_not_returned", "neuron", "linear", SIGN, SIGN.replace("return np", "print(np").rstrip() + ")\n"),
    Wrong("matrices_the_other_way", "collapse", "linear", "weight @ product", "product @ weight"),
    Wrong("brackets_forgotten", "central_difference", "by_hand", "/ (2 * h)", "/ 2 * h"),
    Wrong("pair_swapped", "backward_pass", "by_hand", "return a, b", "return b, a"),
    Wrong("line_half_written", "add", "value", ADD, ADD.replace("other.grad += 1.0 * out.grad", "other.grad +=")),
    Wrong("one_line_too_far_left", "add", "value", ADD, ADD.replace("            other", "        other")),
    Wrong("one_line_too_far_right", "add", "value", ADD, ADD.replace("            other", "                other")),
    Wrong("print_left_in", "add", "value", ADD, f"            print('grad', out.grad)\n{ADD.replace('+=', '=')}"),
    Wrong("sign_before_equals", "add", "value", ADD, ADD.replace("+=", "=+")),
    Wrong("self_for_other", "add", "value", ADD, ADD.replace("other.", "self.")),
    Wrong("french_name", "mul", "value", MUL, MUL.replace("other.", "autre.")),
    Wrong("long_name", "mul", "value", MUL, MUL.replace(".grad", ".gradient")),
    Wrong("compared_not_added", "mul", "value", MUL, MUL.replace("+=", "==")),
    Wrong(
        "copied_from_the_video",
        "mul",
        "value",
        "Value(self.data * other.data, (self, other))",
        "Value(self.data * other.data, (self, other), '*')",
    ),
    Wrong("stub_left_above", "relu", "relu", RELU, f"    raise NotImplementedError\n{RELU}"),
    Wrong("nothing_attached", "relu", "relu", "    out._backward = _backward\n", ""),
    Wrong("global_list", "topological_sort", "backward", SORT, GLOBAL),
    Wrong(
        "reversed_in_place",
        "backward",
        "backward",
        BACKWARD,
        BACKWARD.replace("reversed(", "").replace(")):", ").reverse():"),
    ),
    Wrong("uphill", "train", "network", "parameter.data -= rate", "parameter.data += rate"),
    Wrong("star_for_at", "matmul", "tensor", MATMUL, MATMUL.replace("@", "*")),
)


# Whether somebody tired knows what to do next, by our own judgement of what is in golden/beginners and golden/attempts.
LEADS_ON = {
    "sign_of_numpy": "yes: what sign does at 0 is asked",
    "point_moved_for_good": "yes: told that the given point is moved",
    "one_share_only": "yes: how many arrows leave y",
    "equals_for_plus_equals": "yes: what becomes of the first share",
    "data_for_grad": "yes: data where grad is needed, in so many words",
    "operands_called_too": "yes: told who else calls these closures",
    "other_forgotten": "yes: the right operand gets nothing",
    "own_data": "yes: which of the two numbers was used",
    "data_forgotten": "yes: grad has become a Value",
    "other_gradient": "yes: grad of the other factor, in so many words",
    "gradient_called": "yes: the line, and what parentheses do",
    "value_compared": "yes: the line, and which attribute is the number",
    "missing_comma": "yes: (3) and (3,) side by side",
    "plain_number": "yes: float and no Value, where it is returned",
    "closure_with_parameter": "yes: what is called, with nothing between the parentheses",
    "closure_called": "yes: a function, or the result of its call",
    "self_for_x": "yes: nothing is called self here",
    "no_return": "yes: the return, and its indentation",
    "set_returned": "yes: a set has no order",
    "pre_order": "yes: are the operands in the list by then",
    "append_outside": "yes: x stands there twice, in the list and in the picture",
    "no_seed": "yes: what dL/dL is",
    "recursion_without_order": "yes: called twice where once is expected",
    "leaves_first": "yes: from the leaves to the root, in so many words",
    "relu_of_a_number": "yes: the line, and that a number stands there",
    "backward_as_method": "yes: a function, and no attribute of a Value",
    "never_zeroed": "yes: what is in the gradient when the second step begins",
    "transposes_forgotten": "yes: which sizes meet in the middle",
    "printed_not_returned": "yes: the return is asked for, and the print is shown (its question was about half-planes)",
    "matrices_the_other_way": "yes: which matrix touches x first",
    "brackets_forgotten": "yes: divides by 2 and multiplies by h, in so many words",
    "pair_swapped": "yes: which of the two is asked for first",
    "line_half_written": "yes: the line's number, and what to look for",
    "one_line_too_far_left": "no: the line is there, and runs too early; nothing says when",
    "one_line_too_far_right": "yes: the line's number, and indentation is named",
    "print_left_in": "yes: as without it, and what was printed is cut after ten lines",
    "sign_before_equals": "yes: the first share is lost; the eye finds =+ in the line",
    "self_for_other": "yes: twice to the left, 0 to the right (it said `receives nothing at all`, in bad French)",
    "french_name": "yes: the line, and that nothing is called so",
    "long_name": "yes: the line, and whether the attribute is misspelled",
    "compared_not_added": "no: nothing is handed back, but == is not named",
    "copied_from_the_video": "yes: one argument too many, and the line",
    "stub_left_above": "yes: told to delete the line",
    "nothing_attached": "yes: how the result knows its function",
    "global_list": "yes: is the list empty when it is called again (its question was about y)",
    "reversed_in_place": "yes: the line, and what is None in it",
    "uphill": "yes: towards a growing loss, in so many words",
    "star_for_at": "yes: two shapes that do not fit, and the line",
}
