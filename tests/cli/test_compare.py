"""Comparing stored runs: several at once, only under the same luck, with gains and moves."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests import made
from tests.cli.commands import eastflank

from eastflank.cli.text.comparisons import comparison_text
from eastflank.runs.comparison import unpaired
from eastflank.runs.stored import StoredRun


@pytest.fixture
def stored(run_project: Path, tmp_path: Path) -> Path:
    """A copy of what was run, to spoil."""
    shutil.copytree(run_project / "results", tmp_path / "results")
    return tmp_path


def change_resolved(
    project: Path, experiment: str, change: Callable[[dict[str, Any]], object]
) -> None:
    (path,) = (project / "results" / experiment).glob("*/resolved.json")
    resolved = json.loads(path.read_text(encoding="utf-8"))
    change(resolved)
    path.write_text(json.dumps(resolved), encoding="utf-8")
    (path.parent / "checksums.json").unlink(missing_ok=True)


def with_luck_of_its_own(resolved: dict[str, Any]) -> None:
    row = next(row for row in resolved["evidence"] if row["key"] == "sea_hold_for_fill")
    row["scope"] = "luck"


def with_sobol_draws(resolved: dict[str, Any], *, group: str) -> None:
    resolved["experiment"]["run"]["sampling"] = "sobol"
    resolved["evidence"][0]["group"] = group


def test_one_cut_is_told_as_before_with_its_gains(run_project: Path) -> None:
    answer = eastflank(run_project, "compare", "baseline", "baseline-cut")

    assert answer.code == 0
    assert answer.out.startswith("baseline-cut against baseline, paired over 3 replications")
    assert "More closed by C+30 than in the base" in answer.out
    assert "in 0 of 3 replications" in answer.out


def test_several_are_set_against_the_first(run_project: Path) -> None:
    words = ("compare", "baseline", "baseline-cut", "baseline")

    told = eastflank(run_project, *words)
    answer = eastflank(run_project, *words, "--json").object

    assert told.out.startswith("against baseline")
    assert answer["base"] == "baseline"
    assert [each["cut"] for each in answer["comparisons"]] == ["baseline-cut", "baseline"]
    assert all(each["paired"] for each in answer["comparisons"])
    nothing = answer["comparisons"][1]["differences"]
    assert {row["mean"] for row in nothing if row["measure"] == "troops_short"} == {0}


def test_other_rows_of_luck_are_not_paired_and_it_says_which(stored: Path) -> None:
    change_resolved(stored, "baseline-cut", with_luck_of_its_own)

    answer = eastflank(stored, "compare", "baseline", "baseline-cut")

    assert answer.code == 3
    assert "evidence rows of luck sea_hold_for_fill" in answer.err
    assert "--unpaired" in answer.err


def test_other_sampling_is_not_paired(stored: Path) -> None:
    change_resolved(
        stored, "baseline-cut", lambda it: it["experiment"]["run"].update(luck_per_draw=3)
    )

    answer = eastflank(stored, "compare", "baseline", "baseline-cut")

    assert answer.code == 3
    assert "luck_per_draw 1 and 3" in answer.err


def test_a_knowledge_row_with_other_values_is_a_question_and_not_luck(stored: Path) -> None:
    change_resolved(stored, "baseline-cut", lambda it: it["evidence"][0].update(likely=30.0))

    assert eastflank(stored, "compare", "baseline", "baseline-cut").code == 0


def test_sobol_draws_with_other_groups_are_not_paired(stored: Path) -> None:
    for experiment, group in (("baseline", "march"), ("baseline-cut", "rail")):
        change_resolved(stored, experiment, partial(with_sobol_draws, group=group))

    answer = eastflank(stored, "compare", "baseline", "baseline-cut")

    assert answer.code == 3
    assert "other knowledge groups" in answer.err


def test_unpaired_says_so_and_counts_no_gains(stored: Path) -> None:
    change_resolved(stored, "baseline-cut", with_luck_of_its_own)
    words = ("compare", "baseline", "baseline-cut", "--unpaired")

    told = eastflank(stored, *words)
    answer = eastflank(stored, *words, "--json").object

    assert told.code == 0
    assert "NOT paired: means of 3 and of 3 replications" in told.out
    assert answer["paired"] is False
    assert "gains" not in answer


def test_a_few_equal_draws_make_no_difference_certain() -> None:
    base, cut = (StoredRun(made.run(name)) for name in ("theatre", "theatre"))
    late = cut.closures().assign(closed_095_h=2000.0)
    cut._gathered[tuple(cut.replications)] = late  # nobody is in place in time, in each draw
    base._gathered[tuple(base.replications)] = late.assign(closed_095_h=100.0)

    found = unpaired(base, cut)

    short = found.table.loc[found.table["measure"] == "troops_short"]
    assert (short["mean"] > 0).any()
    assert short["low"].isna().all()
    text = comparison_text(found)
    assert "tell not how surely" in text
    assert "(no interval)" in text


def test_moves_tell_where_lots_went_and_what_bound_next(run_project: Path) -> None:
    words = ("compare", "baseline", "baseline-cut", "--moves")

    told = eastflank(run_project, *words)
    moves = eastflank(run_project, *words, "--json").object["moves"]

    assert "corridor suwalki, the deterministic run" in told.out
    assert "What bound next: lot hours waited" in told.out
    (sea,) = [
        row
        for row in moves["ways"]
        if (row["where"], row["by"], row["way"]) == ("LT", "route", "sea")
    ]
    assert sea["tonnes_cut"] > sea["tonnes_base"] == 0
    rises = [row["rise"] for row in moves["waits"]]
    assert rises[0] > 0
    assert rises == sorted(rises, reverse=True)


def test_moves_need_rows_of_links(run_project: Path) -> None:
    answer = eastflank(
        run_project, "compare", "baseline", "baseline-cut", "--moves", "--replication", "1"
    )

    assert answer.code == 3
    assert "kept with --records stages" in answer.err
    assert "--records full" in answer.err


def test_moves_need_a_corridor(run_project: Path) -> None:
    none = eastflank(run_project, "compare", "baseline", "baseline", "--moves")
    wrong = eastflank(
        run_project, "compare", "baseline", "baseline-cut", "--moves", "--corridor", "suwalki-rial"
    )

    assert none.code == wrong.code == 3
    assert "--corridor: suwalki, suwalki-rail" in none.err
    assert "Did you mean 'suwalki-rail'?" in wrong.err


# -- what is called a cut -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reinforced(run_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The open question, and the same with one battalion less."""
    project = tmp_path_factory.mktemp("reinforced") / "project"
    shutil.copytree(run_project, project)
    (project / "experiments" / "smaller.toml").write_text(
        'schema_version = 1\nextends = "baseline.toml"\n[[force.remove]]\nid = "one"\nuln = "1e3"\n'
    )
    assert eastflank(project, "run", "experiments/smaller.toml", "-q").code == 0
    return project


