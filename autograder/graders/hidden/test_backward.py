"""What only the instructor has of the graders of `topological_sort`, `backward` and `gradcheck`."""

import pytest

from autograder.judging.check import Check
from autograder.programs.enumerate import enumerate_programs
from autograder.programs.operations import Operation
from autograder.programs.program import Program
from autograder.programs.trace import Tracer, relu, trace
from autograder.truth.calls import checked
from autograder.truth.exact import sum_case
from autograder.truth.random_cases import random_cases


def _ladder(rungs: int) -> Program:
    """2ⁿ paths over n rungs: whoever walks them all is still walking when the time is up."""

    def climb(a: Tracer, b: Tracer) -> Tracer:
        p, q = a, b
        for _ in range(rungs):
            p, q = p + q, q + p
        return p + q

    return trace(climb)


def _chain(length: int) -> Program:
    """a + b + b + … : written down directly, for tracing it would take longer than sorting it."""
    return Program(2, tuple(Operation("+", (k + 1 if k else 0, 1)) for k in range(length)))


def _wide(leaves: int) -> Program:
    """Sums of sums: many more values than a chain may be long, and none further from the root than a dozen steps."""
    rows = [Operation("+", (k % 2, (k // 2) % 2)) for k in range(leaves)]
    sums = [Operation("+", (2 + 2 * k, 3 + 2 * k)) for k in range(leaves - 1)]
    return Program(2, (*rows, *sums))


def _shortcut(a: Tracer, b: Tracer) -> Tracer:
    """`a` is three steps away from the root by one way and one step by the other."""
    far = (a * b + b) * b
    return (far + a) * (a * a + far)


@pytest.mark.exercise("topological_sort", weight=3)
def test_every_small_graph_is_sorted(check: Check) -> None:
    """
    [fr] Tout graphe d'au plus trois opérations est rangé dans un ordre topologique.
    [en] Every graph of up to three operations is listed in topological order.
    """
    check.order(enumerate_programs("+"))  # a sort sees no operation


@pytest.mark.exercise("topological_sort", weight=2)
def test_long_ways_and_shortcuts_are_sorted(check: Check) -> None:
    """
    [fr] Les grands graphes, où l'on atteint des valeurs par de longs chemins et par des raccourcis, sont rangés dans
    [fr] un ordre topologique.
    [en] Large graphs, with values reached along long paths and along shortcuts, are listed in topological order.
    """
    check.order(_shortcut)
    check.order([case.program for case in random_cases("+*", count=5, operations=40)])
    check.order(_chain(300))
    check.order(_wide(600))


@pytest.mark.exercise("topological_sort", weight=2)
def test_each_value_is_visited_once(check: Check) -> None:
    """
    [fr] Un graphe à 2⁴⁰ chemins est trié aussitôt : chaque valeur est visitée une fois.
    [en] A graph with 2⁴⁰ paths is sorted at once: each value is visited once.
    """
    check.order(_ladder(40))


@pytest.mark.exercise("topological_sort", weight=0)
def test_a_chain_of_three_thousand(check: Check) -> None:
    """
    [fr] Une chaîne de 3 000 valeurs est triée sans récursion.
    [en] A chain of 3,000 values is sorted without recursion.
    """
    check.order([_chain(3_000)])


@pytest.mark.exercise("backward", weight=3)
def test_every_small_graph_goes_backward(check: Check) -> None:
    """
    [fr] Sur tout graphe d'au plus trois opérations, les gradients coïncident avec les différences finies.
    [en] On every graph of up to three operations the gradients agree with finite differences.
    """
    check.backward(enumerate_programs("*"))  # of sums, each local derivative is 1


@pytest.mark.exercise("backward", weight=3)
def test_large_graphs_go_backward(check: Check) -> None:
    """
    [fr] Sur les grands graphes à valeurs intermédiaires partagées,
    [fr] les gradients coïncident avec les différences finies.
    [en] On large graphs with shared intermediate values the gradients agree with finite differences.
    """
    check.backward(_shortcut)
    check.backward(random_cases("+*", count=5, operations=40))
    check.backward(random_cases("+* relu", count=6, operations=20))
    check.backward(sum_case(_wide(600)))


@pytest.mark.exercise("gradcheck", weight=2)
def test_random_functions_are_checked(check: Check) -> None:
    """
    [fr] Dans les gradients de fonctions aléatoires, chaque faute est signalée, et rien d'autre.
    [en] In the gradients of random functions each fault is reported, and nothing else.
    """
    for k, case in enumerate(random_cases("+*", count=4, operations=6, inputs=4)):
        faults = [(0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.3, -0.3), (5.0, 0.0, 0.0, 0.0), (-0.1, 0.1, -0.1, 0.1)]
        at, inputs = list(case.point), case.program.inputs
        check.returns(
            *(checked(case.program, at, *fault[:inputs], h=0.01 + 0.01 * k, tolerance=0.01) for fault in faults)
        )


@pytest.mark.exercise("gradcheck", weight=2)
def test_folds_of_several_inputs_are_checked(check: Check) -> None:
    """
    [fr] Quand plusieurs entrées passent par des plis, seules celles dont le gradient s'écarte sont signalées.
    [en] Where several inputs go through folds, only those whose gradient is off are reported.
    """
    folded = trace(lambda a, b, c: relu(a + b) * c + relu(b))
    check.returns(
        *(
            checked(folded, [0.5, -0.5, 2.0], *off, h=0.125, tolerance=0.1)
            for off in ((0.0, 0.0, 0.0), (-1.0, -1.0, 0.0))
        )
    )
    check.returns(
        *(
            checked(folded, [0.5, 0.75, -2.0], *off, h=0.0625, tolerance=0.1)
            for off in ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0))
        )
    )
