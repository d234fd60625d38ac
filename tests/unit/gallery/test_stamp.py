"""The stamp of a chart file, and drawing it again."""

import json
import shutil
from pathlib import Path

import pytest
from tests import made

from eastflank.charts.save import KINDS
from eastflank.charts.stamp import read_stamp
from eastflank.gallery import draw, redraw
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.runs.stored import StoredRun


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("results")
    for name in ("theatre", "theatre-cut"):
        shutil.copytree(made.run(name), root / name / name)
    return root


@pytest.fixture(scope="module")
def charts(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("charts")
    runs = [StoredRun(results / name / name) for name in ("theatre", "theatre-cut")]
    draw(runs, out, ["open-cut", "late"])
    return out


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_says_what_it_was_drawn_from(charts: Path, kind: str) -> None:
    stamp = read_stamp(charts / f"open-cut.{kind}")

    assert stamp.chart == "open-cut"
    assert [run.experiment for run in stamp.runs] == ["theatre", "theatre-cut"]
    assert [run.replications for run in stamp.runs] == [3, 3]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_drawn_again_has_the_same_bytes(
    results: Path, charts: Path, tmp_path: Path, kind: str
) -> None:
    again = redraw(charts / f"open-cut.{kind}", tmp_path, results)

    assert again.remarks == ()
    assert all(path.read_bytes() == (charts / path.name).read_bytes() for path in again.paths)


def test_what_the_runs_hold_by_now_is_told(results: Path, charts: Path, tmp_path: Path) -> None:
    grown = tmp_path / "results"
    shutil.copytree(results, grown)
    path = grown / "theatre" / "theatre" / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**manifest, "replications": 1}))

    again = redraw(charts / "late-theatre.svg", tmp_path / "charts", grown)

    assert len(again.remarks) == 1
    assert again.remarks[0].endswith("3 replications were drawn then, 1 now.")


def test_a_run_that_is_missing_is_named_with_its_command(charts: Path, tmp_path: Path) -> None:
    with pytest.raises(CollectedError) as found:
        redraw(charts / "open-cut.png", tmp_path, tmp_path)

    assert len(found.value.errors) == 2
    assert "eastflank run experiments/theatre.toml --seed" in str(found.value)


@pytest.mark.parametrize("name", ["page.svg", "page.pdf", "page.txt", "none.svg"])
def test_a_file_without_a_stamp_says_so(tmp_path: Path, name: str) -> None:
    if name.startswith("page"):
        (tmp_path / name).write_text("<svg></svg>")

    with pytest.raises(PlannerError, match=r"no stamp|no such file"):
        read_stamp(tmp_path / name)
