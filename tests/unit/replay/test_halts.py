"""Halts of trains: where they stood, for how long and for what."""

from typing import Any

import pandas as pd
from tests import made
from tests.rows import frame, row

from eastflank.model.causes import CREW, STANDING, CauseKind, WaitCause
from eastflank.model.records import Stage, StageRecord
from eastflank.report.replay.halts import COLUMNS, train_halts

ENDS = {"L1": ("A", "B"), "L2": ("B", "C"), "L3": ("C", "D")}
TRAIN: dict[str, Any] = {"lift": "rail-1", "asset": "flat/0", "asset_type": "flat6", "pieces": 30.0}
ENGINE = WaitCause(CauseKind.LOCOMOTIVE, "kaunas")


def halts(name: str) -> pd.DataFrame:
    """The halts of a small run."""
    ends = {str(link.id): (link.a, link.b) for link in made.WORLDS[name].make().links.values()}
    found = train_halts(made.records(name), ends)
    assert list(found.columns) == COLUMNS
    return found


def by_hand(*rows: StageRecord) -> pd.DataFrame:
    return train_halts(frame(rows), ENDS)


def test_a_change_of_crew_is_a_halt_where_the_train_stands() -> None:
    """Three trains are at M at 10, 22 and 34; a crew takes half an hour."""
    told = halts("paths")

    assert told["cause"].tolist() == [CREW.kind] * 3
    assert told[["from_h", "to_h", "node", "loaded"]].to_numpy().tolist() == [
        [10.0, 10.5, "M", True],
        [22.0, 22.5, "M", True],
        [34.0, 34.5, "M", True],
    ]


def test_a_train_waits_for_a_locomotive_where_its_last_link_ended() -> None:
    """Both are at M, at 10 and 11; the one engine is back at M at 19 or later."""
    (halt,) = halts("engines").to_dict("records")

    assert (halt["cause"], halt["cause_thing"], halt["node"]) == ("locomotive", "diesel", "M")
    assert halt["to_h"] - halt["from_h"] == 9.0


def test_a_train_that_begins_in_the_district_waits_where_its_first_link_begins() -> None:
    told = by_hand(
        row(Stage.TRACTION, place="kaunas", towards="C", hours=(1, 4, 4), cause=ENGINE, **TRAIN),
        row(Stage.LINK, place="L3", towards="C", hours=(4, 4, 5), **TRAIN),
    )

    assert told["node"].tolist() == ["D"]


def test_a_locomotive_that_is_there_makes_no_halt() -> None:
    told = by_hand(
        row(Stage.LINK, place="L1", towards="B", hours=(0, 0, 8), **TRAIN),
        row(Stage.TRACTION, place="kaunas", towards="C", hours=(8, 8, 8), **TRAIN),
        row(Stage.LINK, place="L2", towards="C", hours=(8, 8, 9), **TRAIN),
    )

    assert told.empty


def test_a_train_that_stands_aside_is_a_halt_at_the_end_of_each_link() -> None:
    """Loaded at 6; 4 h and 3 h aside on each link of 200 km: it stands from 10 and from 17."""
    told = halts("aside")

    assert told["cause"].tolist() == [STANDING.kind] * 2
    assert told[["from_h", "to_h", "node", "loaded"]].to_numpy().tolist() == [
        [10.0, 13.0, "M", True],
        [17.0, 20.0, "B", True],
    ]


def test_a_run_without_trains_has_no_halts() -> None:
    assert halts("column").empty
