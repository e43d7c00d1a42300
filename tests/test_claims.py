"""What can be claimed without being done: skeletons that inspect the probe, and answer for it.

A worker's process is the submission's: whatever a probe says of it can be said by the submission instead. So numbers
that only right code finds carry the points. What they do not carry is measured here, and told in docs/isolation.md.
"""

from pathlib import Path

from autograder.course import load_course
from tests.submissions import grade, skeleton

# Takes the place of every probe, and answers from what the judge has sent. It knows the kit, and no exercise.
FORGER = '''
import sys


def claim(name, forged):
    """Let every probe of this name answer so, where it does not see that numbers are asked."""
    for module in list(sys.modules.values()):
        if "probes" in getattr(module, "__name__", "") and hasattr(module, name):
            setattr(module, name, forged)


def listed(_module, cases):
    """Widths as asked for, each parameter once: nothing of it depends on a network."""
    replies = []
    for sizes in (case["sizes"] for case in cases):
        widths = [[before] * after for before, after in zip(sizes, sizes[1:])]
        parameters = sum(n + 1 for row in widths for n in row)
        replies.append({"widths": widths, "first": list(range(parameters)), "counts": [1] * parameters})
    return replies


def nodes_of(operands):
    return sorted({x for x in operands if isinstance(x, int)})


def remembered(_module, cases):
    return [{"operands": nodes_of(case["operations"][-1][1])} for case in cases]


def tensors(_module, cases):
    replies = []
    for case in cases:
        nodes = [{"shape": [1], "data": [0.0]}] * (len(case["point"]) + len(case["operations"]))
        operands = [nodes_of(operation[1]) for operation in case["operations"]]
        replies.append({"data": nodes, "gradients": nodes, "operands": operands})
    return replies


def needed(case):
    """What the root needs: to find it is no sorting."""
    found, left = {case["root"]}, [case["root"]]
    while left:
        new = set(case["nodes"][left.pop()][1]) - found
        found |= new
        left += new
    return found


def order(_module, cases):
    replies = []
    for case in cases:
        labels = ORDER(case, needed(case))
        replies.append({"labels": labels, "again": labels})
    return replies


for probe in (listed, remembered, tensors, order):
    claim(probe.__name__, probe)
'''
# What in a request may give the order of a graph away: places in the list of nodes that the root needs.
ORDERS = {
    "as it was sent": "lambda case, needed: sorted(needed)",
    "the other way round": "lambda case, needed: sorted(needed, reverse=True)",
    "by value": "lambda case, needed: sorted(needed, key=lambda i: case['nodes'][i][0])",
    "by how many operands": "lambda case, needed: sorted(needed, key=lambda i: len(case['nodes'][i][1]))",
}
CLAIMED = {"mlp": 0.125}  # points of 20: that `parameters()` lists each weight and each bias once
BY_CHANCE = {"topological_sort": 0.2}  # what any sort by that earns, without a look at the probe


def forged(folder: Path, order: str) -> dict[str, float]:
    """What all skeletons earn, exercise by exercise, with an order that was found so."""
    modules = [module.name for module in load_course().modules]
    report = grade(folder, {name: f"{skeleton(name)}\n{FORGER}\nORDER = {order}\n" for name in modules})
    return {x.name: x.points for x in report.exercises if x.points}


def test_skeletons_that_answer_for_the_probe_earn_what_no_number_carries(tmp_path: Path) -> None:
    earned = {how: forged(tmp_path / how, order) for how, order in ORDERS.items()}
    for how, points in earned.items():
        print(f"{how}: {sum(points.values()):g} of 20", points)
    assert all(points.items() <= (CLAIMED | BY_CHANCE).items() for points in earned.values())
