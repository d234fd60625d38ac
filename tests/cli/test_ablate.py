"""Ablation: every constraint kept, then each taken out in turn, under the same luck."""

import csv
from pathlib import Path

import pytest
from tests.cli.commands import eastflank, small_project
from tests.tables import EVIDENCE, row_of, set_cell

BASELINE = "experiments/baseline.toml"


@pytest.fixture(scope="module")
def ablated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which two constraints were taken out of two experiments in turn."""
    project = small_project(tmp_path_factory.mktemp("ablate"))
    done = eastflank(
        project,
        "ablate",
        BASELINE,
        "experiments/cut.toml",
        "--only",
        "rsom,ramps",
        "-q",
        "--workers",
        "2",
    )
    assert done.code == 0, done.err
    return project


def table(project: Path, experiment: str) -> dict[str, dict[str, str]]:
    (path,) = (project / "results" / "ablation" / experiment).glob("*/ablation.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["constraint"]: row for row in csv.DictReader(handle)}


def days_of_80(project: Path, *sets: str) -> float:
    """The day of 80 % closed that a run of its own says."""
    laid = [word for each in sets for word in ("--set", each)]
    answer = eastflank(
        project, "run", BASELINE, "--set", "run.replications=0", "--out", "alone", "--json", *laid
    ).object
    (run,) = answer["runs"]
    found = [row for row in run["verdict"] if (row["measure"], row["level"]) == ("day_closed", 0.8)]
    return float(found[0]["p50"])


def test_the_table_says_what_runs_of_their_own_say(ablated: Path) -> None:
    rows = table(ablated, "baseline")
    whole = days_of_80(ablated)
    without = days_of_80(ablated, 'relax.constraints=["rsom"]')

    assert set(rows) == {"rsom", "ramps"}
    assert float(rows["rsom"]["day_80_with"]) == pytest.approx(whole, rel=1e-5)
    assert float(rows["rsom"]["day_80_without"]) == pytest.approx(without, rel=1e-5)
    assert float(rows["rsom"]["days_sooner"]) == pytest.approx(whole - without, rel=1e-4)


def test_without_reception_units_close_as_much_sooner_as_it_takes(ablated: Path) -> None:
    """A day of staging and a day of integration: all units close two days sooner or more."""
    assert float(table(ablated, "baseline")["rsom"]["days_sooner"]) >= 2.0


def test_each_experiment_has_its_own_table(ablated: Path) -> None:
    assert set(table(ablated, "cut")) == {"rsom", "ramps"}
    assert {row["experiment"] for row in table(ablated, "cut").values()} == {"cut"}


def test_runs_of_an_ablation_keep_their_closures_alone(ablated: Path) -> None:
    folders = [path.parent for path in ablated.glob("results/ablation/*/*/manifest.json")]

    assert len(folders) == 2 * 3
    assert not list(ablated.glob("results/ablation/*/*/records"))
    assert not list(ablated.glob("results/ablation/*/*/network.geojson"))
    assert not (ablated / "results" / "baseline").exists()


def test_to_ask_again_runs_nothing(ablated: Path) -> None:
    answer = eastflank(ablated, "ablate", BASELINE, "--only", "rsom,ramps", "--dry-run", "--json")

    assert [run["missing"] for run in answer.object["runs"]] == [0, 0, 0]
    assert [run["constraint"] for run in answer.object["runs"]] == ["", "rsom", "ramps"]


def test_more_replications_are_paired_and_have_an_interval(ablated: Path) -> None:
    answer = eastflank(
        ablated,
        "ablate",
        BASELINE,
        "--only",
        "rsom",
        "--replications",
        "3",
        "--json",
        "-q",
        "--workers",
        "1",
    )

    (row,) = answer.object["ablations"][0]["constraints"]
    assert row["replications"] == 3
    assert row["days_low"] <= row["days_sooner"] <= row["days_high"]


def test_the_table_on_the_screen_says_what_is_taken_out(ablated: Path) -> None:
    answer = eastflank(ablated, "ablate", BASELINE, "--only", "rsom,ramps")

    assert answer.code == 0
    assert "with every constraint" in answer.out
    assert "Staging and integration take no time" in answer.out
    assert "ablation.csv" in answer.err


def test_what_the_experiment_has_taken_out_already_stays_out(project: Path) -> None:
    """Base and variants lack ``ramps``; it is not taken out a second time."""
    answer = eastflank(
        project,
        "ablate",
        BASELINE,
        "--set",
        'relax.constraints=["ramps"]',
        "--only",
        "ramps,rsom",
        "--dry-run",
        "--json",
    )

    assert [run["constraint"] for run in answer.object["runs"]] == ["", "rsom"]


def test_every_constraint_is_taken_out_when_none_is_named(project: Path) -> None:
    answer = eastflank(project, "ablate", BASELINE, "--dry-run")

    assert answer.code == 0
    assert len(answer.out.splitlines()) > 20
    assert not (project / "results").exists()


def test_an_unknown_constraint_is_told_in_words(project: Path) -> None:
    answer = eastflank(project, "ablate", BASELINE, "--only", "ramp")

    assert answer.code == 2
    assert "Did you mean ramps?" in answer.err


def test_mistakes_in_the_inputs_are_told_before_anything_runs(project: Path) -> None:
    set_cell(project, EVIDENCE, row_of(project, EVIDENCE, "staging"), "unit", "km")

    answer = eastflank(project, "ablate", BASELINE)

    assert answer.code == 3
    assert "staging" in answer.err


@pytest.mark.parametrize("only", ["", ",", " "])
def test_to_name_no_constraint_is_not_to_ask_for_all(project: Path, only: str) -> None:
    answer = eastflank(project, "ablate", BASELINE, "--only", only, "--dry-run")

    assert answer.code == 2
    assert "--only names no constraint" in answer.err
