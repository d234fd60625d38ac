"""Supplies told by country and by mode; the force is told without them."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from tests import made
from tests.rows import frame, row

from eastflank.measures.closure.closures import unit_closures
from eastflank.measures.frames import of_the_force
from eastflank.measures.use.supply import supply_by_country
from eastflank.measures.use.usage import entry_modes
from eastflank.measures.use.waiting import waits_by_cause
from eastflank.model.records import Stage, StageRecord
from eastflank.runs.stored import StoredRun

MODES = {"train": "rail", "boxes": "rail", "boxes_1520": "rail", "truck": "road"}
COUNTRY = {"A": "DE", "M": "PL", "B": "LT"}
GOAL = "LT_RUKLA"


def lot(ordinal: int, containers: float = 10.0) -> dict[str, Any]:
    """A lot of supplies for Rukla, ten tonnes a container."""
    unit = f"SUPPLY-{GOAL}"
    name = f"{unit}/containers/{ordinal:03d}"
    return {"unit": unit, "lot": name, "pieces": containers, "tonnes": 10.0 * containers}


def asked(ordinal: int, hour: float) -> StageRecord:
    return row(Stage.READY, place="PL_POWIDZ", towards=GOAL, hours=(hour,) * 3, **lot(ordinal))


def given(ordinal: int, hour: float, containers: float) -> StageRecord:
    hours = (hour - 6, hour - 6, hour)
    return row(Stage.STAGING, place=GOAL, hours=hours, **lot(ordinal, containers))


def leg(lift: str, kind: str, hour: float, ordinal: int) -> StageRecord:
    return row(
        Stage.TRANSIT,
        place="PL_POWIDZ",
        towards=GOAL,
        hours=(hour, hour, hour + 20),
        lift=lift,
        asset=f"{kind}/0",
        asset_type=kind,
        **lot(ordinal),
    )


def test_what_was_asked_for_what_came_and_how_late() -> None:
    """30 t at 0, 24 and 48, each on its way for 18 h; the run ends at 70."""
    told = supply_by_country(made.records("supplies"), node_country=COUNTRY, end_h=70.0)

    (line,) = told.to_dict("records")
    assert line["destination_country"] == "LT"
    assert (line["lots"], line["asked_t"], line["delivered_t"]) == (3, 90, 90)
    assert line["asked_t_per_day"] == pytest.approx(90 / (70 / 24))
    assert line["days_late"] == pytest.approx(18 / 24)


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
    assert supply_by_country(made.records("ramp")).empty


def test_the_force_is_told_without_its_supplies() -> None:
    """Closures, modes of entry and waits are the same with the rows of supplies and without."""
    folder = StoredRun(made.run("supplies"))
    records, units = folder.records(), folder.units
    measures: list[Callable[[pd.DataFrame], pd.DataFrame]] = [
        lambda rows: unit_closures(rows, units, node_country=COUNTRY),
        lambda rows: entry_modes(rows, units, modes=MODES, node_country=COUNTRY),
        waits_by_cause,
    ]

    assert len(of_the_force(records)) < len(records)
    for measure in measures:
        pd.testing.assert_frame_equal(measure(records), measure(of_the_force(records)))
