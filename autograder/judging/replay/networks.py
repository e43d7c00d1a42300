"""Networks with given weights, and gradient descent on a model of a few parameters."""

from itertools import pairwise

from autograder.course import Exercise
from autograder.judging.replay.graphs import VALUE
from autograder.judging.replay.script import Script, imported, written
from autograder.language import _
from autograder.programs.operations import PRIMITIVES
from autograder.sandbox.messages import Answer
from autograder.truth.networks import NetworkCase, Sizes, places
from autograder.truth.training import SMALL_LOSS, Training, descent

PARAMETERS = """\
parameters = [
    parameter
    for layer in model.layers
    for neuron in layer.neurons
    for parameter in (*neuron.weights, neuron.bias)
]"""
MODEL = """\
class Model:  # {told}
    def __init__(self):
        self.own = [{start}]

    def parameters(self):
        return list(self.own)

    def __call__(self, x):
{lines}
"""


def _model(exercise: Exercise, sizes: Sizes) -> Script:
    """A network of these sizes, and how it is built."""
    script, layers = Script(), list(pairwise(sizes))
    script.imports(VALUE, imported(exercise))
    script.add(f"model = MLP({list(sizes)!r})", PARAMETERS)
    script.show("len(layers)", len(layers), "len(model.layers)")
    for i, (inputs, outputs) in enumerate(layers):
        script.show(f"len(layers[{i}].neurons)", outputs, f"len(model.layers[{i}].neurons)")
        widths = f"[len(neuron.weights) for neuron in model.layers[{i}].neurons]"
        script.show(f"len(layers[{i}].neurons[…].weights)", str([inputs] * outputs), widths)
    script.show(_("different parameters"), len(places(sizes)), "len(set(map(id, parameters)))")
    return script


def listed(exercise: Exercise, sizes: Sizes, _answer: Answer) -> str:
    """What `parameters()` holds, the second time that it is asked."""
    script = _model(exercise, sizes)
    for i, (_inputs, outputs) in enumerate(pairwise(sizes)):
        starts = f"len({{tuple(x.data for x in neuron.weights) for neuron in model.layers[{i}].neurons}})"
        script.show(_("different neurons of layers[{i}]").format(i=i), outputs, starts)
    script.add("", "for parameter in parameters[::2]:", "    parameter.data = 0.0", "model.parameters()")
    script.add("listed = model.parameters()")
    for k, name in enumerate(places(sizes)):
        script.show(_("how often {name} is listed").format(name=name), 1, f"sum(x is parameters[{k}] for x in listed)")
    script.show("len(parameters())", len(places(sizes)), "len(listed)")
    return script.text()


def network(exercise: Exercise, case: NetworkCase, _answer: Answer) -> str:
    """What a network answers to a batch, and what its parameters receive."""
    script, wire = _model(exercise, case.sizes), case.wire()
    script.imports("from exercises.backward import backward")
    inputs = written(wire["inputs"])
    values = f"[[Value(x) for x in row] for row in {inputs}]"
    script.add("", f"inputs = {values if wire['values'] else inputs}")
    script.add("for x in inputs:", "    model(list(x))")
    script.add(f"for parameter, data in zip(parameters, {written(wire['parameters'])}):", "    parameter.data = data")
    script.add("given = [list(x) for x in inputs]", "outputs = [model(x) for x in given]", "")
    for k, row in enumerate(case.outputs.tolist()):
        script.show(_("outputs"), len(row), f"len(outputs[{k}])")
        for j, want in enumerate(row):
            script.show(_("output {number}").format(number=j), want, f"outputs[{k}][{j}].data")
        script.show(_("length of the list"), case.sizes[0], f"len(given[{k}])")
    script.add("root = Value(0.0)", f"for row, upstream in zip(outputs, {written(wire['upstream'])}):")
    script.add("    for output, slope in zip(row, upstream):", "        root = root + output * slope", "backward(root)")
    for k, (name, want) in enumerate(zip(places(case.sizes), case.gradients, strict=True)):
        script.show(f"{name}.grad", want, f"parameters[{k}].grad")
    if wire["values"]:
        for place, want in enumerate(case.truth.gradients[0].ravel().tolist()):
            k, i = divmod(place, case.sizes[0])
            script.show(f"inputs[{k}][{i}].grad", want, f"inputs[{k}][{i}].grad")
    return script.text()


def trained(exercise: Exercise, of: Training, _answer: Answer, *, learns: bool = False) -> str:
    """What `train` returns, and where it leaves the parameters."""
    script, wire = Script(), of.wire()
    script.imports(VALUE, imported(exercise))
    script.helper(_program(script, of))
    script.add("model = Model()")
    if of.received:
        script.add("for parameter in model.own:", f"    parameter.grad = {of.received!r}")
    script.add(f"inputs = {written(wire['inputs'])}", f"targets = {written(wire['targets'])}")
    script.add("before = repr((inputs, targets))")
    script.add(f"losses = train(model, inputs, targets, {of.steps!r}, {of.rate!r})", "")
    if learns:
        script.add("answers = [model(x)[0].data for x in inputs]")
        right = "sum(answer * target[0] > 0 for answer, target in zip(answers, targets))"
        script.show(_("points on the correct side"), len(of.examples), right)
        loss = "sum((answer - target[0]) ** 2 for answer, target in zip(answers, targets)) / len(answers)"
        script.show(_("loss after {steps} steps").format(steps=of.steps), f"< {SMALL_LOSS}", loss)
        return script.text()
    losses, parameters = descent(of)
    after = _("{name} after {steps} steps") if of.steps != 1 else _("{name} after one step")
    for k, (name, want) in enumerate(zip(of.names[-len(of.start) :], parameters, strict=True)):
        script.show(after.format(name=name, steps=of.steps), want, f"model.own[{k}].data")
    script.imports("import numpy as np")
    script.show(_("shape"), f"({len(losses)},)", "losses if losses is None else np.shape(losses)")
    for k, want in enumerate(losses):
        script.show(f"losses[{k}]", want, f"losses[{k}]")
    script.add("if repr((inputs, targets)) != before:", "    show('inputs, targets', before, repr((inputs, targets)))")
    return script.text()


def _program(script: Script, of: Training) -> str:
    """The model as a class with what `train` asks of it."""
    count = of.model.inputs - len(of.start)
    names = [*(f"x[{i}]" for i in range(count)), *(f"self.own[{k}]" for k in range(len(of.start)))]
    names += [f"v{k}" for k in range(len(of.model.operations))]
    lines = []
    for name, (op, operands) in zip(names[of.model.inputs :], of.model.operations, strict=True):
        ordered = sorted(operands, key=lambda i: not isinstance(i, int) or i < count)  # a plain number second
        shown = [names[i] if isinstance(i, int) else repr(i) for i in ordered]
        row = PRIMITIVES[op]
        if not row.operator:
            script.imports(f"from exercises.{op} import {op}")
        lines.append(f"        {name} = " + (f" {op} ".join(shown) if row.operator else f"{op}({', '.join(shown)})"))
    lines.append(f"        return [{', '.join(names[i] for i in of.outputs)}]")
    start = ", ".join(f"Value({x!r})" for x in of.start)
    return MODEL.format(told=of.model.written(of.names, "o"), start=start, lines="\n".join(lines))
