"""H13: an armoured brigade through Antwerp, from the quay to Drawsko, over the shipped theatre.

Published windows from the first ship to the brigade in its area: 2018 Antwerp 9 to 14 days, 2017
Gdańsk 10, 2024 Vlissingen and Eemshaven 23, 2023 Vlissingen some 25: all in peace, one brigade at
a time. The model's clock starts when the whole set stands on the quay, so it lacks the days over
which ships came in.
"""

from functools import cache
from pathlib import Path

import pytest

from eastflank.model.records import StageRecord
from tests.backcast.shipped import lay_out, scenario_of
from tests.small import of, play

RAMPS = 4  # of Antwerp, for trains


@cache
def rows_of(root: Path, experiment: str) -> list[StageRecord]:
    end, rows = play(scenario_of(root, experiment))
    assert end.waiting == ()
    return rows


def clearance(root: Path, experiment: str) -> tuple[float, float]:
    """Days until the last piece is on a lift out of the port, and until the brigade has closed."""
    rows = rows_of(root, experiment)
    out = max(row.to_h for row in of(rows, "load") if row.place == "BE_ANTWERP")
    return out / 24, max(row.to_h for row in of(rows, "integration")) / 24


def days_at_the_ramps(root: Path, experiment: str) -> float:
    """Days in which the ramps of the port load all its trains if none is ever idle."""
    trains = {
        row.lift: row.to_h - row.work_h
        for row in of(rows_of(root, experiment), "load")
        if row.place == "BE_ANTWERP" and row.lift.startswith("rail")
    }
    return sum(trains.values()) / RAMPS / 24


@pytest.fixture(scope="module")
def antwerp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("antwerp") / "theatre", "antwerp")


def test_under_a_peacetime_contract_a_brigade_clears_in_the_published_window(
    antwerp: Path, on_the_page: float
) -> None:
    """With the contract of January 2017, a few buses and trucks: closed in 10 to 30 days."""
    out, closed = clearance(antwerp, "peace")

    assert out < closed
    assert 10.0 <= closed <= 30.0
    assert round(closed, 1) == on_the_page


def test_with_all_that_nato_could_call_up_a_brigade_clears_faster(
    antwerp: Path, on_the_page: float
) -> None:
    """In crisis, alone, all wagons of Europe for one brigade: under 7 days against 10 to 30, kind.

    The reason is lift, and four ramps that load twelve trains a day where practice had one to
    three: the port empties in a day and a half. Not faster than its ramps can load.
    """
    out, closed = clearance(antwerp, "crisis")
    in_peace_out, in_peace_closed = clearance(antwerp, "peace")

    assert days_at_the_ramps(antwerp, "crisis") <= out < in_peace_out
    assert 4.0 <= closed < in_peace_closed
    assert round(closed, 1) == on_the_page
