"""Programs of matrices: `@` is the student's, all else is built by hand, from numbers."""

from autograder.course import Exercise
from autograder.judging.replay.script import Script, imported, written
from autograder.language import _
from autograder.programs.operations import PRIMITIVES
from autograder.sandbox.messages import Answer, TensorReplay
from autograder.truth.tensors import AGAIN, MATMUL, TensorCase

BY_HAND = """\
def by_hand(data, *shares):  # {told}
    out = Tensor(data, tuple(x for x, _slopes in shares))

    def _backward():
        for x, slopes in shares:
            gradient = slopes * out.grad
            while gradient.ndim > x.data.ndim:
                gradient = gradient.sum(axis=0)
            if x.data.shape[0] == 1 and gradient.ndim == 2:
                gradient = gradient.sum(axis=0, keepdims=True)
            x.grad = x.grad + gradient

    out._backward = _backward
    return out
"""


def replayed(exercise: Exercise, case: TensorCase, answer: Answer) -> str:
    """Values, gradients, a second walk, what each result remembers: entry by entry."""
    script, names = Script(), names_of(case)
    script.imports("import numpy as np", imported(exercise))
    for name, x in zip(names, case.point, strict=False):
        script.add(f"{name} = Tensor({_operand(x, strided=case.program.strided)})")
    results = names[len(case.point) :]
    for k, name in enumerate(results):
        script.add(f"{name} = {_result(script, case, names, k=k)}")
    _walk(script, case, names, received=case.received)
    again = isinstance(answer, TensorReplay) and case.twice and answer.again is not None
    _show(script, case, names, tell_data=True)
    if again:
        script.add("", f"# {_('the same graph, walked back a second time')}")
        for name in results:
            script.add(f"{name}.grad = np.zeros({name}.data.shape)")
        _walk(script, case, names, received=case.received, factor=AGAIN)
        _show(script, case.again(), names, tell_data=False)
    remembered = sorted({names[int(i)] for i in case.program.operations[-1].operands})
    pairs = ", ".join(f"id({name}): {name!r}" for name in names)
    script.add(f"name = {{{pairs}}}")
    yours = f'"{{" + ", ".join(sorted(name.get(id(x), {_("another value")!r}) for x in {names[-1]}._prev)) + "}}"'
    script.show("o._prev", "{" + ", ".join(remembered) + "}", yours)
    return script.text()


def names_of(case: TensorCase) -> list[str]:
    """A name for each node, as the report calls it."""
    names = case.program.names
    return [*names, *(f"v{k}" for k in range(len(names), len(case.data) - 1)), "o"]


def _operand(x: object, *, strided: bool) -> str:
    return f"np.repeat(np.repeat({written(x)}, 2, 0), 2, 1)[::2, ::2]" if strided else written(x)


def _result(script: Script, case: TensorCase, names: list[str], *, k: int) -> str:
    op, operands = case.program.operations[k]
    chosen = [names[int(i)] for i in operands]
    if op == MATMUL:
        return " @ ".join(chosen)
    script.helper(BY_HAND.format(told=_("a result that is not under grading, and the shares that it hands back")))
    slopes = PRIMITIVES[op].slopes(*(case.data[int(i)] for i in operands))
    shares = [f"({name}, {written(each)})" for name, each in zip(chosen, slopes, strict=True)]
    return f"by_hand({', '.join([written(case.data[len(case.point) + k]), *shares])})"


def _walk(script: Script, case: TensorCase, names: list[str], *, received: float, factor: float = 1.0) -> None:
    if received:
        script.add(*(f"{name}.grad = np.full({name}.data.shape, {received!r})" for name in names[: len(case.point)]))
    script.add("", f"{names[-1]}.grad = {written(case.upstream * factor)}")
    script.add(*(f"{name}._backward()" for name in names[: len(case.point) - 1 : -1]))


def _show(script: Script, case: TensorCase, names: list[str], *, tell_data: bool) -> None:
    """Print shapes, then each entry; what is no array of that shape is printed as it is."""
    shape = _("shape of {name}").format(name="{name}")
    script.helper(EACH.format(expected=_("expected"), yours=_("yours"), shape=shape))
    for name, data, gradient in zip(names, case.data, case.gradients, strict=True):
        if tell_data:
            script.add(f"each({name!r}, {written(data)}, {name}.data)")
        script.add(f"each({'dL/d' + name!r}, {written(gradient)}, {name}.grad)")


EACH = """\
def each(name, expected, yours):
    if np.shape(yours) != expected.shape:
        print(f"{shape}  {expected} {{expected.shape}}  {yours} {{np.shape(yours)}}")
        return
    for place, wanted in np.ndenumerate(expected):
        index = "".join(f"[{{i}}]" for i in place)
        print(f"{{name}}{{index}}  {expected} {{wanted + 0.0:.6g}}  {yours} {{yours[place]}}")
"""
