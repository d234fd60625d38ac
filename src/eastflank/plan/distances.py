"""Distances: the least hours between places by rail, road, sea and air, in one replication.

Links and terminals that are closed from C-day to the end are no part of them; whatever else is
closed at times counts as open.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from eastflank.model.ids import LinkId, NodeId, TerminalId
from eastflank.model.modes import MODES, Medium, TerminalKind
from eastflank.model.scenario import AssetType, HeavyRoad, Link, Scenario
from eastflank.model.units import GAUGE_FAMILY, HOURS_PER_DAY, NEGLIGIBLE, STAND_KM
from eastflank.plan.least import Least
from eastflank.routing.catalogue import Catalogue
from eastflank.routing.flights import blocks_h
from eastflank.routing.network import ROAD_GROUP, over_ground_kmh

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shut:
    """What is closed for good from C-day on."""

    links: frozenset[LinkId]
    terminals: frozenset[TerminalId]


def shut_for_good(scenario: Scenario, least: Least) -> Shut:
    """What no lift can ever use."""
    always = [
        hit
        for hit in scenario.disruptions
        if hit.severity >= 1.0 and hit.start_h <= 0.0 and math.isinf(hit.end_h)
        if hit.recurs is None and least.luck.happens(hit.id, hit.chance)
    ]
    return Shut(
        frozenset(link for hit in always for link in hit.links),
        frozenset(terminal for hit in always for terminal in hit.terminals),
    )


class Distances:
    """Hours between all places, by the place of the nodes in the network."""

    def __init__(self, catalogue: Catalogue, least: Least, shut: Shut) -> None:
        self._scenario = catalogue.scenario
        self._catalogue = catalogue
        self._index = catalogue.network.index
        self._least = least
        self._open = [link for link in self._scenario.links.values() if link.id not in shut.links]

    # -- rail -------------------------------------------------------------------------------------

    def rail_h(self, gauge: int, *, loaded: bool) -> Floats:
        """Hours over the rails of a gauge family: running, standing, stops at borders if loaded."""
        stand_h = self._least.hours("train_stand") / STAND_KM
        stop_h = self._least.hours("border_stop") if loaded else 0.0
        kmh = self._least.value("rail_speed")

        def hours(link: Link, _: NodeId) -> float:
            run_h = link.length_km / min(link.limit_kmh, kmh) + link.length_km * stand_h
            return run_h + (stop_h if link.border else 0.0)

        return self._between(
            (x for x in self._open if MODES[x.mode].medium is Medium.TRACK and _family(x) == gauge),
            hours,
        )

    # -- road -------------------------------------------------------------------------------------

    def road_km(self) -> Floats:
        """Kilometres of the shortest roads."""
        return self._between(self._roads(0.0), lambda link, _: link.length_km)

    def road_h(self, kind: AssetType, *, for_tanks: bool) -> Floats:
        """Hours from setting out to arrival, night rests included."""
        pace = self._least.value("het_speed_factor") if kind.mlc > 0 else 1.0
        types = self._scenario.asset_types.values()
        mlc = max((each.mlc for each in types), default=0.0) if for_tanks else 0.0
        driven = self._between(self._roads(mlc), self._march_h) / pace
        return self._with_rests(driven, heavy=kind.mlc > 0)

    def _roads(self, mlc: float) -> Iterable[Link]:
        return (
            x for x in self._open if MODES[x.mode].medium is Medium.STREET and x.bridge_mlc >= mlc
        )

    def _march_h(self, link: Link, _: NodeId) -> float:
        group = ROAD_GROUP[link.road_class or "local"]
        kmh = self._least.value(f"march_speed_{group}") * (1.0 - self._least.value("halts_share"))
        return link.length_km / min(link.limit_kmh, kmh)

    def _with_rests(self, driven: Floats, *, heavy: bool) -> Floats:
        """The least time in which columns drive so long.

        They drive no more than ``limit_h`` in one window of the day. Of n windows those between the
        first and the last take whole days, and between two windows all rest. Each night may be
        shorter by the hours between the time zones.
        """
        open_h = self._window_h(heavy=heavy)
        limit_h = self._least.value("driving_hours_per_day")
        limit_h = min(open_h, limit_h / (1.0 - self._least.value("halts_share")))
        days = np.ceil(np.where(np.isfinite(driven), driven, 0.0) / limit_h - NEGLIGIBLE)
        rests = HOURS_PER_DAY - open_h + np.maximum(0.0, days - 2.0) * (HOURS_PER_DAY - limit_h)
        rested = driven + rests - (days - 1.0) * self._zones_h()
        return np.where(days > 1.0, np.maximum(driven, rested), driven)

    def _window_h(self, *, heavy: bool) -> float:
        rule = self._scenario.heavy_road if heavy else HeavyRoad.DAY
        if rule is HeavyRoad.ANY:
            return HOURS_PER_DAY
        name = "march_day" if rule is HeavyRoad.DAY else "heavy_night"
        open_h = self._least.value(f"{name}_end") - self._least.value(f"{name}_start")
        return open_h if open_h > 0 else open_h + HOURS_PER_DAY

    def _zones_h(self) -> float:
        offsets = [node.utc_offset_h for node in self._scenario.nodes.values()]
        return max(offsets) - min(offsets)

    # -- lanes and air ----------------------------------------------------------------------------

    def lane_h(self, kind: AssetType) -> Floats:
        """Hours of voyages; a vessel that is sent on from a closed port sails lane after lane.

        Who is sent on sails at the speed that movement control plans with.
        """
        if MODES[kind.mode].is_direct and not self._scenario.disruptions:
            lanes = self._lanes(kind)
            return self._direct(lanes, lambda link, to: self._voyage_h(kind, link, to))
        return self.empty_lane_h(kind)

    def empty_lane_h(self, kind: AssetType) -> Floats:
        """Hours of empty vessels: as movement control plans them, or as with a load if less."""
        planned_h = self._catalogue.network.lane_plan_h

        def hours(link: Link, to: NodeId) -> float:
            planned = min(planned_h(link, to), planned_h(link, to, kind.speed_kmh))
            return min(self._voyage_h(kind, link, to), planned)

        return self._between(self._lanes(kind), hours)

    def _lanes(self, kind: AssetType) -> list[Link]:
        return [link for link in self._open if link.mode is kind.mode and kind.fits(link)]

    def _voyage_h(self, kind: AssetType, link: Link, to: NodeId) -> float:
        """Over one lane: sailing, what is passed, and the approaches where it is the whole way."""
        row, value = MODES[kind.mode], self._least.value
        passed_h = sum(times * self._least.hours(key) for key, times in link.passages.items())
        if row.is_direct:
            kmh = (kind.speed_kmh or 1.0) * value("sea_speed_factor")
            return link.length_km / kmh + 2.0 * value(row.approach_key) + passed_h
        kmh = over_ground_kmh(link, to, (kind.speed_kmh or 1.0) * value(row.speed_key))
        return (link.length_km / kmh + passed_h) * HOURS_PER_DAY / value(row.day_key)

    def flight_h(self, kind: AssetType) -> Floats:
        """Hours from block to block between all fields, whether the type reaches them or not."""
        terminals = self._scenario.terminals.values()
        at = [self._index[x.node] for x in terminals if x.kind is TerminalKind.AIRFIELD]
        between = np.full(self._catalogue.flown_km.shape, math.inf)
        extra_h = self._least.value("air_block_extra")
        flown_km = self._catalogue.flown_km[np.ix_(at, at)]
        between[np.ix_(at, at)] = blocks_h(kind, flown_km, extra_h)
        return between

    # -- graphs -----------------------------------------------------------------------------------

    def _direct(self, links: Iterable[Link], hours: Callable[[Link, NodeId], float]) -> Floats:
        """The least hours over one link."""
        size = len(self._index)
        between = np.full((size, size), math.inf)
        np.fill_diagonal(between, 0.0)
        for link in links:
            for start, end in ((link.a, link.b), (link.b, link.a)):
                i, j = self._index[start], self._index[end]
                between[i, j] = min(between[i, j], hours(link, end))
        return between

    def _between(self, links: Iterable[Link], hours: Callable[[Link, NodeId], float]) -> Floats:
        """The least hours over any number of links."""
        direct = self._direct(links, hours)
        rows, columns = np.nonzero(np.isfinite(direct) & ~np.eye(len(direct), dtype=bool))
        graph = csr_matrix((direct[rows, columns], (rows, columns)), shape=direct.shape)
        between: Floats = dijkstra(graph)
        return between


def _family(link: Link) -> int:
    return GAUGE_FAMILY[link.gauge_mm or 1435]
