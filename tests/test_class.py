"""A class without nbgrader: the same verdicts and bytes, nothing lost when it is ended, what it believes."""

import csv
import html
import io
import json
import math
import os
import random
import re
import signal
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import fromstring

import msgspec
import pytest

from autograder.course import load_course
from autograder.errors import UsageError
from autograder.report import Diagnosis, Report, Timing
from autograder.submission.source import Source
from release.__main__ import main
from release.cohort import grading
from release.cohort.exports.junit import junit
from release.cohort.exports.tables import points_table
from release.cohort.grading import Item, Rules
from release.cohort.likeness import likeness
from release.cohort.overview import Overview, behaviour, overview
from release.cohort.pool import in_order
from release.cohort.results import FILE, Result, open_results
from release.cohort.run import grade_class
from release.cohort.shown.page import write_pages
from release.cohort.shown.pseudonyms import Pseudonymous, key_of
from release.cohort.shown.words import WORDS
from release.instructor.people.students import Roster
from release.sources.notebook import lab_notebook, notebook_bytes
from tests.axe import findings, require_axe
from tests.browser import Browser, open_browser
from tests.planted_class import plant
from tests.submissions import ROOT, reference, skeleton, write

COURSE = load_course()
RESULT = Result("ada", "Ada", "s")


def handed_in(folder: Path) -> Path:
    """Three students: all right, one mistake, nothing that can be read."""
    modules = [x.name for x in COURSE.modules]
    right = {name: reference(name) for name in modules}
    write(folder / "ada", right)
    write(folder / "bob", {name: skeleton(name) for name in modules})
    write(folder / "cleo", {"value": "no module of the course"}).joinpath("value.py").rename(folder / "cleo" / "a.txt")
    return folder


def graded(source: Path, out: Path, *, jobs: int = 1, roster: Roster | None = None) -> list[Result]:
    rules = Rules(COURSE.assignment, out / ".verdicts", language="fr")
    with open_results(out) as results:
        return [x.result for x in grade_class(source, results, rules, roster=roster or Roster(), jobs=jobs)]


def without_times(content: bytes) -> list[object]:
    """The lines of a results.jsonl without what differs from run to run."""
    lines = [json.loads(line) for line in content.splitlines()]
    for line in lines:
        line.get("report", {}).pop("timing", None)
    return lines


@pytest.mark.slow
def test_a_class_is_graded_once_whatever_the_number_of_jobs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = handed_in(tmp_path / "source")
    found = {x.student: x for x in graded(source, tmp_path / "one")}
    assert {name: x.report and x.report.points for name, x in found.items()} == {"ada": 20, "bob": 0, "cleo": None}
    assert "aucun module du cours" in found["cleo"].refused
    assert main(["class", str(source), "--out", str(tmp_path / "three"), "--jobs", "3"]) == 1
    content = [(tmp_path / out / FILE).read_bytes() for out in ("one", "three")]
    assert without_times(content[0]) == without_times(content[1])
    said = capsys.readouterr().out
    assert "2 graded, 1 not read, 0 not judged" in said and "as before" not in said
    assert main(["class", str(source), "--out", str(tmp_path / "three")]) == 1
    again = capsys.readouterr()
    assert again.out.count("as before") == 2 and "grading: nothing to do, 3 as before\n" in again.err
    assert (tmp_path / "three" / FILE).read_bytes() == content[1]  # nothing was judged again: the times are the same


@pytest.mark.slow
def test_the_verdicts_are_those_of_nbgraders_lane(root: Path, tmp_path: Path) -> None:
    from release.instructor.course_folder import Where
    from release.instructor.judges import Judges, task_of
    from release.nbgrader_plugin.verdicts import kept_verdict

    source = handed_in(tmp_path / "source")
    where = Where(root)
    released = where.of("release", COURSE.assignment) / "lab.ipynb"
    released.write_bytes(notebook_bytes(lab_notebook(COURSE, COURSE.cells["fr"])))  # in the language of the kits
    main(["collect", "--course", str(root), str(source)])
    submitted = where.submitted(COURSE.assignment)
    tasks = {x: task_of(folder / "lab.ipynb", released, where.verdicts) for x, folder in submitted.items()}
    with Judges(jobs=1) as judges:
        judges.begin_early(where)
        assert [judges.fault(task) for task in tasks.values()] == [None, None]
    ours = {x.student: x.report for x in graded(source, tmp_path / "out")}
    for student in ("ada", "bob"):
        theirs = kept_verdict(tasks[student])
        assert theirs is not None and _without_times(theirs) == _without_times(ours[student])


