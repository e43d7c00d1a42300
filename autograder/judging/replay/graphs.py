"""Graphs of `Value`: what is under grading is written with the student's own operators, the rest is built by hand."""

from collections.abc import Sequence

from autograder.course import Exercise
from autograder.judging.replay.script import Script, imported
from autograder.language import _
from autograder.programs.operations import PRIMITIVES, Operation
from autograder.programs.printing import OUTPUT
from autograder.programs.program import Program
from autograder.report import Number
from autograder.sandbox.messages import Answer, Order, Replay
from autograder.truth.central_differences import Case, local_derivatives, same
from autograder.truth.orders import right_order

VALUE = "from exercises.value import Value"
BEFORE = 0.75  # the gradient of a value that is sorted as after a backward pass: see sandbox/probes/backward.py
KNOWN = """\
def known(data, *shares):  # {told}
    out = Value(data, tuple(x for x, _slope in shares))

    def _backward():
        for x, slope in shares:
            x.grad += slope * out.grad

    out._backward = _backward
    return out
"""
COUNTED = "called = []\n\n\n" + KNOWN.replace("        for", "        called.append(out)\n        for")
ORDERED = "{node}._prev = dict.fromkeys(({operands})).keys()  # {told}"


def variables(program: Program) -> list[str]:
    """A name for each node: its own where it has one."""
    names = [name if name.isidentifier() else f"n{i}" for i, name in enumerate(program.node_names())]
    return [*names[:-1], OUTPUT] if program.operations else names


class Graph:
    """A case as lines that build it. `names` are those of the nodes, `shown` how the report calls them."""

    def __init__(self, exercise: Exercise, case: Case, known: str = KNOWN) -> None:
        self.exercise, self.case, self.script = exercise, case, Script()
        self.names, self.shown = variables(case.program), case.program.node_names()
        self._known = known.format(told=_("a result that is not under grading, and the shares that it hands back"))
        self.script.imports(VALUE)
        for name, x in zip(self.names, case.point, strict=False):
            self.script.add(f"{name} = Value({x!r})")
            if case.received:
                self.script.add(f"{name}.grad = {case.received!r}")
        for k, operation in enumerate(case.program.operations):
            self.script.add(f"{self.names[case.program.inputs + k]} = {self._result(k, operation)}")

    @property
    def results(self) -> list[str]:
        """The names of the operations' results."""
        return self.names[self.case.program.inputs :]

    @property
    def root(self) -> str:
        """The name of the last node."""
        return self.names[-1]

    def _result(self, k: int, operation: Operation) -> str:
        if operation.op != self.exercise.operation:
            self.script.helper(self._known)
            return f"known({', '.join([repr(self.case.data[self.case.program.inputs + k]), *self._shares(operation)])})"
        row, whole = PRIMITIVES[operation.op], all(type(x) is int for x in self.case.point)
        self.script.imports(imported(self.exercise))
        shown = [
            self.names[x] if isinstance(x, int) else repr(int(x) if whole and x == int(x) else x)
            for x in operation.operands
        ]
        return f" {operation.op} ".join(shown) if row.operator else f"{operation.op}({', '.join(shown)})"

    def _shares(self, operation: Operation) -> list[str]:
        """Each operand with the local derivative, as the closure is to hand its share back."""
        operands, data = operation.operands, self.case.data
        local: Sequence[float] = [0.0] * len(operands)
        if self.case.low:  # else nobody asks for a gradient
            local = local_derivatives(operation.op, [data[x] if isinstance(x, int) else x for x in operands])
        pairs = zip(operands, local, strict=True)
        return [f"({self.names[x]}, {slope!r})" for x, slope in pairs if isinstance(x, int)]

    def walk(self, upstream: float) -> None:
        """Call each closure, from the root to the leaves."""
        self.script.add("", f"{self.root}.grad = {upstream!r}")
        self.script.add(*(f"{name}._backward()" for name in reversed(self.results)))

    def zero(self) -> None:
        """Let gradients be what they were before the walk."""
        before = [self.case.received] * self.case.program.inputs + [0.0] * len(self.results)
        self.script.add("", *(f"{name}.grad = {x!r}" for name, x in zip(self.names, before, strict=True)))

    def show(self, form: str, expected: Sequence[Number], attribute: str) -> None:
        """Print an attribute of every node."""
        for name, shown, want in zip(self.names, self.shown, expected, strict=True):
            self.script.show(form.format(shown), want, f"{name}.{attribute}")

    def keep_order(self) -> None:
        """Let each set of operands be walked as it was: Python's order is by chance."""
        for name, operation in zip(self.results, self.case.program.operations, strict=True):
            own = list(dict.fromkeys(self.names[x] for x in operation.operands if isinstance(x, int)))
            chosen = own[::-1] if self.case.view == 1 else own
            if len(chosen) > 1:
                self.script.add(
                    ORDERED.format(node=name, operands=", ".join(chosen), told=_("a set in the order of the check"))
                )


