"""The runs that tests of measures, charts and reports are made on: what they hold."""

import pytest
from tests import made

from eastflank.model.causes import CauseKind
from eastflank.model.records import COLUMNS
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY


def waited_for(name: str) -> set[str]:
    """The kinds that the records of a run wait for, and what still waits at its end."""
    left = StoredRun(made.run(name)).replication(LIKELY).note["waiting"]
    assert isinstance(left, list)
    return {*made.records(name)["cause"].astype(str), *(str(lot["cause"]) for lot in left)}


def test_together_they_wait_for_everything_that_there_is_to_wait_for() -> None:
    kinds = set[str]().union(*(waited_for(name) for name in made.WORLDS))

    assert kinds == {"", *CauseKind}


@pytest.mark.parametrize("name", ["theatre", "theatre-cut"])
def test_the_theatre_has_what_a_run_stores(name: str) -> None:
    folder = StoredRun(made.run(name))

    assert list(folder.drawn) == [0, 1, 2]
    assert list(made.records(name)) == [*COLUMNS, "replication"]
    assert folder.closures()["closed_095_h"].nunique() > 20  # luck was drawn
    assert {"link", "empty", "integration"} <= set(made.records(name)["stage"])


def test_a_run_is_made_once() -> None:
    assert made.run("ramp") is made.run("ramp")
