"""Laws of sameness: names, the day on which all begins and how a line is cut up change nothing.

Luck is off, since it is keyed by names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eastflank.model.ids import AssetTypeId
from eastflank.model.records import StageRecord
from eastflank.model.scenario import Scenario
from tests.small import DAY_AND_NIGHT, MARCH, TRAIN, fleet, node, play, rail, road, scenario, unit
from tests.small import terminal as terminal_at
from tests.theatre import theatre

CUT_H: Final = 192.0
SHARED: Final = ("stage", "place", "towards", "unit", "lot", "asset_type", "troops", "pieces")
HOURS: Final = ("from_h", "work_h", "to_h")


def told(rows: Sequence[StageRecord], *, later_h: float = 0.0) -> list[tuple[Any, ...]]:
    """All rows without the names of lifts and assets, their hours moved back by ``later_h``.

    In one order: rows that end at one instant are written in the order of its rounding.
    """
    plain = [
        (
            *(getattr(row, name) for name in SHARED),
            *(round(getattr(row, name) - later_h, 6) + 0.0 for name in HOURS),
        )
        for row in rows
    ]
    return sorted(plain)


def renamed(world: Scenario, names: Mapping[str, str]) -> Scenario:
    """The same world under other names."""
    changed = _renamed(world, names)
    assert isinstance(changed, Scenario)
    return changed


def _renamed(thing: Any, names: Mapping[str, str]) -> Any:
    if isinstance(thing, str) and type(thing) is str:
        return names.get(thing, thing)
    if isinstance(thing, Mapping):
        return {_renamed(key, names): _renamed(value, names) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return type(thing)(_renamed(each, names) for each in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        cells = {each.name: getattr(thing, each.name) for each in fields(thing) if each.init}
        return replace(thing, **{name: _renamed(cell, names) for name, cell in cells.items()})
    return thing


def names_of(world: Scenario) -> dict[str, str]:
    """A longer name for everything that has one, in the same order; a march stays a march."""
    tables = (
        world.nodes,
        world.links,
        world.terminals,
        world.fleets,
        world.units,
        world.lots,
        world.asset_types,
        world.districts,
    )
    named = {str(name) for table in tables for name in table} - {AssetTypeId("march")}
    return {name: f"zz-{name}" for name in named}


@pytest.mark.parametrize("cut_h", [None, CUT_H])
def test_other_names_in_the_same_order_change_nothing(cut_h: float | None) -> None:
    world = theatre(cut_h=cut_h)
    names = names_of(world)

    _, rows = play(world)
    _, others = play(renamed(world, names))

    there = {old: new for old, new in names.items() if old != new}
    before = [
        tuple(there.get(cell, cell) if isinstance(cell, str) else cell for cell in row)
        for row in told(rows)
    ]
    assert len(rows) > 100
    assert told(others) == sorted(before)


def later(world: Scenario, days: int) -> Scenario:
    """The same world, ordered and cut so many days later."""
    hours = 24.0 * days
    return replace(
        world,
        frame=replace(world.frame, warning_h=world.frame.warning_h - hours),
        horizon_h=world.horizon_h + hours,
        disruptions=tuple(
            replace(cut, start_h=cut.start_h + hours, end_h=cut.end_h + hours)
            for cut in world.disruptions
        ),
    )


@pytest.mark.parametrize("cut_h", [None, CUT_H])
@pytest.mark.parametrize("days", [1, 9])
def test_an_order_whole_days_later_moves_every_hour_by_as_much(
    cut_h: float | None, days: int
) -> None:
    world = theatre(cut_h=cut_h)

    _, rows = play(world)
    _, others = play(later(world, days))

    assert len(rows) > 100
    assert told(others, later_h=24.0 * days) == told(rows)


PARTS = st.lists(st.integers(1, 20), min_size=1, max_size=6)


def way(kind: str, parts: Sequence[int], pieces: Sequence[float]) -> Scenario:
    """Lots from A to B over a line of so many parts of 10 km, by rail or on own wheels."""
    places = ["A", *(f"m{i}" for i in range(len(parts) - 1)), "B"]
    link = rail if kind == "rail" else road
    links = [link(f"l{i}", places[i], places[i + 1], 10.0 * part) for i, part in enumerate(parts)]
    by_rail = kind == "rail"
    return scenario(
        [node(place) for place in places],
        links,
        [terminal_at("railhead", end, 9) for end in "AB"] if by_rail else [],
        [TRAIN if by_rail else MARCH],
        [fleet("train", "A", 9)] if by_rail else [],
        [unit(f"u{i}", "A", "B", {"wheeled": [load]}) for i, load in enumerate(pieces)],
        **DAY_AND_NIGHT,
    )


@pytest.mark.parametrize("kind", ["rail", "road"])
@given(parts=PARTS, loads=st.lists(st.sampled_from([10.0, 20.0, 30.0]), min_size=1, max_size=4))
@settings(max_examples=25)
def test_a_line_cut_into_parts_takes_as_long_as_the_whole(
    kind: str, parts: list[int], loads: list[float]
) -> None:
    """Double track or a road, one way: trains and columns that follow each other do so in parts."""
    _, whole = play(way(kind, [sum(parts)], loads))
    _, cut_up = play(way(kind, parts, loads))

    def arrived(rows: Sequence[StageRecord]) -> list[tuple[Any, ...]]:
        stays = [row for row in rows if row.stage == "unload"]
        return [(row.lot, pytest.approx(row.to_h, abs=1e-6)) for row in stays]

    assert arrived(cut_up) == arrived(whole)
