"""Which idea is wrong: a student's numbers matched to those of the misconceptions in the bank.

Only for an exercise that failed. Nothing here holds an answer: signatures are numbers, and what is told is a question.
"""

from autograder.course import Exercise
from autograder.diagnosis.programs import PROGRAMS
from autograder.diagnosis.signatures import known_signatures, matches, told
from autograder.diagnosis.symptoms import Observer, Symptom, observe
from autograder.language import _
from autograder.report import Diagnosis
from autograder.session import Session

LISTS = ("topological_sort",)
GRADIENTS = ("value", "relu", "backward", "tensor")  # modules whose exercises are about gradients


def diagnose(session: Session, exercise: Exercise, language: str) -> Diagnosis | None:
    """The misconception whose program answers exactly what this submission answers, or None."""
    symptoms = symptoms_of(session, exercise.name)
    names = _matching(exercise.name, symptoms)
    if not names:
        return None
    entry = told(names[0])
    return Diagnosis(
        misconception=entry.id,
        tell=_sentence(exercise).format(tell=entry.tell[language]),
        question=entry.question[language],
        program=next(x.program for x in symptoms if x.wrong),
        same_as=names[1:],
    )


def recognised(session: Session, name: str) -> tuple[str, ...]:
    """The ids of the misconceptions that answer what the submission's exercise answers."""
    return _matching(name, symptoms_of(session, name))


def _matching(name: str, symptoms: tuple[Symptom, ...]) -> tuple[str, ...]:
    wrong = any(symptom.wrong for symptom in symptoms)
    return matches(name, [symptom.facts for symptom in symptoms]) if wrong else ()


def symptoms_of(session: Session, name: str) -> tuple[Symptom, ...]:
    """What the submission's exercise does on the programs of the diagnosis; nothing where no signature is known."""
    if not known_signatures(name):
        return ()
    check = session.check(name)
    return observe(Observer(check.exercise, check.grading, check.under_grading), PROGRAMS[name])


def _sentence(exercise: Exercise) -> str:
    if exercise.name in LISTS:
        return _("your list is that of a program that {tell}")
    if exercise.module in GRADIENTS:
        return _("your gradients are those of a program that {tell}")
    return _("your numbers are those of a program that {tell}")
