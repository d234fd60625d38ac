"""Charts of one run, by their names: from what its folder holds to figure and frame."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from eastflank.charts.assets import assets_chart
from eastflank.charts.binds import binds_chart
from eastflank.charts.brigades import brigades_chart
from eastflank.charts.closure import closure_chart
from eastflank.charts.crossings import crossings_chart
from eastflank.charts.drawn import Drawn
from eastflank.charts.fight import fight_chart
from eastflank.charts.maps import map_chart
from eastflank.charts.modes import modes_chart
from eastflank.charts.queues import queues_chart
from eastflank.charts.stages import stages_chart
from eastflank.charts.throughput import throughput_chart
from eastflank.charts.units import GANTT_TITLE, gantt_chart, late_chart
from eastflank.charts.utilisation import utilisation_chart
from eastflank.gallery.captions import caption_of, target_of
from eastflank.gallery.days import (
    closings_of,
    longest_waits_of,
    over_corridor,
    spells_of,
    stages_of,
    throughput_of,
    use_of,
)
from eastflank.gallery.hinges import sensitivity_drawn
from eastflank.gallery.scene import closures_of, crossings_of, queues_of, scene_of, waits_of
from eastflank.gallery.together import bracket, destinations, nations
from eastflank.measures.closure.curves import brigade_days, brigades_curve
from eastflank.measures.closure.lateness import lateness
from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE
from eastflank.measures.use.usage import asset_usage, entry_modes
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.fight import KINDS, fight_ready_of
from eastflank.runs.stored import StoredRun

CORRIDOR_TITLE: Final = "Units over the corridor, the last to close first"


def _closure(run: StoredRun) -> Drawn:
    curves, bound = run.curves(), run.bound
    drawn = closure_chart(curves, target=target_of(run), caption=caption_of(run), bound=bound)
    return drawn, curves if bound is None else pd.concat([curves, _as_curve(bound, curves)])


def _as_curve(bound: pd.DataFrame, curves: pd.DataFrame) -> pd.DataFrame:
    """The bound as a reading of its own among the curves."""
    told = bound.rename(columns={"troops": "p50"})
    return told.assign(reading="bound", replications=curves["replications"].max())


def _map(run: StoredRun) -> Drawn:
    scene = scene_of(run)
    drawn = map_chart(scene, caption=caption_of(run, of_records=True))
    return drawn, scene.flows


def _binds(run: StoredRun) -> Drawn:
    waits = waits_of(run)
    return binds_chart(waits, caption=caption_of(run, of_records=True)), waits


def _crossings(run: StoredRun) -> Drawn:
    daily, crossings = crossings_of(run)
    drawn = crossings_chart(
        daily, crossings, closures=closures_of(run), caption=caption_of(run, of_records=True)
    )
    return drawn, daily


def _modes(run: StoredRun) -> Drawn:
    entries = entry_modes(
        run.told.records, run.units, node_country=run.network.country, modes=run.modes
    )
    return modes_chart(entries, captions=[caption_of(run, of_records=True)]), entries


def _queues(run: StoredRun) -> Drawn:
    curves, columns = queues_of(run)
    return queues_chart(curves, columns, caption=caption_of(run, of_records=True)), curves


def _assets(run: StoredRun) -> Drawn:
    usage = assets_of(run)
    return assets_chart(usage, caption=caption_of(run, of_records=True)), usage


def assets_of(run: StoredRun) -> pd.DataFrame:
    """The use of each asset type, up to the closing of the last unit that closes."""
    closed = run.told.closures["closed_095_h"]
    finite = closed.loc[np.isfinite(closed)]
    until_h = float(finite.max()) if len(finite) else run.told.end_h
    return asset_usage(run.told.records, until_h=until_h)


def _gantt(run: StoredRun) -> Drawn:
    return _moves(run, closings_of(run))


def _gantt_corridor(run: StoredRun) -> Drawn:
    closings = closings_of(run)
    return _moves(
        run, closings.loc[closings["unit"].isin(over_corridor(run))], title=CORRIDOR_TITLE
    )


def _moves(run: StoredRun, closings: pd.DataFrame, title: str = GANTT_TITLE) -> Drawn:
    spells, waits = spells_of(run), longest_waits_of(run)
    drawn = gantt_chart(
        closings,
        spells,
        caption=caption_of(run, of_records=True),
        horizon_day=run.manifest.horizon_h / HOURS_PER_DAY,
        title=title,
        waits=waits,
    )
    table = spells.merge(closings, on="unit", how="right")
    return drawn, table.assign(longest_wait=table["unit"].map(waits).astype(object).fillna(""))


def _brigades(run: StoredRun) -> Drawn:
    brigades = brigade_days(run.closures())
    drawn = brigades_chart(
        brigades_curve(run.closures()),
        brigades,
        target_day=run.manifest.target_day,
        horizon_day=run.manifest.horizon_h / HOURS_PER_DAY,
        caption=caption_of(run),
    )
    return drawn, brigades


def _stages(run: StoredRun) -> Drawn:
    by_destination, by_nation = stages_of(run)
    drawn = stages_chart(by_destination, by_nation, caption=caption_of(run, of_records=True))
    parts = {"destination_country": by_destination, "nation": by_nation}
    told = [table.assign(group=group) for group, table in parts.items()]
    return drawn, pd.concat(told, ignore_index=True)


def _throughput(run: StoredRun) -> Drawn:
    daily, kinds = throughput_of(run)
    return throughput_chart(daily, kinds, caption=caption_of(run, of_records=True)), daily


def _utilisation(run: StoredRun) -> Drawn:
    daily, bands = use_of(run)
    return utilisation_chart(bands, caption=caption_of(run, of_records=True)), daily


def _late(run: StoredRun) -> Drawn:
    by_priority = lateness(run.closures(), by="priority")
    by_country = lateness(run.closures(), by="destination_country")
    drawn = late_chart(by_priority, by_country, captions=[caption_of(run)])
    return drawn, pd.concat([by_priority, by_country], ignore_index=True)


def _fight(run: StoredRun) -> Drawn:
    table = fight_ready_of(run, FIGHT_DAYS)
    drawn = fight_chart(
        table, kinds=KINDS, places=FIGHT_PLACES, target=target_of(run), caption=caption_of(run)
    )
    return drawn, table


FIGHT_DAYS: Final = tuple(float(day) for day in np.arange(0.0, 60.5, 0.5))
FIGHT_PLACES: Final = {
    EVERYWHERE: "all",
    BALTIC: "EE, LV, LT",
    "PL": "Poland",
    "RO": "Romania",
    "FI": "Finland",
}
ALONE: Final[dict[str, Callable[[StoredRun], Drawn]]] = {
    "closure": _closure,
    "bracket": lambda run: bracket([run]),
    "brigades": _brigades,
    "destinations": lambda run: destinations([run]),
    "nations": lambda run: nations([run]),
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
    "fight-ready": _fight,
    "sensitivity": sensitivity_drawn,
}
