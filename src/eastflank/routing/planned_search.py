"""The search for a planned move: the terminals that the plan names are always looked at.

The common search weighs only the best few ports, airfields and railheads of a question.
"""

import math
from typing import Final

import numpy as np

from eastflank.model.ids import NodeId, TerminalId
from eastflank.model.modes import MODES, Mode, TerminalKind
from eastflank.model.scenario import (
    CargoClass,
    Terminal,
)
from eastflank.model.units import GAUGE_FAMILY
from eastflank.routing.catalogue import Catalogue
from eastflank.routing.far_legs import air_leg
from eastflank.routing.legs import Closures, Itinerary
from eastflank.routing.network import FloatMatrix, Reach
from eastflank.routing.search import Search

PARTNERS: Final = 6  # other ends weighed where the plan names one end of a crossing
Pair = tuple[Terminal, Terminal]


class PlannedSearch(Search):
    """A search that also tries every way between the named terminals."""

    def __init__(
        self,
        catalogue: Catalogue,
        reach: Reach,
        closures: Closures,
        cargo: CargoClass,
        via: frozenset[TerminalId],
    ):
        super().__init__(catalogue, reach, closures, cargo)
        self._via = via
        self._named: dict[TerminalKind, list[Pair]] = {}

    def lanes(
        self, mode: Mode, place: NodeId, destination: NodeId, *, planned: bool = False
    ) -> list[Itinerary]:
        """Between the named ports too."""
        found = super().lanes(mode, place, destination, planned=planned)
        types = self.catalogue.carriers(mode, self.cargo)
        if not types:
            return found
        ends = self._ground_hours(place), self._ground_hours(destination)
        ports, hours = self._named_at(MODES[mode].home_kind), self.reach.lanes[mode].hours
        for start, end in self._pairs(ports, hours, ends):
            leg = self._crossing(mode, start, end, types)
            found += self._between_ports(place, leg, destination) if leg else []
        return found

    def air(self, place: NodeId, destination: NodeId) -> list[Itinerary]:
        """By aircraft, between the named airfields too."""
        found = super().air(place, destination)
        types = self.catalogue.carriers(Mode.AIR, self.cargo)
        if not types:
            return found
        ends = self._road_hours(place), self._road_hours(destination)
        fields = self._named_at(TerminalKind.AIRFIELD)
        flown_km = np.where(self.catalogue.flyable(types), self.catalogue.flown_km, math.inf)
        for start, end in self._pairs(fields, flown_km, ends):
            pair = (start.id, end.id)
            if pair not in self._airs:
                self._airs[pair] = air_leg(self.catalogue, (start, end), types)
            found += self._framed(place, self._airs[pair], destination)
        return found

    def _rail(self, place: NodeId, destination: NodeId, gauge: int) -> list[Itinerary]:
        """By rail, between the named railheads too."""
        found = super()._rail(place, destination, gauge)
        if not self.trains.types[gauge]:
            return found
        ends = self._road_hours(place), self._road_hours(destination)
        heads = [
            pair
            for pair in self._named_at(TerminalKind.RAILHEAD)
            if all(GAUGE_FAMILY[head.gauge_mm or 1435] == gauge for head in pair)
        ]
        for start, end in self._pairs(heads, self.reach.rail[gauge][0].hours, ends):
            for way in self.trains.ways(start.node, end.node, gauge):
                leg = self.trains.leg(start.node, end.node, gauge, way)
                found += self._framed(place, leg, destination)
        return found

    def _named_at(self, kind: TerminalKind) -> list[Pair]:
        """The pairs of open terminals of which the plan names one or both."""
        if kind not in self._named:
            ends = self.catalogue.terminals(kind, self.closures)
            named = [end for end in ends if end.id in self._via]
            pairs = [pair for one in named for end in ends for pair in ((one, end), (end, one))]
            self._named[kind] = [pair for pair in pairs if pair[0].node != pair[1].node]
        return self._named[kind]

    def _pairs(
        self, pairs: list[Pair], over: FloatMatrix, ends: tuple[FloatMatrix, FloatMatrix]
    ) -> list[Pair]:
        """Those with both ends named, else the best few, by rough hours (or flown kilometres)."""
        near, far = ends
        ranked = []
        for start, end in pairs:
            i, j = self.index[start.node], self.index[end.node]
            cost = float(near[i] + over[i, j] + far[j])
            if math.isfinite(cost):
                ranked.append((cost, start.id, end.id, (start, end)))
        found = list(dict.fromkeys(pair for *_, pair in sorted(ranked, key=lambda row: row[:3])))
        both = [pair for pair in found if {end.id for end in pair} <= self._via]
        return both or found[:PARTNERS]
