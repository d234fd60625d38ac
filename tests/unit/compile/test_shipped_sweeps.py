"""The sweeps that ship: each asks one question, and each of its points can be read."""

from pathlib import Path

import pytest

from eastflank.config import read_experiment
from eastflank.study.points import points_of

ROOT = Path(__file__).parents[3]
SWEEPS = sorted((ROOT / "experiments" / "sweeps").glob("*.toml"))


@pytest.mark.parametrize("file", SWEEPS, ids=lambda file: file.stem)
def test_a_sweep_asks_one_question_at_points_that_differ(file: Path) -> None:
    experiment = read_experiment(file)
    points = points_of(experiment)

    resolved = [str(read_experiment(file, point.sets).resolved()) for point in points]

    assert experiment.experiment.question.endswith("?")
    assert len(set(resolved)) == len(points) > 1


def test_the_page_tells_every_sweep_that_ships() -> None:
    page = (ROOT / "docs" / "sweeps.md").read_text("utf-8")

    assert SWEEPS
    assert [file.name for file in SWEEPS if f"`{file.name}`" not in page] == []
