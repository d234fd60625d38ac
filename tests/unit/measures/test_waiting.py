"""What lots waited for, what lifts stood for, what held units: in small runs that fit on paper."""

from typing import Any

import pandas as pd
import pytest
from tests import made
from tests.rows import frame, left, row

from eastflank.measures.use.waiting import (
    BEFORE_READY,
    CAUSE,
    NO_WAIT,
    TOLD_IN,
    causes_of,
    wait_spells,
    waits_by_cause,
    waits_by_kind,
)
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.stored import StoredRun
from eastflank.runs.usage import usage_of
from eastflank.store.folder import LIKELY

LOT: dict[str, Any] = {
    "unit": "U1",
    "lot": "U1/tracked/0",
    "pieces": 10.0,
    "tonnes": 300.0,
    "troops": 20,
}
TRAIN = WaitCause(CauseKind.ASSET, "train")


def use(name: str) -> dict[str, pd.DataFrame]:
    return usage_of(StoredRun(made.run(name)), LIKELY).tables


def told(table: pd.DataFrame, column: str) -> dict[tuple[str, str, str], Any]:
    """A column of a table by its causes."""
    return dict(zip(causes_of(table), table[column], strict=True))


def test_a_wait_is_weighted_with_what_waits() -> None:
    """26 h for a set, of 300 t; 6 h for the ramp."""
    waits = use("ramp")["waits"]

    assert told(waits, "lot_hours") == {
        ("asset", "train", ""): 26.0,
        ("loading", "railhead:A", ""): 6.0,
    }
    assert waits["tonne_days"].tolist() == [26 * 300 / 24, 6 * 300 / 24]


def test_troops_wait_as_well() -> None:
    wait = row(Stage.WAIT, hours=(0, 48, 48), cause=TRAIN, **LOT)

    assert waits_by_cause(frame([wait]))["troop_days"].tolist() == [2 * 20]


def test_of_a_lot_that_is_carried_in_parts_each_waits_as_a_part() -> None:
    """Half of the lot waits 10 h, half of it 20 h: 15 lot hours."""
    rows = [row(Stage.READY, **LOT)]
    rows += [
        row(Stage.WAIT, hours=(0, h, h), cause=TRAIN, **{**LOT, "pieces": 5.0}) for h in (10, 20)
    ]

    (wait,) = waits_by_cause(frame(rows)).to_dict("records")

    assert (wait["lots"], wait["lot_hours"], wait["mean_h"], wait["max_h"]) == (2, 15, 15, 20)


def test_to_unload_is_not_to_load() -> None:
    """Two trains are at the one ramp of B together: each 4 h, two of them wait 2 h."""
    hours = told(use("yard")["waits"], "lot_hours")

    assert hours[("unloading", "railhead:B", "")] == 4.0
    assert hours[("crane", "transfer_yard:Y", "")] == 7.0
    assert hours[("transfer", "transfer_yard:Y", "")] == 7.0
    assert "loading" not in {kind for kind, _, _ in hours}


def test_a_queue_at_the_end_of_an_open_run_is_a_queue() -> None:
    """At 20 the second train waits for the ramp of B, the fifth for a path; the others move."""
    waits = use("queues")["waits"]

    assert told(waits, "open_lots") == {("path", "AM", ""): 1, ("unloading", "railhead:B", ""): 1}


def test_an_open_run_waits_for_nothing_that_is_closed() -> None:
    """Lots still wait at the end; each kind is one of the model, and nothing is cut."""
    tables = use("short")
    kinds = set(pd.concat([tables[name]["cause"] for name in ("waits", "halts", "readiness")]))

    assert tables["waits"]["open_lots"].sum() == 5  # three for a set, two for the rest of U1
    assert kinds <= set(CauseKind)
    assert not kinds & {CauseKind.CLOSED_LINK, CauseKind.CLOSED_TERMINAL, CauseKind.NO_WAY}
    assert not any(tables[name]["closed_by"].any() for name in ("waits", "halts", "readiness"))


def test_lots_that_still_wait_are_counted_to_the_end_of_the_run() -> None:
    """At 240 one lot waits before the closed link, one has no way since 36."""
    waits = use("stranded")["waits"]

    assert told(waits, "open_lots")[("closed_link", "MB", "bridge")] == 1
    assert told(waits, "open_lots")[("rest_of_unit", "U1", "")] == 1
    (stuck,) = [cause for cause in causes_of(waits) if cause[0] == CauseKind.NO_WAY]
    assert (stuck[2], told(waits, "lot_hours")[stuck]) == ("bridge", 240 - 36)


