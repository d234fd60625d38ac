"""Charts and the page of a sweep, from its folder alone."""

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.cli.commands import eastflank
from tests.cli.sweeps import GRID, as_if_drawn, grid_project, sweep_folder
from tests.unit.report.reading import Reader

from eastflank import api
from eastflank.store.parquet import read_frame, write_frame

CROSSED = {"heat", "heat-baltic", "heat-day"}
ENOUGH = 20


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose sweep was run twice a point; do not write to its run folder."""
    root = grid_project(tmp_path_factory.mktemp("few"))
    assert eastflank(root, "sweep", "experiments/grid.toml", "--workers", "1", "-q").code == 0
    return root


@pytest.fixture(scope="module")
def many(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the same sweep, as if it had been drawn often enough to tell a chance."""
    root = tmp_path_factory.mktemp("many") / "grid"
    shutil.copytree(sweep_folder(few), root)
    as_if_drawn(root, ENOUGH)
    return root


def drawn(paths: list[Path]) -> set[str]:
    return {path.stem for path in paths}


def test_a_sweep_of_few_replications_has_its_heat_maps_and_says_what_it_lacks(few: Path) -> None:
    answer = eastflank(few, "chart", "grid", "--to", "drawn")

    assert answer.code == 0
    assert drawn(list((few / "drawn").iterdir())) == CROSSED
    assert "no chance is told from 2 replications a point" in answer.err
    assert "sensitivity cannot be told from 2 drawn replications" in answer.err


def test_what_only_the_base_sets_is_no_axis_and_no_level_is_called_nan(tmp_path: Path) -> None:
    """Day and length of a cut against the open corridor, a point of its own."""
    days = '"disruptions.suwalki.duration_days" = [1.0, 2.0]'
    base = '[sweep.base]\n"disruptions.suwalki.severity" = 0.0\n'
    root = grid_project(
        tmp_path, GRID.replace('"disruptions.suwalki.severity" = [0.0, 1.0]', days) + base
    )
    assert eastflank(root, "sweep", "experiments/grid.toml", "--workers", "1", "-q").code == 0

    api.chart([sweep_folder(root)], to=tmp_path / "drawn")
    (page, *_) = api.report([sweep_folder(root)], to=tmp_path / "page.html")

    svg = (tmp_path / "drawn" / "heat.svg").read_text("utf-8")
    assert "suwalki: lasts (days)" in svg
    assert "nan" not in svg
    assert ">nan<" not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("which", "reason"),
    [
        ("heat-chance", "--replications 20 or more"),
        ("sensitivity", "--replications 20 or more"),
        ("closure", "Charts of a sweep are heat, heat-baltic"),
    ],
)
def test_a_chart_that_a_sweep_does_not_hold_is_refused_with_the_reason(
    few: Path, which: str, reason: str
) -> None:
    answer = eastflank(few, "chart", "grid", "--which", which)

    assert answer.code == 3
    assert reason in answer.err


def test_a_sweep_drawn_often_has_chances_and_sensitivity(many: Path, tmp_path: Path) -> None:
    paths = api.chart([many], to=tmp_path)

    told = pd.read_csv(tmp_path / "sensitivity.csv")
    assert drawn(paths) == CROSSED | {"heat-chance", "sensitivity"}
    assert told["measure"].unique().tolist() == [
        "troops closed by C+30 at start day 0, severity 0",
        "troops closed by C+30 at start day 8, severity 1",
    ]
    assert api.undrawn([many]) == []


def test_a_heat_map_draws_the_summary_of_the_sweep(many: Path, tmp_path: Path) -> None:
    api.chart([many], to=tmp_path, which=["heat-chance"])

    frame = api.stored(many).summary
    chances = pd.read_csv(tmp_path / "heat-chance.csv")["probability"]
    assert chances.tolist() == frame.loc[frame["measure"] == "probability", "probability"].tolist()


def test_a_heat_map_is_drawn_again_by_its_stamp(many: Path, tmp_path: Path) -> None:
    results = tmp_path / "results"
    folder = results / api.stored(many).manifest.run_id
    shutil.copytree(many, folder)
    first = api.chart([folder], to=tmp_path, which=["heat"])[0]

    again = api.redraw(first, results, to=tmp_path / "again")

    assert again.remarks == ()
    assert again.paths[0].read_bytes() == first.read_bytes()


