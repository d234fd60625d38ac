"""How a train or a column moves: section after section, turning back where a link closes."""

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from eastflank.engine.breakdown import break_down, soundness_of
from eastflank.engine.clock import Phase, Waiter, Work, wait
from eastflank.engine.crews import relieve
from eastflank.engine.detours import redirect
from eastflank.engine.line import couple, stand_before, tail_is_caught
from eastflank.engine.march import MarchClock
from eastflank.engine.servers import Rank, Room, Section, Servers
from eastflank.engine.traction import uncouple
from eastflank.engine.world import Part, World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import NodeId
from eastflank.model.records import Stage, StageRecord, columns_of
from eastflank.model.scenario import Mode
from eastflank.routing.legs import Leg
from eastflank.routing.network import Hop, Way

if TYPE_CHECKING:
    from eastflank.engine.fleets import Asset
    from eastflank.engine.traction import Engine, Engines


class Entry(NamedTuple):
    """How a section was entered: when it was asked for and entered, and what was waited for."""

    asked_h: float
    entered_h: float
    cause: WaitCause | None = None


class Lift(Waiter):
    """What moves: a train, a column, a sortie or a voyage, loaded or empty."""

    __slots__ = (
        "asset",
        "behind",
        "clock",
        "crew_h",
        "end",
        "engine",
        "gaps_h",
        "halted",
        "has_news",
        "id",
        "left",
        "left_h",
        "leg",
        "mode",
        "node",
        "pace",
        "parts",
        "pieces",
        "rank",
        "room",
        "soundness",
        "spaces",
        "tail_km",
        "tokens",
        "tonnes",
        "troops",
        "vehicles",
    )

    def __init__(
        self,
        world: World,
        mode: Mode,
        node: NodeId,
        rank: Rank,
        *,
        end: NodeId,
        asset: "Asset | None" = None,
        leg: Leg | None = None,
        parts: list[Part] | None = None,
    ) -> None:
        super().__init__()
        self.id = world.next_lift(mode)
        self.mode = mode
        self.node = node
        self.rank = rank
        self.end = end
        self.asset = asset
        if asset is not None:
            asset.lift = self
        self.leg = leg
        self.parts = parts or []
        self.tokens: list[Servers] = []
        self.room: Room | None = None  # on the land of the port where it ends
        self.left, self.left_h, self.halted = node, world.clock.now, False
        self.reckon(world)
        self.soundness = soundness_of(world, self)
        heavy = mode is Mode.ROAD and asset is not None and asset.type.mlc > 0
        # heavy transporters (types with a load class) march slower than the column's rate
        self.pace = world.luck.value("het_speed_factor") if heavy else 1.0
        self.clock = self._clock(world, heavy=heavy) if mode is Mode.ROAD else None
        self.engine: Engine | None = None  # where traction is scarce
        self.crew_h = 0.0  # hours that the crew of a train has run
        self.behind: tuple[Hop, NodeId, float, Section] | None = None
        self.has_news = False

    def reckon(self, world: World) -> None:
        """Add up what it carries and how long it is."""
        self.vehicles = self._count_vehicles()
        self.spaces = self.vehicles if self.mode is Mode.ROAD else 1.0  # headways that it takes
        self.troops = sum(part.troops for part in self.parts)
        self.pieces = sum(part.pieces for part in self.parts)
        self.tonnes = sum(part.tonnes for part in self.parts)
        self.tail_km, self.gaps_h = self._tail(world)

    def close_up(self) -> None:
        """The tail is in: nothing of it is on the link behind any more."""
        if self.behind is not None:
            self.behind[3].occupants.pop(self, None)
            self.behind = None

    def _count_vehicles(self) -> float:
        pieces = sum(part.pieces for part in self.parts)
        if self.asset is None:
            return pieces
        kind = self.asset.type
        if not self.parts:
            return float(kind.carriers)
        cargo = self.parts[0].traveller.lot.cargo
        return max(1.0, kind.carriers * pieces / kind.capacity[cargo])

    def _clock(self, world: World, *, heavy: bool) -> MarchClock:
        """Drivers' hours: those of an asset count over all its lifts, empty or loaded."""
        if self.asset is None:
            return world.road_rules.clock(heavy=heavy)
        if self.asset.clock is None:
            self.asset.clock = world.road_rules.clock(heavy=heavy)
        return self.asset.clock

    def _tail(self, world: World) -> tuple[float, float]:
        """Kilometres from head to tail, and hours that gaps and extra time add to the pass time."""
        if self.mode is Mode.ROAD:
            formation = world.road_rules.formation
            return formation.length_km(self.vehicles), formation.gaps_h(self.vehicles)
        if self.mode is not Mode.RAIL or self.asset is None:
            return 0.0, 0.0
        kind = self.asset.type  # a train: the engine and the wagons that it uses
        wagons_km = kind.length_km * self.vehicles / kind.carriers
        return wagons_km + world.luck.value("locomotive_length"), 0.0

    @property
    def asset_id(self) -> str:
        """The asset, or the lift itself where vehicles march on their own."""
        return self.asset.id if self.asset else self.id

    @property
    def asset_type(self) -> str:
        """The asset's type, or ``march``."""
        return self.asset.type.id if self.asset else "march"

    @property
    def fill(self) -> float:
        """How full the asset is, 0 to 1."""
        if self.asset is None:
            return 1.0
        room = self.asset.type.capacity
        return min(1.0, sum(p.pieces / room[p.traveller.lot.cargo] for p in self.parts))

    def tell_transit(self, world: World) -> None:
        """Leave the rows of the way since it left or last halted for a repair."""
        now = world.clock.now
        if self.halted and self.left_h == now:
            return
        for part in self.parts:
            hours = (self.left_h, self.left_h, now)
            world.tell(self.part_row(Stage.TRANSIT, part, (self.left, self.node), hours))

    def row(
        self,
        stage: Stage,
        place: str,
        towards: str,
        hours: tuple[float, float, float],
        cause: WaitCause | None = None,
    ) -> StageRecord:
        """An asset's row: what the whole lift carries."""
        kind, thing, closed_by = columns_of(cause)
        return StageRecord(
            stage=stage,
            place=place,
            towards=towards,
            lift=self.id,
            asset=self.asset_id,
            asset_type=self.asset_type,
            from_h=hours[0],
            work_h=hours[1],
            to_h=hours[2],
            troops=self.troops,
            pieces=self.pieces,
            tonnes=self.tonnes,
            cause=kind,
            cause_thing=thing,
            closed_by=closed_by,
        )

    def part_row(
        self,
        stage: Stage,
        part: Part,
        places: tuple[str, str],
        hours: tuple[float, float, float],
        cause: WaitCause | None = None,
    ) -> StageRecord:
        """A lot's row: what this lift carries of it."""
        kind, thing, closed_by = columns_of(cause)
        return StageRecord(
            stage=stage,
            place=places[0],
            towards=places[1],
            unit=part.traveller.unit.id,
            lot=part.traveller.lot.id,
            lift=self.id,
            asset=self.asset_id,
            asset_type=self.asset_type,
            from_h=hours[0],
            work_h=hours[1],
            to_h=hours[2],
            troops=part.troops,
            pieces=part.pieces,
            tonnes=part.tonnes,
            cause=kind,
            cause_thing=thing,
            closed_by=closed_by,
        )


