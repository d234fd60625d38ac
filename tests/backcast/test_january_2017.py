"""H1: an armoured brigade, Bremerhaven to western Poland, January 2017, over the shipped theatre.

Network and evidence are those that ship, at their likely values; force and wagons are those of
2017: three ships on 6, 7 and 8 January, on the quay a day later; some 900 wagon loads from the
port; four days of shuttle to Bergen and trains from there; two convoys of 22 by road; one wagon
contract of some 340 flats (seven sets of six-axle and seven of four-axle wagons). What the sources
do not give is a guess of grade E: the split over battalions, some 900 containers and two sets of
container wagons for them. Hour 0 is 00:00 UTC of 6 January. Świętoszów and Bolesławiec are
Żagań here, Skwierzyna is Rzepin. Nobody moves but the kit: the troops flew.

Days of 2017; those of the model stand on docs/proofs.md, and each test compares them:

| check | 2017 | accepted |
|---|---|---|
| first tracks at Drawsko, from 6 January | 3 | 1.5-4 |
| convoy over some 700 km | 3 | 2.5-3.5 |
| all rail out of port | 10-14 | 9-16 |
| brigade closed | under 20 | 14-20 |
| battalion from Poland to Grafenwöhr | 9-10 | 6-11 |
| company set to Estonia, on the rails | 2-8 | 3-8 |

The model is kind to the convoy. Columns drive 240 to 300 km a day and not 175 to 233, as their
evidence says. The battalion is in its band, near its quick end, because in peace military trains
get what civil traffic leaves of a line (0.15 of its paths, an estimate); at 0.3 it would be out of
it. The port is kind in its means and right in its sum: its four ramps could load twelve trains a
day where three were planned, and then they wait for wagons; vehicles are out first, containers on
their two guessed sets last.
"""

from functools import cache
from typing import Protocol

import pytest

from eastflank.model.modes import Mode
from eastflank.model.records import StageRecord
from eastflank.model.scenario import CargoClass, Scenario
from tests.backcast.shipped import lay_out, scenario_of
from tests.small import of, play

Run = tuple[Scenario, list[StageRecord]]


class Play(Protocol):
    """Runs one of the experiments of January 2017, once for each list of settings."""

    def __call__(self, experiment: str, *sets: str) -> Run:
        """The scenario and its rows; nobody waits at the end."""


@pytest.fixture(scope="module")
def january(tmp_path_factory: pytest.TempPathFactory) -> Play:
    root = lay_out(tmp_path_factory.mktemp("january") / "theatre", "january-2017")

    @cache
    def run(experiment: str, *sets: str) -> Run:
        scenario = scenario_of(root, experiment, sets)
        end, rows = play(scenario)
        assert end.waiting == ()
        return scenario, rows

    return run


@pytest.fixture(scope="module")
def brigade(january: Play) -> Run:
    return january("brigade")


def days(rows: list[StageRecord], stage: str, **where: str) -> list[float]:
    """The ends of a stage in days from hour 0, where the fields begin with what is given."""
    return [
        row.to_h / 24
        for row in of(rows, stage)
        if all(getattr(row, field).startswith(text) for field, text in where.items())
    ]


def test_some_900_wagon_loads_leave_the_port(brigade: Run, on_the_page: float) -> None:
    """105 heavy + 341 / 1.5 tracked + 713 / 2.2 wheeled + 800 / 3 TEU = 923; published 900."""
    scenario, _ = brigade
    a_wagon: dict[CargoClass, float] = {}
    for kind in scenario.asset_types.values():
        if kind.mode is Mode.RAIL and kind.gauge_mm == 1435:
            for cargo, room in kind.capacity.items():
                a_wagon[cargo] = max(a_wagon.get(cargo, 0.0), room / kind.carriers)

    wagons = sum(
        lot.pieces / a_wagon[lot.cargo]
        for lot in scenario.lots.values()
        if lot.origin == "DE_BREMERHAVEN"
    )

    assert wagons == pytest.approx(900, rel=0.05)
    assert round(wagons) == on_the_page


