"""The page: whole, alone, in order, and with the numbers of the verdict."""

import functools
import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure
from tests import made
from tests.frames import cell, cells
from tests.unit.report.reading import Reader

from eastflank.charts.inline import Picture
from eastflank.model.errors import PlannerError
from eastflank.report import page as page_module
from eastflank.report import report as write_report
from eastflank.runs.stored import StoredRun

SECTIONS = [
    "1 Verdict",
    "2 What the cut does",
    "3 What drives it",
    "4 Method",
    "5 Assumptions, with grades and sources",
    "6 Limits, and the direction in which each pushes the answer",
    "7 STRESS-DES",
    "8 How to reproduce",
]
TABLES = ["movement_table.csv", "terminal_schedule.csv", "flows.geojson"]
KINDS = ["one run", "a pair", "one replication", "nothing closes"]


def report(runs: Sequence[Path], out: Path, *, csv: Path | None = None) -> list[Path]:
    return write_report([StoredRun(run) for run in runs], out, csv=csv)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("results")
    return {
        "open": made.drawn_often("theatre", root / "a1", 20),
        "cut": made.drawn_often("theatre-cut", root / "b2", 20),
        "likely": made.run("theatre-likely"),
        "single": made.run("theatre-one"),
        "never": made.never_closed("theatre-likely", root / "e5"),
    }


@pytest.fixture(scope="module")
def pages(
    texts: Callable[[str], str],
) -> Callable[[str], Reader]:
    """The page of each kind of run, read from tag to tag."""
    return functools.cache(lambda kind: Reader(texts(kind)))


@pytest.fixture(scope="module")
def texts(files: Callable[[str], list[Path]]) -> Callable[[str], str]:
    """The page of each kind of run."""
    return functools.cache(lambda kind: files(kind)[0].read_text("utf-8"))


