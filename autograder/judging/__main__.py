"""`python -m autograder.judging`: one failure as a student sees it, of a sum that replaces what it should add to."""

from autograder.judging.counterexample import graph_of
from autograder.judging.feedback.scalars import wrong_replay
from autograder.programs.trace import trace
from autograder.render.graph import graph_text
from autograder.sandbox.messages import Replay
from autograder.truth.central_differences import case_at

case = case_at(trace(lambda a, b: (a + b) * b), (2.0, -3.0))
answer = Replay(data=case.data, gradients=(*case.low[:1], case.low[1] - case.low[2], *case.low[2:]))

print(wrong_replay(case, answer))
if graph := graph_of(case, answer):
    print(graph_text(graph))
