"""The ladder of dispatch policies: what a row says, and what the table tells of many."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests import made
from tools.figures.readings import founds_of, of_plan
from tools.figures.register import ROOT
from tools.ladder import climbs as keeping
from tools.ladder.climbs import (
    LAST_DAY,
    Climb,
    Found,
    of_bound,
    of_closures,
    read_climbs,
    write_climbs,
)
from tools.ladder.gains import NOT_MEASURED
from tools.ladder.insurance import insurance, insurance_gains
from tools.ladder.measuring import sets_of
from tools.ladder.relaxed import more, relaxed
from tools.ladder.rungs import ALL, HIGHEST, LOWEST, MORE, RELAXED, RUNGS
from tools.ladder.table import ladder, room_left

from eastflank.api import LIKELY
from eastflank.compile.relax import RELAXATIONS
from eastflank.config import read_experiment
from eastflank.model.scenario import Dispatch
from eastflank.plan.bound import Curve, Point
from eastflank.runs.stored import StoredRun

CHARGE = RUNGS[1]


def found(closes_day: int, troops: int = 1000) -> Found:
    """All troops close at once, on the stroke of a day."""
    closed = tuple(0 if day < closes_day else troops for day in range(LAST_DAY + 1))
    return Found(
        day_80=closes_day,
        day_95=closes_day,
        baltic=0.0,
        tanks=0.0,
        tanks_baltic=0.0,
        closed=closed,
    )


def climb(rung: str, replication: int, closes_day: int) -> Climb:
    """A row as it is measured."""
    return Climb(
        experiment="ready",
        rung=rung,
        replication=replication,
        run="0a1b2c3d4e5f",
        found=found(closes_day),
    )


def cells(table: str, row: int) -> dict[str, str]:
    """The cells of a row of the table by the words of its head."""
    head, _, *rows = [[c.strip() for c in line.strip("|").split("|")] for line in table.split("\n")]
    return dict(zip(head, rows[row], strict=True))


def test_every_dispatch_policy_is_a_rung() -> None:
    assert {rung.dispatch for rung in RUNGS} == {*Dispatch, None}


def test_two_units_closed_come_to_the_days_and_troops_of_both() -> None:
    """700 close at C+9.5, 300 at C+20: 80 % and 95 % are there with the second."""
    closures = pd.DataFrame(
        {
            "unit": ["armour", "staff"],
            "replication": [3, 3],
            "closed_095_h": [228.0, 480.0],
            "troops": [700, 300],
            "destination_country": ["LT", "PL"],
        }
    )
    strength = pd.DataFrame(
        {"unit": ["armour", "staff"], "destination_country": ["LT", "PL"], "tanks": [44.0, 0.0]}
    ).assign(infantry_battalions=0.0, howitzers=0.0, air_defence_batteries=0.0)

    told = of_closures(closures, strength)

    assert (told.closed[9], told.closed[10], told.closed[20]) == (0, 700, 1000)
    assert (told.day_80, told.day_95, told.baltic) == (20.0, 20.0, 700.0)
    assert (told.tanks, told.tanks_baltic) == (44.0, 44.0)


def test_the_bound_is_told_as_a_rung() -> None:
    """A force of 1000 that could be closed by C+12, one unit by itself from C+10 on."""
    curve = Curve(1000, (Point(12.0, 1000.0, 1000.0),), ((240.0, 600), (288.0, 400)))

    told = of_bound(curve)

    assert (told.closed[9], told.closed[10], told.closed[12]) == (0, 600, 1000)
    assert told.day_95 == pytest.approx(12.0)
    assert math.isnan(told.baltic)


def test_the_area_counts_troops_for_each_day_in_place() -> None:
    """Until day 14 four days of 1000 troops, and the day on which they come as half a day."""
    assert found(10).area(14) == 4500.0


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    rows = [climb("planned", 1, 12), climb("planned", 0, 11)]

    write_climbs(tmp_path / "ladder.csv", rows)

    assert read_climbs(tmp_path / "ladder.csv") == rows[::-1]


def test_a_gain_is_over_the_lowest_rung_and_its_share_that_of_the_gap_to_the_bound() -> None:
    """Until C+30 the bound has 20.5 days of 1000 troops, the rung 10.5, the lowest none."""
    rows = [
        climb(rung, replication, day)
        for replication in (LIKELY, 0, 1)
        for rung, day in ((LOWEST.name, 31), (CHARGE.name, 20), (HIGHEST.name, 10))
    ]
    bounded = [replace(row, found=replace(row.found, day_95=29.5)) for row in rows]

    told = cells(ladder(bounded, RUNGS), 1)

    assert told["gain over nobody by C+30"] == "1,000 (1,000 to 1,000)"
    assert told["share of the gap until the bound has 95 %, likely"] == "51 % (1)"
    assert told["the same, drawn"] == "51 % (2)"
    assert told["replications"] == "2"


def test_the_figures_of_the_plan_tell_the_gain_that_the_ladder_tells() -> None:
    """Two runs of tests stand on two rungs, whatever dispatches them."""
    nobody, plan = (StoredRun(made.run(name)) for name in ("theatre-cut", "theatre"))
    climbs = [
        replace(climb(rung, each, 0), found=its)
        for rung, run in ((LOWEST.name, nobody), (CHARGE.name, plan))
        for each, its in founds_of(run, run.drawn).items()
    ]

    told = cells(ladder(climbs, RUNGS), 1)
    figures = {figure.key.partition(".")[2]: figure for figure in of_plan(nobody, plan)}

    assert told["gain in tanks by C+30"] == figures["gain-tanks"].band
    assert told["of them EE, LV, LT, gain"] == figures["gain-tanks-baltic"].band
    assert figures["gain"].replications == told["replications"] == "3"


def test_the_bound_of_few_replications_takes_no_pair_from_the_rules() -> None:
    rows = [climb(rung, each, 20) for rung in (LOWEST.name, CHARGE.name) for each in (0, 1, 2)]
    rows += [climb(HIGHEST.name, 1, 10)]

    told = cells(ladder(rows, RUNGS), 1)

    assert told["replications"] == "3"
    assert told["the same, drawn"].endswith("(1)")


def test_a_rung_is_told_over_its_own_replications_and_gains_over_those_that_the_lowest_has() -> (
    None
):
    rows = [climb(LOWEST.name, 0, 31), climb(CHARGE.name, 0, 20), climb(CHARGE.name, 1, 40)]

    table = ladder(rows, RUNGS)

    assert [cells(table, row)["replications"] for row in (0, 1)] == ["1", "2"]
    assert cells(table, 1)["C+30"] == "500"
    assert cells(table, 1)["gain over nobody by C+30"].startswith("1,000")
    assert cells(table, 1)["the same, drawn"] == "–"


def test_a_gap_is_also_told_until_the_target_day() -> None:
    """The bound has 95 % on C+15: until then 5.5 days of 1000 troops, until C+30 20.5."""
    rows = [
        climb(rung, LIKELY, day)
        for rung, day in ((LOWEST.name, 31), (CHARGE.name, 12), (HIGHEST.name, 10))
    ]
    bounded = [replace(row, found=replace(row.found, day_95=15.0)) for row in rows]

    told = cells(ladder(bounded, RUNGS), 1)

    assert told["share of the gap until the bound has 95 %, likely"] == "64 % (1)"
    assert told["share of the gap until C+30, likely"] == "90 % (1)"


def test_less_than_fifteen_thousand_between_nobody_and_the_bound_is_no_room() -> None:
    near, far = (climb(LOWEST.name, LIKELY, day).found for day in (10, 31))
    most = replace(near, closed=tuple(20_000 for _ in near.closed))

    assert "no room left" in room_left({LIKELY: near}, {LIKELY: near})
    assert "20,000 between them, room is left" in room_left({LIKELY: far}, {LIKELY: most})
    assert room_left({LIKELY: near}, {}) == ""


def closing(experiment: str, rung: str, *troops: int) -> list[Climb]:
    """So many troops close at C+20 in replications 0, 1, ...; at likely values none."""
    return [
        replace(climb(rung, number, 20), experiment=experiment, found=found(20, each))
        for number, each in enumerate((0, *troops), LIKELY)
    ]


INSURANCE = [
    *closing("ready-force", "planned", 50_000, 90_000),
    *closing("ready-force-cut", "planned", 10_000, 70_000),
    *closing("ready-force", "insured", 49_000, 87_000),
    *closing("ready-force-cut", "insured", 30_000, 80_000),
]


def test_what_the_cut_costs_is_the_mean_of_pairs_of_the_same_luck() -> None:
    """The staff loses 40,000 and 20,000 in its pairs; insured 19,000 and 7,000."""
    table = insurance(INSURANCE)

    staff, insured = cells(table, 0), cells(table, 1)
    assert staff["the cut costs by C+30"].startswith("30,000 (")
    assert insured["the cut costs by C+30"].startswith("13,000 (")
    assert (staff["closed by C+30, open"], staff["pairs"]) == ("70,000", "2")


def test_what_insurance_pays_and_saves_is_told_against_the_staff_without() -> None:
    """It pays 1,000 and 3,000 with every way open, and saves 20,000 and 10,000 under the cut."""
    table = insurance_gains(INSURANCE)

    free, cut = cells(table, 0), cells(table, 1)
    assert free["more troops by C+30"].startswith("−2,000 (")
    assert cut["more troops by C+30"].startswith("15,000 (")
    assert free["more troops by C+15"] == "0 (0 to 0)"


def test_pairs_are_those_that_both_sides_have() -> None:
    table = insurance(
        [
            *INSURANCE,
            *closing("ready-force", "user-optimal", 1_000, 2_000, 9_000),
            *closing("ready-force-cut", "user-optimal", 1_000, 1_000),
        ]
    )

    nobody = cells(table, 0)
    assert (nobody["closed by C+30, open"], nobody["pairs"]) == ("1,500", "2")


def test_a_staff_that_knows_the_day_loses_nothing_where_no_cut_comes() -> None:
    table = insurance([*INSURANCE, *closing("ready-force-cut", "forewarned", 20_000, 80_000)])

    knows = cells(table, 2)
    assert knows["closed by C+30, open"] == cells(table, 0)["closed by C+30, open"]
    assert knows["the cut costs by C+30"].startswith("20,000 (")


def test_a_staff_that_was_not_measured_with_and_without_the_cut_has_no_row() -> None:
    assert insurance(INSURANCE[:3]) == NOT_MEASURED
    assert insurance_gains(INSURANCE[:3]) == NOT_MEASURED


def test_constraints_that_are_taken_out_exist_and_none_is_taken_out_twice() -> None:
    for rung in RELAXED:
        assert len(set(rung.relaxed)) == len(rung.relaxed)
        assert set(rung.relaxed) <= set(RELAXATIONS)


def test_each_row_of_what_is_taken_out_gains_over_the_row_above() -> None:
    """By C+20 it is 1,000 and 5,000 more; ten days of them until C+30 are 30,000 troop-days."""
    climbs = [
        *closing("ready-force", "planned", 50_000, 60_000),
        *closing("ready-force", RELAXED[0].name, 51_000, 65_000),
        *closing("ready-force", RELAXED[1].name, 51_000, 65_000),
    ]

    rows = [cells(relaxed(climbs), row) for row in range(3)]

    gain = "million troop-days until C+30, more than the row above"
    assert rows[0][gain] == ""
    assert rows[1][gain].startswith("0.03 (")
    assert rows[2][gain] == "0.00 (0.00 to 0.00)"
    assert [row["C+20"] for row in rows] == ["55,000", "58,000", "58,000"]


def test_what_more_of_a_thing_brings_is_told_against_the_staff_plan() -> None:
    climbs = [
        *closing("ready-force", "planned", 50_000, 60_000),
        *closing("ready-force", MORE[0].name, 56_000, 62_000),
    ]

    row = cells(more(climbs), 0)

    assert row["more troops by C+15"] == "0 (0 to 0)"
    assert row["more troops by C+20"].startswith("4,000 (")
    assert more(climbs[:3]) == NOT_MEASURED


def test_fewer_pairs_of_the_same_run_drop_none_and_another_run_drops_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "ladder.csv"
    monkeypatch.setattr(keeping, "REGISTER", kept)
    rows = closing("ready-force", LOWEST.name, 1, 2, 3)
    write_climbs(kept, rows)

    keeping.keep("ready-force", LOWEST.name, rows[:2])
    assert read_climbs(kept) == rows

    others = [replace(row, run="f0f0f0f0f0f0") for row in rows[:2]]
    keeping.keep("ready-force", LOWEST.name, others)
    assert read_climbs(kept) == others


def test_each_rung_asks_a_question_of_its_own_that_can_be_read() -> None:
    asked: dict[str, str] = {}
    for rung in ALL:
        if rung.is_asked_of("ready-force") and rung is not HIGHEST:
            file = ROOT / "experiments" / f"{rung.file_of('ready-force')}.toml"
            resolved = read_experiment(file, sets_of(file, rung)).resolved()
            asked[rung.name] = json.dumps(resolved, default=str)

    assert len(set(asked.values())) == len(asked)
