"""Which ways there are: shortest ways by mode and gauge over the links that are known to be open.

scipy's csgraph decides; the matrices are made once for each set of known closures and shared by
all replications, because movement control plans with likely speeds.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from eastflank.model.ids import EvidenceKey, LinkId, NodeId
from eastflank.model.modes import MODES, Medium, Mode, modes_over
from eastflank.model.scenario import CargoClass, Link, Lot, Scenario
from eastflank.model.units import GAUGE_FAMILY, HOURS_PER_DAY, STAND_KM

# road class -> the group of classes that the evidence table speaks of
ROAD_GROUP: Final[Mapping[str, str]] = {
    "motorway": "motorway",
    "expressway": "motorway",
    "dual_carriageway": "motorway",
    "trunk": "two_lane",
    "national": "two_lane",
    "primary": "two_lane",
    "secondary": "local",
    "regional": "local",
    "local": "local",
    "tunnel_shuttle": "local",
}

RAIL_VARIANTS: Final = 3  # shortest ways, then ways that avoid what the shortest crowd

Edge = tuple[int, int, float, LinkId]  # between two nodes by index, hours, the link

FloatMatrix = npt.NDArray[np.float64]
IntMatrix = npt.NDArray[np.int32]


class Hop(NamedTuple):
    """One link of a way, and the node it leads to."""

    link: LinkId
    to: NodeId


Way = tuple[Hop, ...]


class Ways:
    """All shortest ways over one set of weighted links: hours, and the hops between two nodes."""

    def __init__(self, nodes: tuple[NodeId, ...], edges: Iterable[Edge], *, both: bool = True):
        """Ways over edges that lead ``both`` ways, or each one way."""
        best: dict[tuple[int, int], tuple[float, LinkId]] = {}
        for i, j, hours, link in edges:
            for pair in ((i, j), (j, i)) if both else ((i, j),):
                if pair not in best or hours < best[pair][0]:
                    best[pair] = (hours, link)
        self._hops = {(i, j): Hop(link, nodes[j]) for (i, j), (_, link) in best.items()}
        rows = [pair[0] for pair in best]
        columns = [pair[1] for pair in best]
        weights = [hours for hours, _ in best.values()]
        graph = csr_matrix((weights, (rows, columns)), shape=(len(nodes), len(nodes)))
        shortest, before = dijkstra(graph, return_predecessors=True)
        self.hours: FloatMatrix = shortest
        self._before: IntMatrix = before
        self._known: dict[tuple[int, int], Way] = {}

    def way(self, i: int, j: int) -> Way:
        """The hops of the shortest way from node index ``i`` to ``j`` (empty if ``i == j``)."""
        known = self._known.get((i, j))
        if known is not None:
            return known
        hops: list[Hop] = []
        at = j
        while at != i:
            previous = int(self._before[i, at])
            hops.append(self._hops[previous, at])
            at = previous
        found = tuple(reversed(hops))
        self._known[i, j] = found
        return found


class Lanes:
    """Ways of one lane each: no port is called at on the way to another."""

    def __init__(self, nodes: tuple[NodeId, ...], edges: Iterable[Edge]):
        self._nodes = nodes
        self.hours: FloatMatrix = np.full((len(nodes), len(nodes)), math.inf)
        self._links: dict[tuple[int, int], LinkId] = {}
        for i, j, hours, link in edges:
            if hours < self.hours[i, j]:
                self.hours[i, j] = self.hours[j, i] = hours
                self._links[i, j] = self._links[j, i] = link

    def way(self, i: int, j: int) -> Way:
        """The lane between two ports."""
        return (Hop(self._links[i, j], self._nodes[j]),)


@dataclass(frozen=True, slots=True)
class Reach:
    """What can be reached while these links are closed: ways by gauge, by road, over lanes."""

    rail: Mapping[int, tuple[Ways, ...]]
    road: Ways
    road_heavy: Ways
    lanes: Mapping[Mode, "Ways | Lanes"]  # by mode, between ports


def over_ground_kmh(link: Link, to: NodeId, through_water_kmh: float) -> float:
    """How fast a vessel goes towards one end: what is allowed, with or against the current."""
    set_kmh = link.current_kmh if to == link.downstream else -link.current_kmh
    return min(through_water_kmh, link.limit_kmh) + (set_kmh if link.downstream else 0.0)


class Network:
    """The scenario's links as graphs; knows the reach for each set of closed links."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.nodes: tuple[NodeId, ...] = tuple(sorted(scenario.nodes))
        self.index: dict[NodeId, int] = {node: i for i, node in enumerate(self.nodes)}
        self._gauges = {
            GAUGE_FAMILY[link.gauge_mm or 1435]
            for link in scenario.links.values()
            if MODES[link.mode].medium is Medium.TRACK
        }
        self._reach: dict[frozenset[LinkId], Reach] = {}
        self._rail_h: dict[LinkId, float] = {}
        self._march_kmh = {
            group: self._likely(f"march_speed_{group}") * (1.0 - self._likely("halts_share"))
            for group in ("motorway", "two_lane", "local")
        }

    def _likely(self, key: str) -> float:
        return self.scenario.evidence[EvidenceKey(key)].likely

    def reach(self, closed: frozenset[LinkId]) -> Reach:
        """The ways that avoid ``closed``."""
        if closed not in self._reach:
            self._reach[closed] = self._build(closed)
        return self._reach[closed]

    def _build(self, closed: frozenset[LinkId]) -> Reach:
        edges: dict[Mode, list[tuple[Edge, Link]]] = {mode: [] for mode in MODES}
        for link in self.scenario.links.values():
            if link.id not in closed:
                edge = (self.index[link.a], self.index[link.b], self.plan_h(link), link.id)
                edges[link.mode].append((edge, link))
        rail: dict[int, list[Edge]] = {gauge: [] for gauge in self._gauges}
        for mode in modes_over(Medium.TRACK):
            for edge, link in edges[mode]:
                rail[GAUGE_FAMILY[link.gauge_mm or 1435]].append(edge)
        roads = [each for mode in modes_over(Medium.STREET) for each in edges[mode]]
        het_mlc = max((t.mlc for t in self.scenario.asset_types.values()), default=0.0)
        return Reach(
            rail={gauge: self._rail_variants(found) for gauge, found in sorted(rail.items())},
            road=Ways(self.nodes, (edge for edge, _ in roads)),
            road_heavy=Ways(self.nodes, (x for x, link in roads if link.bridge_mlc >= het_mlc)),
            lanes={mode: self._lanes(mode, edges[mode]) for mode in modes_over(Medium.LANE)},
        )

    def _lanes(self, mode: Mode, edges: list[tuple[Edge, Link]]) -> "Ways | Lanes":
        if MODES[mode].is_direct:
            return Lanes(self.nodes, (edge for edge, _ in edges))
        back = ((j, i, self.lane_plan_h(link, link.a), link.id) for (i, j, *_), link in edges)
        return Ways(self.nodes, (*(edge for edge, _ in edges), *back), both=False)

    def plan_h(self, link: Link) -> float:
        """Likely hours over a link."""
        medium = MODES[link.mode].medium
        if medium is Medium.TRACK:
            return self.rail_plan_h(link.id)
        if medium is Medium.STREET:
            return link.length_km / self.road_kmh(link.id)
        return self.lane_plan_h(link, link.b)

    def rail_plan_h(self, link_id: LinkId) -> float:
        """Likely hours on a rail link: running, standing, a share of a relief, the border stop."""
        hours = self._rail_h.get(link_id)
        if hours is None:
            link = self.scenario.links[link_id]
            hours = link.length_km / min(link.limit_kmh, self._likely("rail_speed"))
            hours += link.length_km / STAND_KM * self._likely("train_stand")
            hours *= 1.0 + self._likely("crew_change") / self._likely("crew_shift")
            hours += self._likely("border_stop") if link.border else 0.0
            self._rail_h[link_id] = hours
        return hours

    def rail_headway_plan_h(self, link_id: LinkId) -> float:
        """Likely least time between two entries of trains."""
        link = self.scenario.links[link_id]
        paths = (link.paths_per_day_each_way or math.inf) * self._likely("military_path_share")
        return 24.0 / (2.0 * paths if link.tracks == 1 else paths)

    def road_kmh(self, link_id: LinkId) -> float:
        """Likely march speed on a road link, halts included."""
        link = self.scenario.links[link_id]
        group = ROAD_GROUP[link.road_class or "local"]
        return min(self._march_kmh[group], link.limit_kmh)

    def lane_plan_h(self, link: Link, to: NodeId, service_kmh: float | None = None) -> float:
        """Those of a vessel of this speed, or of the slowest type of the mode.

        With what is passed on the way; with the approaches where a voyage is one lane.
        """
        row, kmh = MODES[link.mode], service_kmh or self._slowest_kmh(link.mode)
        passed_h = sum(times * self._likely(key) for key, times in link.passages.items())
        if row.speed_key:
            kmh = over_ground_kmh(link, to, kmh * self._likely(row.speed_key))
        day_share = self._likely(row.day_key) / HOURS_PER_DAY if row.day_key else 1.0
        hours = (link.length_km / kmh + passed_h) / day_share
        return hours + (self.approaches_plan_h(link.mode) if row.is_direct else 0.0)

    def approaches_plan_h(self, mode: Mode) -> float:
        """Likely hours at the two ends of a voyage."""
        key = MODES[mode].approach_key
        return 2 * self._likely(key) if key else 0.0

    def _slowest_kmh(self, mode: Mode) -> float:
        kinds = [t for t in self.scenario.asset_types.values() if t.mode is mode]
        return min((t.speed_kmh for t in kinds if t.speed_kmh), default=math.inf)

    def _rail_variants(self, edges: list[Edge]) -> tuple[Ways, ...]:
        """The shortest ways, then ways over links made dearer by the force's own load on them."""
        variants = [Ways(self.nodes, edges)]
        load = dict.fromkeys((edge[3] for edge in edges), 0.0)
        for _ in range(RAIL_VARIANTS - 1):
            self._add_load(variants[-1], load)
            dearer = [
                (i, j, hours * (1.0 + self._crowding(link, load[link] / len(variants))), link)
                for i, j, hours, link in edges
            ]
            variants.append(Ways(self.nodes, dearer))
        return tuple(variants)

    def _crowding(self, link_id: LinkId, trains: float) -> float:
        """How much dearer a link is when ``trains`` want it: a tenth for each day they fill."""
        paths = self.scenario.links[link_id].paths_per_day_each_way or math.inf
        return min(3.0, 0.1 * trains / (paths * self._likely("military_path_share")))

    def _add_load(self, ways: Ways, load: dict[LinkId, float]) -> None:
        for (start, end), trains in self.demand.items():
            if math.isfinite(ways.hours[start, end]):
                for hop in ways.way(start, end):
                    load[hop.link] += trains

    @cached_property
    def demand(self) -> dict[tuple[int, int], float]:
        """Trains wanted between origin and destination if every lot went by rail."""
        wanted: dict[tuple[int, int], float] = {}
        for lot in self.scenario.lots.values():
            if lot.cargo is CargoClass.PEOPLE:
                continue
            pair = (self.index[lot.origin], self.index[lot.destination])
            wanted[pair] = wanted.get(pair, 0.0) + self._train_share(lot)
        return wanted

    def _train_share(self, lot: Lot) -> float:
        rooms = [
            asset.capacity[lot.cargo]
            for asset in self.scenario.asset_types.values()
            if asset.mode in modes_over(Medium.TRACK) and asset.capacity.get(lot.cargo, 0.0) > 0
        ]
        return lot.pieces / max(rooms) if rooms else 0.0
