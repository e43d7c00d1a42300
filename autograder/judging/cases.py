"""What a grader names, as cases: programs at points, in every view that is asked for.

A case whose point the grader chose stays as it is; of the others a counterexample is shown at friendly numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import cycle, islice

from autograder.errors import KitError
from autograder.programs.program import Program
from autograder.programs.trace import Tracer, trace
from autograder.truth.central_differences import Case, case_at, fair_cases

# What can be asked for: a function of scalars, a recorded program, a program with its point, or many of them.
Subject = Callable[..., Tracer] | Program | Case | Iterable[Program] | Iterable[Case]

# Points a student can compute with in their head, tried when a counterexample is to be shown.
FRIENDLY = (3.0, -2.0, 5.0, 0.5)
UPSTREAMS = (1.0, 2.0)
# Sums of FRIENDLY numbers are not in ascending order; equal data tells identity from equality; a number may be whole,
# and 0 is not nothing.
NUMBERS_APART = (FRIENDLY, (2,), (-1.0, 0.0, 1.0))
VIEWS = 3  # ways to show a graph: see sandbox/probes/backward.py
LARGE = 1_000  # nodes: a larger program takes long, and its shape is simple
SMALL = 12  # nodes: a larger program is no easier to read at friendly numbers


def cases_of(subject: Subject, at: Sequence[float] | None) -> tuple[Case, ...]:
    """Fair cases of what is named, at the point `at` where the grader chose one."""
    if isinstance(subject, Case):
        return (subject,)
    if isinstance(subject, Program) or callable(subject):
        program = subject if isinstance(subject, Program) else trace(subject)
        return (case_at(program, at, upstream=1.5),) if at is not None else fair_cases((program,))
    items = tuple(subject)
    if items and isinstance(items[0], Case):
        return items  # type: ignore[return-value]
    return fair_cases(items)


def untested(subject: Subject) -> Iterable[Case]:
    """Programs whose gradients do not matter, for graphs of any size, with one of NUMBERS_APART.

    A function is asked with all of them, many programs in turn, a single large one with the first.
    """
    if callable(subject) and not isinstance(subject, Program):
        subject = [trace(subject)] * len(NUMBERS_APART)
    for program, numbers in zip([subject] if isinstance(subject, Program) else subject, cycle(NUMBERS_APART)):  # type: ignore[arg-type]
        assert isinstance(program, Program)
        point = tuple(islice(cycle(numbers), program.inputs))
        yield Case(program, point, 1.0, tuple(program.evaluate(point)), (), (), 0.0)


def from_root(case: Case) -> Case:
    """The same case with the gradient that `backward` starts from: 1 at the root."""
    seeded = replace(case, again=None) if case.upstream == 1.0 else case.with_upstream(1.0)
    return replace(seeded, again=seeded)


def in_views(cases: Sequence[Case]) -> list[Case]:
    """A single case in every view of its graph, the operands in both orders; of many each in the next view.

    Enumerated programs are there with their operands in both orders; a graph that is there for its size has one view.
    """
    if len(cases) == 1 and cases[0].program.nodes <= LARGE:
        return [replace(cases[0], view=view) for view in range(VIEWS)]
    return [replace(case, view=k % VIEWS) for k, case in enumerate(cases)]


def friendlier(case: Case) -> Iterable[Case]:
    """The same program at numbers that a student can compute with; nothing where the numbers do not matter."""
    if not case.low or case.program.nodes > SMALL:
        return
    point = tuple(islice(cycle(FRIENDLY), case.program.inputs))
    for upstream in UPSTREAMS if case.upstream != 1.0 else (1.0,):
        try:
            friendly = case_at(case.program, point, upstream)
            yield replace(friendly, view=case.view, again=friendly if case.again else None)
        except KitError:
            return
