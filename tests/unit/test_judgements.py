"""Figures for published judgements: what a stored run says to them."""

from tests import made
from tools.figures.judgements import figures_of_judgements
from tools.figures.register import Figure

from eastflank.runs.stored import StoredRun

NAMES = ("baseline", "baseline-cut", "no-warning", "ready-force")


def figures(name: str) -> dict[str, Figure]:
    """By what they are called, all of one small run."""
    run = StoredRun(made.run(name))
    told = figures_of_judgements(dict.fromkeys(NAMES, run))
    return {each.key.split(".")[1]: each for each in told}


def test_a_run_says_its_troops_battalions_brigades_and_trains() -> None:
    """Twelve battalions of 3,000 from Germany, none of a manoeuvre type, in no heavy brigade."""
    told = figures("theatre-likely")

    assert told["closed-early"].unit == "troops"
    assert (told["battalions"].value, told["battalions-of-others"].value) == ("0", "0")
    assert (told["heavy-9"].value, told["heavy-12"].value) == ("never", "never")
    assert (told["first-GB"].value, told["first-FR"].value) == ("never", "never")
    assert told["first-DE"].value.startswith("C+")
    assert int(told["loaded-trains"].value) > 0
    assert {each.replications for each in told.values()} == {"likely"}


def test_of_several_replications_it_says_the_band_and_how_many() -> None:
    told = figures("theatre")["first-DE"]

    assert told.replications == "3"
    assert told.low.startswith("C+")
    assert told.high.startswith("C+")
