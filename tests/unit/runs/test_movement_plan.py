"""The movement plan of a run: what its rows say, and that a run of them goes the same ways."""

from pathlib import Path

import pandas as pd
import pytest
from tests import made, theatre

from eastflank.measures.frames import lot_rows
from eastflank.model.errors import CollectedError
from eastflank.model.modes import ACCESS
from eastflank.model.records import Stage
from eastflank.runs.movement_plan import COLUMNS, movement_plan
from eastflank.runs.plan_changes import plan_changes
from eastflank.runs.stored import StoredRun
from eastflank.tables.plan import read_plan_file


@pytest.fixture(scope="module")
def run() -> StoredRun:
    """The small theatre at likely values."""
    return StoredRun(made.run("theatre-likely"))


@pytest.fixture(scope="module")
def plan(run: StoredRun) -> pd.DataFrame:
    """Its movement plan."""
    return movement_plan(run, theatre.theatre())


def lots_of(plan: pd.DataFrame) -> list[str]:
    """The ids of all lots that rows speak of."""
    named = zip(plan["uln"], plan["cargo"], plan["lot"], strict=True)
    return sorted(f"{uln}/{cargo}/{lot}" for uln, cargo, lots in named for lot in lots.split(";"))


def words(cell: object) -> set[str]:
    """The words of a cell."""
    return set(filter(None, str(cell).split(";")))


def test_each_lot_that_arrived_has_one_row(run: StoredRun, plan: pd.DataFrame) -> None:
    moved = lot_rows(run.told.records, Stage.TRANSIT)["lot"].astype(str)
    arrived = lot_rows(run.told.records, Stage.STAGING)["lot"].astype(str)

    assert lots_of(plan) == sorted(set(moved) & set(arrived) & set(theatre.theatre().lots))


def test_a_row_names_the_modes_that_carried_its_lots(run: StoredRun, plan: pd.DataFrame) -> None:
    legs = lot_rows(run.told.records, Stage.TRANSIT).astype({"lot": str})
    carried = legs.assign(mode=legs["asset_type"].astype(str).map(run.modes)).groupby("lot")["mode"]
    modes = {str(lot): set(found) for lot, found in carried}
    access = {mode.value for mode in ACCESS}

    for _, row in plan.iterrows():
        for lot in lots_of(row.to_frame().T):
            assert words(row["modes"]) == (modes[lot] - access or modes[lot]), lot


def test_a_row_starts_before_it_arrives_and_its_terminals_are_of_the_network(
    run: StoredRun, plan: pd.DataFrame
) -> None:
    via = set().union(*map(words, plan["via"]))

    assert via
    assert via <= set(run.terminals)
    assert (plan["start_day"] < plan["arrival_day"]).all()


def test_the_table_has_the_columns_that_a_plan_may_have(plan: pd.DataFrame) -> None:
    assert tuple(plan.columns) == COLUMNS


def test_a_unit_that_goes_another_way_is_told_with_both(tmp_path: Path) -> None:
    head = "uln,cargo,modes,via,not_before_day,after"
    (tmp_path / "a.csv").write_text(f"{head}\n007,tracked,rail,,,\n1e3,people,air,,,\n")
    (tmp_path / "b.csv").write_text(f"{head}\n007,tracked,sea,PT_GDYNIA,2,\n1e3,people,air,,,\n")

    changes = plan_changes(*(read_plan_file(tmp_path / name) for name in ("a.csv", "b.csv")))

    assert changes == (("007", "tracked", "by rail", "by sea via PT_GDYNIA not before C+2.0"),)


def test_a_table_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("uln,mode\n007,rail\n")

    with pytest.raises(CollectedError, match=r"'mode' is not known here\. Did you mean 'modes'"):
        read_plan_file(tmp_path / "a.csv")
