"""The doctor names the rung and a fix for each missing layer; others' work is not graded below `confined` unasked."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import language
from autograder.errors import UsageError
from autograder.report import STRONGEST
from autograder.sandbox import RUNGS, Sandbox, open_sandbox
from autograder.sandbox.doctor import diagnosis
from autograder.sandbox.isolation import demand
from autograder.sandbox.rungs import seccomp
from tests.submissions import ROOT, reference, write

WITHOUT_PYSECCOMP = "ModuleNotFoundError: No module named 'pyseccomp'"
FIXES = {
    "fr": {
        "linux": ("win32", "utilisez Linux : WSL 2"),
        "landlock": ("OSError: [Errno 38] Function not implemented", "il faut un noyau 5.13"),
        "seccomp": (WITHOUT_PYSECCOMP, "installez pyseccomp"),
        "user": ("PermissionError: no unprivileged user can be entered", "corrigez en utilisateur ordinaire"),
        "limits": ("NotForbidden: writing a file", "signalez-le"),
    },
    "en": {
        "linux": ("win32", "use Linux: WSL 2"),
        "landlock": ("OSError: [Errno 38] Function not implemented", "a kernel 5.13"),
        "seccomp": (WITHOUT_PYSECCOMP, "install pyseccomp"),
        "user": ("PermissionError: no unprivileged user can be entered", "grade as an ordinary user"),
        "limits": ("NotForbidden: writing a file", "report this"),
    },
}
OFFERS = {"fr": "Cette machine offre : {}", "en": "This machine offers: {}"}
NOTHING = {"fr": "Il ne manque rien.", "en": "Nothing is missing."}
PRIVATE = {"fr": "dossier privé", "en": "private folder"}
# On another machine than this: the command line, where nothing above `limits` can be had.
LOWERED = """
import sys
import autograder.sandbox as sandbox
sandbox.open_sandbox = lambda: sandbox.Sandbox("limits")
from autograder.cli import main
sys.exit(main(sys.argv[1:]))
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has one rung")