def test_the_first_tracks_are_at_drawsko_on_the_third_or_fourth_day(
    brigade: Run, on_the_page: float
) -> None:
    """2017: on 9 January, three days after the first ship began to unload. Accepted 1.5 to 4."""
    _, rows = brigade

    heavy = days(rows, "unload", place="PL_DRAWSKO", lot="ART/heavy_tracked")

    assert 1.5 <= min(heavy) <= 4.0
    assert round(min(heavy), 1) == on_the_page


def test_all_rail_is_out_of_the_port_within_two_weeks(brigade: Run, on_the_page: float) -> None:
    """2017: planned for 7 to 16 January, in fact a little longer. Accepted 9 to 16 days."""
    scenario, rows = brigade
    port = {lot.id for lot in scenario.lots.values() if lot.origin == "DE_BREMERHAVEN"}

    loaded = [
        row.to_h / 24 for row in of(rows, "load") if row.lot in port and row.asset_type != "march"
    ]

    assert 9.0 <= max(loaded) <= 16.0
    assert round(max(loaded), 1) == on_the_page


def test_the_brigade_closes_under_twenty_days(brigade: Run, on_the_page: float) -> None:
    """2017: under 20, onward moves from the 20th. Accepted 14 to 20."""
    _, rows = brigade

    closed = max(days(rows, "integration"))
    assert 14.0 <= closed <= 20.0
    assert round(closed, 1) == on_the_page


def convoy_days(rows: list[StageRecord]) -> float:
    """From readiness until the column has dispersed, the slower of the two."""
    started = {row.lot: row.to_h for row in of(rows, "ready")}
    return max((row.to_h - started[row.lot]) / 24 for row in of(rows, "unload"))


def test_a_convoy_at_the_low_ends_of_its_evidence_takes_three_days(january: Play) -> None:
    """2017: 21 vehicles, some 700 km, 9 to 12 January. Here Poznań, 669 km. Accepted 2.5 to 3.5.

    At 5 hours at the wheel and 40 km/h, near the low ends of their rows, it is in the band.
    """
    low = ("driving_hours_per_day.fixed=5.0", "march_speed_motorway.fixed=40.0")

    _, rows = january("convoys", *(f"assumptions.set.{row}" for row in low))

    assert 2.5 <= convoy_days(rows) <= 3.5


def test_gap_a_convoy_at_its_likely_driving_hours_is_a_few_hours_too_quick(
    january: Play, on_the_page: float
) -> None:
    """KNOWN GAP, kind: at 6.4 hours at the wheel it is there sooner than the three days of 2017.

    No breakdown, no halt at the border, no search for fuel. Should this fail because the march has
    become slower and lies in the band of 2.5 to 3.5 days, the gap is closed: take it out.
    """
    _, rows = january("convoys")

    assert 2.0 <= convoy_days(rows) < 2.5
    assert round(convoy_days(rows), 1) == on_the_page


def test_a_battalion_is_at_grafenwohr_in_six_to_eleven_days(
    january: Play, on_the_page: float
) -> None:
    """2017: 9 or 10 days, a train or two a day, ordered long before. Accepted 6 to 11."""
    _, rows = january("grafenwohr")

    closed = max(days(rows, "integration"))
    assert 6.0 <= closed <= 11.0
    assert round(closed, 1) == on_the_page


def test_a_company_set_rides_to_estonia_in_three_to_eight_days(
    january: Play, on_the_page: float
) -> None:
    """2017: loaded about 31 January, due from 2 February on. Through the gauge break at Kaunas."""
    scenario, rows = january("estonia")

    kit = [row for row in of(rows, "unload") if "people" not in row.lot]
    there = max(row.to_h for row in kit) / 24
    assert 3.0 <= there <= 8.0
    assert round(there, 1) == on_the_page
    yards = {row.place for row in of(rows, "transfer")}
    assert yards
    assert yards <= {"LT_PALEMONAS", "LT_KAUNAS", "LT_MOCKAVA"}
    assert sum(row.pieces for row in kit) == sum(
        lot.pieces for lot in scenario.lots.values() if lot.cargo is not CargoClass.PEOPLE
    )