def test_a_lot_that_moves_or_is_not_ready_waits_for_no_lift() -> None:
    records = frame([row(Stage.READY, hours=(0, 0, 24), **LOT)])
    moving = left(LOT["lot"], WaitCause(CauseKind.UNDER_WAY), 24.0)
    unready = left("U2/people/0", WaitCause(CauseKind.NOTICE), 0.0)

    assert waits_by_cause(records, [moving, unready], end_h=72.0).empty
    assert BEFORE_READY < NO_WAIT


def test_kinds_sum_their_causes() -> None:
    kinds = waits_by_kind(use("coast")["waits"]).set_index("cause")["lot_hours"]

    assert kinds.to_dict() == {"port_land": 24 + 48 + 72, "asset": 4 * 2 + 10}


# -- on the way and until ready -------------------------------------------------------------------


def test_lifts_that_stand_on_their_way_are_told_by_what_they_stand_for() -> None:
    """A path every 12 h: 12 and 24 h. Three crews are relieved at M, half an hour each."""
    halts = use("paths")["halts"]

    assert told(halts, "hours") == {("path", "AM", ""): 36.0, ("crew", "", ""): 1.5}
    assert halts["loaded"].tolist() == halts["lifts"].tolist() == [2, 3]


def test_a_column_before_a_closed_road_stands_for_what_has_closed_it() -> None:
    assert told(use("column")["halts"], "hours") == {("closed_link", "NB", "bridge"): 106.0}


def test_units_are_told_by_what_held_them_last() -> None:
    """Notice to 96, Germany to 48, stored equipment to 48 + 72, Lithuania to 48."""
    readiness = use("hosts")["readiness"]

    assert told(readiness, "mean_day") == {
        ("notice", "", ""): 4.0,
        ("permission", "DE", ""): 2.0,
        ("permission", "LT", ""): 2.0,
        ("stored_kit", "", ""): 5.0,
    }
    assert readiness["units"].tolist() == [1, 1, 1, 1]


def test_a_unit_that_is_not_ready_at_the_end_is_told_with_what_holds_it() -> None:
    readiness = use("short")["readiness"]

    assert told(readiness, "open_units") == {("c_day", "", ""): 0, ("notice", "", ""): 1}


# -- nothing is left out --------------------------------------------------------------------------


def test_every_kind_has_its_place_in_the_tables_of_use() -> None:
    assert set(TOLD_IN) == set(CauseKind)
    assert {name for names in TOLD_IN.values() for name in names} <= set(use("ramp"))
    assert [kind for kind, names in TOLD_IN.items() if not names] == [CauseKind.UNDER_WAY]


@pytest.mark.parametrize("name", made.WORLDS)
def test_every_cause_of_a_run_is_told_where_its_kind_has_its_place(name: str) -> None:
    tables = use(name)

    for where in ("readiness", "waits", "halts"):
        for cause, _, _ in causes_of(tables[where]):
            assert where in TOLD_IN[CauseKind(cause)], (where, cause)
    told_of = set().union(*(tables[where]["cause"] for where in ("readiness", "waits", "halts")))
    rows = made.records(name)
    waited = rows.loc[(rows["work_h"] > rows["from_h"]) & (rows["stage"] != Stage.SERVE)]
    assert set(waited["cause"]) <= told_of


@pytest.mark.parametrize("name", made.WORLDS)
def test_the_waits_of_a_run_add_up_to_the_spells_of_its_lots(name: str) -> None:
    folder = StoredRun(made.run(name))
    end_h = float(str(folder.replication(LIKELY).note["end_h"]))
    spells = wait_spells(folder.records(), folder.replication(LIKELY).waiting, end_h)
    hours = (spells["end_h"] - spells["start_h"]) * spells["part"]

    waits = use(name)["waits"]

    assert waits["lot_hours"].sum() == pytest.approx(hours.sum())
    assert len(waits) == len(spells.drop_duplicates(CAUSE))
    assert (hours * HOURS_PER_DAY >= 0).all()
