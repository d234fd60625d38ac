"""The gallery: every chart by its name, from what a run folder holds to figure and data."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from eastflank.charts.assets import assets_chart
from eastflank.charts.binds import binds_chart
from eastflank.charts.brigades import brigades_chart
from eastflank.charts.closure import closure_chart, open_cut_chart
from eastflank.charts.crossings import crossings_chart
from eastflank.charts.days import (
    closings_of,
    over_corridor,
    spells_of,
    stages_of,
    throughput_of,
    use_of,
)
from eastflank.charts.destinations import destinations_chart
from eastflank.charts.hinges import sensitivity_drawn, too_few_draws
from eastflank.charts.maps import map_chart
from eastflank.charts.modes import modes_chart
from eastflank.charts.queues import queues_chart
from eastflank.charts.scene import (
    closures_of,
    corridor_links,
    crossings_of,
    queues_of,
    scene_of,
    waits_of,
)
from eastflank.charts.sources import Source, called
from eastflank.charts.stages import stages_chart
from eastflank.charts.sweeps import SWEPT, Drawn, lacking_of_sweep
from eastflank.charts.throughput import throughput_chart
from eastflank.charts.units import GANTT_TITLE, gantt_chart, late_chart
from eastflank.charts.utilisation import utilisation_chart
from eastflank.measures.closure.curves import brigade_days, brigades_curve, closed_of, troops_curves
from eastflank.measures.closure.lateness import lateness
from eastflank.measures.compare.pairing import difference_curve
from eastflank.measures.use.usage import asset_usage, entry_modes
from eastflank.model.errors import PlannerError
from eastflank.model.units import HOURS_PER_DAY
from eastflank.store.folder import paired_closures

OF_CORRIDOR: Final = frozenset({"crossings", "gantt-corridor"})
CORRIDOR_TITLE: Final = "Units over the corridor, the last to close first"


def charts_of(source: Source) -> Mapping[str, Callable[[Source], Drawn]]:
    """The charts of one folder by their names: those of a sweep, or of a run."""
    return SWEPT if source.is_sweep else ALONE


def lacking(source: Source, chart: str) -> PlannerError | None:
    """Why a chart of this folder cannot be drawn; None where it can."""
    if chart not in charts_of(source):
        what = "a sweep" if source.is_sweep else "one run"
        return PlannerError(
            where=str(source.folder.root),
            found=f"there is no chart {chart!r} of {what}.",
            right=f"Charts of {what} are {', '.join(sorted(charts_of(source)))}.",
        )
    if source.is_sweep:
        return lacking_of_sweep(source, chart)
    if chart in OF_CORRIDOR and not corridor_links(source):
        return PlannerError(
            where=str(source.folder.root),
            found="the network of this run has no corridor 'suwalki', so there are no crossings.",
        )
    return too_few_draws(source) if chart == "sensitivity" else None


def can_draw(source: Source, chart: str) -> bool:
    """Whether a folder has what a chart is about: crossings need a corridor."""
    return lacking(source, chart) is None


def drawn_of(source: Source, chart: str) -> Drawn:
    """One chart of one folder; where it cannot be drawn, why."""
    mistake = lacking(source, chart)
    if mistake is not None:
        raise mistake
    return charts_of(source)[chart](source)


def _closure(source: Source) -> Drawn:
    curves = troops_curves(source.closures)
    return closure_chart(curves, target=source.target, caption=source.caption()), curves


def _map(source: Source) -> Drawn:
    scene = scene_of(source)
    drawn = map_chart(scene, caption=source.caption(of_records=True))
    return drawn, scene.flows


def _binds(source: Source) -> Drawn:
    waits = waits_of(source)
    return binds_chart(waits, caption=source.caption(of_records=True)), waits


def _crossings(source: Source) -> Drawn:
    daily, crossings = crossings_of(source)
    drawn = crossings_chart(
        daily, crossings, closures=closures_of(source), caption=source.caption(of_records=True)
    )
    return drawn, daily


def _modes(source: Source) -> Drawn:
    country = dict(zip(source.nodes["id"], source.nodes["country"], strict=True))
    entries = entry_modes(
        source.records, source.folder.units(), node_country=country, modes=source.modes
    )
    return modes_chart(entries, captions=[source.caption(of_records=True)]), entries


def _queues(source: Source) -> Drawn:
    curves, columns = queues_of(source)
    return queues_chart(curves, columns, caption=source.caption(of_records=True)), curves


def _assets(source: Source) -> Drawn:
    usage = assets_of(source)
    return assets_chart(usage, caption=source.caption(of_records=True)), usage


def assets_of(source: Source) -> pd.DataFrame:
    """The use of each asset type, up to the closing of the last unit that closes."""
    closed = source.folder.closures([source.told])["closed_095_h"]
    finite = closed.loc[np.isfinite(closed)]
    return asset_usage(source.records, until_h=float(finite.max()) if len(finite) else source.end_h)


def _gantt(source: Source) -> Drawn:
    return _moves(source, closings_of(source))


def _gantt_corridor(source: Source) -> Drawn:
    closings = closings_of(source)
    return _moves(source, closings.loc[closings["unit"].isin(over_corridor(source))],
                  title=CORRIDOR_TITLE)  # fmt: skip


def _moves(source: Source, closings: pd.DataFrame, title: str = GANTT_TITLE) -> Drawn:
    spells = spells_of(source)
    drawn = gantt_chart(
        closings,
        spells,
        caption=source.caption(of_records=True),
        horizon_day=source.manifest.horizon_h / HOURS_PER_DAY,
        title=title,
    )
    return drawn, spells.merge(closings, on="unit", how="right")


def _brigades(source: Source) -> Drawn:
    brigades = brigade_days(source.closures)
    drawn = brigades_chart(
        brigades_curve(source.closures),
        brigades,
        target_day=source.manifest.target_day,
        horizon_day=source.manifest.horizon_h / HOURS_PER_DAY,
        caption=source.caption(),
    )
    return drawn, brigades


def _stages(source: Source) -> Drawn:
    by_destination, by_nation = stages_of(source)
    drawn = stages_chart(by_destination, by_nation, caption=source.caption(of_records=True))
    parts = {"destination_country": by_destination, "nation": by_nation}
    told = [table.assign(group=group) for group, table in parts.items()]
    return drawn, pd.concat(told, ignore_index=True)


def _throughput(source: Source) -> Drawn:
    daily, kinds = throughput_of(source)
    return throughput_chart(daily, kinds, caption=source.caption(of_records=True)), daily


def _utilisation(source: Source) -> Drawn:
    daily, bands = use_of(source)
    return utilisation_chart(bands, caption=source.caption(of_records=True)), daily


def _late(source: Source) -> Drawn:
    by_priority = lateness(source.closures, by="priority")
    by_country = lateness(source.closures, by="destination_country")
    drawn = late_chart(by_priority, by_country, captions=[source.caption()])
    return drawn, pd.concat([by_priority, by_country], ignore_index=True)


def _destinations(sources: Sequence[Source]) -> Drawn:
    return _closed_by("destination_country", sources)


def _nations(sources: Sequence[Source]) -> Drawn:
    return _closed_by("nation", sources)


def _closed_by(column: str, sources: Sequence[Source]) -> Drawn:
    runs = called(sources)
    target = sources[0].target
    tables = {
        name: closed_of(run.closures, column, by_day=target.day) for name, run in runs.items()
    }
    captions = [run.caption() for run in runs.values()]
    drawn = destinations_chart(tables, target=target, captions=captions, by=column)
    return drawn, _stacked(tables)


def _open_cut(sources: Sequence[Source]) -> Drawn:
    _same_luck(sources)
    runs = called(sources)
    curves = {
        name: troops_curves(run.closures, readings=["closed_095"]) for name, run in runs.items()
    }
    first = sources[0]
    differences = {
        name: difference_curve(*paired_closures(first.folder, run.folder))
        for name, run in runs.items()
        if run is not first
    }
    drawn = open_cut_chart(
        curves, differences, target=first.target, captions=[run.caption() for run in sources],
        remark=_remark(sources),
    )  # fmt: skip
    short = {f"{name}: troops short": table for name, table in differences.items()}
    return drawn, _stacked({**curves, **short})


def _same_luck(sources: Sequence[Source]) -> None:
    """Differences are paired by replication, so all runs must have met the same luck."""
    seeds = {run.manifest.seed for run in sources}
    if len(seeds) > 1:
        raise PlannerError(
            where=" and ".join(run.manifest.label for run in sources),
            found=f"they ran with seeds {', '.join(map(str, sorted(seeds)))}.",
            right="Runs that are compared need the same --seed.",
        )


def _remark(sources: Sequence[Source]) -> str:
    builds = {run.manifest.versions.get("model") for run in sources}
    return (
        "\nThe runs come from different builds of the model: run them again to compare"
        if len(builds) > 1
        else ""
    )


def _stacked(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [table.assign(run=name) for name, table in tables.items()]
    joined = pd.concat(parts, ignore_index=True)
    return joined[["run", *(column for column in joined.columns if column != "run")]]


ALONE: Final[dict[str, Callable[[Source], Drawn]]] = {
    "closure": _closure,
    "brigades": _brigades,
    "destinations": lambda source: _destinations([source]),
    "nations": lambda source: _nations([source]),
    "map": _map,
    "stages": _stages,
    "binds": _binds,
    "throughput": _throughput,
    "utilisation": _utilisation,
    "crossings": _crossings,
    "modes": _modes,
    "queues": _queues,
    "assets": _assets,
    "gantt": _gantt,
    "gantt-corridor": _gantt_corridor,
    "late": _late,
    "sensitivity": sensitivity_drawn,
}
TOGETHER: Final[dict[str, Callable[[Sequence[Source]], Drawn]]] = {
    "open-cut": _open_cut,
    "destinations": _destinations,
    "nations": _nations,
}
