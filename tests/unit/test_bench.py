"""The bench: its page says what was wanted and what came, and its yardsticks do what they claim."""

from pathlib import Path

import pytest
from bench import naive, page, pool, theatre
from bench.floors import bare, stock
from bench.growth import copied
from bench.keeping import Timed, share
from bench.page import PAGE, Figure, page_of, read
from bench.table import MUST_SHOW, ROWS, SMALL

from eastflank.engine.run import run
from eastflank.model.records import Records, Stage
from eastflank.store.build import build
from eastflank.store.parquet import Level


def line_of(key: str, figures: dict[str, Figure]) -> str:
    (line,) = (
        line for line in page_of(figures).splitlines() if line.startswith(f"| {ROWS[key].what} |")
    )
    return line


@pytest.mark.parametrize(
    ("key", "value", "verdict"),
    [
        ("growth", 1.05, "met"),
        ("growth", 1.2, "missed"),
        ("naive.pure", 3.0, "met"),
        ("naive.pure", 1.1, "missed"),
    ],
)
def test_a_figure_is_met_or_missed_by_what_is_wanted(key: str, value: float, verdict: str) -> None:
    assert f"| {verdict} |" in line_of(key, {key: Figure(value=value)})


def test_what_is_not_measured_says_which_command_measures_it() -> None:
    assert "not measured yet: `python -m bench theatre`" in line_of("growth", {})
    assert "not measured yet: `python -m bench`" in line_of("corridor.calls", {})
    assert "not measured yet: `make fast; python -m bench`" in line_of("naive.compiled", {})


def test_every_row_stands_on_the_page_once() -> None:
    lines = page_of({}).splitlines()

    assert len(ROWS) == len(MUST_SHOW) + len(SMALL)
    assert sum(line.startswith("| ") for line in lines) == len(ROWS) + 4  # two heads, two rules


def test_a_bench_leaves_the_figures_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "KEPT", tmp_path / "measured.json")
    monkeypatch.setattr(page, "PAGE", tmp_path / "results.md")

    page.write({"growth": Figure(value=1.0)})
    page.write({"corridor.events": Figure(value=2.0)})

    assert {name: figure.value for name, figure in read().items()} == {
        "growth": 1.0,
        "corridor.events": 2.0,
    }


def test_a_bench_that_was_stopped_goes_on_where_the_files_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "KEPT", tmp_path / "measured.json")
    monkeypatch.setattr(page, "PAGE", tmp_path / "results.md")
    page.write({"growth": Figure(value=1.0)})

    assert page.of_this_commit() == {"growth"}
    assert list(theatre.measured("none", ROWS)) == []

    monkeypatch.setattr(page, "commit_of_tree", lambda *_: "another")
    assert page.of_this_commit() == set()


def test_the_page_is_made_of_the_figures_that_were_kept() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_of(read())


def test_floors_leave_as_many_rows_as_the_run_that_they_stand_beside() -> None:
    assert bare(5_000, 3_000, 50) == pytest.approx(3_000, abs=1)
    assert stock(5_000, 3_000, 50) == pytest.approx(3_000, abs=50)


def test_the_naive_corridor_brings_its_loads_when_the_engine_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(naive, "LOADS", 20)
    monkeypatch.setattr(naive, "ROUNDS", 1)

    found = naive.measured()

    assert found.keys() == {
        f"naive.{build()}",
        *(name for name in ROWS if name.startswith("corridor.")),
    }
    assert all(figure.value > 0 for figure in found.values())


def test_copies_of_a_force_move_with_fleets_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One unit of 20 loads and 60 sets: three times that is 3 units, 60 loads, 180 sets."""
    monkeypatch.setattr(naive, "LOADS", 20)
    thrice, records = copied(naive.corridor(), 3), Records()

    run(thrice, seed=1, replication=None, records=records)

    assert len(thrice.units) == 3
    assert sum(row.stage == Stage.STAGING for row in records.rows()) == 60
    assert sum(fleet.held for fleet in thrice.fleets.values()) == 180
    assert {lot.unit for lot in thrice.lots.values()} == set(thrice.units)
    assert all(name.startswith(f"{lot.unit}/") for name, lot in thrice.lots.items())


def test_a_pool_tells_its_efficiency_and_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    small = {"LOADS": 10, "ROUNDS": 2, "A_ROUND": 2, "LOOPS": 1_000, "KEPT": 1}
    for name, value in small.items():
        monkeypatch.setattr(pool, name, value)

    found = pool.measured()

    assert found.keys() == {name for name in ROWS if name.startswith(("pool.", "small."))}
    assert found["pool.efficiency"].value > 0


def test_keeping_is_a_share_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naive, "LOADS", 20)
    world = naive.corridor()

    found = share(Timed(world), world, tmp_path, Level.FULL, range(1))

    assert 0 < found < 100
