"""An expression for a masked engine, on the student's own: what a right engine answers, and what it should not be."""

from autograder.course import Exercise
from autograder.judging.feedback.unmasking import expression_of
from autograder.judging.replay.script import Script, imported
from autograder.judging.respondents.masks import MOST, POINT, Mask, answer_of, right_answer
from autograder.language import _, digits
from autograder.sandbox.messages import Answer, Written

IMPORTS = ("from exercises.backward import backward, topological_sort", "from exercises.value import Value")
OPERATIONS = "len([value for value in topological_sort(L) if value._prev])"


def unmasked(exercise: Exercise, mask: Mask, answer: Answer) -> str:
    """The expression, its size where that is what is wrong, its gradients where a masked engine has the same."""
    script = Script()
    script.imports(*IMPORTS, imported(exercise))
    script.add(f"x, y = {', '.join(f'Value({x!r})' for x in POINT)}", f"L = {exercise.symbol}(x, y)", "backward(L)")
    program = expression_of(answer) if isinstance(answer, Written) else None
    if program is None or not 0 < len(program.operations) <= MOST:
        script.show(_("operations"), f"1 … {MOST}", OPERATIONS)
    elif right_answer(program) != (told := answer_of(mask.engine, program)):
        script.show(_("operations"), str(mask.fewest), OPERATIONS)
    else:
        for name, gradient in zip(program.input_names(), told, strict=True):
            script.show(f"dL/d{name}", f"≠ {digits(gradient)}", f"{name}.grad")
    return script.text()
