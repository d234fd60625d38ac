"""A run of a world that has no fleets, or no links, is told like any other."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests import made, waits
from tests.frames import number

from eastflank import api
from eastflank.cli.text.usage import usage_text
from eastflank.gallery.alone import ALONE
from eastflank.gallery.choice import can_draw, drawn_of
from eastflank.model.scenario import Scenario
from eastflank.runs.stored import StoredRun

BARE: dict[str, Scenario] = {
    "no fleets": replace(waits.ramp(), fleets={}),
    "no links": replace(waits.field(), links={}),
}


@pytest.fixture(scope="module", params=BARE)
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    root = tmp_path_factory.mktemp("bare") / "run"
    return StoredRun(made.keep(root, BARE[request.param]))


def test_its_tables_have_their_columns(bare: StoredRun) -> None:
    whole = StoredRun(made.run("ramp"))

    for name in ("units", "lots", "fleets", "capacities", "terminals"):
        assert list(bare.table(name).columns) == list(whole.table(name).columns), name
    assert list(bare.network.link_table.columns) == list(whole.network.link_table.columns)


def test_its_use_is_told(bare: StoredRun) -> None:
    assert usage_text(api.usage(bare), 10)


def test_its_charts_are_drawn(bare: StoredRun) -> None:
    drawn = [drawn_of(bare, name) for name in ALONE if can_draw(bare, name)]

    assert len(drawn) > 10


def test_without_fleets_nothing_is_closed(tmp_path: Path) -> None:
    run = StoredRun(made.keep(tmp_path / "run", BARE["no fleets"]))

    closed = run.line("troops_closed", 30)
    assert closed is not None
    assert number(closed["p50"]) == 0
    assert isinstance(run.fleets, pd.DataFrame)
    assert run.fleets.empty
