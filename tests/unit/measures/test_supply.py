"""Supplies told by country and by mode, worked out by hand; the force is told without them."""

import pandas as pd
import pytest
from tests.records import force, frame, row

from eastflank.measures.closure.closures import unit_closures
from eastflank.measures.use.supply import supply_by_country, supply_lifts
from eastflank.measures.use.usage import entry_modes
from eastflank.measures.use.waiting import waits_by_cause
from eastflank.model.records import Stage, StageRecord

GOAL = "LT_RUKLA"


def lot(ordinal: int, containers: float = 10.0) -> dict[str, object]:
    """A lot of supplies for Rukla, ten tonnes a container."""
    unit = f"SUPPLY-{GOAL}"
    return {
        "unit": unit,
        "lot": f"{unit}/containers/{ordinal:03d}",
        "pieces": containers,
        "tonnes": 10.0 * containers,
    }


def asked(ordinal: int, hour: float, containers: float = 10.0) -> StageRecord:
    hours = (hour, hour, hour)
    return row(
        Stage.READY, place="PL_POWIDZ", towards=GOAL, hours=hours, **lot(ordinal, containers)
    )


def given(ordinal: int, hour: float, containers: float = 10.0) -> StageRecord:
    return row(
        Stage.STAGING, place=GOAL, hours=(hour - 6, hour - 6, hour), **lot(ordinal, containers)
    )


def leg(lift: str, kind: str, hour: float, cargo: dict[str, object]) -> StageRecord:
    return row(
        Stage.TRANSIT,
        place="PL_POWIDZ",
        towards=GOAL,
        hours=(hour, hour, hour + 20),
        lift=lift,
        asset=f"{kind}/0",
        asset_type=kind,
        **cargo,
    )


def test_what_was_asked_for_what_came_and_how_late() -> None:
    """100 t after 2 days, 20 t after 5, 50 t never: (200 + 100) / 120 = 2.5 days; 170 t in 10."""
    rows = [asked(1, 24), given(1, 72), asked(2, 48, 2), given(2, 168, 2), asked(3, 96, 5)]

    (told,) = supply_by_country(frame(rows), end_h=264).to_dict("records")

    assert told["destination_country"] == "LT"
    assert (told["lots"], told["asked_t"], told["delivered_t"]) == (3, 170, 120)
    assert (told["asked_t_per_day"], told["delivered_t_per_day"]) == (17, 12)
    assert told["days_late"] == pytest.approx(2.5)


def test_a_lot_that_came_in_parts_is_late_part_by_part() -> None:
    """40 t after 1 day, 60 t after 3: (40 + 180) / 100 = 2.2 days."""
    rows = [asked(1, 0), given(1, 24, 4), given(1, 72, 6)]

    (told,) = supply_by_country(frame(rows)).to_dict("records")

    assert told["days_late"] == pytest.approx(2.2)


def test_where_nothing_came_nothing_is_late() -> None:
    (told,) = supply_by_country(frame([asked(1, 0)]), end_h=24).to_dict("records")

    assert told["delivered_t_per_day"] == 0
    assert pd.isna(told["days_late"])


def test_no_supplies_no_rows() -> None:
    records = frame(
        [row(Stage.READY, place="DE_BERGEN", towards=GOAL, unit="U1", lot="U1/people/0")]
    )

    assert supply_by_country(records).empty
    assert supply_lifts(records).empty


def test_lifts_are_counted_once_though_two_lots_or_two_gauges_share_them() -> None:
    """Train t1 carries two lots and changes gauge: one lift, 200 t. Truck r1 starts too late."""
    rows = [
        leg("t1", "container_1435", 24, lot(1)),
        leg("t1", "container_1435", 24, lot(2)),
        leg("t1", "container_1520", 60, lot(1)),
        leg("t1", "container_1520", 60, lot(2)),
        leg("r1", "truck", 100, lot(2)),
    ]

    (told,) = supply_lifts(frame(rows), end_h=96).to_dict("records")

    assert (told["destination_country"], told["mode"]) == ("LT", "rail")
    assert (told["lifts"], told["tonnes"]) == (1, 200)
    assert (told["lifts_per_day"], told["tonnes_per_day"]) == (0.25, 50)


def test_the_force_is_told_without_its_supplies() -> None:
    """Closures, modes of entry and waits are the same with the rows of supplies and without."""
    unit = {"unit": "U1", "lot": "U1/containers/0", "pieces": 3.0, "tonnes": 30.0}
    wait = {"hours": (0, 9, 9), "waited_for": "asset container_1435"}
    rows = [
        row(Stage.READY, place="PL_POWIDZ", towards=GOAL, hours=(0, 0, 0), **unit),
        row(Stage.WAIT, place="PL_POWIDZ", **wait, **unit),
        leg("t0", "container_1435", 10, unit),
        row(Stage.STAGING, place=GOAL, hours=(30, 30, 36), **unit),
        row(Stage.INTEGRATION, place="SA", unit="U1", hours=(36, 36, 60)),
    ]
    supplies = [
        asked(1, 0),
        row(Stage.WAIT, place="PL_POWIDZ", **wait, **lot(1)),
        leg("t1", "container_1435", 10, lot(1)),
        given(1, 40),
    ]
    units = force({"uln": "U1"})

    for told in (
        lambda records: unit_closures(records, units),
        lambda records: entry_modes(records, units),
        waits_by_cause,
    ):
        pd.testing.assert_frame_equal(told(frame(rows + supplies)), told(frame(rows)))
