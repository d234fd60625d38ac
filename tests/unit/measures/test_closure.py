"""When lots are present and units close, worked out by hand."""

import math
from typing import Any

import pandas as pd
import pytest
from tests import made
from tests.frames import cell
from tests.rows import force, frame, row

from eastflank.measures.closure.closures import brigade_closures, lot_presence, unit_closures
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.errors import PlannerError
from eastflank.model.records import Stage, StageRecord
from eastflank.runs.stored import StoredRun

LOT: dict[str, Any] = {"unit": "U1", "lot": "U1/people/0", "pieces": 100.0, "troops": 100}
KIT: dict[str, Any] = {"unit": "U1", "lot": "U1/tracked/0", "pieces": 8.0}
LATE_KIT: dict[str, Any] = {"unit": "U1", "lot": "U1/tracked/1", "pieces": 2.0}


def staged(lot: dict[str, Any], at_h: float) -> StageRecord:
    return row(Stage.STAGING, place="LT_RUKLA", hours=(at_h - 6, at_h - 6, at_h), **lot)


def ready(lot: dict[str, Any], at_h: float = 24.0) -> StageRecord:
    return row(Stage.READY, place="DE_BERGEN", hours=(0, 0, at_h), **lot)


def integrated(asked_h: float, work_h: float, done_h: float) -> StageRecord:
    slot = WaitCause(CauseKind.INTEGRATION, "SA") if work_h > asked_h else None
    return row(
        Stage.INTEGRATION, place="SA", unit="U1", hours=(asked_h, work_h, done_h), cause=slot
    )


ALL_READY = [ready(LOT), ready(KIT), ready(LATE_KIT)]


def closed(rows: list[StageRecord], theta: float = 0.95) -> pd.Series:
    return unit_closures(frame(rows), force({"uln": "U1"}), theta).iloc[0]


def test_a_lot_is_present_when_its_staging_ends() -> None:
    presence = lot_presence(frame([staged(LOT, 100.0)]))

    assert presence["present_h"].tolist() == [100.0]
    assert presence["cargo"].tolist() == ["people"]


def test_all_people_and_no_tanks_is_nobody_present() -> None:
    unit = closed([*ALL_READY, staged(LOT, 100.0)])

    assert math.isinf(unit["present_h"])
    assert math.isinf(unit["closed_095_h"])


def test_share_present_is_that_of_the_last_class() -> None:
    rows = [*ALL_READY, staged(LOT, 100.0), staged(KIT, 200.0), staged(LATE_KIT, 300.0)]

    # tracked: 8 of 10 at hour 200 is 0.80, 10 of 10 at hour 300
    assert closed(rows)["present_h"] == 300.0
    assert closed(rows, theta=0.8)["present_h"] == 200.0


def test_closed_is_the_end_of_integration_and_later_shares_are_read_beside_it() -> None:
    unit = closed(
        [
            *ALL_READY,
            staged(LOT, 100.0),
            staged(KIT, 200.0),
            staged(LATE_KIT, 400.0),
            integrated(200.0, 210.0, 240.0),
        ]
    )

    assert unit["closed_095_h"] == 240.0
    assert unit["closed_080_h"] == 200.0 + (240.0 - 210.0)  # its work without the wait for a slot
    assert unit["closed_100_h"] == 400.0  # the last pieces come after integration


def test_a_unit_without_integration_is_closed_at_no_share() -> None:
    unit = closed([*ALL_READY, staged(LOT, 100.0), staged(KIT, 200.0)])

    assert math.isinf(unit["closed_080_h"])
    assert math.isinf(unit["closed_100_h"])


def test_a_lot_in_two_parts_is_present_part_by_part() -> None:
    half = {**KIT, "pieces": 4.0}
    rows = [ready(LOT), ready(KIT), staged(LOT, 90.0), staged(half, 100.0), staged(half, 150.0)]

    assert closed(rows)["present_h"] == 150.0


@pytest.mark.parametrize(
    ("name", "unit", "present_h", "closed_h"),
    [("ramp", "U1", 44.0, 44.0), ("slots", "U2", 19.0, 66.0), ("breakdown", "U1", 20.0, 20.0)],
)
def test_units_of_runs_close_when_their_last_part_is_there_and_integrated(
    name: str, unit: str, present_h: float, closed_h: float
) -> None:
    """Three trains; a slot of a day that is free at 42; one vehicle of ten follows at 20."""
    folder = StoredRun(made.run(name))

    closures = unit_closures(folder.records(), folder.units, folder.manifest.theta)

    found = closures.set_index("unit").loc[unit]
    assert (found["present_h"], found["closed_095_h"]) == (present_h, closed_h)
    stored = folder.closures([-1]).set_index("unit").loc[unit]
    assert found["closed_095_h"] == stored["closed_095_h"]


