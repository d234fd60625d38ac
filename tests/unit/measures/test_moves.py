"""Where lots went in the small theatre, open and cut, and by hand over one corridor L1."""

from typing import Any

import pandas as pd
import pytest
from tests import made
from tests.frames import cells
from tests.rows import force, frame, row
from tests.theatre import CORRIDOR

from eastflank.measures.closure.closures import moving
from eastflank.measures.compare.moves import Moved, moves_table, risen_waits, ways_of_lots
from eastflank.measures.use.waiting import CAUSE
from eastflank.model.causes import CauseKind
from eastflank.model.records import Stage, StageRecord
from eastflank.runs.moves import moves_between
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY

MODES = {"flat": "rail", "roro": "sea", "c17": "air", "march": "road"}
UNITS = force({"uln": "A", "destination_country": "LT"}, {"uln": "B", "destination_country": "PL"})
LOTS = pd.DataFrame(
    {
        "lot": ["A/people/01", "A/wheeled/01", "B/wheeled/01"],
        "unit": ["A", "A", "B"],
        "troops": [150, 0, 0],
        "tonnes": [15.0, 300.0, 200.0],
    }
)


def leg(
    lot: str, lift: str, kind: str, *ways: tuple[str, str, str], at: float
) -> list[StageRecord]:
    """A lot loaded at the start of a leg, over links (link, from, to) of an hour each."""
    told: dict[str, Any] = {"unit": lot[0], "lot": lot, "pieces": 10.0, "asset_type": kind}
    start, end, last = ways[0][1], ways[-1][2], at + len(ways)
    passed = [
        row(
            Stage.LINK,
            place=link,
            towards=to,
            lift=lift,
            asset="F/0",
            asset_type=kind,
            pieces=10.0,
            hours=(at + i, at + i, at + i + 1),
        )
        for i, (link, _, to) in enumerate(ways)
    ]
    return [
        row(Stage.LOAD, place=start, lift=lift, hours=(at - 1, at - 1, at), **told),
        *passed,
        row(Stage.TRANSIT, place=start, towards=end, lift=lift, hours=(at, at, last), **told),
    ]


def moved(*rows: list[StageRecord]) -> pd.DataFrame:
    records = frame([each for part in rows for each in part])
    return ways_of_lots(
        Moved(records=records, lots=LOTS, units=UNITS, corridor={"L1"}, modes=MODES)
    )


def ways(name: str) -> pd.DataFrame:
    """Where the lots of a run of the theatre went."""
    folder = StoredRun(made.run(name))
    return ways_of_lots(
        Moved(
            records=folder.records(),
            lots=folder.table("lots"),
            units=moving(folder.units),
            corridor=CORRIDOR,
            modes=folder.situation.modes,
        )
    )


def way(table: pd.DataFrame, lot: str) -> tuple[str, str]:
    found = table.loc[table["lot"] == lot].iloc[0]
    return found["mode"], found["route"]


def test_open_the_lots_for_the_baltic_states_go_over_the_corridor_by_rail() -> None:
    table = ways("theatre")

    there = table["destination_country"].isin(["LT", "LV", "EE"])
    assert set(table.loc[there, "route"]) == {"rail over the corridor"}
    assert set(table.loc[~there, "route"]) == {"land, not over it"}


def test_with_the_cut_those_that_were_not_over_it_sail() -> None:
    open_, cut = ways("theatre"), ways("theatre-cut")

    table = moves_table(open_, cut).set_index(["where", "by", "way"])

    over, by_sea = ("all", "route", "rail over the corridor"), ("all", "route", "sea")
    sailed_open, sailed_cut = cells(table, by_sea, "lots_base", "lots_cut")
    over_open, over_cut = cells(table, over, "lots_base", "lots_cut")
    assert over_cut < over_open
    assert sailed_open == 0
    assert sailed_cut == over_open - over_cut


def test_both_runs_add_up_to_the_same_force() -> None:
    table = moves_table(ways("theatre"), ways("theatre-cut"))

    whole = table.loc[table["where"] == "all"].groupby("by")[["troops_base", "troops_cut"]].sum()
    assert whole.to_numpy().tolist() == [[36_000, 36_000], [36_000, 36_000]]
    assert set(table["where"]) == {"all", "EE", "LV", "LT"}


def test_a_lot_has_the_mode_of_its_main_leg_and_the_route_by_which_it_passed() -> None:
    round_about = (("L0", "O", "P"), ("L2", "P", "R"), ("L3", "R", "P"))

    table = moved(
        leg("A/wheeled/01", "t2", "flat", *round_about, at=10),
        leg("A/wheeled/01", "m1", "march", ("L1", "P", "Q"), at=20),
    )

    assert way(table, "A/wheeled/01") == ("rail", "road over the corridor")


def test_what_flew_went_by_air_and_what_turned_back_did_not_pass() -> None:
    table = moved(
        leg("A/people/01", "f1", "c17", ("", "O", "Q"), at=10),
        leg("A/wheeled/01", "t2", "flat", ("L0", "O", "P"), ("L1", "P", "P"), at=10),
    )

    assert way(table, "A/people/01") == ("air", "air")
    assert way(table, "A/wheeled/01") == ("rail", "land, not over it")
    assert way(table, "B/wheeled/01") == ("not moved", "not moved")


# -- what bound next ------------------------------------------------------------------------------


def test_with_the_cut_ships_are_waited_for_most_of_all() -> None:
    found = moves_between(
        StoredRun(made.run("theatre")),
        StoredRun(made.run("theatre-cut")),
        corridor="suwalki",
        replication=LIKELY,
    )

    first = found.waits.iloc[0]
    assert tuple(first[CAUSE]) == ("asset", "roro_civil", "")
    assert first["rise"] == first["lot_hours_cut"] - first["lot_hours_base"] > 0
    assert found.waits["rise"].is_monotonic_decreasing


def test_waits_are_means_over_replications_and_those_for_the_own_unit_are_left_out() -> None:
    """Two replications open: 10 and 20 hours for ships; with the cut 45 and 5 for a berth."""

    def waits(**hours: float) -> pd.DataFrame:
        kinds = [CauseKind(kind) for kind in hours]
        return pd.DataFrame(
            {"cause": kinds, "cause_thing": "", "closed_by": "", "lot_hours": hours.values()}
        )

    table = risen_waits(
        [waits(asset=10.0), waits(asset=20.0)],
        [waits(asset=45.0), waits(asset=45.0, unloading=10.0, rest_of_unit=999.0)],
    )

    assert table[["cause", "lot_hours_base", "lot_hours_cut", "rise"]].to_numpy().tolist() == [
        ["asset", 15, 45, 30],
        ["unloading", 0, 5, 5],
    ]


@pytest.mark.parametrize("runs", [("theatre", "theatre-cut")])
def test_the_text_of_what_bound_next_is_that_of_all_pages(runs: tuple[str, str]) -> None:
    from eastflank.cli.text.comparisons import moves_text

    found = moves_between(
        *(StoredRun(made.run(name)) for name in runs), corridor="suwalki", replication=LIKELY
    )

    text = moves_text(found, *runs)

    assert "RoRo ships" in text
    assert "roro_civil" not in text
