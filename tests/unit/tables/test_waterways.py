"""The waterways: their rows fit together, their lengths follow from marks, published moves fit."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from eastflank.model.modes import MODES, Mode

ROOT: Final = Path(__file__).parents[3]
NETWORK: Final = ROOT / "networks" / "eastern-flank"
EXPERIMENTS: Final = ROOT / "experiments"

LOCKAGE_CYCLE_MIN: Final = 40.0  # rule of the network: one lockage with its change of ships
BARGE: Final = Mode.BARGE.value
WIDE_M: Final = 22.0  # a chamber as wide as this takes two barges abreast

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ids(*paths: Path) -> set[str]:
    """What stands in the first column of the tables."""
    return {next(iter(row.values())) for path in paths for row in rows(path)}


def by_link(name: str) -> dict[str, Row]:
    found = {row["link_id"]: row for row in rows(NETWORK / name)}
    return {link: row for link, row in found.items() if row.get("allowed_uses", BARGE) == BARGE}


def sections(link_id: str) -> list[Row]:
    return [row for row in rows(NETWORK / "waterway_section.csv") if row["link_id"] == link_id]


def locks(link_id: str) -> list[Row]:
    return [row for row in rows(NETWORK / "lock.csv") if link_id in row["link_ids"].split(";")]


def marks(section: Row) -> tuple[float, float]:
    """The lower and the upper mark of a section."""
    low_km, high_km = sorted((float(section["from_km"]), float(section["to_km"])))
    return low_km, high_km


def cells(tables: Iterable[Path], *columns: str) -> set[str]:
    found = {row.get(column, "") for table in tables for row in rows(table) for column in columns}
    return {entry for cell in found for entry in cell.split(";") if entry}


def test_sections_and_locks_name_waterways_and_sources_that_stand_in_a_table() -> None:
    ours = [NETWORK / name for name in ("waterway_section.csv", "lock.csv")]

    assert cells(ours, "link_id", "link_ids") - {""} == set(by_link("waterway.csv"))
    assert cells(ours, "source") <= ids(NETWORK / "sources.csv")


def test_each_terminal_has_a_waterway_and_each_waterway_two_terminals() -> None:
    links = by_link("link.csv").values()
    ends = {link[column] for link in links for column in ("from_node_id", "to_node_id")}
    ports = [row for row in rows(NETWORK / "terminal.csv") if row["kind"] == "inland_port"]

    assert {port["node_id"] for port in ports} == ends


def test_a_link_is_as_long_as_its_sections() -> None:
    for link_id, link in by_link("link.csv").items():
        lengths = (high_km - low_km for low_km, high_km in map(marks, sections(link_id)))

        assert float(link["length"]) == pytest.approx(sum(lengths), abs=0.06), link_id


@pytest.mark.parametrize(
    ("waterway", "ends_km"),
    [
        ("Main", (0, 384)),
        ("Main-Danube canal", (0, 171)),
        ("Danube", (150, 2411)),
        ("Mittelland canal", (0, 325.7)),
        ("Elbe-Havel canal", (325.7, 380.9)),
    ],
)
def test_the_sections_of_a_waterway_leave_no_gap(
    waterway: str, ends_km: tuple[float, float]
) -> None:
    all_of_it = rows(NETWORK / "waterway_section.csv")
    spans = sorted(marks(row) for row in all_of_it if row["waterway"] == waterway)

    reached_km = spans[0][0]
    for low_km, high_km in spans:
        assert low_km <= reached_km
        reached_km = max(reached_km, high_km)

    assert (spans[0][0], reached_km) == ends_km


def test_a_link_counts_the_locks_between_its_marks() -> None:
    for link_id, waterway in by_link("waterway.csv").items():
        spans = {row["waterway"]: marks(row) for row in sections(link_id)}
        passed = locks(link_id)

        assert int(waterway["locks"]) == len(passed), link_id
        if link_id != "BW0003":  # its way to the Volkerak lock has marks of its own
            for lock in passed:
                low_km, high_km = spans[lock["waterway"]]
                assert low_km <= float(lock["km"]) <= high_km, lock["name"]


def barges_a_day(lock: Row) -> float:
    """Barges each way: chambers that lock up and down in turn, two abreast in the wide ones."""
    lockages = float(lock["chambers"]) * float(lock["open_h"]) * 60 / (2 * LOCKAGE_CYCLE_MIN)
    return lockages * (2 if float(lock["chamber_width_m"]) >= WIDE_M else 1)


def test_the_slowest_lock_gives_the_barges_a_day() -> None:
    counted = {"BW0001", "BW0003", "BW0004"}  # ships that pass the Kreekrak locks in a year
    for link_id, waterway in by_link("waterway.csv").items():
        slowest = min(map(barges_a_day, locks(link_id)), default=None)
        if link_id not in counted:
            written = waterway["barges_per_day_each_way"]
            assert (float(written) if written else None) == slowest, link_id


def test_links_of_a_lock_group_agree() -> None:
    groups: dict[str, set[str]] = {}
    for row in by_link("waterway.csv").values():
        groups.setdefault(row["lock_group"], set()).add(row["barges_per_day_each_way"])

    assert all(len(numbers) == 1 for numbers in groups.values())
    assert groups[""] == {""}


def evidence(end: str, against: str) -> dict[str, float]:
    """Values of the rows: ``end`` where more is quicker, ``against`` where it is slower."""
    slower = {"lockage"}
    table = rows(EXPERIMENTS / "assumptions.csv")
    barge = [row for row in table if row["key"] in MODES[Mode.BARGE].evidence]
    return {row["key"]: float(row[against if row["key"] in slower else end]) for row in barge}


def hours(way: list[tuple[str, str]], value: dict[str, float]) -> float:
    """Hours by the clock of a large barge over links, each with the node where it begins."""
    links, waterways = by_link("link.csv"), by_link("waterway.csv")
    types = rows(EXPERIMENTS / "fleets" / "asset_types.csv")
    by_id = {row["asset_type"]: row for row in types}
    service_kmh = float(by_id["barge_large"]["speed_kmh"])
    under_way_h = 0.0
    for link_id, start in way:
        link, water = links[link_id], waterways[link_id]
        with_it = 1 if start != water["downstream_node_id"] else -1
        through_kmh = min(service_kmh * value["barge_speed_factor"], float(link["free_speed"]))
        over_ground_kmh = through_kmh + with_it * float(water["current_kmh"])
        under_way_h += float(link["length"]) / over_ground_kmh
        under_way_h += int(water["locks"]) * value["lockage"] / 60
    return under_way_h * 24 / value["barge_day"]


@pytest.mark.parametrize(
    ("way", "published_h"),
    [
        ([("BW0005", "DE_MANNHEIM"), ("BW0001", "DE_DUISBURG")], (55, 55)),
        ([("BW0005", "DE_MANNHEIM"), ("BW0002", "DE_DUISBURG")], (26, 48)),
        (
            [
                ("BW0017", "HU_BUDAPEST"),
                ("BW0016", "HU_GYOR"),
                ("BW0015", "SK_BRATISLAVA"),
                ("BW0014", "AT_WIEN"),
                ("BW0013", "AT_LINZ"),
                ("BW0012", "DE_PASSAU"),
                ("BW0011", "DE_REGENSBURG"),
                ("BW0010", "DE_NURNBERG"),
                ("BW0009", "DE_WURZBURG"),
                ("BW0006", "DE_FRANKFURT"),
                ("BW0002", "DE_DUISBURG"),
            ],
            (240, 336),
        ),
    ],
    ids=["Mannheim-Antwerp 2004", "Mannheim-Rotterdam", "Budapest-Amsterdam"],
)
def test_published_passages_lie_between_the_quickest_and_the_slowest(
    way: list[tuple[str, str]], published_h: tuple[float, float]
) -> None:
    quickest_h = hours(way, evidence("high", "low"))
    slowest_h = hours(way, evidence("low", "high"))

    assert quickest_h <= published_h[0]
    assert published_h[1] <= slowest_h
