"""J5 and H5 through the real input files: fleets that cycle, and ships at their berths. All exact.

N loads, A equal assets that start together, one way T, cycle C and no other limit: the last load
is there at T + C x (ceil(N / A) - 1). n ships at once, c berths, S each: the last is unloaded
after ceil(n / c) x S.
"""

import math
from pathlib import Path

import pytest

from tests.small import DAY_AND_NIGHT, arrivals, of, play
from tests.worlds import (
    Part,
    airfield,
    asset,
    fleet,
    line,
    place,
    port,
    rail,
    railhead,
    road,
    sea,
    world,
)

SEPARATION_H = 24 / 480  # the closest that tables let trains follow each other: 480 paths a day
HINTERLAND = (*place("x", 1100, country="PL"), *road("bx", "b", "x", 100))  # no network is linkless

# by 1000 km: the way and its terminals; then T and C in hours
WAYS: dict[str, tuple[Part, float, float]] = {
    # load 6, 1000 km at 50 km/h, unload 4; 20 h back
    "train": ([*rail("ab", "a", "b", 1000), *railhead("a"), *railhead("b")], 30.0, 50.0),
    # load 2, 1000 km at 40 km/h, unload 2; 25 h back
    "het": ([*road("ab", "a", "b", 1000)], 29.0, 54.0),
    # ground time 2, 1000 km at 500 km/h, ground time 2; 2 h back
    "plane": ([*airfield("a"), *airfield("b"), *HINTERLAND], 6.0, 8.0),
    # load 12, 1000 km at 37 km/h = 27.03 h, unload 24; 27.03 h back
    "ship": ([*sea("ab", "a", "b", 1000), *port("a"), *port("b")], 36 + 1000 / 37, 36 + 2000 / 37),
}


@pytest.mark.parametrize("kind", WAYS)
@pytest.mark.parametrize(("loads", "assets"), [(7, 3), (6, 3), (5, 1), (3, 8)])
def test_a_fleet_brings_its_last_load_after_its_rounds(
    tmp_path: Path, kind: str, loads: int, assets: int
) -> None:
    """7 on 3: T + 2 C; 6 on 3: T + C; 5 on 1: T + 4 C; 3 on 8: T. Trains follow 3 min apart."""
    way, lead_h, cycle_h = WAYS[kind]
    parts = (
        place("a"),
        place("b", 1000, country="PL"),
        way,
        asset(kind, tracked=30),
        fleet(kind, "a", assets),
        line("u", "a", "b", tracked=30 * loads),
    )

    _, rows = play(world(tmp_path, *parts, packet_flow_two_lane=1e15, **DAY_AND_NIGHT))

    apart_h = SEPARATION_H if kind == "train" else 0.0
    hours = [lead_h + cycle_h * (i // assets) + apart_h * (i % assets) for i in range(loads)]
    last_h = lead_h + cycle_h * (math.ceil(loads / assets) - 1) + apart_h * ((loads - 1) % assets)
    assert sorted(arrivals(rows).values()) == pytest.approx(hours, abs=1e-9)
    assert max(arrivals(rows).values()) == pytest.approx(last_h, abs=1e-9)


@pytest.mark.parametrize(
    ("berths", "unload_h", "days"), [(3, 15, 6.25), (3, 60, 25), (5, 48, 12), (5, 72, 18)]
)
def test_thirty_ships_at_a_few_berths(
    tmp_path: Path, berths: int, unload_h: float, days: float
) -> None:
    """Shuaiba 2003: 30 ships on 3 berths x 15 h, 3 x 2.5 d, 5 x 2 d, 5 x 3 d.

    Published for all: about a month, which points to 3 berths at about 2.5 d a ship (25 d).
    """
    parts = (
        place("a"),
        place("b", 1000, country="PL"),
        sea("ab", "a", "b", 1000),
        port("a"),
        port("b", berths),
        asset("ship", tracked=30),
        fleet("ship", "a", 30),
        line("u", "a", "b", tracked=900),
    )

    _, rows = play(world(tmp_path, *parts, ship_unload=unload_h))

    unloads = of(rows, "unload")
    first_at_berth_h = min(row.work_h for row in unloads)
    assert max(row.to_h for row in unloads) - first_at_berth_h == pytest.approx(24 * days, abs=1e-6)
    assert {row.from_h for row in unloads} == {first_at_berth_h}
