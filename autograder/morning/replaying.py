"""A counterexample met again in the student's own Python, where `print`, `breakpoint` and an editor's debugger work."""

import os
import subprocess
import sys
from pathlib import Path

from autograder.course import Exercise
from autograder.errors import UsageError
from autograder.judging.grade import grade_session
from autograder.judging.session import open_session
from autograder.language import _, in_use
from autograder.morning.memory import FOLDER
from autograder.report import CheckResult
from autograder.surroundings import OWN


def counterexample(exercise: Exercise) -> CheckResult | None:
    """The first claim that does not hold and can be met again; None where there is none."""
    session = open_session(OWN, exercises=[exercise.name])
    [result] = grade_session(session, language=in_use()).exercises
    return next((check for check in result.checks if check.outcome != "passed" and check.weight), None)


def script_of(exercise: Exercise) -> Path:
    """The counterexample as a file that runs. Raises UsageError where there is nothing to meet again."""
    check = counterexample(exercise)
    if check is None:
        raise UsageError(_("{exercise}: every check that is here passes").format(exercise=exercise.name))
    if not check.replay:
        told = _("{exercise}: no computation was started: {message}")
        raise UsageError(told.format(exercise=exercise.name, message=check.message.partition("\n")[0]))
    return write(script(exercise.name), check.replay)


def script(name: str) -> Path:
    """Where the replay of an exercise is kept."""
    return FOLDER / "replay" / f"{name}.py"


def write(file: Path, text: str) -> Path:
    """Keep a text as a file. Raises UsageError where it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(_("{file} cannot be written: {error}").format(file=file, error=error.strerror)) from None
    return file


def run(file: Path) -> int:
    """Run a replay as the student would, at this terminal; how it exits."""
    places = [os.getcwd(), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    return subprocess.run([sys.executable, str(file)], env=environment, check=False).returncode
