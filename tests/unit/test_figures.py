"""Figures are read from stored runs as the package tells them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests import made
from tests.cli.commands import small_project
from tools.figures import readings
from tools.figures.builds import difference
from tools.figures.judgements import armour_of_brigades, brigades_at_once, rail_rooms
from tools.figures.register import Figure

from eastflank import api
from eastflank.api import LIKELY, Case, Settings
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import chances
from eastflank.store.parquet import write_frame

WARNING_DAYS = 10.0


def opened(root: Path) -> StoredRun:
    """A run of tests as if its file had said how much warning there is."""
    run = StoredRun(root)
    run.resolved = {
        **run.resolved,
        "experiment": {
            "frame": {"warning_days": WARNING_DAYS},
            "policy": {"dispatch": "user-optimal"},
            "disruptions": [{"targets": ["corridor:suwalki"]}] if run.disruptions else [],
        },
    }
    return run


def read(root: Path) -> dict[str, Figure]:
    """The figures of a run by what follows the name of its experiment."""
    run = opened(root)
    return {figure.key.partition(".")[2]: figure for figure in readings.of_run(run)}


def test_a_figure_of_drawn_replications_has_its_band_and_their_number() -> None:
    found = read(made.run("theatre"))

    closed = found["day-80"]
    assert (closed.interval, closed.replications) == ("P10–P90", "3")
    assert closed.low.startswith("C+")
    assert closed.low <= closed.value <= closed.high


def test_a_figure_of_the_run_at_likely_values_has_none() -> None:
    found = read(made.run("theatre-likely"))

    assert {figure.replications for figure in found.values()} == {"likely"}
    assert {figure.band for figure in found.values()} == {f.value for f in found.values()}


def test_a_day_is_told_on_both_clocks() -> None:
    found = read(made.run("theatre-likely"))

    after_c_day, after_order = found["day-95"].value, found["day-95-of-order"].value
    assert float(after_order) == pytest.approx(float(after_c_day[1:]) + WARNING_DAYS)
    assert found["target-of-order"].value == "40"


@pytest.mark.parametrize(
    ("replications", "told"), [(19, "not told from 19 replications (20 are needed)"), (20, "")]
)
def test_a_chance_is_told_from_twenty_replications_on(
    tmp_path: Path, replications: int, told: str
) -> None:
    found = read(made.drawn_often("theatre", tmp_path / "often", replications))

    chance = found["chance"]
    assert (chance.value == told) == bool(told)
    assert bool(chance.low) != bool(told)


def test_the_answer_is_a_word_for_the_chance(tmp_path: Path) -> None:
    often = read(made.drawn_often("theatre", tmp_path / "often", 20))
    few = read(made.run("theatre"))

    assert often["answer"].value in {word.capitalize() for _, word in chances.SCALE}
    assert few["answer"].value.startswith("At the median, ")


def test_a_cut_costs_what_compare_tells() -> None:
    base, cut = (opened(made.run(name)) for name in ("theatre", "theatre-cut"))

    found = {figure.key: figure for figure in readings.of_cut(base, cut)}

    short = found["theatre-cut.short"]
    assert (short.interval, short.replications) == ("95 % of the mean", "3")
    assert short.band.startswith(f"{short.value} (")
    assert " to " in short.band
    assert found["theatre-cut.later-80"].unit == "days"


def test_what_was_waited_for_is_told_in_words() -> None:
    base, cut = (opened(made.run(name)) for name in ("theatre", "theatre-cut"))

    longest, risen = readings.of_waits(base, cut)

    assert longest.replications == risen.replications == "likely"
    assert " and " in longest.value
    assert longest.value != risen.value


def test_a_band_without_width_is_the_value_alone() -> None:
    figure = next(iter(read(made.run("theatre")).values()))

    assert replace(figure, value="7", low="7", high="7").band == "7"
    assert replace(figure, value="7", low="5", high="9").band == "7 (5–9)"


def test_wagons_lift_as_many_brigades_as_the_scarcer_class_lets() -> None:
    """2 sets of 16 for 20 tanks: 1.6; 3 sets of 45 for 45 others: 3.0. So 1.6 brigades at once."""
    units = pd.DataFrame(
        {"uln": ["T", "M", "L"], "brigade": ["B", "B", "C"], "weight": ["heavy", "medium", "light"]}
    )
    lots = pd.DataFrame(
        {
            "unit": ["T", "M", "M", "L"],
            "nation": ["DE"] * 4,
            "cargo": ["heavy_tracked", "tracked", "wheeled", "tracked"],
            "pieces": [20.0, 45.0, 300.0, 999.0],
        }
    )
    capacities = pd.DataFrame(
        {
            "asset_type": ["flat6_1435", "flat4_1435", "flat4_1520", "ropax"],
            "mode": ["rail", "rail", "rail", "sea"],
            "cargo": ["heavy_tracked", "tracked", "tracked", "tracked"],
            "pieces": [16.0, 45.0, 45.0, 100.0],
        }
    )
    sets = pd.Series({"flat6_1435": 2.0, "flat4_1435": 3.0})

    armour = armour_of_brigades(lots, units, "DE")

    assert brigades_at_once(armour, rail_rooms(capacities), sets) == pytest.approx(1.6)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Path]:
    """A question of the small theatre and its run, of the run at likely values and two more."""
    root = small_project(tmp_path_factory.mktemp("measured"))
    (case,) = api.load_all([root / "experiments/baseline.toml"], ["run.replications=2"])
    done = api.run_case(case, Settings(out=root / "results", workers=1))
    return case, done.root


def asked_of(case: Case, *sets: str) -> Case:
    (other,) = api.load_all([case.file], [*case.sets, *sets])
    return other


def test_a_run_of_another_build_with_equal_rows_differs_in_nothing(
    measured: tuple[Case, Path],
) -> None:
    case, root = measured

    assert difference(case, StoredRun(root)) == ""
    assert difference(asked_of(case, "run.replications=9"), StoredRun(root)) == ""


def test_a_run_of_another_question_or_of_other_tables_is_told(measured: tuple[Case, Path]) -> None:
    case, root = measured
    other = replace(case, inputs={**case.inputs, "networks/mini/link.csv": "0"})

    assert difference(asked_of(case, "run.theta=0.8"), StoredRun(root)) == "of another question"
    assert difference(other, StoredRun(root)) == "of other tables"


@pytest.mark.parametrize("replication", [LIKELY, 0])
def test_rows_that_another_build_made_otherwise_are_told(
    measured: tuple[Case, Path], tmp_path: Path, replication: int
) -> None:
    """Each unit leaves a quarter of an hour later."""
    case, root = measured
    run = StoredRun(shutil.copytree(root, tmp_path / root.name))
    closures = run.closures([replication])
    closures["ready_h"] += 0.25
    write_frame(run.folder.closures_path(replication), closures, {"records": "summary"})

    assert difference(case, StoredRun(run.root)) == "with other rows"
