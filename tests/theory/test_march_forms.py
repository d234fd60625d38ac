"""J1 through the real input files: road space and pass time of a corps and of a division.

Without gaps between march units: a column is as long as its vehicles over their density, and a
route takes density x speed vehicles an hour. Published figures round (4 days, 10.5 h, 5 h).
"""

from pathlib import Path

import pytest

from eastflank.model.records import StageRecord
from tests.small import DAY_AND_NIGHT, crossings, of, play
from tests.worlds import Part, asset, cargo, fleet, line, march, place, road, world

LENGTH_KM = 600.0
IDLE = (*asset("het", heavy_tracked=1), *fleet("het", "a0", 1))  # no list of fleets is empty


def route(name: str, north_km: float) -> Part:
    """A road of its own from A to B."""
    a, b = f"a{name}", f"b{name}"
    ends = (
        *place(a, north_km=north_km),
        *place(b, LENGTH_KM, north_km=north_km, country="PL"),
    )
    return (*ends, *road(f"r{name}", a, b, LENGTH_KM))


def pass_time_h(rows: list[StageRecord], link: str) -> float:
    """From the head of the first column to the tail of the last at the far end of a route."""
    heads = [out for name, _, _, out in crossings(rows) if name == link]
    lifts = {row.lift for row in of(rows, "link") if row.place == link}
    tails = [row.to_h for row in of(rows, "transit") if row.lift in lifts]
    return max(tails) - min(heads)


@pytest.mark.parametrize("column", [1000, 50])
def test_a_corps_passes_in_a_hundred_hours_on_one_route(tmp_path: Path, column: int) -> None:
    """25,000 vehicles at 10 a km are 2,500 km of road: at 25 km/h 100 h (text: over 4 days).

    However they are cut into columns: the route takes 250 vehicles an hour.
    """
    corps = [
        part for i in range(5) for part in line(f"u{i}", "a0", "b0", wheeled=5000)
    ]  # five lines, since a type of unit holds at most 20,000 pieces

    _, rows = play(
        world(
            tmp_path,
            route("0", 0),
            march(),
            IDLE,
            cargo("wheeled", lot_pieces_max=column),
            corps,
            vehicle_density=10,
            march_speed_two_lane=25,
            packet_flow_two_lane=250,
            **DAY_AND_NIGHT,
        )
    )

    hours = pass_time_h(rows, "r0")
    assert hours == pytest.approx(100.0, abs=1e-6)
    assert hours * 25 == pytest.approx(2500.0, abs=1e-4)


@pytest.mark.parametrize(
    ("vehicles", "routes", "column_km", "hours"),
    [(25_000, 8, 312.5, 312.5 / 30), (6_000, 4, 155.0, 155 / 30)],
)
def test_columns_on_several_routes_pass_side_by_side(
    tmp_path: Path, vehicles: int, routes: int, column_km: float, hours: float
) -> None:
    """A corps on 8 routes at 30 km/h: 312.5 km a column, 10.42 h (text: 320 km, 10.5 h).

    A reinforced division on 4 routes: 155 km a column, 5.17 h (text: just over 5 h).
    """
    each = vehicles // routes
    density = each / column_km
    parts = [
        part
        for i in range(routes)
        for part in (*route(str(i), 100.0 * i), *line(f"u{i}", f"a{i}", f"b{i}", wheeled=each))
    ]

    _, rows = play(
        world(
            tmp_path,
            parts,
            march(),
            IDLE,
            cargo("wheeled", lot_pieces_max=each),
            vehicle_density=density,
            march_speed_two_lane=30,
            packet_flow_two_lane=density * 30,
            **DAY_AND_NIGHT,
        )
    )

    for i in range(routes):
        assert pass_time_h(rows, f"r{i}") == pytest.approx(hours, abs=1e-6)
