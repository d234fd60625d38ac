"""Reach: by which modes each force line can reach its destination on the network as it stands.

networkx explains here; it knows terminals, gauges, trains, bridges, runways and what the fleets
carry, and nothing of time: a way that is too slow is still a way.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final, TypeAlias

import networkx as nx

from eastflank.compile.kept_plans import unkept_plans
from eastflank.compile.limits import Carriers, carriers_of, may_run, never_used
from eastflank.engine.flow.sustainment import supplied_places, supply_lot
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.model.ids import NodeId, UnitId
from eastflank.model.modes import MODES, Medium, Mode, TerminalKind, modes_over
from eastflank.model.scenario import (
    AssetType,
    CargoClass,
    Link,
    Lot,
    Node,
    Scenario,
    Terminal,
)
from eastflank.model.units import GAUGE_FAMILY, great_circle_km
from eastflank.routing.catalogue import Catalogue
from eastflank.routing.flights import told
from eastflank.routing.network import Network
from eastflank.routing.rail_legs import limits_of

Place: TypeAlias = tuple[str, int]  # a node and the gauge of the track there; 0 is off the track
Component: TypeAlias = Mapping[Place, int]
Pairs: TypeAlias = frozenset[tuple[int | NodeId, int | NodeId]]

# chains of modes from the place of the cargo to the destination
THERE: Final = "already there"
RAIL: Final = "rail"
TRANSFER: Final = "rail with gauge transfer"
RAIL_ROAD: Final = "rail and road"
ROAD: Final = "road"
CROSSINGS: Final[Mapping[Mode, str]] = {
    mode: row.crossing for mode, row in MODES.items() if row.crossing
}
WAYS: Final = (THERE, RAIL, TRANSFER, RAIL_ROAD, ROAD, *CROSSINGS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRow:
    """The ways that one class of cargo of one force line has.

    ``no_flight`` says why the types of aircraft that carry it do not fly there, if none does.
    """

    unit: UnitId
    cargo: CargoClass
    origin: NodeId
    destination: NodeId
    ways: tuple[str, ...]
    no_flight: str = ""


def reach_report(scenario: Scenario) -> list[ReachRow]:
    """The ways of every force line; raises all at once what no mode can bring there."""
    catalogue = Catalogue(Network(scenario))
    rows = reach_rows(catalogue)
    if stuck := (*_unreached(rows), *_unsupplied(catalogue)):
        raise CollectedError((*stuck, *never_used(catalogue), *unkept_plans(scenario)))
    if unkept := (*unkept_plans(scenario),):
        raise CollectedError(unkept)
    return rows


def unused(scenario: Scenario) -> list[PlannerError]:
    """What stands in the tables and can never be used: odd, and harmless where all reach."""
    return list(never_used(Catalogue(Network(scenario))))


def reach_rows(catalogue: Catalogue) -> list[ReachRow]:
    """The ways of every force line, of those without any too."""
    maps = _Maps(catalogue)
    seen: dict[tuple[UnitId, CargoClass], Lot] = {}
    for lot in catalogue.scenario.lots.values():
        seen.setdefault((lot.unit, lot.cargo), lot)
    return [_reach(maps, carriers_of(catalogue, lot), lot) for lot in seen.values()]


def _reach(maps: "_Maps", carriers: Carriers, lot: Lot) -> ReachRow:
    return ReachRow(
        unit=lot.unit,
        cargo=lot.cargo,
        origin=lot.origin,
        destination=lot.destination,
        ways=maps.ways(lot.cargo, carriers, lot.origin, lot.destination),
        no_flight=maps.no_flight(lot.cargo, carriers, lot.origin, lot.destination),
    )


def _unsupplied(catalogue: Catalogue) -> Iterator[PlannerError]:
    """Places with troops to which no mode brings containers from any of their depots."""
    scenario = catalogue.scenario
    rules = scenario.sustainment
    if rules is None:
        return
    maps = _Maps(catalogue)
    for node in supplied_places(scenario):
        depots = rules.depots[scenario.nodes[node].country]
        lots = [
            supply_lot(scenario, rules, (depot, node), containers=1, ordinal=1, priority=1)
            for depot in depots
        ]
        if not any(
            maps.ways(lot.cargo, carriers_of(catalogue, lot), lot.origin, node) for lot in lots
        ):
            yield PlannerError(
                where=f"supplies for {node}",
                found=f"no mode brings containers there from {', '.join(map(repr, depots))}.",
                right="Give the country another depot, or set sustainment.on = false.",
            )


def _unreached(rows: Iterable[ReachRow]) -> Iterator[PlannerError]:
    """One error a pair of places and class of cargo, however many lines share it."""
    cut_off: dict[tuple[NodeId, NodeId, CargoClass, str], list[str]] = {}
    for row in rows:
        if not row.ways:
            key = (row.origin, row.destination, row.cargo, row.no_flight)
            cut_off.setdefault(key, []).append(row.unit)
    for (origin, destination, cargo, no_flight), units in cut_off.items():
        more = f" and {len(units) - 1} more" if len(units) > 1 else ""
        refused = f": {no_flight}" if no_flight else ""
        yield PlannerError(
            where=f"force line {units[0]}{more}",
            found=f"no mode brings {cargo} from {origin!r} to {destination!r}{refused}.",
            right="Look for a missing link or terminal, a gauge without a transfer yard, a limit "
            "of trains that no wagon keeps, or a fleet that carries this class.",
        )


class _Maps:
    """Answers from maps that are made once for a set of carriers."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._maps: dict[tuple[object, ...], _Map] = {}
        self._known: dict[tuple[object, ...], tuple[tuple[str, ...], str]] = {}

    def ways(
        self, cargo: CargoClass, carriers: Carriers, origin: NodeId, destination: NodeId
    ) -> tuple[str, ...]:
        """The ways that these carriers have with this cargo."""
        return self._answer(cargo, carriers, origin, destination)[0]

    def no_flight(
        self, cargo: CargoClass, carriers: Carriers, origin: NodeId, destination: NodeId
    ) -> str:
        """Why the aircraft among these carriers do not fly there; nothing if one does."""
        return self._answer(cargo, carriers, origin, destination)[1]

    def _answer(
        self, cargo: CargoClass, carriers: Carriers, origin: NodeId, destination: NodeId
    ) -> tuple[tuple[str, ...], str]:
        names = cargo, *(asset.id for asset in carriers)
        if names not in self._maps:
            self._maps[names] = _Map(self._catalogue, cargo, carriers)
        key = (names, origin, destination)
        if key not in self._known:
            ways = tuple(self._maps[names].ways(origin, destination))
            by_air = not {THERE, *_crossings_over(Medium.AIR)}.isdisjoint(ways)
            refused = "" if by_air else self._maps[names].no_flight(origin, destination)
            self._known[key] = ways, refused
        return self._known[key]


