"""Points: every combination once, in one order; a Latin hypercube meets each part once."""

from pathlib import Path

import pytest
from tests.tables import write_project

from eastflank.config import Experiment, read_experiment
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.study.points import design_table, factors_of, points_of

HEAD = 'extends = "baseline.toml"\n'


def experiment_with(root: Path, sweep: str) -> Experiment:
    write_project(root)
    file = root / "experiments" / "points.toml"
    file.write_text(HEAD + sweep)
    return read_experiment(file)


def test_without_a_sweep_there_is_one_point_at_which_nothing_is_set(tmp_path: Path) -> None:
    (point,) = points_of(experiment_with(tmp_path, ""))

    assert (point.id, point.sets) == (0, ())


def test_factors_cross_with_explicit_points(tmp_path: Path) -> None:
    sweep = (
        '[sweep.factors]\n"run.theta" = [0.8, 0.9]\n'
        '[[sweep.points]]\n"frame.regime" = "crisis"\n'
        '[[sweep.points]]\n"frame.regime" = "peace"\n'
    )

    points = points_of(experiment_with(tmp_path, sweep))

    assert [point.sets for point in points] == [
        ('frame.regime="crisis"', "run.theta=0.8"),
        ('frame.regime="crisis"', "run.theta=0.9"),
        ('frame.regime="peace"', "run.theta=0.8"),
        ('frame.regime="peace"', "run.theta=0.9"),
    ]


def test_a_latin_hypercube_meets_each_part_of_each_range_once(tmp_path: Path) -> None:
    sweep = (
        "[sweep.design]\npoints = 10\n[sweep.design.ranges]\n"
        '"run.theta" = [0.5, 0.6]\n"frame.warning_days" = [0.0, 10.0]\n'
    )

    table = design_table(points_of(experiment_with(tmp_path, sweep)))

    assert sorted(int((theta - 0.5) * 100) for theta in table["run.theta"]) == list(range(10))
    assert sorted(int(days) for days in table["frame.warning_days"]) == list(range(10))
    assert list(table["frame.warning_days"]) != sorted(table["frame.warning_days"])


@pytest.mark.parametrize(
    ("sweep", "found"),
    [
        ('[[sweep.points]]\n"run.theta" = 0.9\n[[sweep.points]]\n"run.seed" = 1\n', "same keys"),
        (
            '[sweep.factors]\n"run.theta" = [0.9]\n[[sweep.points]]\n"run.theta" = 0.8\n',
            "run.theta is both a factor and a key of the points",
        ),
        ('[sweep.design]\npoints = 4\nranges = {"run.theta" = [0.9, 0.8]}\n', "must go up"),
        ('[sweep.design]\npoints = 4\nranges = {"run.theta" = [0.9, 1.8]}\n', "found 1.8"),
        ('[[sweep.points]]\n"run.thetta" = 0.9\n', "Did you mean 'theta'?"),
    ],
)
def test_a_design_that_cannot_be_run_is_refused(tmp_path: Path, sweep: str, found: str) -> None:
    with pytest.raises(CollectedError, match=found.replace("?", r"\?")):
        experiment_with(tmp_path, sweep)


FACTORS = '[sweep.factors]\n"run.theta" = [0.8, 0.9]\n"frame.warning_days" = [0.0, 5.0]\n'


def bases_of(root: Path, base: str) -> list[int | None]:
    points = points_of(experiment_with(root, f"{FACTORS}[sweep.base]\n{base}\n"))
    return [point.base for point in points]


def test_a_point_is_set_against_the_one_with_the_levels_of_the_base(tmp_path: Path) -> None:
    assert bases_of(tmp_path / "one", '"frame.warning_days" = 0') == [0, 0, 2, 2]
    assert bases_of(tmp_path / "two", '"frame.warning_days" = 5.0\n"run.theta" = 0.8') == [1] * 4


def test_a_base_of_what_is_not_varied_is_one_point_more(tmp_path: Path) -> None:
    base = '[sweep.base]\n"frame.regime" = "peace"\n'

    points = points_of(experiment_with(tmp_path, FACTORS + base))

    assert [point.base for point in points] == [4] * 5
    assert points[4].sets == ('frame.regime="peace"',)
    assert factors_of(points) == ("run.theta", "frame.warning_days", "frame.regime")
    assert design_table(points)["frame.regime"].isna().tolist() == [True] * 4 + [False]


def test_a_base_at_a_level_that_is_not_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=r"\[sweep.base\]: no point of the sweep has run.theta"):
        bases_of(tmp_path, '"frame.warning_days" = 7.0')


def test_points_without_a_base_have_none(tmp_path: Path) -> None:
    points = points_of(experiment_with(tmp_path, FACTORS))

    assert {point.base for point in points} == {None}
    assert "base_id" not in design_table(points)
