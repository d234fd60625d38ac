"""The world of one replication: its clock, its finite things, what is known, who is on the way."""

import math
from collections.abc import Iterator, Mapping

from eastflank.engine.clock import Clock
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.knowledge import ControlStatus, Ground, Knowledge
from eastflank.engine.state.ledger import Ledger
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.names import Names
from eastflank.engine.state.outstanding import Outstanding
from eastflank.engine.state.section import Section
from eastflank.engine.state.servers import Servers, TransferTracks
from eastflank.engine.state.storage import StorageArea
from eastflank.model.causes import AT_SERVERS, CauseKind, WaitCause
from eastflank.model.ids import LinkId, NodeId, TerminalId
from eastflank.model.luck import Luck
from eastflank.model.modes import TerminalKind
from eastflank.model.records import Recorder
from eastflank.model.scenario import (
    Scenario,
    Terminal,
)
from eastflank.routing.book import Itineraries
from eastflank.routing.flights import ALWAYS, Hours, crew_hours_of, hours_of
from eastflank.routing.legs import Closures


class World:
    """What the processes of one replication share. It does nothing by itself."""

    def __init__(
        self,
        scenario: Scenario,
        book: Itineraries,
        luck: Luck,
        records: Recorder,
    ) -> None:
        self.clock = Clock(scenario.starts_h)
        self.scenario = scenario
        self.book = book
        self.network = book.network
        self.catalogue = book.catalogue
        self.luck = luck
        self.records = records
        self.names = Names(scenario)
        self.ledger = Ledger()
        self.knowledge = Knowledge(self.clock)
        self.ground = Ground(self.clock)
        self.control = ControlStatus(self.clock)
        self.consignments: list[Consignment] = []
        self.outstanding = Outstanding(self.clock, scenario.lots.values())
        self.moving: dict[Lift, None] = {}  # under way, in the order in which they left
        terminals = scenario.terminals.values()
        self.server_count = {t.id: _server_count(t, luck) for t in terminals}
        self.servers: dict[TerminalId, Servers] = {}
        self.call_forward: dict[TerminalId, Servers] = {}
        self.yards: dict[TerminalId, TransferTracks] = {}  # those of the servers that are yards
        for number, terminal in enumerate(terminals):
            self.servers[terminal.id] = self._servers_of(terminal, number)
            places = Servers(self.clock, number, terminal.call_forward_limit)
            self.call_forward[terminal.id] = places
        self.before_ships, self.off_ships = self._storage(1), self._storage(2)
        self.port_at = {t.node: t.id for t in terminals if t.id in self.off_ships}
        self.sections: dict[LinkId, dict[NodeId | None, Section]] = {}

    def _servers_of(self, terminal: Terminal, number: int) -> Servers:
        count = self.server_count[terminal.id]
        if terminal.kind is not TerminalKind.TRANSFER_YARD:
            return Servers(self.clock, number, count, self._shift(terminal))
        cranes = math.inf if terminal.cranes is None else terminal.cranes
        self.yards[terminal.id] = TransferTracks(self.clock, number, count, cranes)
        return self.yards[terminal.id]

    def _storage(self, order: int) -> Mapping[TerminalId | None, StorageArea]:
        """The land of ports: for what waits for ships (1) or has come off them (2)."""
        factor = self.luck.value("port_land_factor")
        return {
            t.id: StorageArea(self.clock, number, t.staging_pieces * factor, order)
            for number, t in enumerate(self.scenario.terminals.values())
            if math.isfinite(t.staging_pieces)
        }

    def _shift(self, terminal: Terminal) -> Hours:
        """The hours in which work begins: at an airfield those of its ground crews."""
        if terminal.kind is not TerminalKind.AIRFIELD:
            return ALWAYS
        open_h = hours_of(terminal, self.scenario.nodes[terminal.node].utc_offset_h)
        return crew_hours_of(open_h, self.luck.value("airfield_crew_hours"))

    @property
    def closures(self) -> Closures:
        """What is known to be closed now."""
        return self.knowledge.known.closed

    def sections_of(self, link: LinkId) -> Iterator[Section]:
        """The sections that have been made for a link."""
        return iter(self.sections.get(link, {}).values())

    def terminal(self, terminal: TerminalId) -> Terminal:
        """The terminal of an id."""
        return self.scenario.terminals[terminal]

    def is_shut(self, terminal: TerminalId | None) -> bool:
        """Whether a terminal is closed now, known or not."""
        return terminal is not None and not self.servers[terminal].is_open

    def service_h(self, key: str, terminal: TerminalId | None, lead: Consignment) -> float:
        """Hours of one service: luck belongs to the lot, the kind of service and the visit."""
        hours = self.luck.draw(key, lead.lot.id, lead.visit(key))
        if terminal is None:
            return hours
        hours *= self.terminal(terminal).service_factor * self.luck.value("service_scale")
        severity = self.servers[terminal].severity
        return hours / (1.0 - severity) if severity < 1.0 else hours

    def why(self, cause: WaitCause, since_h: float) -> WaitCause:
        """What was waited for until now: a closure, or ground crews, if that took most of it."""
        closed_by = self.ground.shut.during(cause.thing, since_h, self.clock.now)
        if closed_by or cause.kind not in AT_SERVERS:
            return cause.while_closed(closed_by)
        if self.servers[TerminalId(cause.thing)].idles(since_h):
            return WaitCause(CauseKind.GROUND_CREW, cause.thing)
        return cause


def _server_count(terminal: Terminal, luck: Luck) -> int:
    """Servers of a terminal; of transfer tracks the factor applies, and one stays."""
    if terminal.kind is not TerminalKind.TRANSFER_YARD:
        return terminal.servers
    return max(1, math.floor(terminal.servers * luck.value("transfer_tracks_factor") + 0.5))