def drive(world: World, lift: Lift, way: Way) -> Work[None]:
    """Drive a way to its end (or to where news or a closure ends it)."""
    route = deque(way)
    while route or lift.has_news:
        if lift.has_news:
            lift.has_news = False
            route = deque(redirect(world, lift, tuple(route)))
            continue
        yield from _cross(world, lift, route)
    yield from _draw_in_tail(world, lift)
    uncouple(lift)


def _cross(world: World, lift: Lift, route: deque[Hop]) -> Work[None]:
    """Wait for the next section, enter it, and leave it at its far end."""
    clock, hop = world.clock, route[0]
    pool = world.engines_on.get(hop.link)
    if lift.crew_h >= world.crew_shift_h or _has_wrong_engine(lift, pool):
        yield from _make_ready(world, lift, route, pool)
        return
    section = world.section(hop)
    asked_h = clock.now
    turn = section.enter(lift.rank, section.spacing_h * lift.spaces, needs_place=len(route) > 1)
    if turn is not None and not (yield from stand_before(world, lift, route, section, turn)):
        if tail_is_caught(world, lift):
            yield from _back_out(world, lift, route)
        return
    entered_h = clock.now
    cause = _waited_for(world, section, asked_h, held_back=turn.held_back) if turn else None
    entry = Entry(asked_h, entered_h, cause)
    section.occupants[lift] = float("inf")
    run = clock.hours(_link_end(world, lift, section, entered_h) - entered_h)
    if (yield from wait(lift, run, None, Phase.RUNNING)) is not None:
        yield from _turn_back(world, lift, route, section, entry)
        return
    _tell_link(world, lift, hop, hop.to, entry)
    _leave_section(lift, hop, section, entered_h, clock.now)
    route.popleft()
    soundness = lift.soundness
    if soundness is not None:
        soundness.left_km -= lift.vehicles * section.length_km
        if soundness.left_km <= 0.0:
            yield from break_down(world, lift, soundness)