def test_without_salib_rank_correlations_are_drawn_alone(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    api.chart([many], to=tmp_path, which=["sensitivity"])

    told = pd.read_csv(tmp_path / "sensitivity.csv")
    assert told["rank_correlation"].notna().any()
    assert told["sobol_total"].isna().all()


def scattered(design: pd.DataFrame) -> pd.DataFrame:
    """Each level at one point only, as a Latin hypercube has them."""
    return design.assign(**{key: range(len(design)) for key in design.columns[1:]})


def one_factor(design: pd.DataFrame) -> pd.DataFrame:
    return design.assign(**{design.columns[2]: range(4)}).drop(columns=design.columns[1])


@pytest.mark.parametrize(("change", "code"), [(scattered, 3), (one_factor, 0)])
def test_points_that_fill_no_field_are_told_and_one_factor_is_a_row(
    few: Path, tmp_path: Path, change: Callable[[pd.DataFrame], pd.DataFrame], code: int
) -> None:
    shutil.copytree(sweep_folder(few), root := tmp_path / "grid")
    sweep = api.stored(root)
    design = change(sweep.design)
    keys = list(design.columns[1:])
    table = read_frame(root / "summary.parquet").drop(columns=list(sweep.manifest.factors))
    levels = design.rename(columns={"point_id": "point"})
    write_frame(root / "summary.parquet", levels.merge(table, on="point"))
    manifest = (root / "manifest.json").read_text("utf-8")
    for key in set(sweep.manifest.factors) - set(keys):
        manifest = manifest.replace(f'"{key}",', "")
    (root / "manifest.json").write_text(manifest, encoding="utf-8")

    answer = eastflank(few, "chart", str(root), "--which", "heat", "--to", str(tmp_path / "drawn"))

    assert answer.code == code, answer.err
    assert ("its points lie scattered" in answer.err) == (code == 3)


def page_of(folder: Path, out: Path) -> Reader:
    return Reader(api.report([folder], to=out / "report.html")[0].read_text("utf-8"))


def test_the_page_of_a_sweep_tells_every_point(many: Path, tmp_path: Path) -> None:
    page = page_of(many, tmp_path)

    head, *rows = page.tables["verdict"]
    assert page.headings[:4] == [
        "1 Verdict by point",
        "2 What the factors do",
        "3 What the answer hangs on",
        "4 Method",
    ]
    assert page.headings[-1] == "8 How to reproduce"
    assert [row[0] for row in rows] == ["0000", "0001", "0002", "0003"]
    assert head[1:3] == [
        "suwalki: begins (day after C-day)",
        "suwalki: severity (0 open, 1 closed)",
    ]
    assert len(page.ratings) == 4
    assert len(page.loads) == 5  # four heat maps and the sensitivity
    assert all(address.startswith("data:image/") for address in page.loads)


def test_the_page_of_a_sweep_of_few_replications_says_why_charts_are_missing(
    few: Path, tmp_path: Path
) -> None:
    answer = eastflank(
        few, "report", "grid", "--to", str(tmp_path / "r.html"), "--csv", str(tmp_path), "--json"
    )

    text = (tmp_path / "r.html").read_text("utf-8")
    assert answer.object["tables"] == [str(tmp_path / "sweep.csv")]
    assert "Not drawn: sensitivity cannot be told from 2 drawn replications." in text
    assert "eastflank sweep experiments/grid.toml" in text
    assert len(pd.read_csv(tmp_path / "sweep.csv")["point"].unique()) == GRID.count("[0.0") ** 2


def test_a_page_tells_one_sweep_and_nothing_beside_it(few: Path) -> None:
    answer = eastflank(few, "report", "grid", "grid")

    assert answer.code == 3
    assert "A page tells of one sweep, or of runs." in answer.err


def test_a_sweep_without_a_summary_says_how_to_go_on(few: Path, tmp_path: Path) -> None:
    shutil.copytree(sweep_folder(few), root := tmp_path / "grid")
    (root / "summary.parquet").unlink()

    answer = eastflank(few, "report", str(root), "--to", str(tmp_path / "r.html"))

    assert answer.code == 3
    assert "Go on with it: eastflank sweep experiments/grid.toml" in answer.err
