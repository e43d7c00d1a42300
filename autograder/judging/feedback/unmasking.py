"""What is told of an expression that does not unmask an engine, or that is longer than it need be."""

from autograder.judging.feedback.words import aligned
from autograder.judging.respondents.masks import MOST, OPS, POINT, Mask, answer_of, right_answer
from autograder.language import _, digits
from autograder.programs.operations import PRIMITIVES, Operation
from autograder.programs.program import Program
from autograder.sandbox.messages import Written


def wrong_expression(mask: Mask, answer: Written) -> str | None:
    """What is wrong with it: its size, or an engine that answers as a right one does; None where it is right."""
    program, size = expression_of(answer), answer.count
    if program is None or not 0 < size <= MOST:
        shown = program if program and size else "L = …"
        return f"{mask.name} {shown}\n" + aligned([(_("operations"), f"1 … {MOST}", str(size))])
    right, told = right_answer(program), answer_of(mask.engine, program)
    at = ", ".join(f"{name} = {digits(x)}" for name, x in zip(program.input_names(), POINT, strict=True))
    lines = [f"{mask.name} {program}   " + _("at {point}").format(point=at), *_answers(mask, program)]
    if right == told:
        return "\n".join([*lines, "  " + _("on this one it answers as a right engine does")])
    if mask.fewest and size > mask.fewest:
        lines.append("  " + _("it is unmasked, but a smaller expression will do"))
        return "\n".join([*lines, aligned([(_("operations"), str(mask.fewest), str(size))])])
    return None


def _answers(mask: Mask, program: Program) -> list[str]:
    """The gradients of a right engine and of this one, in columns."""
    texts = [
        (digits(x), digits(y)) for x, y in zip(right_answer(program), answer_of(mask.engine, program), strict=True)
    ]
    width = max(len(right) for right, _told in texts)
    return [
        f"  dL/d{name}  {_('a right engine:')} {right:<{width}}  {mask.name} {told}"
        for name, (right, told) in zip(program.input_names(), texts, strict=True)
    ]


def expression_of(answer: Written) -> Program | None:
    """The expression as a program, without operations where it is an input; None where it is too long to be sent."""
    if len(answer.operations) < answer.count:
        return None
    return Program(len(POINT), tuple(Operation(OPS[op], operands) for op, operands in answer.operations))


def is_expression(answer: Written) -> bool:
    """Whether it can be one at all: each operation is known, and its operands come before it."""
    return answer.count >= len(answer.operations) and all(
        0 <= op < len(OPS)
        and len(operands) == PRIMITIVES[OPS[op]].arity
        and all(0 <= x < len(POINT) + place for x in operands)
        for place, (op, operands) in enumerate(answer.operations)
    )