def replayed(exercise: Exercise, case: Case, answer: Answer) -> str:
    """What `gradients` asks, up to the first thing that is wrong: values, gradients, a second walk, values again."""
    graph = Graph(exercise, case)
    if isinstance(answer, Replay) and not all(map(same, case.data, answer.data)):
        graph.show("{}", case.data, "data")
        return graph.script.text()
    graph.walk(case.upstream)
    again = case.again and isinstance(answer, Replay) and all(map(case.accepts, range(len(case.low)), answer.gradients))
    if case.again and again:
        graph.zero()
        graph.walk(case.again.upstream)
    if case.low:
        graph.show("dL/d{}", (case.again if case.again and again else case).low, "grad")
    if isinstance(answer, Replay) and answer.after:
        graph.show("{}.data", case.data, "data")
    return graph.script.text()


def remembered(exercise: Exercise, case: Case, _answer: Answer) -> str:
    """What `remembered` asks: the operands in `_prev`."""
    graph = Graph(exercise, case)
    operands = sorted({x for x in case.program.operations[-1].operands if isinstance(x, int)})
    graph.script.add(f"{graph.root}._backward()", _called(graph))
    expected = "{" + ", ".join(graph.shown[i] for i in operands) + "}"
    yours = f'"{{" + ", ".join(name.get(id(x), {_("another value")!r}) for x in {graph.root}._prev) + "}}"'
    graph.script.show("L._prev", expected, yours)
    return graph.script.text()


def _called(graph: Graph) -> str:
    """The line that says what each value is called."""
    names = [x[1:-1] if x.startswith("(") else x for x in graph.shown]
    pairs = ", ".join(f"id({name}): {shown!r}" for name, shown in zip(graph.names, names, strict=True))
    return f"name = {{{pairs}}}"


def ordered(exercise: Exercise, case: Case, answer: Answer) -> str:
    """What `order` asks: the list, once more where it was right the first time."""
    graph = Graph(exercise, case)
    graph.keep_order()
    script, start = graph.script, BEFORE if case.view else 0.0
    script.imports(imported(exercise))
    script.add("", *(f"{name}.grad = {start!r}" for name in graph.names), _called(graph))
    script.add(f"order = topological_sort({graph.root})")
    listing = f'", ".join(name.get(id(x), {_("another value")!r}) for x in order)'
    script.add(f"print({_('your list: {values}').format(values='')!r} + {listing})")
    if isinstance(answer, Order) and answer.again != answer.labels:
        script.add("order.reverse()", f"order = topological_sort({graph.root})")
        script.add(f"print({_('your list: {values}').format(values='')!r} + {listing})")
    script.show(_("length of the list"), len(case.program.live), "len(order)")
    script.show(_("kind of the list"), "list", "type(order).__name__")
    if isinstance(answer, Order) and not answer.unchanged:
        graph.show("{}.data", case.data, "data")
        graph.show("{}.grad", [start] * len(graph.names), "grad")
    return script.text()


def walked_back(exercise: Exercise, case: Case, answer: Answer) -> str:
    """What `backward` asks: gradients and calls of closures, behind an order that is right."""
    graph = Graph(exercise, case, COUNTED)
    script, program = graph.script, case.program
    graph.keep_order()
    script.imports("import exercises.backward")
    order = ", ".join(graph.names[i] for i in right_order(program, flipped=case.view == 1, leaves_first=case.view == 0))
    script.add("", f"exercises.backward.topological_sort = lambda root: [{order}]")
    script.add(f"exercises.backward.backward({graph.root})")
    right = isinstance(answer, Replay) and all(map(case.accepts, range(program.nodes), answer.gradients))
    if case.again and right and isinstance(answer, Replay) and answer.again != answer.gradients:
        script.add("", *(f"{name}.grad = 0.0" for name in graph.names))
        script.add(f"exercises.backward.backward({graph.root})")
    graph.show("dL/d{}", case.low, "grad")
    for name, shown in zip(graph.results, graph.shown[program.inputs :], strict=True):
        told = _("calls to _backward of {node}").format(node=shown)
        script.show(told, 1, f"sum(x is {name} for x in called)")
    return script.text()
