"""The world of one replication: its clock, its finite things, and what is known to be closed."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eastflank.engine.clock import Clock, Signal, Waiter
from eastflank.engine.holding import places_at
from eastflank.engine.ledger import Ledger
from eastflank.engine.luck import Luck
from eastflank.engine.march import RoadRules
from eastflank.engine.outlook import Outlook
from eastflank.engine.servers import Rank, Room, Section, Servers, Space
from eastflank.engine.shut import ShutPlaces
from eastflank.engine.traction import Engines
from eastflank.model.causes import C_DAY, WaitCause
from eastflank.model.ids import LinkId, NodeId, TerminalId, UnitId
from eastflank.model.records import Recorder, Stage, StageRecord, columns_of
from eastflank.model.scenario import Link, Lot, Mode, Scenario, Terminal, TerminalKind, Unit
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.book import Floats, Ints, Itineraries, Options
from eastflank.routing.legs import Closures, Fixed, Leg
from eastflank.routing.network import ROAD_GROUP, Hop

if TYPE_CHECKING:
    from eastflank.engine.boards import Board, Boards
    from eastflank.engine.breakdown import Soundness
    from eastflank.engine.control import Control
    from eastflank.engine.fleets import Fleets
    from eastflank.engine.movement import Lift
    from eastflank.engine.rsom import Reception


class Traveller(Waiter):
    """A lot on its way: where it is, how it means to go on, and what it waits for."""

    __slots__ = (
        "ahead",
        "arrived",
        "been",
        "board",
        "boarded_h",
        "fixed",
        "goes_after",
        "id",
        "joined_h",
        "landed",
        "leaves",
        "leg",
        "lot",
        "marched_km",
        "node",
        "options",
        "outside",
        "pieces",
        "plan",
        "promised",
        "rank",
        "soundness",
        "standing",
        "stowed",
        "unit",
        "visits",
        "waits",
    )

    def __init__(self, lot: Lot, unit: Unit, rank: Rank) -> None:
        super().__init__()
        self.id: str = lot.id
        self.lot = lot
        self.pieces = lot.pieces
        self.unit = unit
        self.rank = rank
        self.node: NodeId = lot.origin
        self.leaves: tuple[float, WaitCause] = (0.0, C_DAY)  # when it may, and what was last
        self.fixed: Fixed | None = None  # what the movement plan fixes of the rest of its way
        self.goes_after: UnitId | None = None  # the unit that must close before it leaves
        self.been: set[NodeId] = set()  # places that it has left behind
        self.marched_km = 0.0  # on its own wheels, over all legs that are done
        self.arrived: Signal | None = None
        self.board: Board | None = None
        self.joined_h = 0.0  # when it began to wait for lift
        self.waits: list[
            tuple[WaitCause, float, float]
        ] = []  # what it waited for at earlier boards
        self.boarded_h = 0.0  # when it joined its present board
        self.leg: Leg | None = None
        self.ahead: tuple[Leg, ...] = ()  # what it meant to do after the leg that it has done
        self.plan = -1  # place of the chosen itinerary among the options
        self.options: Options | None = None
        self.promised: list[tuple[Ints, Floats]] = []
        self.standing: dict[NodeId, Room] = {}  # room that it holds on the land of ports, by place
        self.stowed = 0.0  # pieces that have been taken on by lifts
        self.outside = 0  # lifts that carry parts of it now
        self.landed: dict[NodeId, float] = {}  # pieces that have come off lifts, by place
        self.visits: dict[str, int] = {}
        self.soundness: Soundness | None = None  # once it marches on its own wheels

    @property
    def left(self) -> float:
        """Pieces that still wait for a lift."""
        return self.pieces - self.stowed

    @property
    def is_landed(self) -> bool:
        """Whether all of it has come off lifts."""
        return self.outside == 0 and self.left <= NEGLIGIBLE

    @property
    def share(self) -> float:
        """Its pieces over all pieces of the lot: 1 unless parts of the lot were parted."""
        return self.pieces / self.lot.pieces

    @property
    def troops(self) -> int:
        """Its troops."""
        return round(self.lot.troops * self.share)

    def visit(self, purpose: str) -> int:
        """How many times before this it met this kind of thing."""
        ordinal = self.visits.get(purpose, 0)
        self.visits[purpose] = ordinal + 1
        return ordinal


@dataclass(slots=True)
class Part:
    """What one lift carries of one lot."""

    traveller: Traveller
    pieces: float
    on_land: float = 0.0  # of them, those that hold room on the land of the port where it ends

    @property
    def share(self) -> float:
        """Carried over all pieces of the lot."""
        return self.pieces / self.traveller.lot.pieces

    @property
    def troops(self) -> int:
        """Troops carried."""
        return round(self.traveller.lot.troops * self.share)

    @property
    def tonnes(self) -> float:
        """Tonnes carried."""
        return self.traveller.lot.tonnes * self.share


class World:
    """Everything that the processes of one replication share."""

    control: "Control"
    fleets: "Fleets"
    boards: "Boards"
    reception: "Reception"
    travellers: list[Traveller]

    def __init__(
        self,
        scenario: Scenario,
        book: Itineraries,
        luck: Luck,
        record: Recorder,
        *,
        tells_links: bool = True,
    ) -> None:
        self.clock = Clock()
        self.scenario = scenario
        self.book = book
        self.network = book.network
        self.means = book.means
        self.luck = luck
        self.road_rules = RoadRules(luck, scenario.heavy_road)
        self._record = record
        self.tells_links = tells_links  # else nobody keeps the rows of links, and none is made
        self.stages = 0
        self.ledger = Ledger(scenario.lots.values())
        self.outlook = Outlook()
        self.closures = Closures()  # what is known to be closed now
        self.shut = ShutPlaces()
        self.ground = self.clock.signal()  # fires, and is made anew, at each change on the ground
        self.news = self.clock.signal()  # fires, and is made anew, at each change that is known
        self.severity: dict[LinkId, float] = {}
        self.sections: dict[LinkId, dict[NodeId | None, Section]] = {}
        self._section_of: dict[Hop, Section] = {}
        self.count_servers = self._count_servers()
        self.servers = {
            t.id: Servers(self.clock, t.id, self.count_servers[t.id]) for t in self._terminals()
        }
        self.cranes = {
            t.id: Servers(self.clock, t.id, t.cranes)
            for t in self._terminals()
            if t.cranes is not None
        }
        self.tokens = {
            t.id: Servers(self.clock, t.id, t.call_forward_limit) for t in self._terminals()
        }
        self.outbound, self.inbound = self._spaces(1), self._spaces(2)
        self.port_at = {t.node: t.id for t in self._terminals() if t.id in self.inbound}
        self.moving: dict[Lift, None] = {}  # loaded lifts under way, in the order they left
        self._lifts = 0
        self.crew_shift_h = luck.value("crew_shift")
        districts = scenario.districts.values()
        self.engines = {d.id: Engines(self, d) for d in districts}
        self.engines_on = {link: self.engines[d.id] for d in districts for link in d.links}

    def _terminals(self) -> Iterator[Terminal]:
        return iter(self.scenario.terminals.values())

    def _count_servers(self) -> dict[str, int]:
        """Servers of each terminal; of transfer tracks the factor applies, and one stays."""
        factor = self.luck.value("transfer_tracks_factor")
        return {
            t.id: max(1, math.floor(t.servers * factor + 0.5))
            if t.kind is TerminalKind.TRANSFER_YARD
            else t.servers
            for t in self._terminals()
        }

    def _spaces(self, order: int) -> Mapping[TerminalId | None, Space]:
        """Room on the land of ports, for what waits for ships (1) or has come off them (2)."""
        factor = self.luck.value("port_land_factor")
        return {
            t.id: Space(self.clock, t.id, t.staging_pieces * factor, order)
            for t in self._terminals()
            if math.isfinite(t.staging_pieces)
        }

    def tell(self, row: StageRecord) -> None:
        """Leave a record row."""
        self.stages += 1
        self._record(row)

    def tell_stay(
        self,
        traveller: Traveller,
        stage: Stage,
        from_h: float,
        work_h: float,
        cause: WaitCause | None = None,
    ) -> None:
        """Leave the row of a lot that stays where it is until now: ready, stranded or staged."""
        lot, bound_for = traveller.lot, traveller.lot.destination
        kind, thing, closed_by = columns_of(cause)
        self.tell(
            StageRecord(
                stage=stage,
                place=traveller.node,
                towards="" if traveller.node == bound_for else bound_for,
                unit=lot.unit,
                lot=lot.id,
                from_h=from_h,
                work_h=work_h,
                to_h=self.clock.now,
                troops=traveller.troops,
                pieces=traveller.pieces,
                tonnes=lot.tonnes * traveller.share,
                cause=kind,
                cause_thing=thing,
                closed_by=closed_by,
            )
        )

    def why(self, cause: WaitCause, since_h: float) -> WaitCause:
        """What was waited for until now: the closure, if that took most of the wait."""
        return cause.while_closed(self.shut.during(cause.thing, since_h, self.clock.now))

    def next_lift(self, mode: Mode) -> str:
        """A new lift's id: the mode's letter and a running number."""
        self._lifts += 1
        return f"{mode.value}-{self._lifts:05d}"

    # -- finite things ------------------------------------------------------------------------

    def section(self, hop: Hop) -> Section:
        """The section to enter for a hop: single track is one for both directions."""
        section = self._section_of.get(hop)
        if section is None:
            section = self._section_of[hop] = self._shared_section(hop)
        return section

    def _shared_section(self, hop: Hop) -> Section:
        link = self.scenario.links[hop.link]
        shared = link.mode is Mode.RAIL and link.tracks == 1
        sections = self.sections.setdefault(hop.link, {})
        key = None if shared else hop.to
        if key not in sections:
            make = self._rail_section if link.mode is Mode.RAIL else self._road_section
            sections[key] = make(link)
            sections[key].severity = self.severity.get(hop.link, 0.0)
        return sections[key]

    def _rail_section(self, link: Link) -> Section:
        """Paths: on double track each way for itself, on single track twice that for both."""
        paths = (link.paths_per_day_each_way or math.inf) * self.luck.value("military_path_share")
        return Section(
            self.clock,
            link.id,
            length_km=link.length_km,
            speed_kmh=min(link.limit_kmh, self.luck.value("rail_speed")),
            spacing_h=24.0 / (2.0 * paths if link.tracks == 1 else paths),
            is_border=link.border,
            places=places_at(link),
        )

    def _road_section(self, link: Link) -> Section:
        """Vehicles an hour shared with civil traffic; the speed is the rate of march."""
        group = ROAD_GROUP[link.road_class or "local"]
        rate = self.luck.value(f"march_speed_{group}") * (1.0 - self.luck.value("halts_share"))
        return Section(
            self.clock,
            link.id,
            length_km=link.length_km,
            speed_kmh=min(link.limit_kmh, rate),
            spacing_h=1.0 / self.luck.value(f"packet_flow_{group}"),
        )

    def sections_of(self, link: LinkId) -> list[Section]:
        """All sections that have been made for a link."""
        return list(self.sections.get(link, {}).values())

    def terminal(self, terminal: TerminalId) -> Terminal:
        """The terminal of an id."""
        return self.scenario.terminals[terminal]

    def service_h(self, key: str, terminal: TerminalId | None, lead: Traveller) -> float:
        """Hours of one service: luck belongs to the lot, the kind of service and the visit."""
        hours = self.luck.draw(key, lead.lot.id, lead.visit(key))
        if terminal is None:
            return hours
        hours *= self.terminal(terminal).service_factor * self.luck.value("service_scale")
        severity = self.servers[terminal].severity
        return hours / (1.0 - severity) if severity < 1.0 else hours

    # -- what is known ------------------------------------------------------------------------

    def spread_news(self, outlook: Outlook) -> None:
        """From now on movement control knows what is closed, until when, and by what."""
        self.outlook, self.closures = outlook, outlook.closed
        self.stir()

    def stir(self) -> None:
        """Lots without a way try again."""
        news, self.news = self.news, self.clock.signal()
        news.fire()

    def shake(self) -> None:
        """Something has closed or opened: who stands before it looks again."""
        ground, self.ground = self.ground, self.clock.signal()
        ground.fire()

    def is_clear(self, link: LinkId | None) -> bool:
        """Whether a link is not closed now, known or not."""
        return link is None or self.severity.get(link, 0.0) < 1.0

    def is_shut(self, terminal: TerminalId | None) -> bool:
        """Whether a terminal is closed now, known or not."""
        return terminal is not None and not self.servers[terminal].is_open

    def railhead(self, node: NodeId, gauge: int) -> TerminalId | None:
        """The open railhead of a gauge at a node, if there is one."""
        return self.means.railhead_at(node, gauge, self.closures)