def _waited_for(
    world: World, section: Section, asked_h: float, *, held_back: bool
) -> WaitCause | None:
    """What a lift waited for before a section: its turn, a place at the far end, or a closure."""
    if world.clock.now == asked_h:
        return None
    place = WaitCause(CauseKind.HOLDING_TRACK, section.link) if held_back else section.cause
    return world.why(place, asked_h)


def _leave_section(lift: Lift, hop: Hop, section: Section, entered_h: float, now: float) -> None:
    """The head is at the far end; the tail follows, and the crew has run the section."""
    section.occupants[lift] = now + _tail_h(lift, section)
    _clear_behind(lift, section)
    if lift.mode is Mode.RAIL:
        stops = section.is_border and bool(lift.parts)  # the stop brings a new crew
        lift.crew_h = 0.0 if stops else lift.crew_h + section.run_h
    lift.behind = (hop, lift.node, entered_h, section)
    lift.node = hop.to


def _has_wrong_engine(lift: Lift, pool: "Engines | None") -> bool:
    """Whether the next link is hauled by other engines than the train has."""
    return (lift.engine.pool if lift.engine else None) is not pool


def _make_ready(world: World, lift: Lift, route: deque[Hop], pool: "Engines | None") -> Work[None]:
    """A new crew, or another engine where engines are few; then the train looks ahead again.

    The engine of a district does not wait with a train that leaves it. Were a link to close under
    the tail then, an engine that happens to be there would draw the train back.
    """
    if lift.crew_h >= world.crew_shift_h:
        yield from relieve(world, lift, route[0].to)
    elif pool is None:
        uncouple(lift)
    else:
        yield from couple(world, lift, pool, route)
    if tail_is_caught(world, lift):
        yield from _back_out(world, lift, route)


def _link_end(world: World, lift: Lift, section: Section, start_h: float) -> float:
    """When the head is out of the link: running time, border stop, halts and rests."""
    if lift.clock is None:
        end_h = start_h + section.run_h
        if section.is_border and lift.parts:
            lead = lift.parts[0].traveller
            end_h += world.luck.draw("border_stop", lead.lot.id, lead.visit("border_stop"))
        return end_h
    offset = world.scenario.nodes[lift.node].utc_offset_h
    return lift.clock.after(start_h, section.run_h / lift.pace, offset)


def _tail_h(lift: Lift, section: Section) -> float:
    """The pass time: how long after the head the tail is out."""
    return lift.tail_km / (section.speed_kmh * lift.pace) + lift.gaps_h


def _clear_behind(lift: Lift, now_behind: Section) -> None:
    """The stretch before the last one is out of sight: nobody looks for the tail there."""
    if lift.behind is not None and lift.behind[3] is not now_behind:
        lift.behind[3].occupants.pop(lift, None)


def _draw_in_tail(world: World, lift: Lift) -> Work[None]:
    """At the end of the way the head waits until the tail is in (the pass time).

    The tail draws in whatever closes: its head stands in the terminal.
    """
    if lift.behind is None:
        return
    section = lift.behind[3]
    yield world.clock.hours(_tail_h(lift, section))
    lift.close_up()


def _turn_back(
    world: World,
    lift: Lift,
    route: deque[Hop],
    section: Section,
    entry: Entry,
) -> Work[None]:
    """A link closed under the lift: it goes back to where it entered, as long as it had been on."""
    yield world.clock.hours(world.clock.now - entry.entered_h)
    section.occupants.pop(lift, None)
    lift.crew_h += world.clock.now - entry.entered_h if lift.mode is Mode.RAIL else 0.0
    _tell_link(world, lift, route[0], lift.node, entry)
    if tail_is_caught(world, lift):
        yield from _back_out(world, lift, route)


def _back_out(world: World, lift: Lift, route: deque[Hop]) -> Work[None]:
    """The tail was still on the link that closed: the head goes back over it as well."""
    if lift.behind is None:
        return
    hop, before, _, section = lift.behind
    started_h = world.clock.now
    yield world.clock.hours(section.run_h / lift.pace)
    lift.crew_h += section.run_h if lift.mode is Mode.RAIL else 0.0
    section.occupants.pop(lift, None)
    _tell_link(world, lift, hop, before, Entry(started_h, started_h))
    lift.behind = None
    lift.node = before
    route.appendleft(hop)


def _tell_link(world: World, lift: Lift, hop: Hop, towards: NodeId, entry: Entry) -> None:
    if not world.tells_links:
        world.stages += 1
        return
    hours = (entry.asked_h, entry.entered_h, world.clock.now)
    world.tell(lift.row(Stage.LINK, hop.link, towards, hours, entry.cause))