@pytest.fixture(scope="module")
def files(
    runs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], list[Path]]:
    """The page of each kind of run and the tables beside it; do not write to them."""
    chosen = {
        "one run": [runs["likely"]],
        "a pair": [runs["open"], runs["cut"]],
        "one replication": [runs["single"]],
        "nothing closes": [runs["never"]],
    }

    @functools.cache
    def made(kind: str) -> list[Path]:
        folder = tmp_path_factory.mktemp("page")
        return report(chosen[kind], folder / "r.html", csv=folder / "t")

    return made


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose charts are left blank, for what is told beside them."""

    def blank(name: str) -> Picture:
        return Picture(name=name, address="data:,", alt="")

    monkeypatch.setattr(page_module, "front_pictures", lambda _: {"bracket": Figure()})
    monkeypatch.setattr(page_module, "picture", lambda *_, name, **__: blank(name))
    monkeypatch.setattr(
        page_module, "pictures", lambda sheets, _: (blank(sheet.name) for sheet in sheets)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_read_in_this_order(pages: Callable[[str], Reader], kind: str) -> None:
    headings = [name for name in pages(kind).headings if not name.startswith("Replay")]

    assert headings == SECTIONS


@pytest.mark.parametrize("kind", KINDS)
def test_the_brief_stands_before_the_sections(texts: Callable[[str], str], kind: str) -> None:
    page = texts(kind)

    front = page.index('class="front"')
    assert front < page.index("What is not known") < page.index('id="section-verdict"')
    assert page.count('<details class="annex">') == 5


def test_how_to_reproduce_prints_the_command_of_this_page(
    runs: dict[str, Path], texts: Callable[[str], str]
) -> None:
    """A run of the deterministic replication alone, and of a page of two runs."""
    pair = [f"results/{runs[name].parent.name}/{runs[name].name}" for name in ("open", "cut")]

    assert "--only likely" in texts("one run")
    assert f"eastflank report {' '.join(pair)}" in texts("a pair")


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_loads_nothing(pages: Callable[[str], Reader], kind: str) -> None:
    page = pages(kind)

    assert all(address.startswith("data:image/") for address in page.loads)
    assert not page.tags & {"link", "iframe", "object", "embed", "base"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_leads_to_a_place_of_the_page(pages: Callable[[str], Reader], kind: str) -> None:
    page = pages(kind)

    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_style_loads_nothing_and_the_page_forbids_it(
    texts: Callable[[str], str],
) -> None:
    page = texts("one run")

    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in page


def test_the_numbers_are_those_of_the_verdict(
    runs: dict[str, Path], pages: Callable[[str], Reader]
) -> None:
    table = pages("a pair").table("verdict")
    for column, run in enumerate(("open", "cut")):
        verdict = StoredRun(runs[run]).verdict
        assert verdict is not None
        lines = verdict.set_index(["measure", "level"])

        day = cells(lines, ("troops_closed", 45.0), "p10", "p50", "p90")
        low, mid, high = (f"{troops / 1000:,.1f}" for troops in day)
        told = mid if low == mid == high else f"{mid} ({low}–{high})"
        assert table["C+45"][column] == told
        closed = cell(lines, ("brigades_closed", 30.0), "p50")
        assert table["by C+30"][column].split(" ")[0] == f"{closed:.0f}"


def test_a_chance_has_the_letter_of_the_rule(pages: Callable[[str], Reader]) -> None:
    rows = pages("a pair").tables["verdict"]
    chances = [cell for row in rows for cell in row if re.match(r"[01]\.\d\d \(", cell)]

    expected = [_letter(float(cell[:4])) for cell in chances]

    assert len(chances) == 14  # seven shares of two runs
    assert [letter for _, letter in pages("a pair").ratings[-14:]] == expected


def _letter(chance: float) -> str:
    return "G" if chance >= 0.8 else "A" if chance >= 0.2 else "R"


@pytest.mark.parametrize("kind", ["one run", "one replication", "nothing closes"])
def test_without_replications_enough_there_is_no_letter(
    pages: Callable[[str], Reader], kind: str
) -> None:
    assert pages(kind).ratings == []


def test_a_deterministic_run_says_that_it_is_no_forecast(
    texts: Callable[[str], str],
) -> None:
    page = texts("nothing closes")

    assert "all rows at likely, not a forecast" in page
    assert "95 % is not reached within the run." in page
    assert "Not even 50 % of the force is ever closed." in page


def test_a_pair_tells_the_paired_penalty(pages: Callable[[str], Reader]) -> None:
    table = pages("a pair").table("penalty-b2")

    assert "everywhere" in table
    assert re.fullmatch(r"−?[\d.]+ \(−?[\d.]+ to −?[\d.]+\)", table["everywhere"][2])


@pytest.mark.slow
def test_equal_runs_make_equal_bytes(
    runs: dict[str, Path], files: Callable[[str], list[Path]], tmp_path: Path
) -> None:
    first = files("a pair")

    again = report([runs["open"], runs["cut"]], tmp_path / "r.html", csv=tmp_path / "t")

    assert [path.name for path in first] == [path.name for path in again]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, again, strict=True))


def test_the_tables_lie_beside_the_page(files: Callable[[str], list[Path]]) -> None:
    _, *tables = files("one run")

    movement = pd.read_csv(tables[0])
    assert [path.name for path in tables] == TABLES
    assert {"unit", "poe", "pod", "mode", "rld", "ald", "lad", "rdd"} <= set(movement)
    assert {"arrival_p10", "arrival_p50", "arrival_p90"} <= set(movement)


@pytest.mark.usefixtures("undrawn")
def test_runs_of_other_luck_are_told_and_not_compared(
    runs: dict[str, Path], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(runs["cut"], other)
    manifest = json.loads((other / "manifest.json").read_text("utf-8"))
    (other / "manifest.json").write_text(json.dumps({**manifest, "seed": 2, "run_id": "x"}))

    page = report([runs["open"], other], tmp_path / "report.html")[0].read_text("utf-8")

    assert "is not compared: it met other luck" in page
    assert 'id="penalty-' not in page


@pytest.mark.usefixtures("undrawn")
def test_many_runs_are_told_by_families(runs: dict[str, Path], tmp_path: Path) -> None:
    frame = tmp_path / "frame"
    shutil.copytree(runs["likely"], frame)
    manifest = json.loads((frame / "manifest.json").read_text("utf-8"))
    renamed = {**manifest, "experiment": "no-warning", "run_id": "y", "question": "another"}
    (frame / "manifest.json").write_text(json.dumps(renamed))

    page = report([runs["open"], runs["cut"], frame], tmp_path / "report.html")[0]

    text = page.read_text("utf-8")
    assert "<h3>theatre</h3>" in text
    assert "<h3>no-warning</h3>" in text


@pytest.mark.usefixtures("undrawn")
def test_what_an_experiment_changed_is_marked(runs: dict[str, Path], tmp_path: Path) -> None:
    root = tmp_path / "run"
    shutil.copytree(runs["likely"], root)
    resolved = json.loads((root / "resolved.json").read_text("utf-8"))
    resolved["experiment"] = {
        "assumptions": {"set": {"military_path_share": {"fixed": 0.3}}},
        "frame": {"regime": "crisis", "readiness": "tiers", "warning_days": 10.0},
    }
    (root / "resolved.json").write_text(json.dumps(resolved))
    (root / "assumptions.csv").write_text(
        "key,regime,title,unit,low,likely,high,likely_is,distribution,scope,grade,source,note\n"
        "military_path_share,peace,Share of paths,share,0.1,0.2,0.3,mode,triangular,knowledge,E,"
        "R15,\n"
        "military_path_share,crisis,Share of paths,share,0.35,0.55,0.75,mode,triangular,knowledge,"
        "E,R15;S80,\n"
    )
    (root / "sources.csv").write_text(
        "source_id,title,year,address\nS80,Railways,2011,nik.gov.pl\n"
    )

    page = Reader(report([root], tmp_path / "report.html")[0].read_text("utf-8"))

    (row,) = page.tables["evidence"][1:]
    assert "changed, the table has 0.35 … 0.55 … 0.75" in row[0]
    assert row[3] == "0.3"
    assert page.table("sources") == {
        "id": ["title", "year", "address"],
        "S80": ["Railways", "2011", "nik.gov.pl"],
    }


def test_no_run_and_no_run_folder_are_the_readers_mistakes(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="no run was given"):
        report([], tmp_path / "report.html")
    with pytest.raises(PlannerError, match="not a run folder"):
        report([tmp_path], tmp_path / "report.html")