def _without_times(report: Report | None) -> Report:
    assert report is not None
    return msgspec.structs.replace(report, timing=Timing())


# results.jsonl


def test_a_line_that_was_cut_off_goes_and_is_told_of(tmp_path: Path) -> None:
    with open_results(tmp_path) as results:
        results.add(RESULT)
        results.add(Result("bob", "Bob", "t"))
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[:-9])
    with open_results(tmp_path) as results:
        assert results.torn and [x.student for x in results] == ["ada"]
        results.add(Result("bob", "Bob", "t"))
    assert (tmp_path / FILE).read_bytes() == whole


def test_a_line_that_is_none_costs_the_lines_behind_it_nothing(tmp_path: Path) -> None:
    with open_results(tmp_path) as results:
        results.add(RESULT)
    (tmp_path / FILE).write_bytes(b"not a result\n" + (tmp_path / FILE).read_bytes())
    with open_results(tmp_path) as results:
        assert [x.student for x in results] == ["ada"] and not results.torn


def test_what_nobody_foresaw_costs_its_own_line_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grading, "lab_of", lambda *_: 1 // 0)
    (tmp_path / "lab.ipynb").write_bytes(b"{}")
    found = grading.grade_item(Rules(COURSE.assignment, tmp_path), Item("ada", "Ada", "s", (tmp_path / "lab.ipynb",)))
    assert found.fault.startswith("ZeroDivisionError") and found.stamp == ""  # it is tried again


def test_of_two_runs_the_second_says_so(tmp_path: Path) -> None:
    with open_results(tmp_path), pytest.raises(UsageError, match="another run is writing"), open_results(tmp_path):
        pass
    with open_results(tmp_path) as results:
        assert not list(results)


def test_the_last_line_of_a_student_counts_and_who_is_gone_goes(tmp_path: Path) -> None:
    with open_results(tmp_path) as results:
        for student, stamp in (("bob", "1"), ("ada", "1"), ("bob", "2"), ("eve", "1")):
            results.add(Result(student, student, stamp))
        assert (results.stamp("bob"), results.stamp("nobody")) == ("2", "")
        results.finish({"ada", "bob"})
    with open_results(tmp_path) as results:
        assert [(x.student, x.stamp) for x in results] == [("ada", "1"), ("bob", "2")]


def test_a_full_disk_is_said_and_tears_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk: the write ends in the middle of a line."""
    source = "\n".join(
        (
            "import resource, signal, sys; from pathlib import Path",
            "from release.cohort.results import *",
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)",
            "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))",
            "with open_results(Path(sys.argv[1])) as results:",
            "    for n in range(100): results.add(Result(f'student-{n:03}', 'x' * 50, 'stamp'))",
        )
    )
    done = subprocess.run([sys.executable, "-c", source, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert "KitError" in done.stderr and "what was graded before is kept" in done.stderr
    with open_results(tmp_path) as results:
        assert not results.torn and 3 < len(list(results)) < 100


# Processes


def double(x: int) -> int:
    """Twice the number; 3 ends its process each time, 5 the first time."""
    if x == 3 or (x == 5 and not Path("died").exists()):
        Path("died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * x


def test_one_that_is_killed_costs_the_others_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = list(in_order(double, range(12), lambda x, reason: -x, jobs=2))
    assert made == [-x if x == 3 else 2 * x for x in range(12)]


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Twenty times at random moments; in the end there is what an undisturbed run has."""
    source = tmp_path / "source"
    plant(source, 12)
    command = [sys.executable, "-I", "-m", "release", "class", str(source), "--out", str(tmp_path / "out")]
    chance, kept = random.Random(0), 0
    for _ in range(20):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            time.sleep(chance.uniform(0.5, 6))
            running.kill()
        lines = (tmp_path / "out" / FILE).read_bytes().count(b"\n") if (tmp_path / "out" / FILE).exists() else 0
        assert lines >= kept  # what was graded stays
        kept = lines
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
    graded(source, tmp_path / "undisturbed", jobs=2)
    content = [(tmp_path / out / FILE).read_bytes() for out in ("out", "undisturbed")]
    assert without_times(content[0]) == without_times(content[1])


