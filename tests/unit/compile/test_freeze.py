"""Rows that an experiment holds at likely."""

from pathlib import Path

import pytest
from tests.compiling import compiled
from tests.tables import write_project

from eastflank.model.errors import CollectedError
from eastflank.model.evidence import Distribution
from eastflank.model.sampling import Draws, Sampling
from eastflank.model.scenario import Scenario


def loose(scenario: Scenario) -> set[tuple[str, str, str]]:
    return {
        (row.key, row.scope.value, row.grade)
        for row in scenario.evidence.values()
        if row.distribution is not Distribution.FIXED
    }


@pytest.mark.parametrize(("frozen", "place"), [("scope:knowledge", 1), ("grade:E", 2)])
def test_what_is_frozen_is_at_likely_and_the_rest_stays(
    tmp_path: Path, frozen: str, place: int
) -> None:
    root = write_project(tmp_path)
    before = loose(compiled(root))

    after = loose(compiled(root, f'assumptions.freeze=["{frozen}"]'))

    assert after == {row for row in before if row[place] != frozen.partition(":")[2]}
    assert after != before


def test_a_frozen_key_keeps_its_likely_value(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    key = min(loose(compiled(root)))[0]

    row = next(
        row
        for row in compiled(root, f'assumptions.freeze=["key:{key}"]').evidence.values()
        if row.key == key
    )

    assert row.low == row.likely == row.high


def test_what_freezes_nothing_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(CollectedError, match=r"'scope:lucky' names no row.*'scope:luck'"):
        compiled(write_project(tmp_path), 'assumptions.freeze=["scope:lucky"]')


def test_the_sampling_reaches_the_scenario(tmp_path: Path) -> None:
    scenario = compiled(write_project(tmp_path), "run.sampling=sobol", "run.luck_per_draw=4")

    assert scenario.draws == Draws(sampling=Sampling.SOBOL, luck_per_draw=4)
