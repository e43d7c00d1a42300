"""What strangers wrote is judged as it should be; their right programs are known-good variants of the contract."""

from release.proof.trials import Trial, open_bench
from tests.strangers import strangers, text_of
from tests.submissions import ROOT


def test_wrong_programs_lose_points() -> None:
    listed = strangers("wrong")
    with open_bench(ROOT / "solutions") as bench:
        fates = bench.fates(Trial(x.module, text_of(x), (x.exercise,)) for x in listed)
        assert [x.name for x, fate in zip(listed, fates, strict=True) if not fate.loses] == []
