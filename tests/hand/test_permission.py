"""Permission of host nations: whom a unit must ask, and when the last of them has agreed.

A (DE) --- M (PL) --- B (LT) by rail; a permission takes 24 h, so a unit of DE leaves at 24.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from eastflank.model.ids import LinkId
from eastflank.model.records import StageRecord
from eastflank.model.scenario import Link, Readiness, Scenario, Terminal
from tests.small import (
    TRAIN,
    Force,
    asset_type,
    cut,
    fleet,
    node,
    of,
    play,
    rail,
    scenario,
    sea,
    terminal,
    unit,
    why,
)

SHIP = asset_type("ship", "sea", {"wheeled": 30.0}, speed_kmh=100.0)
LINE = (rail("am", "a", "m", 500), rail("mb", "m", "b", 500))


def unit_of(nation: str, name: str = "u", notice_h: float = 0.0) -> Force:
    """One trainload from A to B."""
    return unit(name, "a", "b", {"wheeled": [30]}, nation=nation, notice_h=notice_h)


def between_countries(
    *units: Force,
    factors: Mapping[tuple[str, str], float] | None = None,
    links: Iterable[Link] = LINE,
    ports: Iterable[Terminal] = (),
    **values: Any,
) -> Scenario:
    """Trains and ships from Germany to Lithuania."""
    world = scenario(
        [node("a"), node("m", country="PL"), node("b", country="LT")],
        links,
        [terminal("railhead", "a", 9), terminal("railhead", "b", 9), *ports],
        [TRAIN, SHIP],
        [fleet("train", "a", 9), *(fleet("ship", port.node, 1) for port in ports)],
        units or [unit_of("DE")],
        **{"permission": 24, **values},
    )
    return replace(world, permission_factor=factors or {})


def leaves(rows: list[StageRecord]) -> dict[str, tuple[float, str]]:
    """When each unit was ready, and what was last."""
    return {row.unit: (row.to_h, why(row)) for row in of(rows, "ready")}


def test_a_unit_leaves_at_the_latest_of_its_hosts() -> None:
    """Poland 0.5 × 24 = 12, Lithuania 2 × 24 = 48, asked side by side: 48."""
    _, rows = play(between_countries(factors={("DE", "PL"): 0.5, ("DE", "LT"): 2.0}))

    assert leaves(rows) == {"u": (48.0, "permission LT")}


def test_without_factors_every_permission_takes_its_row() -> None:
    _, rows = play(between_countries())

    assert leaves(rows)["u"][0] == 24.0


def test_a_country_that_is_only_crossed_is_asked_too() -> None:
    _, rows = play(between_countries(factors={("DE", "PL"): 3.0}))

    assert leaves(rows) == {"u": (72.0, "permission PL")}


def test_nobody_asks_at_home() -> None:
    """A unit of LT asks Germany, where it stands, and Poland; a factor of its own is not read."""
    world = between_countries(unit_of("LT"), factors={("LT", "LT"): 9.0, ("LT", "DE"): 0.5})

    _, rows = play(world)

    assert leaves(rows) == {"u": (24.0, "permission PL")}


def test_the_factor_of_a_pair_is_for_that_nation_alone() -> None:
    world = between_countries(
        unit_of("DE"), unit_of("FR", "v"), factors={("FR", "PL"): 0.0, ("FR", "LT"): 0.0}
    )

    _, rows = play(world)

    assert {name: hour for name, (hour, _) in leaves(rows).items()} == {"u": 24.0, "v": 24.0}
    assert leaves(rows)["v"][1] == "permission DE"


def test_all_units_of_a_nation_get_it_from_a_host_at_the_same_hour() -> None:
    """Drawn between 6 and 72: equal for two units of one nation, other for another nation."""
    world = between_countries(
        unit_of("DE", "u"), unit_of("DE", "v"), unit_of("FR", "w"), permission=(6, 24, 72)
    )

    _, rows = play(world, replication=3)

    found = leaves(rows)
    assert found["u"] == found["v"] != found["w"]
    assert 6 < found["u"][0] < 72


def test_a_ship_enters_only_the_countries_of_its_ends() -> None:
    """By sea from A to B nobody asks Poland, whatever it would take."""
    world = between_countries(
        links=[sea("ab", "a", "b", 500)],
        ports=[terminal("port", "a"), terminal("port", "b")],
        factors={("DE", "PL"): 9.0},
    )

    _, rows = play(world)

    assert leaves(rows) == {"u": (24.0, "permission LT")}


def test_a_link_that_crosses_a_country_without_a_place_in_it_enters_it() -> None:
    across = replace(rail("ab", "a", "b", 900), transit=("CZ",))

    _, rows = play(between_countries(links=[across], factors={("DE", "CZ"): 2.0}))

    assert leaves(rows) == {"u": (48.0, "permission CZ")}


def test_a_way_that_no_fleet_runs_for_the_nation_asks_nobody() -> None:
    """The ship would be faster than the train, but it carries Danes alone: by rail, over Poland."""
    world = between_countries(
        links=[*LINE, sea("ab", "a", "b", 100)],
        ports=[terminal("port", "a"), terminal("port", "b")],
        factors={("DE", "PL"): 2.0},
        ship_load=1,
        ship_unload=1,
    )
    danish = {id_: replace(f, serves=("DK",)) for id_, f in world.fleets.items() if "ship" in id_}

    _, by_sea = play(world)
    _, by_rail = play(replace(world, fleets={**world.fleets, **danish}))

    assert leaves(by_sea) == {"u": (24.0, "permission LT")}
    assert leaves(by_rail) == {"u": (48.0, "permission PL")}


def test_a_detour_after_a_cut_needs_no_new_permission() -> None:
    """M-B is closed when the unit leaves at 24: it goes by way of D in Czechia, never asked."""
    world = between_countries(
        links=[*LINE, rail("md", "m", "d", 400), rail("db", "d", "b", 400)],
        disruptions=(cut("mb", start=1, known=True),),
        factors={("DE", "CZ"): 9.0},
    )
    world = replace(world, nodes={**world.nodes, node("d").id: node("d", country="CZ")})

    _, rows = play(world)

    assert leaves(rows)["u"][0] == 24.0
    assert LinkId("db") in {row.place for row in of(rows, "link")}


@pytest.mark.parametrize(
    ("notice_h", "expected"), [(10.0, (24.0, "permission LT")), (30.0, (30.0, "notice"))]
)
def test_notice_and_permission_run_side_by_side(
    notice_h: float, expected: tuple[float, str]
) -> None:
    world = between_countries(unit_of("PL", notice_h=notice_h), factors={("PL", "DE"): 0.5})
    tiers = replace(world.frame, readiness=Readiness.TIERS)

    _, rows = play(replace(world, frame=tiers))

    assert leaves(rows) == {"u": expected}


def test_with_warning_enough_nobody_waits_for_a_permission() -> None:
    """Asked for 48 h before C-day, there 24 h before it."""
    world = between_countries()

    _, rows = play(replace(world, frame=replace(world.frame, warning_h=48.0)))

    assert leaves(rows) == {"u": (0.0, "c_day")}


def test_stored_kit_is_drawn_when_its_unit_may_leave() -> None:
    """Permission 24, then 100 h to draw the equipment that waits at M."""
    whole, lots = unit_of("DE")
    kit = replace(whole, kit_origin=node("m").id)
    moved = [replace(lot, origin=node("m").id) for lot in lots]
    world = between_countries((kit, moved), prepositioned_draw=100)

    _, rows = play(world)

    assert leaves(rows) == {"u": (124.0, "stored_kit")}
