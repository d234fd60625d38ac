"""Reading stored runs: verdict, compare, chart and explain run nothing."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from tests.cli.commands import eastflank

from eastflank.api import supplies


def test_the_verdict_of_stored_runs_stands_side_by_side(run_project: Path) -> None:
    answer = eastflank(run_project, "verdict", "baseline", "baseline-cut")

    assert answer.code == 0
    assert "Troops closed" in answer.out
    assert "no probability" not in answer.out
    assert answer.out.index("nobody coordinates") < answer.out.index("Chance of 95 % closed")


def test_the_verdict_names_what_of_the_bracket_is_not_stored(run_project: Path) -> None:
    answer = eastflank(run_project, "verdict", "baseline", "baseline-cut")

    assert "no plan can beat, open: eastflank bound experiments/baseline.toml" in answer.out
    assert "--set policy.dispatch=planned" in answer.out


def test_runs_that_are_read_by_different_days_have_tables_of_their_own(
    run_project: Path, tmp_path: Path
) -> None:
    project = changed(run_project, tmp_path, "baseline-cut", target_day=45.0)

    told = eastflank(project, "verdict", "baseline", "baseline-cut").out

    assert "Penalty of the cut" not in told
    early, late = (f"Chance of 95 % closed by C+{day}" for day in (30, 45))
    assert (
        "baseline-cut" not in told[told.index(early) : told.index(late)].split("Troops closed")[0]
    )
    assert "baseline-cut" in told[told.index(late) :]


def changed(run_project: Path, to: Path, name: str, **told: object) -> Path:
    """A copy of what was run, with something else in the manifest of a run."""
    shutil.copytree(run_project / "results", to / "results")
    (path,) = (to / "results" / name).glob("*/manifest.json")
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | told), "utf-8")
    return to


def test_runs_that_end_on_different_days_are_told_to_do_so(
    run_project: Path, tmp_path: Path
) -> None:
    project = changed(run_project, tmp_path, "baseline-cut", horizon_h=45 * 24.0)

    compared = eastflank(project, "compare", "baseline", "baseline-cut")
    verdict = eastflank(project, "verdict", "baseline", "baseline-cut")

    told = "baseline ends at C+60, baseline-cut at C+45"
    assert f"note: the horizons differ: {told}" in compared.err
    assert told in verdict.out.split("Penalty of the cut")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "baseline", "baseline-cut"),
        ("sensitivity", "baseline"),
        ("sensitivity", "baseline-cut", "--against", "baseline"),
        ("conditions", "baseline"),
        ("latest", "baseline"),
        ("usage", "baseline"),
    ],
    ids=" ".join,
)
def test_a_sweep_is_not_told_as_its_first_point(
    run_project: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    project = changed(run_project, tmp_path, "baseline", points=2, factors=["run.theta"])

    answer = eastflank(project, *words)

    assert answer.code == 3
    assert "baseline is a sweep, and this is told of one run" in answer.err


def test_a_single_pair_of_runs_prints_no_penalty(project: Path) -> None:
    files = ("experiments/baseline.toml", "experiments/baseline-cut.toml")
    eastflank(project, "run", *files, "--replications", "1", "--only", "0", "-q")

    roots = [
        str(next((project / "results" / name).iterdir())) for name in ("baseline", "baseline-cut")
    ]
    told = eastflank(project, "compare", *roots).out
    verdict = eastflank(project, "verdict", *roots).out

    assert "one pair measures no difference" in told
    assert "more troops" not in told
    penalty = verdict.split("Penalty of the cut")[1].splitlines()[2]
    assert penalty.split() == ["baseline-cut", *["one", "pair"] * 5]


def test_every_line_of_the_verdict_when_asked(run_project: Path) -> None:
    answer = eastflank(run_project, "verdict", "baseline", "-v")

    assert "ready to move" in answer.out
    assert "Quantiles over the replications (95 % interval" in answer.out


def test_quantiles_and_their_intervals_are_in_the_json(run_project: Path) -> None:
    (run,) = eastflank(run_project, "verdict", "baseline", "--json").object["runs"]

    assert {row["quantile"] for row in run["quantiles"]} == {0.1, 0.5, 0.9}
    assert {row["measure"] for row in run["quantiles"]} == {"troops_closed", "day_closed"}


def test_a_comparison_is_paired(run_project: Path) -> None:
    answer = eastflank(run_project, "compare", "baseline", "baseline-cut", "--json").object

    short = next(row for row in answer["differences"] if row["measure"] == "troops_short")
    assert (answer["base"], answer["cut"]) == ("baseline", "baseline-cut")
    assert short["replications"] == 3


def test_runs_that_met_different_luck_are_not_compared(project: Path) -> None:
    for seed in ("1", "2"):
        eastflank(
            project, "run", "experiments/baseline.toml", "--seed", seed, "--replications", "1"
        )
    runs = [str(run) for run in sorted((project / "results" / "baseline").iterdir())]

    answer = eastflank(project, "compare", *runs)

    assert answer.code == 3
    assert "they met different luck" in answer.err


def test_a_unit_tells_its_story(run_project: Path) -> None:
    answer = eastflank(run_project, "explain", "007")

    assert answer.code == 0
    assert answer.out.startswith("007, 1st Tank Battalion (DE, Brigade 9): 600 troops")
    assert "ready at C+" in answer.out
    assert "It goes from Bergen to Kaunas" in " ".join(answer.out.split())
    assert answer.out.splitlines()[-1].startswith("Closed at C+")


def test_a_unit_in_place_has_a_short_story(run_project: Path) -> None:
    answer = eastflank(run_project, "explain", "FORWARD", "--json").object

    assert answer["story"][-1].startswith("It is in place already")


def test_explain_tells_when_a_brigade_closes_and_why_its_last_unit_did(run_project: Path) -> None:
    answer = eastflank(run_project, "explain", "brigade 9")

    lines = answer.out.splitlines()
    assert lines[0] == "Brigade 9 (DE): 2 units with 1,251 troops, to Kaunas."
    closes = [line.partition("closes at ")[2] for line in lines[1:4]]
    assert lines[1].startswith("It closes at C+")
    assert {line.partition(",")[0] for line in lines[2:4]} == {"007", "1e3"}
    assert closes[0].partition(";")[0] == closes[2].rstrip(".")
    last = lines[3].partition(",")[0]
    assert lines[4] == f"The last of them, {last}:"
    assert lines[5:] == eastflank(run_project, "explain", last).out.splitlines()


def test_explain_takes_a_unit_by_its_name(run_project: Path) -> None:
    by_name = eastflank(run_project, "explain", "1st tank battalion")

    assert by_name.out == eastflank(run_project, "explain", "007").out


def test_an_unknown_unit_is_told_in_words(run_project: Path) -> None:
    answer = eastflank(run_project, "explain", "FORWRD")

    assert answer.code == 3
    assert "Did you mean 'FORWARD'?" in answer.err


def test_a_run_that_is_not_there_is_told_in_words(run_project: Path) -> None:
    answer = eastflank(run_project, "verdict", "baselin")

    assert answer.code == 3
    assert "Did you mean 'baseline'?" in answer.err


def test_charts_are_drawn_from_the_folder_alone(run_project: Path, tmp_path: Path) -> None:
    answer = eastflank(
        run_project, "chart", "baseline", "--to", str(tmp_path), "--which", "closure", "--json"
    ).object

    assert answer["charts"]
    assert all(Path(path).is_file() for path in answer["charts"])


def test_supplies_are_told_by_country(project: Path) -> None:
    """The battlegroup of 1,200 in Lithuania alone uses 1,200 x 40 kg x (1 - 0.4) = 28.8 t a day."""
    header = "country,depot_node_id,grade,source"
    (project / "experiments" / "supply.csv").write_text(f"{header}\nLT,PL_GDYNIA,E,study\n")
    ran = eastflank(
        project,
        "run",
        "experiments/baseline.toml",
        "-q",
        "--set",
        "sustainment.on=true",
        "--set",
        "assumptions.set.supply_hold_for_fill.fixed=0",
    )

    table = supplies("baseline", project / "results")

    assert ran.code == 0, ran.err
    (told,) = table.to_dict("records")
    assert told["destination_country"] == "LT"
    assert told["asked_t"] >= told["delivered_t"] > 0
    assert told["asked_t_per_day"] == pytest.approx(28.8, rel=0.05)  # whole containers
    assert told["days_late"] > 0


def test_what_could_fight_is_told_from_what_the_folder_keeps(project: Path) -> None:
    types = project / "experiments" / "forces" / "unit_types.csv"
    with types.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    with types.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, [*rows[0], "tanks"])
        writer.writeheader()
        writer.writerows(row | {"tanks": "40"} for row in rows)
    eastflank(project, "run", "experiments/baseline.toml", "--only", "likely", "-q")

    (root,) = (project / "results" / "baseline").iterdir()
    told = eastflank(project, "verdict", str(root), "-v").out

    assert "fight-ready by C+30" in told
    frame = told.index("Fight-ready by C+30, nobody coordinates")
    assert told.index("main battle tanks, of") > frame


def test_a_folder_of_before_says_how_to_know_what_could_fight(
    run_project: Path, tmp_path: Path
) -> None:
    (root,) = (run_project / "results" / "baseline").iterdir()
    old = shutil.copytree(root, tmp_path / "old")
    (old / "unit_types.csv").unlink()
    sealed = json.loads((old / "checksums.json").read_text(encoding="utf-8"))
    del sealed["unit_types.csv"]
    (old / "checksums.json").write_text(json.dumps(sealed), encoding="utf-8")

    answer = eastflank(run_project, "chart", str(old), "--which", "fight-ready")

    assert answer.code == 3
    assert "keeps no unit_types.csv" in answer.err
