"""The tool of published judgements: what stored runs say, and what is not yet run."""

from pathlib import Path

from tests import made
from tools.judgements import ASKED, battalions, closed, first_brigades, heavy_brigades, lines

from eastflank.runs.stored import StoredRun


def test_a_run_that_is_not_stored_is_told_as_not_yet_run(tmp_path: Path) -> None:
    told = lines(tmp_path)

    assert len(told) == len(ASKED)
    assert {ours for *_, ours in told} == {"not yet run"}


def test_a_stored_run_says_its_troops_brigades_and_battalions() -> None:
    """Twelve battalions of 3,000 from Germany, three replications, none of a manoeuvre type."""
    run = StoredRun(made.run("theatre"))

    assert closed(run).endswith("by C+30")
    assert battalions(run).startswith("0 manoeuvre battalions by C+30")
    assert heavy_brigades(run) == "9 on never, 12 on never"
    assert first_brigades(run).startswith("GB never, FR never, DE C+")
