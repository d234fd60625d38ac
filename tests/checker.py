"""Proves from the records alone that a run broke no rule; knows nothing of the engine.

Its facts are plain dicts: see tests/facts_of.py.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate, pairwise, starmap
from typing import NamedTuple, NotRequired, TypedDict

import pandas as pd

EPS = 1e-6
HELD = {"load", "link", "transfer", "unload", "flight", "voyage", "empty"}


class Row(NamedTuple):
    """What is read of a record."""

    stage: str
    place: str
    towards: str
    lot: str
    lift: str
    asset: str
    asset_type: str
    from_h: float
    work_h: float
    to_h: float
    pieces: float


class LinkFacts(TypedDict):
    """A link: its ends, its length and speed, and what keeps two entries apart."""

    a: str
    b: str
    km: float
    kmh: float
    single: bool
    headway_h: NotRequired[float]
    flow_per_h: NotRequired[float]


class FleetFacts(TypedDict):
    """A fleet: where it stands at first, how many it may have, whom it serves (empty: all)."""

    home: str
    count: int
    serves: tuple[str, ...]


class ColumnFacts(TypedDict):
    """How a column is drawn up on the road."""

    vehicle_density: float
    packet_vehicles: float
    packet_gap: float
    serial_packets: float
    serial_gap: float
    extra_time: float


class TypeFacts(TypedDict):
    """A type of asset: a column on the road, or a train as long as its wagons and its engine."""

    mode: str
    carriers: float
    capacity: NotRequired[dict[str, float]]
    per_piece: dict[str, float]
    column: NotRequired[ColumnFacts]
    density: NotRequired[float]
    engine_km: NotRequired[float]
    apart: NotRequired[bool]
    tail_km: NotRequired[float]


class LotFacts(TypedDict):
    """A lot: what it is, and from where to where it goes."""

    pieces: float
    cargo: str
    origin: str
    destination: str
    nation: NotRequired[str]
    may_fly: NotRequired[bool]
    leaves_h: NotRequired[float]


class ClosureFacts(TypedDict):
    """Links and terminals that are closed between two hours."""

    links: set[str]
    terminals: set[str]
    start_h: float
    end_h: float


class Facts(TypedDict):
    """What the checker knows of a scenario in one replication, by name of the thing."""

    links: dict[str, LinkFacts]
    servers: dict[str, int]
    fleets: dict[str, FleetFacts]
    types: dict[str, TypeFacts]
    lots: dict[str, LotFacts]
    closures: list[ClosureFacts]
    may_clear: NotRequired[bool]
    march_km: NotRequired[float]


class Aboard(NamedTuple):
    """Pieces of a lot on a lift: the place and the hour from which they go on."""

    place: str
    hour: float
    pieces: float


class Move(NamedTuple):
    """A lift on a link: it ``crossed``, ``turned`` back, or ``backed`` out after its tail."""

    row: Row
    start: str
    kind: str
    before: "Move | None"
    vehicles: float


def violations(frame: pd.DataFrame, facts: Facts) -> list[str]:
    """Everything that is wrong, one line each; empty for a good run."""
    cells = frame[list(Row._fields)].itertuples(index=False, name=None)
    rows, moves = list(starmap(Row, cells)), list[Move]()
    found = [*follow_assets(rows, facts, moves), *separation(moves, facts), *closures(moves, facts)]
    found += far_ends(moves, facts)
    found += [*lanes_and_fields(rows, facts), *nations(rows, facts), *lifts(rows, facts)]
    found += [*leave(rows, facts), *marches(rows, facts)]
    return [*found, *capacity(rows, facts), *cargo(rows, facts), *waits(rows)]


def follow_assets(rows: list[Row], facts: Facts, moves: list[Move]) -> Iterator[str]:
    """Where each asset was: rows join, never overlap, and no fleet has more than it holds."""
    here: dict[str, str] = {}
    held: dict[str, tuple[float, object]] = {}
    last: dict[str, Move] = {}
    aboard: dict[str, set[str]] = defaultdict(set)
    for r in (row for row in rows if row.asset and row.stage in HELD):
        name, _, number = r.asset.rpartition("/")
        fleet, link = facts["fleets"].get(name), facts["links"].get(r.place)
        if fleet and r.asset not in here and int(number) >= fleet["count"]:
            yield f"fleet above its count: {r.asset}"
        at = here.setdefault(r.asset, fleet["home"] if fleet else r.place)
        driven = r.stage == "empty" and facts["types"][r.asset_type]["mode"] in {"rail", "road"}
        ends = {link["a"], link["b"]} if link else {r.towards if driven else r.place}
        if r.place != "diverted" and at not in ends:
            yield f"places do not join: {r.asset} is at {at}, its {r.stage} at {r.place}"
        if link and r.towards != at and r.to_h - r.work_h < link["km"] / link["kmh"] - EPS:
            yield f"faster than free flow: {r.asset} on {r.place} at {r.work_h}"
        stay, (until, same) = (r.lift, r.stage, r.work_h, r.to_h), held.get(r.asset, (-1e9, None))
        if not driven and r.work_h < until - EPS and stay != same:
            yield f"in two places at once: {r.asset} at {r.work_h}"
        held[r.asset] = (until, same) if driven else (max(until, r.to_h), stay)
        if r.lot:
            aboard[r.lift].add(facts["lots"][r.lot]["cargo"])
        if r.stage == "link":
            last[r.lift] = _move(r, at, last.get(r.lift), aboard[r.lift], facts)
            moves.append(last[r.lift])
        here[r.asset] = r.towards or r.place


def _move(r: Row, at: str, before: Move | None, cargoes: set[str], facts: Facts) -> Move:
    kind = facts["types"][r.asset_type]
    loads = [kind["per_piece"][cargo] * r.pieces for cargo in cargoes] or [kind["carriers"]]
    vehicles = max(float(r.asset_type != "march"), min(loads))
    over = before.before if before and before.kind == "turned" else before
    if r.towards != at and over and over.row.place == r.place and over.start == r.towards:
        clear_h = over.row.to_h + _tail_h(kind, over.vehicles, facts["links"][r.place]["kmh"])
        if _shut(r.place, over.row.work_h, min(clear_h, r.work_h), facts):
            return Move(r, at, "backed", over, vehicles)
    return Move(r, at, "turned" if r.towards == at else "crossed", before, vehicles)


def _tail_h(kind: TypeFacts, vehicles: float, kmh: float) -> float:
    """How long after its head the tail of a train or a column is out."""
    if "column" not in kind:
        wagons_km = vehicles / kind.get("density", 1e9)
        return float(kind.get("tail_km", wagons_km + kind.get("engine_km", 0.0))) / kmh
    column = kind["column"]
    units = math.ceil(vehicles / column["packet_vehicles"] - EPS)
    serials = math.ceil(units / column["serial_packets"] - EPS)
    wider_h = max(0.0, column["serial_gap"] - column["packet_gap"])
    gaps_h = (units - 1) * column["packet_gap"] + (serials - 1) * wider_h
    return float(
        vehicles / column["vehicle_density"] / kmh + gaps_h + vehicles * column["extra_time"]
    )


def _shut(link: str, from_h: float, to_h: float, facts: Facts) -> list[float]:
    shut = [c["start_h"] for c in facts["closures"] if link in c["links"]]
    return [hour for hour in shut if from_h - EPS <= hour <= to_h + EPS]


def separation(moves: list[Move], facts: Facts) -> Iterator[str]:
    """No section is entered closer than its headway; a single track is one section."""
    entries: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for m in (m for m in moves if m.kind != "backed"):
        way = "" if facts["links"][m.row.place]["single"] else f"from {m.start}"
        entries[m.row.place, way].append((m.row.work_h, m.vehicles))
    for (place, way), entered in entries.items():
        link = facts["links"][place]
        for (first_h, vehicles), (next_h, _) in pairwise(sorted(entered)):
            if next_h < first_h + link.get("headway_h", vehicles / link.get("flow_per_h", 1)) - EPS:
                yield f"closer than the headway: {place} {way} at {first_h} and {next_h}"


def far_ends(moves: list[Move], facts: Facts) -> Iterator[str]:
    """On a road the flow holds at the far end too, among those of the same hours."""
    out: dict[tuple[str, str, bool], list[Move]] = defaultdict(list)
    for m in (
        m for m in moves if m.kind == "crossed" and "flow_per_h" in facts["links"][m.row.place]
    ):
        apart = facts["types"][m.row.asset_type].get("apart", False)
        out[m.row.place, m.start, apart].append(m)
    for (place, start, _), crossed in out.items():
        flow = facts["links"][place]["flow_per_h"]
        for first, then in pairwise(sorted(crossed, key=lambda m: m.row.to_h)):
            if then.row.to_h < first.row.to_h + first.vehicles / flow - EPS:
                yield f"out too close behind another: {place} from {start} at {then.row.to_h}"


def closures(moves: list[Move], facts: Facts) -> Iterator[str]:
    """Nobody enters what is closed; who is inside is out again as soon as rule 1 says."""
    for m in moves:
        r = m.row
        for c in (c for c in facts["closures"] if r.place in c["links"]):
            if m.kind != "backed" and c["start_h"] + EPS < r.work_h < c["end_h"] - EPS:
                yield f"enters a closed link: {r.lift} {r.place} at {r.work_h}"
            caught = r.work_h + EPS < c["start_h"] < r.to_h - EPS
            if m.kind == "crossed" and caught and not facts.get("may_clear"):
                yield f"crosses a link that closed under it: {r.lift} {r.place} at {r.work_h}"
        over = m.before.row if m.kind == "backed" and m.before else r
        hours = _shut(r.place, over.work_h, r.to_h, facts)
        if m.kind == "turned" and m.before:
            hours += _shut(m.before.row.place, r.work_h, r.to_h, facts)
        if m.kind != "crossed" and not any(r.to_h - h <= h - over.work_h + EPS for h in hours):
            yield f"turns back too late: {r.lift} {r.place} out at {r.to_h}"


def lanes_and_fields(rows: list[Row], facts: Facts) -> Iterator[str]:
    """No ship sets out on a closed lane, and nothing leaves a closed terminal once it is loaded."""
    lies: dict[str, str] = {}
    for r in (r for r in rows if r.lift and not r.lot):
        if r.stage == "serve":
            lies[r.lift] = r.place
        if r.stage not in {"voyage", "flight", "link"}:
            continue
        left = lies.pop(r.lift, None)
        for c in facts["closures"]:
            inside = c["start_h"] + EPS < r.work_h < c["end_h"] - EPS
            if inside and r.stage == "voyage" and r.place in c["links"]:
                yield f"sails over a closed lane: {r.lift} {r.place} at {r.work_h}"
            if inside and left in c["terminals"]:
                yield f"leaves a closed terminal: {r.lift} {left} at {r.work_h}"


def nations(rows: list[Row], facts: Facts) -> Iterator[str]:
    """No asset carries the lot of a nation that its fleet does not serve."""
    for r in (r for r in rows if r.lot and r.asset):
        fleet = facts["fleets"].get(r.asset.rpartition("/")[0])
        nation = facts["lots"][r.lot].get("nation")
        if fleet and fleet["serves"] and nation and nation not in fleet["serves"]:
            yield f"serves a nation that its fleet does not: {r.asset} carries {r.lot}"


def lifts(rows: list[Row], facts: Facts) -> Iterator[str]:
    """No lift carries what its type cannot, nor more than it holds; what may not fly does not."""
    filled: dict[tuple[str, str], float] = defaultdict(float)
    for r in (r for r in rows if r.lot and r.stage == "load" and r.asset_type != "march"):
        kind, lot = facts["types"][r.asset_type], facts["lots"][r.lot]
        room = kind.get("capacity", {}).get(lot["cargo"], 0.0)
        if room <= 0.0:
            yield f"carries what it cannot: {r.asset} {r.lot}"
            continue
        if kind["mode"] == "air" and not lot.get("may_fly", True):
            yield f"flies what may not fly: {r.asset} {r.lot}"
        filled[r.lift, r.place] += r.pieces / room
    for (lift, place), share in filled.items():
        if share > 1.0 + EPS:
            yield f"more than it holds: {lift} from {place}"


def leave(rows: list[Row], facts: Facts) -> Iterator[str]:
    """No lot is loaded or moves before its notice is over and its last host has agreed."""
    for r in (r for r in rows if r.lot and r.stage in {"load", "link", "transit"}):
        if r.work_h < facts["lots"][r.lot].get("leaves_h", -math.inf) - EPS:
            yield f"leaves before it may: {r.lot} at {r.work_h}"


def marches(rows: list[Row], facts: Facts) -> Iterator[str]:
    """Where every lot has another way, none goes farther on its own wheels than the limit."""
    km: dict[str, float] = defaultdict(float)
    aboard = {(r.lift, r.lot) for r in rows if r.lot and r.stage == "load"}
    lots: dict[str, set[str]] = defaultdict(set)
    for lift, lot in aboard:
        lots[lift].add(lot)
    for r in (r for r in rows if r.stage == "link" and r.asset_type == "march" and not r.lot):
        for lot in lots[r.lift]:
            km[lot] += facts["links"][r.place]["km"] if r.towards != r.place else 0.0
    for lot, far in km.items():
        if far > facts.get("march_km", math.inf) + EPS:
            yield f"marches farther than the limit: {lot} {far} km"


def capacity(rows: list[Row], facts: Facts) -> Iterator[str]:
    """No server group works on more than it has servers; nothing begins where it is closed."""
    steps: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for r in (r for r in rows if r.stage in {"serve", "integration"}):
        steps[r.place] += [(r.work_h, 1), (max(r.work_h, r.to_h - EPS), -1)]
        for c in (c for c in facts["closures"] if r.place in c["terminals"]):
            if c["start_h"] + EPS < r.work_h < c["end_h"] - EPS:
                yield f"begins in a closed terminal: {r.place} at {r.work_h}"
    for place, changes in steps.items():
        if max(accumulate(change for _, change in sorted(changes))) > facts["servers"][place]:
            yield f"more than its servers: {place}"


def cargo(rows: list[Row], facts: Facts) -> Iterator[str]:
    """Pieces are loaded only where they lie, go on from where they were, and all arrive."""
    loads = Loads(facts["lots"])
    loads.parted |= parted_by_closures(rows)
    loads.parted |= {r.lot for r in rows if r.stage == "wait" and not r.lift}
    for r in (r for r in rows if r.lot):
        if not r.from_h - EPS <= r.work_h <= r.to_h + EPS:
            yield f"time runs backwards: {r.lot} {r.stage} at {r.place}"
        if r.stage == "load":
            yield from loads.load(r)
        elif r.stage == "repair" and not r.lift:
            yield from loads.repair(r)
        elif r.stage in {"transit", "transfer", "unload", "repair"}:
            yield from loads.carry(r)
        elif r.stage == "staging":
            yield from loads.stage(r)


def parted_by_closures(rows: list[Row]) -> set[str]:
    """Lots whose lifts from one place ended in several: each part goes on by itself."""
    begun = {(r.lot, r.lift): r.place for r in rows if r.stage == "load"}
    ends: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for r in (r for r in rows if r.stage == "unload" and r.lot):
        ends[r.lot, begun.get((r.lot, r.lift))].add(r.place)
    return {lot for (lot, _), places in ends.items() if len(places) > 1}


class Loads:
    """Where the pieces of each lot are: lying at a place, broken down there, or on a lift."""

    def __init__(self, lots: dict[str, LotFacts]) -> None:
        self.lots = lots
        self.lies = defaultdict(float, {(x, f["origin"]): f["pieces"] for x, f in lots.items()})
        self.broken: dict[tuple[str, str], float] = defaultdict(float)
        self.parted: set[str] = set()
        self.landed: dict[str, set[str]] = defaultdict(set)  # parted lots land in two places
        # a vehicle that fell out may meet the rest of its lot on one ship: several loads a lift
        self.aboard: dict[tuple[str, str], list[tuple[str, float, float]]] = defaultdict(list)

    def load(self, r: Row) -> Iterator[str]:
        """From the ground onto a lift."""
        self.lies[r.lot, r.place] -= r.pieces
        if self.lies[r.lot, r.place] < -EPS:
            yield f"loads more than lies there: {r.lot} at {r.place}"
        self.aboard[r.lot, r.lift].append((r.place, r.to_h, r.pieces))

    def carry(self, r: Row) -> Iterator[str]:
        """On a lift from place to place, or off it; one vehicle of a column may fall out."""
        loads = self.aboard[r.lot, r.lift] or [("no lift", r.from_h, r.pieces)]
        same = [x for x in loads if x[0] == r.place and abs(x[2] - r.pieces) <= EPS]
        place, hour, pieces = (same or loads)[0]
        if (place, hour, pieces) in self.aboard[r.lot, r.lift]:
            self.aboard[r.lot, r.lift].remove((place, hour, pieces))
        if r.place != place or r.from_h < hour - EPS:
            yield f"does not go on from where it was: {r.lot} {r.stage} at {r.place}"
        if not same and r.stage == "transit" and r.asset_type == "march" and r.pieces <= 1 + EPS:
            self.aboard[r.lot, r.lift].append((place, hour, pieces - r.pieces))
            self.broken[r.lot, r.towards] += r.pieces
            self.parted.add(r.lot)
            return
        if not same:
            yield f"pieces lost or doubled: {r.lot} {r.stage} at {r.place}"
        if r.stage == "unload":
            self.lies[r.lot, r.place] += r.pieces
            self.landed[r.lot].add(r.place)
            return
        to = r.towards if r.stage == "transit" else r.place
        self.aboard[r.lot, r.lift].append((to, r.to_h, r.pieces))

    def repair(self, r: Row) -> Iterator[str]:
        """A vehicle that fell out is sound again where it lies."""
        self.broken[r.lot, r.place] -= r.pieces
        self.lies[r.lot, r.place] += r.pieces
        if self.broken[r.lot, r.place] < -EPS:
            yield f"repaired without having broken down: {r.lot} at {r.place}"

    def stage(self, r: Row) -> Iterator[str]:
        """At the destination, whole unless vehicles fell out on the way."""
        lot = self.lots[r.lot]
        self.lies[r.lot, r.place] -= r.pieces
        parted = r.lot in self.parted or len(self.landed[r.lot]) > 1
        whole = parted or abs(lot["pieces"] - r.pieces) < EPS
        if r.place != lot["destination"] or self.lies[r.lot, r.place] < -EPS or not whole:
            yield f"staged without all its pieces: {r.lot} at {r.place}"


def waits(rows: list[Row]) -> Iterator[str]:
    """The rows of a wait at a place follow one on the other, and loading on the last."""
    until: dict[tuple[str, str, str], float] = {}
    loads = Counter((r.lot, r.lift) for r in rows if r.lot and r.stage == "load")
    for r in (r for r in rows if r.lot and r.lift and r.stage in {"wait", "load", "prepare"}):
        key = (r.lot, r.lift, r.place)
        if loads[r.lot, r.lift] < 2 and abs(until.get(key, r.from_h) - r.from_h) > EPS:
            yield f"a gap in the waits: {r.lot} {r.stage} at {r.place}"
        until[key] = r.to_h
