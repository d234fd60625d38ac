"""The study on a small theatre: every part is written, and its page needs no other figure."""

from pathlib import Path

import pytest
from tests.cli.commands import small_project
from tools.figures.marks import filled, names_on
from tools.figures.register import Figure, FigureError, read_register
from tools.study.__main__ import PARTS, carry_out
from tools.study.ground import Ground
from tools.study.plan import Plan
from tools.study.write import TEMPLATE, read_manifest

pytestmark = pytest.mark.slow  # all questions of the decision in one go

LEVERS = """\
lever,title,acts_on,things,step,unit,most,price_low_meur,price_meur,price_high_meur,grade,source,note
wagons,Two more sets,fleet,FL_DE_FLAT,2,sets,1,1,2,3,E,study,
"""
NAMES = {"ready-force-cut": "baseline-cut", "ready-force": "baseline"}
ELSEWHERE = ("backcasts.", "bracket.ready-force.staff", "bracket.ready-force-cut.staff")
VARIANTS = ("rail-only", "road-only", "days-14", "region")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of the small theatre, all parts but the published moves."""
    root = small_project(tmp_path_factory.mktemp("study"))
    (root / "experiments" / "levers.csv").write_text(LEVERS, encoding="utf-8")
    plan = Plan(base="baseline", cut="baseline-cut", countries=("LT",), replications=10)
    ground = Ground(root=root, out=root / "results", plan=plan, workers=1)
    return carry_out(ground, [name for name in PARTS if name != "backcasts"])


def test_each_part_has_its_table_and_the_manifest_tells_how_it_was_made(folder: Path) -> None:
    manifest = read_manifest(folder)

    assert set(manifest) == set(PARTS) - {"backcasts"}
    assert all((folder / f"{name}.csv").stat().st_size for name in manifest)
    assert {part["replications"] for part in manifest.values() if isinstance(part, dict)} == {10}


def test_decisions_are_written_as_their_commands_print_them(folder: Path) -> None:
    for name in ("conditions", "latest", "levers", "critical"):
        assert "baseline:" in (folder / f"{name}.txt").read_text(encoding="utf-8")


def test_the_folder_is_small(folder: Path) -> None:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    assert size < 5e6


def test_every_mark_of_the_page_has_a_figure(folder: Path) -> None:
    """Of questions of the small theatre, under the names of the shipped ones."""
    figures = as_shipped(read_register(folder / "figures.csv"))
    asked = names_on(TEMPLATE.read_text(encoding="utf-8"))

    missing = {name for name in asked if name.partition(":")[0] not in figures}
    assert {name for name in missing if not _is_elsewhere(name)} == set()
    assert len(asked) > 25


def test_a_page_is_refused_where_a_figure_is_missing(folder: Path) -> None:
    figures = as_shipped(read_register(folder / "figures.csv"))

    with pytest.raises(FigureError, match="no figure 'study"):
        filled(TEMPLATE.read_text(encoding="utf-8"), figures, {})


def test_a_figure_names_the_run_that_it_rests_on(folder: Path) -> None:
    figures = read_register(folder / "figures.csv")

    closed = figures["study.frames.baseline.closed"]
    assert closed.replications == "10"
    assert closed.experiment == "baseline"
    assert closed.run in (folder / "manifest.json").read_text(encoding="utf-8")


def as_shipped(figures: dict[str, Figure]) -> dict[str, Figure]:
    """The figures under the names of the shipped questions."""
    named = {}
    for key, figure in figures.items():
        part, _, rest = key.removeprefix("study.").partition(".")
        for shipped, small in NAMES.items():
            if rest == small or rest.startswith(f"{small}."):
                rest = rest.replace(small, shipped, 1)
                break
        named[f"study.{part}.{rest}"] = figure
    return named


def _is_elsewhere(name: str) -> bool:
    """What the small theatre has no question of."""
    rest = name.removeprefix("study.").partition(":")[0]
    return rest.startswith(ELSEWHERE) or rest.removeprefix("cut.") in VARIANTS
