"""Which idea is wrong: a student's numbers matched to those of the misconceptions in the bank.

Only for an exercise that failed. Nothing here holds an answer: signatures are numbers, and what is told is a question.
Imported by judging and the publisher; imports truth, programs and the sandbox's messages. Read this file first, then
`symptoms.py`.
"""

from collections.abc import Sequence

from autograder.course import Exercise
from autograder.diagnosis.shares import explanation
from autograder.diagnosis.signatures import known_signatures, matches, told
from autograder.diagnosis.symptoms import Symptom, is_telling
from autograder.language import _
from autograder.report import Diagnosis

LISTS = ("topological_sort", "gradcheck")
NO_ANSWER = ("raised", "attribute", "closure", "result", "tensor", "list")  # the first fact where there are no numbers
GRADIENTS = ("backward", "tensor")  # modules whose exercises are about gradients, beside those of operations


def diagnose(exercise: Exercise, symptoms: Sequence[Symptom], language: str) -> Diagnosis | None:
    """The misconception whose program answers exactly what this submission answers; else what it does; or None."""
    names = matching(exercise.name, symptoms)
    if not names:
        return _without_name(exercise, symptoms)
    entry, first = told(names[0]), next(x for x in symptoms if x.wrong)
    return Diagnosis(
        misconception=entry.id,
        tell=_sentence(exercise, first).format(tell=entry.tell[language]),
        question=entry.question[language],
        program=first.program,
        same_as=names[1:],
    )


def _without_name(exercise: Exercise, symptoms: Sequence[Symptom]) -> Diagnosis | None:
    """What an operation hands back, where every program that came to an answer agrees: nothing is said of why."""
    op = exercise.operation
    first = next((x for x in symptoms if x.wrong), None)
    replays = [x for x in symptoms if not x.facts or x.facts[0] not in NO_ANSWER]
    observed = [x.observed for x in replays if x.observed]
    told = explanation(op, observed) if op and first and len(replays) == len(symptoms) else ""
    if not told or first is None:
        return None
    text = _("{count} programs of {count} agree: {told}").format(count=len(observed), told=told)
    return Diagnosis(misconception="", tell=text, question="", program=first.program)


def matching(name: str, symptoms: Sequence[Symptom]) -> tuple[str, ...]:
    """The ids of the misconceptions that answer the same; none where no wrong answer says what is wrong."""
    facts = [symptom.facts for symptom in symptoms]
    telling = [i for i, symptom in enumerate(symptoms) if symptom.wrong and is_telling(symptom.facts)]
    return tuple(x for x in matches(name, facts) if any(known_signatures(name)[x][i] is not None for i in telling))


def _sentence(exercise: Exercise, first: Symptom) -> str:
    if first.facts and first.facts[0] in NO_ANSWER:
        return _("your program behaves like one that {tell}")
    if exercise.name in LISTS:
        return _("your list is that of a program that {tell}")
    if exercise.operation or exercise.module in GRADIENTS:
        return _("your gradients are those of a program that {tell}")
    return _("your numbers are those of a program that {tell}")
