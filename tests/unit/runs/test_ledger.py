"""The delay ledger: a chain for each unit that adds up, and what it is rolled up to."""

import math
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests import made, waits

from eastflank.compile.relax import RELAXATIONS
from eastflank.model.causes import CauseKind
from eastflank.model.errors import PlannerError
from eastflank.runs.ledger import UNTOLD, WAIT, chain_of, ledger_of
from eastflank.runs.ledger_tables import (
    AT_TERMINALS,
    GROUP_OF,
    OF_FLEETS,
    OF_MODES,
    ON_LINKS,
    RELAXED,
    TOTAL,
    ablation_path,
    by_cause,
    by_column,
    write_ledger,
)
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY

WORLDS = ["theatre", "theatre-cut", "ramp", "paths", "yard", "coast", "breakdown", "slots", "field"]


@pytest.mark.parametrize("world", WORLDS)
def test_the_hours_of_each_unit_are_its_closure_less_the_order(world: str) -> None:
    run = StoredRun(made.run(world))
    closed = run.replication(LIKELY).closures.set_index("unit")["closed_095_h"]
    ready = run.records().query("stage == 'ready'")
    order_h = float(ready["from_h"].min())

    rows = ledger_of(run).rows

    hours = rows.groupby("unit")["hours"].sum()
    finite = closed[np.isfinite(closed)]
    assert sorted(hours.index) == sorted(finite.index)
    assert (hours - (finite - order_h)).abs().max() < 1e-6
    assert (rows["hours"] > -1e-9).all()


def test_a_chain_begins_at_the_order_and_not_on_c_day(tmp_path: Path) -> None:
    """The order two days before C-day: 48 h more than the 44 h until the last lot is there."""
    world = waits.ramp()
    early = replace(world, frame=replace(world.frame, warning_h=48.0))

    rows = ledger_of(StoredRun(made.keep(tmp_path / "early", early))).rows

    assert rows["hours"].sum() == pytest.approx(48 + 44)
    assert rows.iloc[0]["cause"] == "c_day"


@pytest.mark.parametrize("world", ["theatre", "theatre-cut"])
def test_the_records_leave_next_to_nothing_untold(world: str) -> None:
    rows = ledger_of(StoredRun(made.run(world)), 1).rows

    told = rows.groupby("doing")["hours"].sum()
    assert told.get(UNTOLD, 0.0) < 0.01 * told.sum()
    assert {"waiting", "moving", "handling"} <= set(told.index)


@pytest.mark.parametrize(
    ("world", "told"),
    [
        ("ramp", {("asset", "train"): 26.0}),  # the third train waits for a set, not for the ramp
        ("slots", {("path", "AM"): 1.0, ("integration", "staging_area:B"): 23.0}),
        (
            "coast",
            {("port_land", "port:P"): 72.0, ("asset", "ship"): 10.0, ("asset", "train"): 2.0},
        ),
        ("paths", {("path", "AM"): 24.0, ("crew", ""): 0.5}),
    ],
)
def test_a_wait_is_charged_to_what_was_refused_last(
    world: str, told: dict[tuple[str, str], float]
) -> None:
    rows = ledger_of(StoredRun(made.run(world))).rows
    last = rows.loc[rows["unit"] == rows["unit"].max()]

    waits = last.loc[(last["doing"] == WAIT) & (last["hours"] > 0)]
    named = zip(waits["cause"], waits["cause_thing"], waits["hours"], strict=True)

    assert {(cause, thing): round(hours, 6) for cause, thing, hours in named} == told


def test_a_closure_is_named_with_what_has_closed_it() -> None:
    rows = ledger_of(StoredRun(made.run("struck"))).rows

    assert rows.loc[rows["cause"] == "closed_terminal", "closed_by"].ne("").any()


def test_what_it_is_rolled_up_to_adds_up_to_the_same_mean() -> None:
    ledger = ledger_of(StoredRun(made.run("theatre")))
    units = ledger.rows.drop_duplicates("unit")
    mean = (ledger.rows["hours"] * ledger.rows["troops"]).sum() / units["troops"].sum() / 24

    causes, places = by_cause(ledger), by_column(ledger, "destination_country")

    assert causes["days"].sum() == pytest.approx(mean)
    assert causes["share"].sum() == pytest.approx(1.0)
    assert causes["most"].sum() == len(units)
    assert (places[TOTAL] * places["troops"]).sum() / places["troops"].sum() == pytest.approx(mean)


def test_a_stored_ablation_tells_what_relaxing_a_cause_gains(tmp_path: Path) -> None:
    root = shutil.copytree(made.run("paths"), tmp_path / "paths" / "id")
    run = StoredRun(root)
    path = ablation_path(run)
    path.parent.mkdir(parents=True)
    table = pd.DataFrame(
        [
            {
                "constraint": "separations",
                "more_troops": 540,
                "low": 100,
                "high": 900,
                "replications": 64,
            }
        ]
    )
    table.to_csv(path, index=False)

    causes = by_cause(ledger_of(run))

    gained = dict(zip(causes["cause"], causes["more_troops"].astype(float), strict=True))
    assert gained["path"] == 540
    assert math.isnan(gained["crew"])


def test_every_cause_has_a_group_and_every_relaxation_is_one() -> None:
    named: list[Mapping[Any, str]] = [RELAXED, AT_TERMINALS, OF_FLEETS, OF_MODES, ON_LINKS]

    assert set(GROUP_OF) == set(CauseKind)
    assert {name for table in named for name in table.values()} <= set(RELAXATIONS)


def test_one_unit_has_the_chain_that_it_has_among_all() -> None:
    run = StoredRun(made.run("theatre"))
    whole = ledger_of(run)
    unit = str(whole.rows["unit"].iloc[0])

    alone = ledger_of(run, LIKELY, unit)

    pd.testing.assert_frame_equal(chain_of(alone, unit), chain_of(whole, unit))
    with pytest.raises(PlannerError, match="no unit 'nobody'"):
        ledger_of(run, LIKELY, "nobody")


def test_units_that_never_close_are_named_and_not_told() -> None:
    ledger = ledger_of(StoredRun(made.run("stranded")))

    assert ledger.never
    assert set(ledger.never).isdisjoint(ledger.rows["unit"])


def test_tables_are_written_beside_the_run(tmp_path: Path) -> None:
    run = StoredRun(shutil.copytree(made.run("theatre"), tmp_path / "t"))

    paths = write_ledger(ledger_of(run))

    assert [path.stem for path in paths] == ["chains", "causes", "nations", "destinations"]
    assert len(pd.read_csv(paths[0])) > 20