# What the class believes


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str], list[Result]]:
    folder = tmp_path_factory.mktemp("planted")
    made = {student: f"{x.exercise}: {x.name}" for student, x in plant(folder / "source", 36).items()}
    return folder, made, graded(folder / "source", folder / "out", jobs=2)


def v_measure(classes: Sequence[str], clusters: Sequence[str]) -> float:
    """The harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg, 2007)."""

    def entropy(labels: Sequence[object]) -> float:
        return -sum(n / len(labels) * math.log(n / len(labels)) for n in Counter(labels).values())

    both = entropy(list(zip(classes, clusters, strict=True)))
    homogeneity = 1 - (both - entropy(clusters)) / entropy(classes)
    completeness = 1 - (both - entropy(classes)) / entropy(clusters)
    return 2 * homogeneity * completeness / (homogeneity + completeness)


def test_the_measure_is_1_for_the_same_groups_and_0_for_none() -> None:
    assert v_measure("aabbcc", "zzyyxx") == pytest.approx(1)
    assert v_measure("aabbb", "zyxww") < 0.9
    assert 0 < v_measure("aabb", "zzzy") < 1


@pytest.mark.slow
def test_a_planted_class_is_grouped_by_what_its_programs_answer(
    planted: tuple[Path, dict[str, str], list[Result]],
) -> None:
    _, made, results = planted
    by_behaviour, by_tree = [], []
    for result in results:
        exercise = made[result.student].partition(":")[0]
        [one] = [x for x in result.report.exercises if x.name == exercise] if result.report else []
        assert one.outcome != "passed", (result.student, made[result.student])
        named = one.diagnosis.misconception if one.diagnosis and one.diagnosis.misconception else behaviour(one)
        by_behaviour.append(f"{exercise} {named}")
        by_tree.append(result.alike.get(COURSE.exercise(exercise).module, ("", result.student))[1])
    truth = [made[result.student] for result in results]
    behaviours, trees = v_measure(truth, by_behaviour), v_measure(truth, by_tree)
    print(f"V-measure: by behaviour {behaviours:.3f}, by syntax trees {trees:.3f}")
    assert behaviours >= 0.95


def test_a_text_that_nobody_writes_costs_its_hint_and_nothing_else() -> None:
    """Parsed in the judge's own process, the first one would end it on some machines, and take its time on all."""
    deep = {"value": f"x = {'(' * 90}1{')' * 90}", "relu": f"x = {'-' * 60_000}1", "tensor": "x = 1" + " + 1" * 16_000}
    texts = deep | {"backward": reference("backward")}
    found = likeness({name: Source(name, f"{name}.py", text) for name, text in texts.items()})
    assert list(found) == ["backward"] and likeness({"value": Source("value", "value.py", None, "unread")}) == {}


# The page

MARKUP = "<script>alert(1)</script>"


def small(*, student: str = MARKUP, more: int = 0) -> tuple[Overview, list[Result]]:
    """A class of three without judging anything: the reports are those of a page's tests, with `more` exercises."""
    from tests.test_pages import ADD, RELU, report

    others = [msgspec.structs.replace(RELU, name=f"another_exercise_{n}") for n in range(more)]
    made = [
        Result(student, student, "1", report(ADD, RELU, *others), alike={"value": ("t", "f")}),
        Result("bob", "bob", "2", report(ADD), alike={"value": ("u", "f")}),
        Result("cleo", "cleo", "3", refused="no archive"),
    ]
    return overview(made), made


