"""The story of a unit: what it waited for, how long, and when it closed, in plain words."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest

from eastflank.model.errors import PlannerError
from eastflank.model.records import StageRecord
from eastflank.runs.account import Account
from eastflank.runs.timeline import unit_story
from eastflank.store.parquet import records_frame

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
        StageRecord(
            "ready", "A", **LOT, from_h=-240.0, work_h=24.0, to_h=24.0, waited_for="permission PL"
        ),
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
        "All its lots were ready at C+1.0, held last by the permission of PL.",
        (
            "wheeled/01 (30 pieces): ready at C+1.0; waited 3.0 days for wagons at Bergen; "
            "loaded in 6.0 h; by flat6 to Rukla in 30.0 h; staged, present at C+5.8."
        ),
        "Longest: waited 3.0 days for wagons at Bergen.",
        (
            "What closed it last: wheeled/01, present at C+5.8, 4.8 days after it was ready: "
            "3.0 days waiting, 30.0 h on the way, 6.0 h loading, transfer and unloading, "
            "6.0 h staging."
        ),
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


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("C-day", "held by nothing but C-day"),
        ("notice", "held last by its notice"),
        ("permission PL", "held last by the permission of PL"),
        ("stored kit", "held last by the draw of its stored equipment"),
    ],
)
def test_a_unit_says_what_held_it_back_until_it_was_ready(cause: str, said: str) -> None:
    rows = moved()
    rows[0] = rows[0]._replace(waited_for=cause)

    assert unit_story(account(rows, 168.0), "U1")[1] == f"All its lots were ready at C+1.0, {said}."


def test_lots_to_which_the_same_happened_are_told_together() -> None:
    second = [row._replace(lot="U1/wheeled/02") for row in moved() if row.lot]

    story = unit_story(account([*moved(), *second], 168.0), "U1")

    assert story[2].startswith("wheeled/01, 02 (30 pieces): ready at C+1.0; ")
    assert "wheeled/02" not in story[3]


def test_causes_are_named_as_a_planner_names_them() -> None:
    named = {
        "asset flat6": "for a free flat6 at Bergen",
        "terminal RH_A": "for a ramp at Bergen",
        "call-forward TY_B": "for a call-forward place at Rukla at Bergen",
        "fill of a lift": "for more lots to fill a lift at Bergen",
        "staging PT_B": "for room on the land of Rukla at Bergen",
        "traction kaunas": "for a locomotive of kaunas at Bergen",
    }
    terminals = {
        "RH_A": ("railhead", "A"), "TY_B": ("transfer_yard", "B"), "PT_B": ("port", "B"),
    }  # fmt: skip
    for cause, said in named.items():
        rows = moved()
        rows[1] = rows[1]._replace(waited_for=cause)

        story = unit_story(replace(account(rows, 168.0), terminals=terminals), "U1")

        assert f"waited 3.0 days {said}" in story[2]


def test_a_leg_says_where_its_lift_stood() -> None:
    """Of 30 h by rail 9 h were spent before two sections, 6 h of them before the second."""
    rows = [row._replace(lift="t1") if row.stage == "transit" else row for row in moved()]
    for link, asked, entered, out in (("AX", 102.0, 105.0, 110.0), ("XB", 110.0, 116.0, 132.0)):
        rows.append(StageRecord("link", link, lift="t1", from_h=asked, work_h=entered, to_h=out))

    story = unit_story(replace(account(rows, 168.0), link_ends={"XB": ("A", "B")}), "U1")

    assert (
        "by flat6 to Rukla in 30.0 h, 9.0 h of it standing before sections, "
        "most before Bergen–Rukla" in story[2]
    )


def test_the_last_lot_is_the_one_that_made_the_unit_whole() -> None:
    """A second lot came 60 h earlier: it is not what integration waited for."""
    early = [
        row._replace(lot="U1/tracked/01", from_h=row.from_h - 60, work_h=row.work_h - 60,
                     to_h=row.to_h - 60)
        for row in moved() if row.lot
    ]  # fmt: skip

    story = unit_story(account([*early, *moved()], 168.0), "U1")

    (last,) = [line for line in story if line.startswith("What closed it last")]
    assert "wheeled/01" in last


def test_a_halt_for_crews_and_one_for_a_locomotive_are_told_apart_from_sections() -> None:
    """Of 30 h by rail two crews took 1 h, the wait for a locomotive 5 h, a section 2 h."""
    rows = moved()
    rows[3] = rows[3]._replace(lift="rail-1")
    lift = {"lift": "rail-1", "asset": "flat6/0"}
    rows += [
        StageRecord("crew", "M", "N", **lift, from_h=108.0, work_h=108.0, to_h=108.5),
        StageRecord("traction", "kaunas", "N", **lift, from_h=110.0, work_h=115.0, to_h=115.0),
        StageRecord("link", "X1", "N", **lift, from_h=115.0, work_h=117.0, to_h=118.0),
        StageRecord("crew", "N", "B", **lift, from_h=118.0, work_h=118.0, to_h=118.5),
        StageRecord("link", "X2", "B", **lift, from_h=118.5, work_h=118.5, to_h=132.0),
    ]

    story = unit_story(account(rows, 168.0), "U1")

    assert (
        "in 30.0 h, 2.0 h of it standing before sections, most before X1, "
        "1.0 h of it for 2 changes of crew, 5.0 h of it waiting for a locomotive of kaunas;"
    ) in story[2]


def test_assets_have_their_names_where_they_are_known() -> None:
    rows = moved()
    rows[1] = rows[1]._replace(waited_for="asset flat6")
    named = replace(account(rows, 168.0), asset_names={"flat6": "six-axle flats"})

    story = unit_story(named, "U1")

    assert "waited 3.0 days for free six-axle flats at Bergen" in story[2]
    assert "by six-axle flats to Rukla" in story[2]


def test_a_vehicle_that_breaks_down_is_told_apart_from_a_platoon_that_halts() -> None:
    """One of 30 vehicles falls out at A for 12 h; later a transporter holds its platoon for 4 h."""
    one = {**LOT, "pieces": 1.0}
    broken = {"from_h": 110.0, "work_h": 122.0, "to_h": 122.0, "waited_for": "breakdown"}
    halted = {"from_h": 120.0, "work_h": 124.0, "to_h": 124.0, "waited_for": "breakdown"}
    rows = [
        *moved(),
        StageRecord("repair", "A", "B", **one, **broken),
        StageRecord("repair", "B", "B", **LOT, lift="road-1", **halted),
    ]

    story = unit_story(account(rows, 168.0), "U1")

    assert (
        "a vehicle broke down, repaired in 12.0 h at Bergen, and followed by itself; "
        "halted 4.0 h at Rukla for a vehicle that had broken down"
    ) in story[2]
    assert story[2].startswith("wheeled/01 (30 pieces)")


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


def test_a_plan_that_was_given_up_and_a_wait_for_others_are_told() -> None:
    rows = [
        StageRecord("wait", "A", **LOT, from_h=0.0, work_h=24.0, to_h=24.0, waited_for="after U0"),
        StageRecord(
            "plan_void", "A", **LOT, from_h=24.0, work_h=24.0, to_h=24.0, waited_for="no way"
        ),
    ]

    story = unit_story(account(rows, float("inf")), "U1")

    assert story[2] == (
        "wheeled/01 (30 pieces): waited 24.0 h for U0 to close at Bergen; "
        "gave up its plan at Bergen at C+1.0: no way."
    )


def test_waits_for_a_disruption_and_for_movement_control_are_told() -> None:
    rows = [
        StageRecord("wait", "A", **LOT, from_h=0.0, work_h=6.0, to_h=6.0, waited_for="control x"),
        StageRecord(
            "wait", "A", **LOT, from_h=6.0, work_h=24.0, to_h=24.0, waited_for="disruption strike"
        ),
    ]

    story = unit_story(account(rows, float("inf")), "U1")

    assert "waited 6.0 h for movement control, hit by x at Bergen" in story[2]
    assert "waited 18.0 h for strike to end at Bergen" in story[2]
