"""Supplies, worked out on paper: A --- 2000 km --- B, load 6 h, 50 km/h, unload 4 h: 50 h.

300 soldiers use 0.1 t each: 30 t or three containers a day, asked for at midnight.
"""

from dataclasses import replace
from typing import Unpack

import pytest

from eastflank.model.ids import NodeId
from eastflank.model.records import StageRecord
from eastflank.model.scenario import Scenario, Sustainment
from tests.cells import Paths, UnitCells
from tests.small import (
    TRAIN,
    Force,
    arrivals,
    asset_type,
    cut,
    fleet,
    node,
    of,
    play,
    rail,
    scenario,
    terminal,
    unit,
    why,
)

FREE: Paths = {"paths_per_day_each_way": None}
BOXES = asset_type("boxes", "rail", {"containers": 30.0})
DEPOT = Sustainment(depots={"DE": (NodeId("a"),)}, lot_pieces_max=30, piece_t=10.0, piece_km=0.006)
USE: dict[str, float] = {"supply_per_troop": 0.1}


def garrison(troops: int = 300) -> Force:
    """Troops in place at B."""
    whole, _ = unit("here", "b", "b", {}, personnel=troops)
    return replace(whole, in_place=True), []


def movers(trains: int = 1, **more: Unpack[UnitCells]) -> Force:
    """So many trainloads from A to B; with one set the n-th is there at 90 n - 40."""
    given: UnitCells = {"personnel": 300, **more}
    return unit("u", "a", "b", {"wheeled": [30] * trains}, **given)


def line(
    *units: Force, supply: Sustainment | None = DEPOT, boxes: int = 9, **values: float
) -> Scenario:
    """A depot and one train set at A, nine sets for containers beside it."""
    return scenario(
        [node("a"), node("b"), node("c")],
        [rail("ab", "a", "b", 2000, **FREE)],
        [terminal("railhead", name, 9) for name in "abc"],
        [TRAIN, BOXES],
        [fleet("train", "a", 1), fleet("boxes", "a", boxes)],
        units,
        sustainment=supply,
        given={**USE, **values},
    )


def asked(rows: list[StageRecord]) -> list[tuple[float, float]]:
    """(hour, containers) of each lot of supplies."""
    return [(row.to_h, row.pieces) for row in of(rows, "ready") if row.unit.startswith("SUPPLY-")]


def test_a_unit_is_supplied_from_the_first_midnight_after_what_it_carried() -> None:
    """Closed at 50, 48 h carried: 98, so midnight 120. V's second train ends the run at 230."""
    second = unit("v", "a", "b", {"wheeled": [30, 30]}, personnel=0)
    _, rows = play(line(movers(priority=1), second, supply_days_carried=48))

    assert asked(rows) == [(120, 3), (144, 3), (168, 3), (192, 3), (216, 3)]


def test_supplies_go_by_train_and_are_used_up_where_they_were_asked_for() -> None:
    """Asked for at C-day, 50 h on the way like any other lot; nobody integrates them."""
    end, rows = play(line(garrison(), movers(2)))

    assert arrivals(rows)["SUPPLY-b/containers/001"] == pytest.approx(50.0, abs=1e-9)
    assert [row.unit for row in of(rows, "integration")] == ["u"]
    assert end.end_h == pytest.approx(140.0, abs=1e-9)


def test_troops_in_place_live_from_their_own_first() -> None:
    """48 h carried from C-day: midnights 48 to 120 of a run that ends at 140."""
    _, rows = play(line(garrison(), movers(2), supply_days_carried=48))

    assert [hour for hour, _ in asked(rows)[:4]] == [48, 72, 96, 120]


def test_the_host_gives_its_share_and_the_rest_of_a_container_waits_for_another_day() -> None:
    """Half of three is 1.5 containers a day: 1, 2, 1, 2 ..."""
    _, rows = play(line(garrison(), movers(2), host_supply_share=0.5))

    assert [pieces for _, pieces in asked(rows)] == [1, 2, 1, 2, 1, 2]


def test_a_depot_holds_a_part_lot_for_fill_and_no_longer() -> None:
    """Three a day held for 48 h: 9 at 48, and anew from 72: 9 at 120."""
    _, rows = play(line(garrison(), movers(2), supply_hold_for_fill=48))

    assert asked(rows) == [(48, 9), (120, 9)]


def test_a_full_lot_leaves_at_once() -> None:
    """At most six in a lot: 3 + 3 at 24, 72 and 120, though the hold is a thousand hours."""
    six = replace(DEPOT, lot_pieces_max=6)
    _, rows = play(line(garrison(), movers(2), supply=six, supply_hold_for_fill=1000))

    assert asked(rows) == [(24, 6), (72, 6), (120, 6)]