def test_the_same_answers_are_counted_together_and_likeness_is_a_hint() -> None:
    seen, _ = small()
    assert [(x.exercise, len(x.students)) for x in (*seen.beliefs, *seen.unnamed)] == [("add", 2)]
    assert [(x.module, x.to_the_letter) for x in seen.alike] == [("value", False)]
    assert [x.refused for x in seen.rows] == ["", "", "no archive"] and len(seen.points) == 2


def test_what_one_student_alone_believes_is_folded_below_what_several_do(tmp_path: Path) -> None:
    from tests.test_pages import ADD, RELU, report

    def holds(student: str, exercise: str, misconception: str) -> Result:
        found = ADD.diagnosis and msgspec.structs.replace(ADD.diagnosis, misconception=misconception)
        return Result(student, student, "1", report(msgspec.structs.replace(ADD, name=exercise, diagnosis=found), RELU))

    several = [holds(x, "mul", "mul.own_data") for x in ("ada", "bob")]
    alone = [holds("cleo", "add", "add.replaced_in_both"), holds("dan", "add", "add.swapped")]
    for made, shown, folded in ((several, 1, 0), (several + alone, 1, 2), (alone, 0, 2)):
        for language, words in (("fr", "Ce qu&#39;une seule personne croit"), ("en", "What a single student believes")):
            page = write_pages(tmp_path, overview(made), made, language=language).read_text(encoding="utf-8")
            before, fold, rest = page.partition('<details class="alone">')
            inside, _, after = rest.partition('<h2 id="exercises">')
            assert (before if fold else page).count('class="count"') == shown and bool(fold) == bool(folded)
            assert inside.count('class="count"') == folded and after.count('class="count"') == 0
            assert (words in inside) == bool(folded) and WORDS[language]["nothing"] not in inside


def test_a_group_is_told_once_whether_alike_to_the_letter_or_but_for_names(tmp_path: Path) -> None:
    texts = {"ada": "t", "bob": "u", "cleo": "u", "dan": "v", "eve": "v", "fay": "w"}
    made = [Result(x, x, "", refused="no", alike={"relu": ("r", "s")} if x < "c" else {}) for x in texts]
    made = [msgspec.structs.replace(x, alike={**x.alike, "value": (texts[x.student], "f")}) for x in made]
    seen = overview(made)
    assert [(x.module, x.students, x.to_the_letter, x.within) for x in seen.alike] == [
        ("value", tuple(texts), False, (("bob", "cleo"), ("dan", "eve"))),
        ("relu", ("ada", "bob"), True, ()),
    ]
    for language, words in (("fr", WORDS["fr"]["of_which"]), ("en", "; of which letter for letter: ")):
        page = write_pages(tmp_path, seen, made, language=language).read_text(encoding="utf-8")
        assert f"fay{words}bob, cleo{words}dan, eve</li>" in page


def test_the_teacher_is_told_of_what_may_be_an_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "source" / "ada", {"value": reference("value"), "relu_final": reference("relu")})
    assert main(["class", str(tmp_path / "source"), "--out", str(tmp_path / "out")]) == 0
    assert "ignored relu_final.py (" in capsys.readouterr().out
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "relu_final.py ne compte pas (" in page


NOT_READ = {
    "fr": (
        "tp.zip est une archive abîmée",
        "bob.zip est une arch",
        "cleo.7z est au format .7z",
        "ce n'est ni un dossier",
    ),
    "en": ("tp.zip is a damaged archive", "bob.zip is a dam", "cleo.7z is in the format .7z", "it is neither a folder"),
}


