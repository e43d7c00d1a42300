"""`python -m autograder.truth`: one table of central differences, and what a right answer may be off by."""

from autograder.programs.trace import relu, trace
from autograder.truth.central_differences import case_at

FUNCTIONS = (lambda a: a + a, lambda a, b: (a + b) * b, lambda a, b: relu(a * b) + a * a)

for function in FUNCTIONS:
    program = trace(function)
    case = case_at(program, (2.0, 3.0)[: program.inputs])
    print(f"{program}   at {case.point}")
    for name, value, gradient in zip(program.node_names(), case.data, case.low, strict=True):
        print(f"  {name:<12} {value:8.3f}   gradient {gradient:.12f} ± {case.tolerance:.0e}")