def test_another_force_is_no_cut_and_its_size_is_said(reinforced: Path) -> None:
    answer = eastflank(reinforced, "compare", "baseline", "smaller")

    assert answer.code == 0
    assert "cut" not in answer.out
    assert "penalty" not in answer.out
    assert "difference (95 % of mean)" in answer.out
    assert "the forces differ: 1,251 troops move in baseline, 600 in smaller" in answer.err


def test_a_cut_of_the_same_question_is_told_as_one(run_project: Path) -> None:
    answer = eastflank(run_project, "compare", "baseline", "baseline-cut")

    assert "penalty (95 % of the mean)" in answer.out
    assert "the forces differ" not in answer.err


def test_an_open_run_against_its_cut_is_not_told_as_a_cut(run_project: Path) -> None:
    answer = eastflank(run_project, "compare", "baseline-cut", "baseline")

    assert "penalty" not in answer.out


def test_a_comparison_answers_in_a_sentence_first(run_project: Path) -> None:
    lines = eastflank(run_project, "compare", "baseline", "baseline-cut").out.splitlines()

    assert lines[0].startswith("baseline-cut against baseline, paired over 3 replications")
    assert lines[1].startswith("By C+30 baseline-cut closes ")
    assert lines[1].endswith("than baseline, which may be none.")
    assert all(len(line) <= 100 for line in lines)


@pytest.mark.parametrize("idle", [("--corridor", "suwalki"), ("--replication", "0")])
def test_what_only_moves_ask_for_is_refused_without_them(
    run_project: Path, idle: tuple[str, str]
) -> None:
    answer = eastflank(run_project, "compare", "baseline", "baseline-cut", *idle)

    assert answer.code == 2
    assert f"{idle[0]} goes with --moves" in " ".join(answer.err.split())
