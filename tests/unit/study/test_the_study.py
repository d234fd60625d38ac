"""The study on a small theatre: each step is carried out and written, and a page is filled."""

from pathlib import Path

import pytest
from tests.cli.commands import small_project
from tools.figures.register import read_register
from tools.study.__main__ import carry_out
from tools.study.ground import Ground
from tools.study.page import blocks, write_page
from tools.study.plan import Frame, Plan
from tools.study.steps import steps_of
from tools.study.write import State, read_entries, read_manifest

pytestmark = pytest.mark.slow  # all questions of the decision in one go

LEVERS = """\
lever,title,acts_on,things,step,unit,most,price_low_meur,price_meur,price_high_meur,grade,source,note
wagons,Two more sets,fleet,FL_DE_FLAT,2,sets,1,1,2,3,E,study,
"""
VALIDATION = """\
## Judged

| check | move | by | published (band) | P5 – P50 – P95 | P95/P5 | rank | verdict |
| --- | --- | --- | --- | --- | --- | --- | --- |
| V1 | A move | rail | 4.5 (4–5) d | 4.4 – 4.8 – 5.6 | 1.3 | 0.11 | inside |
| V2 | Another | sea | 2 (2–3) d | 3.4 – 3.7 – 4.1 | 1.2 | 0.00 | **too slow** |
"""
PLAN = Plan(
    frames=(Frame(name="baseline", cut="baseline-cut"),),
    variants=("cut",),
    countries=("LT",),
    replications=10,
)


def ground_of(root: Path, plan: Plan = PLAN) -> Ground:
    return Ground(root=root, out=root / "results", plan=plan, workers=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of the small theatre."""
    root = small_project(tmp_path_factory.mktemp("study"))
    (root / "experiments" / "levers.csv").write_text(LEVERS, encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "validation.md").write_text(VALIDATION, encoding="utf-8")
    ground, steps = ground_of(root), steps_of(PLAN)
    return carry_out(ground, steps, steps).root


def test_each_step_is_carried_out_and_the_manifest_tells_how_it_was_made(folder: Path) -> None:
    entries = read_entries(folder)

    assert {entry.state for entry in entries.values()} == {State.DONE}, entries
    assert all((folder / f"{name}.csv").stat().st_size for name in entries)
    assert read_manifest(folder)["asked"] == {"replications": 10, "sets": []}


def test_decisions_are_written_as_their_commands_print_them(folder: Path) -> None:
    for name in ("conditions", "latest", "levers", "critical"):
        assert (folder / f"{name}-baseline.txt").read_text("utf-8").startswith("baseline:")


def test_the_folder_is_small(folder: Path) -> None:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    assert size < 5e6


def test_the_page_is_filled_and_says_of_nothing_that_it_was_not_carried_out(folder: Path) -> None:
    page = write_page(folder, folder / "page.md").read_text(encoding="utf-8")
    told = blocks(folder)

    assert all(told.values())
    assert not [name for name, text in told.items() if "ot carried out" in text]
    assert "of 10 draws under a staff plan" in page


def test_to_ask_again_carries_out_nothing_and_keeps_the_seconds(folder: Path) -> None:
    ground, steps = ground_of(folder.parents[1]), steps_of(PLAN)
    times = {path: path.stat().st_mtime_ns for path in folder.glob("*-*.csv")}
    before = read_entries(folder)

    carry_out(ground, steps, steps)

    assert {path: path.stat().st_mtime_ns for path in folder.glob("*-*.csv")} == times
    assert read_entries(folder) == before


def test_a_figure_names_the_run_that_it_rests_on(folder: Path) -> None:
    closed = read_register(folder / "figures.csv")["study.baseline.closed"]

    assert closed.replications == "10"
    assert (folder.parent / closed.experiment / closed.run).is_dir()