def test_why_nothing_was_read_is_told_in_the_teachers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "source" / "ada").mkdir(parents=True)
    for path in ("ada/tp.zip", "bob.zip", "cleo.7z", "dan.odt"):
        (tmp_path / "source" / path).write_bytes(b"PK")
    for language, told in NOT_READ.items():
        assert main(["class", str(tmp_path / "source"), "--out", str(tmp_path / "out"), "--lang", language]) == 1
        said = capsys.readouterr().out
        page = html.unescape((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
        assert [x for x in told if f": not read: {x}" not in said or x not in page] == []


def test_a_function_within_one_may_be_called_otherwise() -> None:
    text = reference("relu")
    texts = text, re.sub(r"(?<!\.)\b_backward\b", "propagate", text)
    of_one, of_other = (likeness({"relu": Source("relu", "relu.py", x)})["relu"] for x in texts)
    assert of_one[0] != of_other[0] and of_one[1] == of_other[1]


def test_a_number_tells_nobodys_name(tmp_path: Path) -> None:
    """Not by its place among the others, and not by what a file is called."""
    _, made = small()
    whose = ["ada", "bob", "cleo", "dan", "eve", "fay", "gil", "hal"]
    path, other = "Rendu d'Ada/TP/value.py", "TP_Ada.py"
    of_ada = made[1].report
    assert of_ada
    check = of_ada.exercises[0].checks[0]
    told = [msgspec.structs.replace(check, where=f"{x}:3  Value.__add__", message=f"  {x}:4  f") for x in (path, other)]
    exercise = msgspec.structs.replace(of_ada.exercises[0], checks=tuple(told))
    report = msgspec.structs.replace(of_ada, exercises=(exercise,), read=(path, other), submission="Rendu d'Ada")
    results = [msgspec.structs.replace(made[1], student=x, shown=x, report=report) for x in whose]
    orders = set()
    for key in (b"one", b"two"):
        numbered = list(Pseudonymous(results, key))
        assert sorted(x.student for x in numbered) == [f"{n:03}" for n in range(1, 9)]
        assert list(Pseudonymous(results, key)) == numbered and b"Ada" not in msgspec.json.encode(numbered)
        checks = numbered[0].report.exercises[0].checks if numbered[0].report else ()
        assert [x.where for x in checks] == ["value.py:3  Value.__add__", "*.py:3  Value.__add__"]
        orders.add(tuple(x.student for x in numbered))
        seen = overview(numbered)
        groups = [x.students for x in (*seen.beliefs, *seen.unnamed, *seen.alike)]
        assert groups and all(list(x) == sorted(x) for x in (*groups, [row.student for row in seen.rows]))
    assert len(orders) == 2 and tuple(f"{n:03}" for n in range(1, 9)) not in orders
    assert key_of(tmp_path) == key_of(tmp_path) != key_of(tmp_path / "other")


def test_the_page_speaks_one_language_and_calls_students_by_their_names(tmp_path: Path) -> None:
    """Students have kits in several; who made a mistake is with those who made the same one in another."""
    from tests.test_pages import ADD, report

    wrong = next(x for x in ADD.checks if x.outcome != "passed")
    heard = (("3 values, expected 1.5, got 2", "en"), ("3 valeurs, attendu 1,5, obtenu 2", "fr"))
    checks = [msgspec.structs.replace(wrong, claim=text, message=text, graph=None) for text, _ in heard]
    unnamed = [msgspec.structs.replace(ADD, checks=(x,), diagnosis=None) for x in checks]
    assert len({behaviour(x) for x in unnamed}) == 1
    named = msgspec.structs.replace(ADD, diagnosis=Diagnosis("add.replaced_in_both", "tells", "asks?", "a + a"))
    made = [Result(f"participant-{n}", name, "1", report(named)) for n, name in enumerate(("李小明 (1)", "محمد (2)"))]
    for language, words in (("fr", "Un programme qui "), ("en", "A program that ")):
        page = write_pages(tmp_path / language, overview(made), made, language=language).read_text(encoding="utf-8")
        assert words in page and "李小明" in page and "محمد" in page and "participant" not in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_students_write_is_text_and_a_switch_takes_names_away(tmp_path: Path, language: str) -> None:
    seen, made = small()
    named = write_pages(tmp_path / "named", seen, made, language=language).read_text(encoding="utf-8")
    assert "&lt;script&gt;alert" in named and "<script>alert" not in named
    numbered = Pseudonymous(made, b"a")  # who was not read is second: a page of the run before is not written over
    hidden = write_pages(tmp_path / "named", overview(numbered), numbered, language=language)
    pages = [hidden, *(tmp_path / "named" / "students").iterdir()]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    assert len(pages) == 3 and not re.search(r"alert|bob|no archive", "".join(texts))


def test_points_and_checks_are_there_for_other_systems() -> None:
    seen, made = small(student='=HYPERLINK("x")')
    head, first, second, third = csv.reader(io.StringIO(points_table(seen).decode("utf-8-sig")))
    assert head == ["student", "points", "add", "relu", "not read"]
    assert first[1:] == ["3.5", "1.5", "2", ""] and not first[0].startswith("=")
    assert second == ["bob", "3.5", "1.5", "", ""] and third == ["cleo", "", "", "", "no archive"]
    suites = fromstring(b"".join(junit(made)))
    assert [(x.get("tests"), x.get("failures"), x.get("errors")) for x in suites][1:] == [
        ("3", "2", "0"),
        ("1", "0", "1"),
    ]
    assert "y = a + a" in (suites[1].findtext(".//failure") or "")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with open_browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_the_page_sorts_filters_opens_a_student_and_is_accessible(
    browser: Browser, tmp_path: Path, language: str, width: int
) -> None:
    seen, made = small(more=13)
    page = write_pages(tmp_path, seen, made, language=language)
    chrome = browser.chrome
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.go(page.as_uri())
    fetched = chrome.execute_script("return performance.getEntriesByType('resource').map(x => x.name)")
    assert [x for x in fetched if not x.startswith("data:")] == []
    assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
    assert findings(browser, require_axe()) == []
    first = "return document.querySelector('#students tbody tr').textContent.trim()"
    chrome.execute_script("document.querySelectorAll('#students thead button')[1].focus()")
    browser.press_enter()
    assert "cleo" in chrome.execute_script(first)
    browser.press_enter()
    assert "cleo" not in chrome.execute_script(first)
    search = browser.shown("#search")[0]
    search.send_keys("BOB")
    assert len(browser.shown("#students tbody tr")) == 1
    browser.click("#students tbody tr a")
    assert browser.read("h1") == "bob"
    assert [x for x in chrome.get_log("browser") if x["level"] == "SEVERE"] == []


@pytest.mark.slow
def test_pages_that_stand_are_not_made_again_and_others_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from release.cohort.shown import page

    source, out, made = handed_in(tmp_path / "source"), tmp_path / "out", list[str]()
    write_class = page.class_page

    def noted(seen: Overview, language: str, **more: Mapping[str, str]) -> Iterator[bytes]:
        made.append(language)
        return write_class(seen, language, **more)

    monkeypatch.setattr(page, "class_page", noted)
    for change, wanted in (
        (lambda: None, ["fr"]),
        (lambda: None, []),
        ((out / "index.html").unlink, ["fr"]),
        (lambda: (out / "points.csv").write_text("edited"), ["fr"]),
        (lambda: write(source / "bob", {"value": reference("value")}), ["fr"]),
    ):
        change()
        made.clear()
        assert main(["class", str(source), "--out", str(out)]) == 1
        assert made == wanted
    assert main(["class", str(source), "--out", str(out), "--lang", "en"]) == 1 and made == ["fr", "en"]
    assert str(out / "index.html") in capsys.readouterr().out


def test_to_know_whether_pages_stand_takes_no_memory_that_grows_with_the_class(tmp_path: Path) -> None:
    from release.cohort.shown.standing import made_of

    large = 64 << 20
    with (tmp_path / FILE).open("wb") as results:
        results.truncate(large)
    first = made_of(tmp_path, [], None)
    tracemalloc.start()
    again, (_, most) = made_of(tmp_path, [], None), tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert again == first and most < large / 8
    os.truncate(tmp_path / FILE, large + 1)
    assert made_of(tmp_path, [], None) != first
