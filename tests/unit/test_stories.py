"""The story of a unit: what it waited for, how long, and when it closed, in plain words."""

from collections.abc import Sequence

import pandas as pd
import pytest

from eastflank.errors import PlannerError
from eastflank.records import StageRecord
from eastflank.store.parquet import records_frame
from eastflank.stories import Account, day, unit_story

LINE = {
    "uln": "U1", "name": "1st Battalion", "nation": "DE", "brigade": "9 Bde", "personnel": 600,
    "tier": 1, "priority": 2, "origin_node_id": "A", "kit_node_id": "A",
    "destination_node_id": "B", "required_delivery_h": 240.0, "in_place": 0,
}  # fmt: skip
LOT = {"unit": "U1", "lot": "U1/wheeled/01", "pieces": 30.0}


def account(
    rows: Sequence[StageRecord], closed_h: float, waiting: Sequence[dict[str, object]] = ()
) -> Account:
    return Account(
        records=records_frame(rows, 0),
        units=pd.DataFrame([LINE]),
        closures=pd.DataFrame({"unit": ["U1"], "closed_095_h": [closed_h]}),
        place_names={"A": "Bergen", "B": "Rukla"},
        waiting=waiting,
    )


def moved() -> list[StageRecord]:
    """Ready at 24 h, 72 h for wagons, 6 h to load, 30 h by rail, 6 h staging, 24 h integrating."""
    return [
        StageRecord("ready", "A", **LOT, from_h=-240.0, work_h=24.0, to_h=24.0),
        StageRecord("wait", "A", **LOT, from_h=24.0, work_h=96.0, to_h=96.0, waited_for="wagons"),
        StageRecord("load", "A", **LOT, from_h=96.0, work_h=96.0, to_h=102.0),
        StageRecord(
            "transit", "A", "B", **LOT, asset_type="flat6", from_h=102.0, work_h=102.0, to_h=132.0
        ),
        StageRecord("staging", "B", **LOT, from_h=132.0, work_h=132.0, to_h=138.0),
        StageRecord("integration", "B", unit="U1", from_h=138.0, work_h=144.0, to_h=168.0),
    ]


def test_a_unit_that_closed_tells_every_step() -> None:
    story = unit_story(account(moved(), 168.0), "U1")

    assert story == [
        (
            "U1, 1st Battalion (DE, 9 Bde): 600 troops, tier 1, priority 2. "
            "It goes from Bergen to Rukla and is required by C+10.0."
        ),
        "All its lots were ready at C+1.0.",
        (
            "wheeled/01 (30 pieces): ready at C+1.0; waited 3.0 days for wagons at Bergen; "
            "loaded in 6.0 h; by flat6 to Rukla in 30.0 h; staged, present at C+5.8."
        ),
        "Longest: waited 3.0 days for wagons at Bergen.",
        (
            "Enough of it was present at C+5.8; it waited 6.0 h for an integration slot and took "
            "24.0 h to integrate."
        ),
        "Closed at C+7.0, 3.0 days in hand.",
    ]


def test_lifts_that_did_the_same_are_told_once() -> None:
    rows = moved()
    rows.insert(3, rows[2])

    story = unit_story(account(rows, 168.0), "U1")

    assert "loaded in 6.0 h (in 2 lifts)" in story[2]


def test_a_unit_that_never_closed_says_what_it_waits_for() -> None:
    waiting = {"lot": LOT["lot"], "state": "stranded", "since_h": 48.0, "for_what": "suwalki"}

    story = unit_story(account(moved()[:1], float("inf"), [waiting]), "U1")

    assert "at the end of the run stranded since C+2.0, waiting for suwalki" in story[2]
    assert story[-1] == "It had not closed by the end of the run."


def test_a_late_unit_says_by_how_much() -> None:
    story = unit_story(account(moved(), 288.0), "U1")

    assert story[-1] == "Closed at C+12.0, 2.0 days late."


def test_an_unknown_unit_gets_the_nearest_spelling() -> None:
    with pytest.raises(PlannerError, match="Did you mean 'U1'"):
        unit_story(account([], 0.0), "U-1")


@pytest.mark.parametrize(
    ("hour", "said"), [(0.0, "C+0.0"), (-36.0, "C-1.5"), (228.0, "C+9.5"), (float("inf"), "never")]
)
def test_hours_are_said_as_planners_say_them(hour: float, said: str) -> None:
    assert day(hour) == said
