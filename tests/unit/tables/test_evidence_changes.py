"""What changed in the evidence: the table of changes agrees with the tables that ship."""

import csv
import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.ids import EvidenceKey, FleetId
from eastflank.model.scenario import Scenario

ROOT = Path(__file__).parents[3]


def tool(name: str) -> ModuleType:
    """A module of tools/, which is no package."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.pop(0)


@pytest.fixture(scope="module")
def ladder() -> ModuleType:
    return tool("evidence_ladder")


def rows(file: str) -> list[dict[str, str]]:
    with (ROOT / "experiments" / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


CHANGES = rows("evidence-changes.csv")


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: f"{c['id']}-{c['regime']}-{c['column']}")
def test_the_new_value_of_a_change_is_what_ships(change: dict[str, str]) -> None:
    key = {"assumptions.csv": "key", "rail.csv": "link_id"}.get(
        change["file"].rpartition("/")[2], "fleet_id"
    )
    (row,) = (
        row
        for row in rows(change["file"])
        if row[key] == change["id"] and row.get("regime", "") == change["regime"]
    )

    ships = (
        f"{row['low']} / {row['likely']} / {row['high']} {row['unit']}, {row['distribution']}"
        if change["column"] == "values"
        else row[change["column"]]
    )
    assert change["new"] == ships
    assert change["reason"].endswith(".")


def test_a_change_to_the_next_step_puts_all_later_ones_back(ladder: ModuleType) -> None:
    rungs = ladder.rungs_of(CHANGES)
    steps = ladder.steps_of(CHANGES)

    assert [rung.step for rung in rungs] == ["all rows old", *steps]
    assert len(rungs[0].still_old) == len(CHANGES)
    assert {change["step"] for change in rungs[2].still_old} == set(steps[2:])
    assert rungs[-1].still_old == ()


def test_ten_coarse_rungs_climb_to_the_tables_that_ship(ladder: ModuleType) -> None:
    rungs = ladder.rungs_of(CHANGES, by="rung")

    assert len(rungs) == 1 + 10
    left = [len(rung.still_old) for rung in rungs]
    assert left == sorted(set(left), reverse=True)
    assert (left[0], left[-1]) == (len(CHANGES), 0)


def test_the_lowest_rung_has_the_old_values_and_the_highest_the_new(
    ladder: ModuleType, tmp_path: Path
) -> None:
    """The old call-up of ships began after 5, 20 and 60 days, in one draw for all kinds."""
    rungs = ladder.rungs_of(CHANGES)
    lowest = compiled(ladder.lay_out(rungs[0], tmp_path / "lowest"))
    highest = compiled(ladder.lay_out(rungs[-1], tmp_path / "highest"))

    ferries = EvidenceKey("callup_start_ferries")
    old, new = lowest.evidence[ferries], highest.evidence[ferries]
    assert (old.low / 24, old.likely / 24, old.high / 24) == (5, 20, 60)
    assert old.group == lowest.evidence[EvidenceKey("callup_start_charter")].group
    assert (new.low / 24, new.likely / 24, new.high / 24) == (1, 4, 14)
    assert new.group == ferries
    assert lowest.fleets[FleetId("het-be-zutendaal")].callup == 0
    assert highest.fleets[FleetId("het-be-zutendaal")].callup == 5


def compiled(root: Path) -> Scenario:
    return compile_scenario(read_experiment(root / "experiments/ready-force.toml"), root)


def test_wide_rows_that_lean_to_one_side_are_on_a_scale_of_factors() -> None:
    """From a tenth to ten times, and longer upwards: a plain triangle would mislead."""
    wide = [
        row
        for row in rows("assumptions.csv")
        if row["distribution"] != "fixed"
        and float(row["low"]) > 0
        and float(row["high"]) >= 10 * float(row["low"])
        and float(row["high"]) >= 2 * float(row["likely"])
        and float(row["likely"]) < (float(row["low"]) + float(row["high"])) / 3
    ]

    assert {row["key"] for row in wide if row["distribution"] != "log_triangular"} == set()
    assert wide


def test_the_page_of_the_evidence_tells_the_tables_that_ship() -> None:
    evidence_page = tool("evidence_page")
    page = evidence_page.PAGE.read_text(encoding="utf-8")

    assert evidence_page.written(page) == page


def test_no_figure_of_the_page_waits_to_be_filled_in() -> None:
    assert "not yet run" not in (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")


def test_a_source_that_judges_names_a_judged_move() -> None:
    held = {"judged", "programme"}  # a programme sets no row either
    cases = {row["case"] for row in rows("backcasts/backcast-cases.csv") if row["role"] in held}

    judges = {row["judges"] for row in rows("sources.csv")} - {""}

    assert judges <= cases
    assert judges


def test_twelve_timed_checks_or_more_judge_by_rail_sea_and_road() -> None:
    judged = [row for row in rows("backcasts/backcast-cases.csv") if row["role"] == "judged"]
    by = {mode: sum(row["mode"] == mode for row in judged) for mode in ("rail", "sea", "road")}

    assert len(judged) >= 12
    assert by["rail"] >= 4
    assert by["sea"] >= 3
    assert by["road"] >= 3
    assert {row["case"] for row in judged} == {"H7", "H12", "H13", "V8", "V11", "V13", "V14"}


def test_a_published_figure_lies_in_its_own_range_and_band() -> None:
    for row in rows("backcasts/backcast-cases.csv"):
        low, figure, high = (float(row[f"published{end}"]) for end in ("_low", "", "_high"))
        assert low <= figure <= high, row["check"]
        if row["accept_low"]:
            assert float(row["accept_low"]) <= figure <= float(row["accept_high"]), row["check"]


def test_a_judged_move_begins_and_ends_at_places_of_the_network() -> None:
    with (ROOT / "networks/eastern-flank/node.csv").open(encoding="utf-8", newline="") as handle:
        places = {row["node_id"] for row in csv.DictReader(handle)}

    judged = [row for row in rows("backcasts/backcast-cases.csv") if row["role"] == "judged"]

    assert {row[end] for row in judged for end in ("from_node", "to_node")} <= places