@pytest.mark.parametrize(("priority", "second"), [(1, "SUPPLY-b"), (5, "u")])
def test_supplies_take_the_train_before_a_lot_of_lower_priority(priority: int, second: str) -> None:
    """One set for all: it loads at 0 and, back from B, at 90. U (priority 3) has two lots.

    30 containers come together at 24. At priority 1 they are loaded at 90, u's second lot is not;
    at priority 5 it is the other way round.
    """
    world = line(
        garrison(1500), movers(2), supply_hold_for_fill=1000, supply_priority=priority, boxes=0
    )
    either = replace(TRAIN, capacity={**TRAIN.capacity, **BOXES.capacity})
    world = replace(world, asset_types={either.id: either, BOXES.id: BOXES}, horizon_h=100.0)

    _, rows = play(world)

    loads = [(row.from_h, row.unit) for row in of(rows, "load")]
    assert loads == [(0, "u"), (pytest.approx(90.0), second)]


def test_who_needs_nothing_changes_nothing() -> None:
    """On with a use of 0 leaves the records of off."""
    off, rows = play(line(garrison(), movers(3), supply=None))
    on, same = play(line(garrison(), movers(3), supply_per_troop=0))

    assert same == rows
    assert (on.end_h, on.waiting, on.supplies) == (off.end_h, off.waiting, ())


def test_supplies_without_a_way_are_stranded_and_the_run_ends() -> None:
    """C has a ramp and no track: each lot waits there; u closes at 50 and with it the run."""
    end, rows = play(
        line(garrison(), movers(), supply=replace(DEPOT, depots={"DE": (NodeId("c"),)}))
    )

    assert end.end_h == pytest.approx(50.0, abs=1e-9)
    assert end.waiting == ()
    assert [(lot.unit, lot.state, why(lot)) for lot in end.supplies] == [
        ("SUPPLY-b", "stranded", "no_way no_rail_path,1435,b")
    ] * 3  # asked for at 0, 24 and 48
    assert not [row for row in of(rows, "load") if row.unit.startswith("SUPPLY-")]


def test_supplies_obey_a_cut_like_every_lot() -> None:
    """Cut at 20, known at 26: the lot of C-day, under way since 6, is back at A at 34 and waits.

    That of 24, loading, waits at A too; that of 48 finds no way.
    """
    world = replace(line(garrison()), disruptions=(cut("ab", start=20.0),), horizon_h=60.0)

    end, rows = play(world)

    back = [row for row in of(rows, "link") if row.towards == "a" and row.pieces]
    assert [row.to_h for row in back] == [pytest.approx(34.0)]
    assert [(lot.state, why(lot)) for lot in end.supplies] == [
        ("under_way", "closed_link ab cut"),
        ("under_way", "closed_link ab cut"),
        ("stranded", "no_way no_rail_path,1435,b cut"),
    ]
    assert all(lot.explained for lot in end.supplies)


@pytest.mark.parametrize(("cuts", "depot"), [((), "a"), (("ab",), "c")])
def test_the_depot_from_which_it_is_there_first_sends(cuts: tuple[str, ...], depot: str) -> None:
    """A is 2000 km away, C 3000 km; A is chosen until the way from there is known to be closed."""
    both = replace(DEPOT, depots={"DE": (NodeId("c"), NodeId("a"))})
    world = line(garrison(), supply=both)
    longer = rail("cb", "c", "b", 3000, **FREE)
    world = replace(
        world,
        links={**world.links, longer.id: longer},
        fleets={f.id: f for f in (fleet("boxes", "a", 1), fleet("boxes", "c", 1))},
        disruptions=(cut(*cuts, start=0.0, known=True),) if cuts else (),
        horizon_h=30.0,
    )

    _, rows = play(world)

    assert [row.place for row in of(rows, "ready")][-1] == depot


def test_a_depot_among_the_troops_hands_over_at_once() -> None:
    """B supplies B: staged after 5 h, without lift."""
    end, rows = play(
        line(garrison(), movers(), supply=replace(DEPOT, depots={"DE": (NodeId("b"),)}), staging=5)
    )

    assert arrivals(rows)["SUPPLY-b/containers/001"] == pytest.approx(5.0, abs=1e-9)
    assert not [row for row in of(rows, "load") if row.unit.startswith("SUPPLY-")]
    assert [lot.state for lot in end.supplies] == []