@pytest.fixture(params=["fr", "en"])
def lang(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(language, "_current", language._current)  # what `use` changes is put back
    language.use(request.param)
    return str(request.param)


def sandbox(missing: dict[str, str], highest: str = RUNGS[-1]) -> Sandbox:
    """A machine that lacks these layers."""
    machine = Sandbox(highest)
    machine.missing = missing
    return machine


@posix
@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("reached", [True, False])
def test_the_doctor_names_the_rung_and_marks_what_it_reaches(
    lang: str, rung: str, reached: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sandbox, "reaches_library", reached)
    text = diagnosis(sandbox({}, highest=rung))
    assert text.startswith(OFFERS[lang].format(rung) + "\n")
    ladder = {line[2:]: line[0] for line in text.splitlines() if line[:1] in ("✓", "·")}
    assert ladder == {name: "✓" if RUNGS.index(name) <= RUNGS.index(rung) else "·" for name in RUNGS}
    assert NOTHING[lang] in text
    assert (PRIVATE[lang] in text) == (rung == "confined" and not reached)


@posix
@pytest.mark.parametrize("layer", FIXES["en"])
def test_the_doctor_has_a_fix_for_a_missing_layer(lang: str, layer: str) -> None:
    why, fix = FIXES[lang][layer]
    text = diagnosis(sandbox({layer: why}))
    assert text.startswith(OFFERS[lang].format("limits") + "\n")
    assert f"{layer}: {why}\n  → {fix}" in text
    assert NOTHING[lang] not in text


def test_the_doctor_has_a_fix_for_each_of_many_missing_layers(lang: str) -> None:
    text = diagnosis(sandbox({layer: why for layer, (why, _) in FIXES[lang].items()}))
    assert [fix for _, fix in FIXES[lang].values() if f"→ {fix}" not in text] == []


def test_libseccomp_is_told_from_its_binding(lang: str) -> None:
    text = diagnosis(sandbox({"seccomp": "RuntimeError: Unable to find libseccomp"}))
    assert "apt install libseccomp2" in text and "pip install" not in text


@posix
def test_others_work_is_refused_below_confined(lang: str) -> None:
    why, fix = FIXES[lang]["landlock"]
    with pytest.raises(UsageError) as refused:
        demand(sandbox({"landlock": why}), unsafe=False, wish="the magic word")
    assert all(part in str(refused.value) for part in ("`limits`", why, fix, "the magic word"))


@posix
def test_by_wish_others_work_is_graded_below_confined_with_a_warning(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    why, fix = FIXES[lang]["landlock"]
    demand(sandbox({"landlock": why}), unsafe=True)
    warned = capsys.readouterr().err
    assert all(part in warned for part in ("`limits`", why, fix)) and "--unsafe" not in warned


@posix
@pytest.mark.parametrize("unsafe", [True, False])
def test_nothing_is_said_where_work_is_confined(unsafe: bool, capsys: pytest.CaptureFixture[str]) -> None:
    demand(sandbox({}), unsafe=unsafe)
    assert capsys.readouterr() == ("", "")


def grade(*arguments: str | Path, lowered: bool = False) -> subprocess.CompletedProcess[str]:
    """`grade` one exercise: of this machine, or of one that is lowered."""
    start = ["-c", LOWERED] if lowered else ["-m", "autograder"]
    command = [sys.executable, *start, "grade", *map(str, arguments), "--exercise", "add", "--lang", "en"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_others_work_is_graded_here_or_the_fix_is_said(tmp_path: Path) -> None:
    folder = write(tmp_path / "theirs", {"value": reference("value")})
    done = grade(folder)
    if open_sandbox().rung == "confined":
        assert (done.returncode, done.stderr) == (0, "")
    else:
        assert (done.returncode, done.stdout) == (2, "") and "→" in done.stderr
    (folder / "value.py").write_text(reference("value").replace("+= ", "-= "), encoding="utf-8")
    assert grade(folder, "--unsafe").returncode == 1


@posix
def test_a_lesser_machine_refuses_others_work_unless_it_is_wished(tmp_path: Path) -> None:
    folder = write(tmp_path / "theirs", {"value": reference("value")})
    refused, wished = grade(folder, lowered=True), grade(folder, "--unsafe", lowered=True)
    assert (refused.returncode, refused.stdout) == (2, "") and "--unsafe" in refused.stderr
    assert wished.returncode == 0 and "`limits`" in wished.stderr and "isolation: limits" in wished.stdout
    own = grade("exercises", lowered=True)
    assert (own.returncode, own.stderr) == (1, "") and "isolation: limits" in own.stdout


@posix
def test_plain_pytest_refuses_too_on_a_lesser_machine(tmp_path: Path) -> None:
    folder = write(tmp_path / "theirs", {"value": reference("value")})
    lowered = LOWERED.partition("from autograder.cli")[0].replace("import sys", "import sys, pytest")
    start = [sys.executable, "-c", f"{lowered}sys.exit(pytest.main(sys.argv[1:]))", "autograder/graders", "-q"]
    start += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # this trial imports the kit before pytest does
    ask = [*start, "--submission", str(folder), "--exercise", "add", "--lang", "en"]
    refused = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == pytest.ExitCode.USAGE_ERROR and "--unsafe" in refused.stderr
    assert subprocess.run([*ask, "--unsafe"], cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_the_rung_that_needs_no_mention_is_the_strongest() -> None:
    assert STRONGEST == RUNGS[-1]


# Old calls that aarch64 never had: its libc makes the newer ones that stand in the list beside them.
NEWER = {
    "open": "openat",
    "stat": "newfstatat",
    "lstat": "newfstatat",
    "access": "faccessat",
    "readlink": "readlinkat",
    "dup2": "dup3",
    "pipe": "pipe2",
    "poll": "ppoll",
    "select": "pselect6",
    "time": "clock_gettime",
}
WITHOUT_NEWER = {"getpgrp"}  # there it is getpgid, which can ask about other processes


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
def test_the_allow_list_is_whole_on_aarch64(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pyseccomp = pytest.importorskip("pyseccomp", reason="pyseccomp is not installed", exc_type=ImportError)
    names = {*seccomp.ALLOWED, "fcntl", "ioctl", "prlimit64"}
    numbers = {name: pyseccomp.resolve_syscall(pyseccomp.Arch.AARCH64, name) for name in names}
    assert [name for name, number in numbers.items() if number == -1] == []  # libseccomp knows each name
    absent = {name for name, number in numbers.items() if number < 0}
    assert absent == {*NEWER, *WITHOUT_NEWER}
    listing = tmp_path / "filter.txt"

    class Foreign(pyseccomp.SyscallFilter):  # type: ignore[misc, name-defined]
        def __init__(self, action: int) -> None:
            super().__init__(action)
            self.add_arch(pyseccomp.Arch.AARCH64)
            if pyseccomp.system_arch() != pyseccomp.Arch.AARCH64:
                self.remove_arch(pyseccomp.Arch.NATIVE)

        def export_bpf(self, file: object) -> None:
            super().export_bpf(file)
            with listing.open("w") as text:
                self.export_pfc(text)

    monkeypatch.setattr(pyseccomp, "SyscallFilter", Foreign)
    assert seccomp.build()
    rules = dict(re.findall(r'filter for syscall "(\w+)" \((-?\d+)\)', listing.read_text()))
    assert {name: int(number) for name, number in rules.items()} == {
        name: number & 0xFFFF_FFFF for name, number in numbers.items()
    }
    assert {*NEWER.values()} <= names - absent