class _Map:
    """What is joined with what, for a cargo that these types of asset carry."""

    def __init__(self, catalogue: Catalogue, cargo: CargoClass, carriers: Carriers) -> None:
        self._scenario = catalogue.scenario
        self._catalogue = catalogue
        self._cargo = cargo
        self._carriers = carriers
        self._near: dict[NodeId, list[tuple[float, Terminal]]] = {}
        self._driven: dict[int | NodeId, Mapping[int, set[NodeId]]] = {}
        self._platforms = self._loading_tracks()
        track, yards, roads = [*self._track()], [*self._yards()], [*self._roads()]
        heads = [((place[0], 0), place) for places in self._platforms.values() for place in places]
        self._rail = _components(track)
        self._transfer = _components([*track, *yards])
        self._road = _components(roads)
        self._land = _components([*track, *yards, *roads, *heads])
        self._over = {
            mode: self._pairs(MODES[mode].home_kind, self._sails(mode))
            for mode in modes_over(Medium.LANE)
        }
        for mode in modes_over(Medium.AIR):
            self._over[mode] = self._pairs(TerminalKind.AIRFIELD, self._flies)

    def ways(self, origin: NodeId, destination: NodeId) -> Iterator[str]:
        """The ways from one node to another, the simplest first."""
        if origin == destination:
            yield THERE
            return
        if self._by_rail(self._rail, origin, destination):
            yield RAIL
        elif self._by_rail(self._transfer, origin, destination):
            yield TRANSFER
        if self._by_rail_and_road(origin, destination):
            yield RAIL_ROAD
        if _joined(self._road, (origin, 0), (destination, 0)):
            yield ROAD
        for mode, pairs in self._over.items():
            if self._crosses(pairs, origin, destination):
                yield CROSSINGS[mode]

    def _by_rail(self, rails: Component, origin: NodeId, destination: NodeId) -> bool:
        starts, ends = self._platforms.get(origin, ()), self._platforms.get(destination, ())
        return any(_joined(rails, a, b) for a, b in product(starts, ends))

    def _by_rail_and_road(self, origin: NodeId, destination: NodeId) -> bool:
        """Two railheads on joined track, each reached by road from its end, or at it."""
        near, far = self._tracks_by_road(origin), self._tracks_by_road(destination)
        return any(
            len(near[track] | far[track]) > 1 and (near[track], far[track]) != here
            for here in [({origin}, {destination})]
            for track in near.keys() & far.keys()
        )

    def _tracks_by_road(self, node: NodeId) -> Mapping[int, set[NodeId]]:
        """The railheads to which one drives, by the joined track that they stand on."""
        land = self._road.get((node, 0), node)  # all places on one net of roads reach the same
        if land not in self._driven:
            self._driven[land] = self._driven_from(node)
        return self._driven[land]

    def _driven_from(self, node: NodeId) -> dict[int, set[NodeId]]:
        heads: dict[int, set[NodeId]] = {}
        for head, platforms in self._platforms.items():
            if head == node or _joined(self._road, (node, 0), (head, 0)):
                for platform in platforms:
                    if platform in self._transfer:
                        heads.setdefault(self._transfer[platform], set()).add(head)
        return heads

    def _crosses(self, pairs: Pairs, origin: NodeId, destination: NodeId) -> bool:
        """Overland to one end of a crossing, and from its other end overland."""
        return (self._overland(origin), self._overland(destination)) in pairs

    def _overland(self, node: NodeId) -> int | NodeId:
        """The number of the land part that a node lies in; a lone node is its own."""
        return self._land.get((node, 0), node)

    def _pairs(self, kind: TerminalKind, joined: Callable[[Terminal, Terminal], bool]) -> Pairs:
        """The pairs of land parts that a crossing between two terminals joins."""
        pairs: set[tuple[int | NodeId, int | NodeId]] = set()
        for a, b in product(self._at(kind), repeat=2):
            pair = self._overland(a.node), self._overland(b.node)
            if a.node != b.node and pair not in pairs and joined(a, b):
                pairs.add(pair)
        return frozenset(pairs)

    def _sails(self, mode: Mode) -> Callable[[Terminal, Terminal], bool]:
        vessels = [asset for asset in self._carriers if asset.mode is mode]
        lanes = _components(
            ((link.a, 0), (link.b, 0))
            for link in self._links(mode)
            if any(vessel.fits(link) for vessel in vessels)
        )
        return lambda a, b: _joined(lanes, (a.node, 0), (b.node, 0))

    def _flies(self, a: Terminal, b: Terminal) -> bool:
        km = self._catalogue.air_km(a.node, b.node)
        return any(not self._catalogue.flights.refusal(asset, a, b, km) for asset in self._aircraft)

    @cached_property
    def _aircraft(self) -> list[AssetType]:
        return self._travelling(Medium.AIR)

    def _travelling(self, medium: Medium) -> list[AssetType]:
        """Those of these carriers that move over one medium."""
        return [asset for asset in self._carriers if MODES[asset.mode].medium is medium]

    def no_flight(self, origin: NodeId, destination: NodeId) -> str:
        """Why no aircraft flies from a field near the one place to one near the other."""
        kinds = self._aircraft
        pairs = [
            (near_km + far_km, a.id, b.id)
            for near_km, a in self._nearest_fields(origin)
            for far_km, b in self._nearest_fields(destination)
            if a.node != b.node
        ]
        if not pairs or not kinds:
            return ""
        _, *ends = min(pairs)
        a, b = (self._scenario.terminals[end] for end in ends)
        km = self._catalogue.air_km(a.node, b.node)
        refusal = self._catalogue.flights.no_type_flies(kinds, a, b, km)
        return told(refusal) if refusal else ""

    def _nearest_fields(self, node: NodeId) -> list[tuple[float, Terminal]]:
        """The nearest airfields on the same land at two places: both ends may share the first."""
        if node not in self._near:
            places, land = self._scenario.nodes, self._overland(node)
            fields = [
                (_km(places[node], places[field.node]), field.id, field)
                for field in self._at(TerminalKind.AIRFIELD)
                if self._overland(field.node) == land
            ]
            at = {field.node: (km, field) for km, _, field in sorted(fields, reverse=True)}
            self._near[node] = sorted(at.values(), key=lambda each: each[0])[:2]
        return self._near[node]

    def _at(self, kind: TerminalKind) -> list[Terminal]:
        return [t for t in self._scenario.terminals.values() if t.kind is kind]

    def _loading_tracks(self) -> dict[NodeId, list[Place]]:
        """The tracks at each node where cargo is loaded."""
        tracks: dict[NodeId, list[Place]] = {}
        for head in self._at(TerminalKind.RAILHEAD):
            if head.gauge_mm and self._may_run(GAUGE_FAMILY[head.gauge_mm], end=head):
                tracks.setdefault(head.node, []).append((head.node, GAUGE_FAMILY[head.gauge_mm]))
        return tracks

    def _links(self, *modes: Mode) -> list[Link]:
        """The links of modes that some of these carriers go by."""
        used = {asset.mode for asset in self._carriers} & set(modes)
        return [link for link in self._scenario.links.values() if link.mode in used]

    def _track(self) -> Iterator[tuple[Place, Place]]:
        for link in self._links(*modes_over(Medium.TRACK)):
            gauge = GAUGE_FAMILY[link.gauge_mm or 1435]
            if self._may_run(gauge, link=link):
                yield (link.a, gauge), (link.b, gauge)

    def _yards(self) -> Iterator[tuple[Place, Place]]:
        for yard in self._at(TerminalKind.TRANSFER_YARD):
            near, far = GAUGE_FAMILY[yard.gauge_mm or 1435], GAUGE_FAMILY[yard.far_gauge_mm or 1520]
            if self._lifts(yard) and all(self._may_run(g, end=yard) for g in (near, far)):
                yield (yard.node, near), (yard.node, far)

    def _lifts(self, yard: Terminal) -> bool:
        """Whether a yard has what this cargo is lifted with: containers want a crane."""
        return self._cargo is not CargoClass.CONTAINERS or yard.cranes != 0

    def _may_run(
        self, gauge: int, *, link: Link | None = None, end: Terminal | None = None
    ) -> bool:
        """Whether one of these carriers is of a gauge, and keeps the limits of a place."""
        limits = limits_of(filter(None, [link]), filter(None, [end]))
        trains = [kind for kind in self._carriers if GAUGE_FAMILY.get(kind.gauge_mm or 0) == gauge]
        return may_run(trains, self._cargo, limits, self._catalogue)

    def _roads(self) -> Iterator[tuple[Place, Place]]:
        """Roads whose bridges carry the lightest of these carriers."""
        mlc = min((asset.mlc for asset in self._travelling(Medium.STREET)), default=0.0)
        for link in self._links(*modes_over(Medium.STREET)):
            if link.bridge_mlc >= mlc:
                yield (link.a, 0), (link.b, 0)


def _crossings_over(medium: Medium) -> list[str]:
    return [MODES[mode].crossing for mode in modes_over(medium)]


def _components(edges: Iterable[tuple[Place, Place]]) -> Component:
    """The number of its connected part, for every place."""
    graph: nx.Graph[Place] = nx.Graph()
    graph.add_edges_from(edges)
    return {
        place: number
        for number, part in enumerate(nx.connected_components(graph))
        for place in part
    }


def _km(start: Node, end: Node) -> float:
    return great_circle_km(start.lon, start.lat, end.lon, end.lat)


def _joined(parts: Component, a: Place, b: Place) -> bool:
    return a in parts and parts[a] == parts.get(b)
