"""Pass time: how long a column is, and that the gaps in it are not the capacity of the road."""

import pytest

from eastflank.engine.moves.march import Formation, pass_time_h
from eastflank.model.scenario import Disruption, Scenario
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    arrivals,
    crossings,
    cut,
    node,
    play,
    road,
    scenario,
    unit,
)

MIN = 1.0 / 60.0

# 25 vehicles a march unit, 5 units a serial, gaps of 5 and 10 minutes, 1 minute for 25 vehicles
FIELD_MANUAL: dict[str, float] = {
    "vehicle_density": 10,
    "packet_vehicles": 25,
    "packet_gap": 5 * MIN,
    "serial_packets": 5,
    "serial_gap": 10 * MIN,
    "extra_time": MIN / 25,
}


def formation(**values: float) -> Formation:
    rows = {**FIELD_MANUAL, **values}
    return Formation(
        density=rows["vehicle_density"],
        packet_vehicles=rows["packet_vehicles"],
        packet_gap_h=rows["packet_gap"],
        serial_packets=rows["serial_packets"],
        serial_gap_h=rows["serial_gap"],
        extra_h=rows["extra_time"],
    )


def no_gaps(density: float) -> Formation:
    return formation(vehicle_density=density, packet_gap=0, serial_gap=0, extra_time=0)


def test_a_column_of_six_march_units_in_two_serials_takes_66_minutes_to_pass() -> None:
    """J2: 150 / (10 x 30) = 30 min; 5 gaps of 5 and one wider by 5 = 30; 150 / 25 = 6."""
    assert pass_time_h(formation(), 150, 30) == pytest.approx(66 * MIN, abs=1e-12)


def test_a_packet_of_twenty_takes_a_little_over_three_minutes() -> None:
    """J2: 20 / (10 x 50) = 2.4 min; no gap; 20 / 25 = 0.8 min."""
    assert pass_time_h(formation(), 20, 50) == pytest.approx(3.2 * MIN, abs=1e-12)


@pytest.mark.parametrize(
    ("vehicles", "density", "kmh", "km", "hours"),
    [
        (25_000, 10, 25, 2500, 100),  # a corps on one route: over 4 days
        (25_000 / 8, 10, 30, 312.5, 312.5 / 30),  # on eight routes: 10.4 h
        (1_500, 1_500 / 155, 30, 155, 155 / 30),  # a quarter of a division: just over 5 h
    ],
)
def test_corps_and_divisions_pass_as_the_student_text_says(
    vehicles: float, density: float, kmh: float, km: float, hours: float
) -> None:
    """J1: road space is vehicles over density, pass time road space over speed; no gaps."""
    column = no_gaps(density)

    assert column.length_km(vehicles) == pytest.approx(km, abs=1e-9)
    assert pass_time_h(column, vehicles, kmh) == pytest.approx(hours, abs=1e-9)


def test_a_serial_gap_below_the_gap_of_march_units_takes_nothing_away() -> None:
    """6 units, 5 gaps of 5 min; the serial's gap of 3 min would be shorter: 30 + 25 + 6 = 61."""
    column = formation(serial_gap=3 * MIN)

    assert pass_time_h(column, 150, 30) == pytest.approx(61 * MIN, abs=1e-12)


def column(
    *sizes: float,
    links: tuple[float, ...] = (600.0,),
    disruptions: tuple[Disruption, ...] = (),
    **values: float,
) -> Scenario:
    """Columns from A over two-lane roads of 30 km/h to the last place."""
    places = [f"n{i}" for i in range(len(links) + 1)]
    return scenario(
        [node(place) for place in places],
        [road(f"r{i}", places[i], places[i + 1], km) for i, km in enumerate(links)],
        [],
        [MARCH],
        [],
        [unit("u", places[0], places[-1], {"wheeled": list(sizes)})],
        disruptions=disruptions,
        march_speed_two_lane=30,
        given={**FIELD_MANUAL, **values},
        **DAY_AND_NIGHT,
    )


def test_a_long_column_is_there_when_its_last_serial_is() -> None:
    """Formed at 1, 600 / 30 = 20 h, the tail 66 min after the head, an hour to disperse: 23.1."""
    _, rows = play(column(150))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 23.1}, abs=1e-9)


def test_gaps_in_a_column_do_not_keep_the_next_one_longer_from_the_road() -> None:
    """The road takes 1000 an hour, gaps and all: 150 vehicles keep it for 9 min, not for 66."""
    _, rows = play(column(150, 150))

    assert [entered for _, _, entered, _ in crossings(rows)] == pytest.approx([1, 1.15], abs=1e-9)
    assert sorted(arrivals(rows).values()) == pytest.approx([23.1, 23.25], abs=1e-9)


@pytest.mark.parametrize(("gap_min", "caught"), [(5, True), (0, False)])
def test_the_tail_is_on_the_link_until_the_last_serial_has_passed(
    gap_min: float, *, caught: bool
) -> None:
    """30 km, then 300: the head is off the first at 2, the tail at 2 + 66 min = 3.1.

    It closes at 3.0 for two hours: the tail is caught and the column goes back, the head over
    1 h of the second link and over the first. Without gaps the tail was out at 2 + 36 min.
    """
    gaps = {"packet_gap": gap_min * MIN, "serial_gap": 2 * gap_min * MIN}
    world = column(150, links=(30.0, 300.0), disruptions=(cut("r0", start=3.0, end=5.0),), **gaps)

    _, rows = play(world)

    assert ([towards for _, towards, _, _ in crossings(rows)][:2] == ["n1", "n1"]) is caught
