"""From a run folder to the frames of the map, the waits and the crossings."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from eastflank.charts import style
from eastflank.charts.crossings import Closure, Crossing
from eastflank.charts.projection import Projection, projection_of
from eastflank.charts.queues import Column
from eastflank.charts.scene import Corridor, Scene
from eastflank.gallery.flights import FlightLines
from eastflank.gallery.topology import lines_of
from eastflank.measures.closure.closures import moving
from eastflank.measures.use.flows import air_flows, link_flows, places_used
from eastflank.measures.use.queues import queue_curves, queues_at
from eastflank.measures.use.usage import crossings_per_day
from eastflank.measures.use.waiting import Cause, causes_of
from eastflank.model.causes import CauseKind
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import names
from eastflank.runs.wording.causes import labels

CORRIDOR: Final = "suwalki"
MOST_CROSSINGS: Final = 5
AT_PLACES: Final = frozenset(
    {
        CauseKind.CALL_FORWARD,
        CauseKind.LOADING,
        CauseKind.UNLOADING,
        CauseKind.TRANSFER,
        CauseKind.CRANE,
        CauseKind.PORT_LAND,
        CauseKind.INTEGRATION,
        CauseKind.FIELD_HOURS,
        CauseKind.CLOSED_TERMINAL,
    }
)
MOST_QUEUES: Final = 5


def scene_of(run: StoredRun) -> Scene:
    """What the map of a run is drawn from."""
    lines = course_lines(run)
    flows = link_flows(run.told.records, modes=run.modes)
    air = air_flows(run.told.records)
    pairs = air["a"] + ">" + air["b"] if len(air) else pd.Series(dtype=str)
    known, flown = set(run.network.nodes["id"]), FlightLines(run)
    for pair, a, b in zip(pairs, air["a"], air["b"], strict=True):
        if {a, b} <= known:
            lines[pair] = flown.line(a, b).tolist()
    flights = air.assign(link_id=pairs, mode="air")[list(flows.columns)]
    drawn = pd.concat([part for part in (flows, flights) if len(part)] or [flows])
    return Scene(
        flows=drawn.loc[drawn["link_id"].isin(list(lines))].reset_index(drop=True),
        lines=lines,
        places=_places(run),
        queues=_queues_at(run),
        backdrop=run.drawing("backdrop.geojson"),
        towns=run.network.nodes,
        corridor=_corridor(run, lines),
        projection=map_of(run),
    )


def map_of(run: StoredRun) -> Projection:
    """The map that the network of a run is drawn on."""
    return projection_of(run.network.nodes[["lon", "lat"]].to_numpy())


def course_lines(run: StoredRun) -> dict[str, Sequence[Sequence[float]]]:
    """The course of each link: straight, but for those whose course or shape is known."""
    lines: dict[str, Sequence[Sequence[float]]] = {
        feature["properties"]["id"]: feature["geometry"]["coordinates"]
        for feature in run.network.features
        if feature["properties"]["what"] == "link"
    }
    known = {
        feature["properties"]["link_id"]: feature["geometry"]["coordinates"]
        for feature in run.drawing("link_shape.geojson")["features"]
    } | lines_of(run.drawing("sea_course.topojson"))
    return lines | {link: line for link, line in known.items() if link in lines}


def _places(run: StoredRun) -> pd.DataFrame:
    used = places_used(run.told.records, modes=run.modes)
    goals = set(moving(run.units)["destination_node_id"])
    columns = run.network.nodes.rename(columns={"id": "node_id"})[["node_id", "name", "lon", "lat"]]
    placed = used.merge(columns, on="node_id", how="inner")
    return placed.assign(is_destination=placed["node_id"].isin(goals))


def _queues_at(run: StoredRun) -> pd.DataFrame:
    """Days that lots waited at each node, with its position."""
    told = run.told
    waited = queues_at(told.records, told.waiting, end_h=told.end_h)
    columns = run.network.nodes.rename(columns={"id": "place"})[["place", "name", "lon", "lat"]]
    return waited.merge(columns, on="place", how="inner")


def corridor_links(run: StoredRun) -> list[str]:
    """The links of the corridor that the question is about, else none."""
    return [link for link in run.corridors.get(CORRIDOR, []) if link in run.network.links]


def _corridor(run: StoredRun, lines: Mapping[str, Any]) -> Corridor | None:
    links = [link for link in corridor_links(run) if link in lines]
    if not links:
        return None
    cut = {link for each in run.disruptions if each["severity"] >= 1 for link in each["links"]}
    return Corridor(
        name=names.corridor(CORRIDOR),
        links={link: run.short_names.link(link) for link in links},
        closed=frozenset(cut & set(links)),
    )


def waits_of(run: StoredRun) -> pd.DataFrame:
    """Waits by cause, with a label that a reader understands."""
    waits = run.told.waits
    return waits.assign(label=labels(causes_of(waits), run.short_names))


def queues_of(run: StoredRun) -> tuple[pd.DataFrame, list[Column]]:
    """Queues over time of the lift and of the places that were waited for most."""
    waits = waits_of(run)
    at_places = waits.loc[waits["cause"].isin(AT_PLACES)]
    columns = [
        Column(heading=heading, colour=colour, labels=_longest(rows))
        for heading, colour, rows in (
            ("Waiting for lift", style.BLUE, waits.loc[waits["cause"] == CauseKind.ASSET]),
            ("Waiting for a place", style.VERMILION, at_places),
        )
    ]
    causes = [cause for column in columns for cause in column.labels]
    return queue_curves(run.told.records, causes, run.told.waiting, end_h=run.told.end_h), columns


def _longest(waits: pd.DataFrame) -> dict[Cause, str]:
    first = waits.head(MOST_QUEUES)
    return dict(zip(causes_of(first), first["label"], strict=True))


def crossings_of(run: StoredRun) -> tuple[pd.DataFrame, list[Crossing]]:
    """Lifts a day over the corridor, and its crossings: the railway and the busiest roads."""
    links = corridor_links(run)
    daily = crossings_per_day(run.told.records, links, modes=run.modes)
    lifts = daily.groupby("link_id")["lifts"].sum().reindex(links, fill_value=0.0)
    is_rail = {link: run.network.links[link]["mode"] == "rail" for link in links}
    used = [link for link in links if is_rail[link] or lifts[link] > 0] or links[:1]
    ordered = sorted(used, key=lambda link: (not is_rail[link], -lifts[link], link))
    return daily, [_crossing(run, link) for link in ordered[:MOST_CROSSINGS]]


def _crossing(run: StoredRun, link_id: str) -> Crossing:
    link = run.network.links[link_id]
    country = run.network.country
    a, b = link["a"], link["b"]
    ahead, back = (a, b) if country.get(b) == "PL" else (b, a)
    paths = link.get("paths_per_day_each_way")
    return Crossing(
        link_id=link_id,
        label=run.short_names.link(link_id),
        mode=link["mode"],
        forward=ahead,
        ways=(_towards(country.get(ahead, ahead)), _towards(country.get(back, back))),
        is_single_track=link.get("tracks") == 1,
        per_day=None if paths is None else float(paths) * run.path_share,
    )


def _towards(code: str) -> str:
    return f"to {names.country(code)}"


def _last_day(disruption: Mapping[str, Any]) -> float:
    """The day on which a disruption is over for good, inf if that is open."""
    recurs = disruption.get("recurs")
    end_h = recurs["until_h"] if recurs else disruption["end_h"]
    return math.inf if end_h is None else float(end_h) / HOURS_PER_DAY


def closures_of(run: StoredRun) -> list[Closure]:
    """When the corridor is closed, in days."""
    links = set(corridor_links(run))
    return [
        Closure(
            start=float(each["start_h"]) / HOURS_PER_DAY,
            end=_last_day(each),
            label=names.closed(each, run.corridors) + (" at times" if each.get("recurs") else ""),
        )
        for each in run.disruptions
        if links & set(each["links"])
    ]