def test_a_unit_without_a_row_is_counted_as_never() -> None:
    units = force({"uln": "U1"}, {"uln": "U2"})

    closures = unit_closures(frame(ALL_READY), units)

    assert closures["unit"].tolist() == ["U1", "U2"]
    assert math.isinf(cell(closures, 1, "ready_h"))


def test_units_in_place_are_not_counted() -> None:
    units = force({"uln": "U1"}, {"uln": "U2", "in_place": 1})

    assert unit_closures(frame(ALL_READY), units)["unit"].tolist() == ["U1"]


def test_nothing_recorded_closes_nothing() -> None:
    closures = unit_closures(frame([]), force({"uln": "U1"}))

    assert closures["closed_095_h"].tolist() == [math.inf]


def test_a_replication_in_which_nothing_is_recorded_keeps_its_number() -> None:
    closures = unit_closures(frame([]), force({"uln": "U1"}), replications=[7])

    assert closures["replication"].tolist() == [7]


def test_every_replication_has_every_unit() -> None:
    records = pd.concat([frame(ALL_READY, 0), frame([ready(LOT)], 1)])

    closures = unit_closures(records, force({"uln": "U1"}, {"uln": "U2"}))

    assert len(closures) == 2 * 2


def test_ready_and_departed_are_the_first_of_their_kind() -> None:
    rows = [
        ready(LOT, 24.0),
        ready(KIT, 72.0),
        row(Stage.LOAD, place="DE_BERGEN", hours=(36, 36, 40), **LOT),
        row(Stage.TRANSIT, place="DE_BERGEN", towards="LT_RUKLA", hours=(40, 40, 90), **LOT),
    ]

    unit = closed(rows)

    assert unit["ready_h"] == 24.0
    assert unit["departed_h"] == 36.0  # loading began


def test_in_country_is_the_leg_that_ends_in_the_destination_country() -> None:
    by_rail = row(Stage.TRANSIT, place="DE_BERGEN", towards="PL_SUWALKI", hours=(40, 40, 80), **LOT)
    by_road = row(Stage.TRANSIT, place="PL_SUWALKI", towards="LT_KAUNAS", hours=(90, 90, 99), **LOT)
    inland = row(Stage.TRANSIT, place="LT_KAUNAS", towards="LT_RUKLA", hours=(100, 100, 110), **LOT)

    unit = closed([ready(LOT), by_rail, by_road, inland, staged(LOT, 130.0)])

    assert unit["in_country_h"] == 99.0


def test_a_map_of_countries_goes_before_the_prefix_of_a_node() -> None:
    leg = row(Stage.TRANSIT, place="DE_BERGEN", towards="EYKA", hours=(40, 40, 50), **LOT)

    closures = unit_closures(
        frame([ready(LOT), leg]), force({"uln": "U1"}), node_country={"EYKA": "LT"}
    )

    assert closures.loc[0, "in_country_h"] == 50.0


def test_lots_that_never_got_ready_are_still_required_when_the_lots_are_given() -> None:
    lots = pd.DataFrame(
        [("U1/people/0", "U1", "people", 100.0), ("U1/tracked/0", "U1", "tracked", 8.0)],
        columns=["lot", "unit", "cargo", "pieces"],
    )
    records = frame([ready(LOT), staged(LOT, 100.0)])

    assert unit_closures(records, force({"uln": "U1"})).loc[0, "present_h"] == 100.0
    assert math.isinf(cell(unit_closures(records, force({"uln": "U1"}), lots=lots), 0, "present_h"))


def test_a_brigade_closes_with_its_last_battalion() -> None:
    closures = pd.DataFrame(
        {
            "replication": 0,
            "unit": ["U1", "U2", "U3", "U4"],
            "nation": "DE",
            "brigade": ["B1", "B1", "B2", ""],
            "destination_country": "LT",
            "troops": [500, 700, 600, 50],
            "closed_095_h": [100.0, 300.0, math.inf, 10.0],
        }
    )

    brigades = brigade_closures(closures).set_index("brigade")

    assert brigades["closed_h"].to_dict() == {"B1": 300.0, "B2": math.inf}
    assert brigades.loc["B1", "troops"] == 1200


def test_a_frame_that_is_no_record_table_says_what_is_missing() -> None:
    with pytest.raises(PlannerError, match="replication"):
        lot_presence(frame([]).drop(columns="replication"))
