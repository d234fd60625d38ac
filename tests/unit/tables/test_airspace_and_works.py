"""Closed airspace and works by the calendar: what the tables may say, and what they do."""

from pathlib import Path

import pytest
from tests.compiling import compiled, refused, with_rows
from tests.tables import BASELINE, NETWORK, write_project

from eastflank.config import read_experiment
from eastflank.model.ids import NodeId
from eastflank.model.scenario import AnnouncedEnd, Scenario
from eastflank.routing.catalogue import Catalogue
from eastflank.routing.network import Network

NO_FLY = f"{NETWORK}/no_fly.csv", "area_id,name,closed,outline,grade,source,note"
WORKS = (
    f"{NETWORK}/works.csv",
    "works_id,name,link_ids,from_date,to_date,open_share,grade,source,note",
)
BETWEEN = '"POLYGON ((15 50, 18 50, 18 56, 15 56, 15 50))"'  # Bergen is at 10, Kaunas at 24 east
BRIDGE = "bridge,Bridge,RL2,2026-03-01,2026-03-31,0.25,E,atlas,"


def flown_km(world: Scenario) -> float:
    return Catalogue(Network(world)).air_km(NodeId("DE_BERGEN"), NodeId("LT_KAUNAS"))


def test_a_closed_area_lengthens_the_flights_that_would_cross_it(tmp_path: Path) -> None:
    straight = flown_km(compiled(write_project(tmp_path / "open")))
    closed = with_rows(tmp_path / "closed", NO_FLY, f"A,Wall,1,{BETWEEN},E,atlas,")
    told = with_rows(tmp_path / "told", NO_FLY, f"A,Wall,0,{BETWEEN},E,atlas,")

    assert flown_km(compiled(closed)) > straight + 100
    assert flown_km(compiled(told)) == straight


def test_an_outline_that_is_no_polygon_is_refused(tmp_path: Path) -> None:
    root = with_rows(tmp_path, NO_FLY, 'A,Wall,1,"POLYGON ((15 50, 18 50))",E,atlas,')

    (message,) = refused(root)

    assert "no_fly.csv, row 2, column outline: the outline of 'A' is no polygon" in message


def test_an_airfield_under_closed_airspace_is_refused_by_name(tmp_path: Path) -> None:
    over_kaunas = '"POLYGON ((23 54, 25 54, 25 56, 23 56, 23 54))"'
    root = with_rows(tmp_path, NO_FLY, f"A,Wall,1,{over_kaunas},E,atlas,")

    (message,) = refused(root)

    assert "'A' is closed and covers the airfield at 'LT_KAUNAS'" in message


def test_works_close_a_link_on_the_days_that_the_calendar_says(tmp_path: Path) -> None:
    """C-day is 10 March: works of 1 to 31 March are 9 days old and last 22 more, that day too."""
    root = with_rows(tmp_path, WORKS, BRIDGE)

    (works,) = compiled(root, "frame.c_day=2026-03-10").disruptions

    assert works.id == "works:bridge"
    assert works.links == ("RL2",)
    assert (works.start_h, works.end_h) == (-9 * 24.0, 22 * 24.0)
    assert works.severity == 0.75
    assert works.known
    assert works.works
    assert works.announced_end is AnnouncedEnd.KNOWN


@pytest.mark.parametrize("settings", [(), ("frame.c_day=2026-04-01",), ("frame.c_day=2026-01-01",)])
def test_works_are_left_out_without_a_date_and_outside_the_run(
    tmp_path: Path, settings: tuple[str, ...]
) -> None:
    root = with_rows(tmp_path, WORKS, BRIDGE)

    assert compiled(root, "run.horizon_days=30.0", *settings).disruptions == ()


@pytest.mark.parametrize("first", ["20260301", "2026-W09-7"])
def test_works_compare_by_their_days_however_these_are_written(tmp_path: Path, first: str) -> None:
    """As texts, 20260301 comes after 2026-03-31."""
    root = with_rows(tmp_path, WORKS, BRIDGE.replace("2026-03-01", first))

    (works,) = compiled(root, "frame.c_day=2026-03-10").disruptions

    assert (works.start_h, works.end_h) == (-9 * 24.0, 22 * 24.0)


def test_c_day_and_the_year_of_the_terminals_must_agree(tmp_path: Path) -> None:
    root = with_rows(tmp_path, WORKS, BRIDGE)

    (message,) = refused(root, "frame.c_day=2027-03-10")

    assert "network.year: terminals are those of 2026, but C-day is 2027-03-10" in message


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2026-03-31", "31.3.2026", "column to_date: '31.3.2026' is no day"),
        ("2026-03-01", "2026-13-01", "column from_date: '2026-13-01' is no day"),
        ("2026-03-31", "2026-02-01", "the works end on 2026-02-01, before they begin"),
        ("2026-03-31", "20260201", "the works end on 20260201, before they begin"),
        ("2026-03-01", "2026-3-1", "'2026-3-1' is no day. Write it as 2026-09-01."),
        ("RL2", "RL22", "'RL22' is not in networks/mini/link.csv"),
        ("0.25", "1.5", "column open_share"),
    ],
)
def test_works_that_cannot_be_are_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    root = with_rows(tmp_path, WORKS, BRIDGE.replace(old, new))

    (message,) = refused(root)

    assert told in message


def test_the_date_of_c_day_is_kept_with_the_resolved_experiment(tmp_path: Path) -> None:
    root = with_rows(tmp_path, WORKS, BRIDGE)

    frame = read_experiment(root / BASELINE, ["frame.c_day=2026-03-10"]).resolved()["frame"]

    assert isinstance(frame, dict)
    assert frame["c_day"] == "2026-03-10"
