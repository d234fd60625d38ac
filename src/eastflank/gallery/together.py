"""Charts of several runs, by their names: an open run and its cuts side by side."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import pandas as pd

from eastflank.charts.bracket import bracket_chart
from eastflank.charts.closure import open_cut_chart
from eastflank.charts.destinations import destinations_chart
from eastflank.charts.drawn import Drawn
from eastflank.gallery.captions import caption_of, target_of
from eastflank.measures.closure.curves import closed_of, troops_curves
from eastflank.measures.compare.pairing import difference_curve
from eastflank.runs.brackets import bracket_table, brackets_of
from eastflank.runs.families import names_of
from eastflank.runs.pairs import paired_closures
from eastflank.runs.stored import StoredRun


def destinations(runs: Sequence[StoredRun]) -> Drawn:
    """Troops closed by country of destination."""
    return _closed_by("destination_country", runs)


def nations(runs: Sequence[StoredRun]) -> Drawn:
    """Troops closed by sending nation."""
    return _closed_by("nation", runs)


def _closed_by(column: str, runs: Sequence[StoredRun]) -> Drawn:
    named, target = _named(runs), target_of(runs[0])
    tables = {
        name: closed_of(run.closures(), column, by_day=target.day) for name, run in named.items()
    }
    captions = [caption_of(run) for run in named.values()]
    drawn = destinations_chart(tables, target=target, captions=captions, by=column)
    return drawn, _stacked(tables)


def bracket(runs: Sequence[StoredRun]) -> Drawn:
    """What nobody coordinates, what a staff plans, what no plan can beat; open and cut."""
    found = brackets_of(runs)[0]
    table, first = bracket_table(found), found.first.run
    captions = [caption_of(run) for side in found.sides for run in side.runs.values()]
    return bracket_chart(table, target=target_of(first), captions=captions), table


def open_cut(runs: Sequence[StoredRun]) -> Drawn:
    """Closed troops of the runs, and what each costs against the first, pair by pair."""
    named, first = _named(runs), runs[0]
    curves = {
        name: troops_curves(run.closures(), readings=["closed_095"]) for name, run in named.items()
    }
    differences = {
        name: difference_curve(*paired_closures(first, run))
        for name, run in named.items()
        if run is not first
    }
    drawn = open_cut_chart(
        curves,
        differences,
        target=target_of(first),
        captions=[caption_of(run) for run in runs],
        remark=_remark(runs),
    )
    short = {f"{name}: troops short": table for name, table in differences.items()}
    return drawn, _stacked({**curves, **short})


def _named(runs: Sequence[StoredRun]) -> Mapping[str, StoredRun]:
    return dict(zip(names_of(runs), runs, strict=True))


def _remark(runs: Sequence[StoredRun]) -> str:
    builds = {run.manifest.model for run in runs}
    return (
        "\nThe runs come from different builds of the model: run them again to compare"
        if len(builds) > 1
        else ""
    )


def _stacked(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [table.assign(run=name) for name, table in tables.items()]
    joined = pd.concat(parts, ignore_index=True)
    return joined[["run", *(column for column in joined.columns if column != "run")]]


TOGETHER: Final[dict[str, Callable[[Sequence[StoredRun]], Drawn]]] = {
    "bracket": bracket,
    "open-cut": open_cut,
    "destinations": destinations,
    "nations": nations,
}
