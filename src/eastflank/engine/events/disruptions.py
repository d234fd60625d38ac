"""Disruptions: what closes, degrades or is out when, and who is caught by it."""

from collections.abc import Iterable
from typing import Final

from eastflank.engine.clock import Word, Work, tell
from eastflank.engine.control.control import Control
from eastflank.engine.events.closings import Closing, closings_of
from eastflank.engine.events.news import News
from eastflank.engine.fleet.fleets import Fleets
from eastflank.engine.moves.registry import Movers
from eastflank.engine.state.section import Section
from eastflank.engine.state.world import World
from eastflank.model.ids import LinkId, TerminalId
from eastflank.model.scenario import Caught

HALF: Final = 0.5  # shares of a pool are rounded to the nearest whole asset


class Disruptions:
    """Keeps what is active; overlapping disruptions combine to the worst severity."""

    def __init__(self, world: World, movers: Movers, fleets: Fleets, control: Control) -> None:
        self._world = world
        self._movers = movers
        self._fleets = fleets
        self._control = control
        self._active: dict[Closing, float] = {}
        self._news = News(world, control)
        for closing in closings_of(world.scenario, world.luck):
            world.clock.start(self._run(closing))

    def _run(self, closing: Closing) -> Work[None]:
        """Step by step, each at its hour; what comes after the horizon never comes."""
        clock = self._world.clock
        self._news.foretell(closing)
        begins = True
        for hour, severity in closing.steps():
            if not begins and hour >= self._world.scenario.horizon_h:
                return
            yield clock.hours(hour - clock.now)
            self._set(closing, severity)
            if begins:
                self._news.begins(closing)
            elif hour == closing.end_h:
                self._news.ends(closing)
            begins = False

    def _set(self, closing: Closing, severity: float) -> None:
        if severity > 0.0:
            self._active[closing] = severity
        else:
            del self._active[closing]
        self._apply(closing)

    # -- on the ground ------------------------------------------------------------------------

    def _apply(self, closing: Closing) -> None:
        hit = closing.disruption
        for link in hit.links:
            self._set_link(link)
        for mover in self._movers.values():
            mover.on_ground_change()
        for terminal in hit.terminals:
            self._set_terminal(terminal)
        if hit.fleets or hit.asset_types:
            self._set_assets()
        if hit.control:
            on_control = [c for c in self._active if c.disruption.control]
            by = tuple(sorted({c.id for c in on_control}))
            self._control.on_hit(self._worst(on_control), by)
        self._world.ground.announce()

    def _worst(self, active: Iterable[Closing]) -> float:
        return max((self._active[closing] for closing in active), default=0.0)

    def _name(self, place: str, active: list[Closing]) -> None:
        """By which disruptions a place is closed now."""
        shut = sorted({c.id for c in active if self._active[c] >= 1.0})
        self._world.ground.shut.set(place, tuple(shut), self._world.clock.now)

    def _set_terminal(self, terminal: TerminalId) -> None:
        active = [c for c in self._active if terminal in c.disruption.terminals]
        self._world.servers[terminal].set_severity(self._worst(active))
        self._name(terminal, active)

    def _set_link(self, link: LinkId) -> None:
        active = [c for c in self._active if link in c.disruption.links]
        severity = self._worst(active)
        self._world.ground.set_severity(link, severity)
        self._name(link, active)
        for section in self._world.sections_of(link):
            section.set_severity(severity)
            if not section.is_open and self._world.scenario.caught is Caught.TURN_BACK:
                self._turn_back(section)

    def _turn_back(self, section: Section) -> None:
        """Whoever has any part on a link that closes goes back to where it entered."""
        now = self._world.clock.now
        for lift, clear_h in list(section.occupants.items()):
            if clear_h <= now:
                section.clear(lift)
            else:
                tell(lift, Word.CLOSURE)  # one word is enough, however many links close

    # -- assets -------------------------------------------------------------------------------

    def _set_assets(self) -> None:
        """Of each pool that is hit its share is out, the first by id; the worst share counts."""
        out: set[int] = set()
        everyone = self._fleets.holdings.by_number()
        for closing, severity in self._active.items():
            hit = closing.disruption
            pools = [[a.number for a in everyone if a.fleet.id == name] for name in hit.fleets]
            pools += [[a.number for a in everyone if a.type.id == x] for x in hit.asset_types]
            for pool in pools:
                out.update(pool[: int(severity * len(pool) + HALF)])
        self._fleets.set_out(frozenset(out))
        self._control.on_fleet_change()
