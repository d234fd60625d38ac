"""The busiest links, one of each line, and the busiest terminals, on runs that the engine made."""

import pandas as pd
from tests import made

from eastflank.measures.use.busiest import busiest_links, busiest_terminals
from eastflank.model.records import Stage, StageRecord
from eastflank.runs.stored import StoredRun


def crossing(lift: str, link: str, tonnes: float) -> StageRecord:
    return StageRecord(
        stage=Stage.LINK,
        place=link,
        lift=lift,
        asset="a",
        asset_type="flat",
        pieces=1.0,
        tonnes=tonnes,
    )


def records(*rows: StageRecord) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=StageRecord._fields).assign(replication=0)


def test_of_two_links_of_one_line_the_busier_stands_for_both() -> None:
    """Five lifts go over r1, four of them over r2; two others over s."""
    table = records(
        *(crossing(f"l{n}", "r1", 10.0) for n in range(5)),
        *(crossing(f"l{n}", "r2", 10.0) for n in range(4)),
        *(crossing(f"m{n}", "s", 5.0) for n in range(2)),
    )

    found = busiest_links(table, {"flat": "rail"}, 5)

    assert list(found["target"]) == ["link:r1", "link:s"]
    assert list(found["tonnes"]) == [50.0, 10.0]
    assert list(found["lifts"]) == [5, 2]


def test_modes_take_turns_and_lanes_at_sea_are_left_to_their_ports() -> None:
    """By tonnes r1, r2, m: the road comes second all the same; the lane never."""
    rows = [
        ("t1", "r1", 90.0, "flat"),
        ("t2", "r2", 80.0, "flat"),
        ("c1", "m", 10.0, "truck"),
        ("s1", "lane", 500.0, "ship"),
    ]
    table = records(
        *(
            crossing(lift, link, tonnes)._replace(asset_type=kind)
            for lift, link, tonnes, kind in rows
        )
    )

    found = busiest_links(table, {"flat": "rail", "truck": "road", "ship": "sea"}, 5)

    assert list(found["target"]) == ["link:r1", "link:m", "link:r2"]


def test_a_lift_that_turns_back_over_a_link_counts_once() -> None:
    table = records(crossing("l", "r", 10.0), crossing("l", "r", 10.0))

    assert list(busiest_links(table, {"flat": "rail"}, 5)["tonnes"]) == [10.0]


def test_terminals_are_told_with_what_they_handled() -> None:
    run = StoredRun(made.run("coast"))

    found = busiest_terminals(run.records(), run.modes, run.terminals, 20)

    assert "port" in set(found["kind"])
    named = {str(target).removeprefix("terminal:") for target in found["target"]}
    assert named <= set(run.terminals)
    first = found.drop_duplicates("kind")
    assert list(found["kind"])[: len(first)] == list(first["kind"])
    for _, of_kind in found.groupby("kind"):
        assert list(of_kind["tonnes"]) == sorted(of_kind["tonnes"], reverse=True)
