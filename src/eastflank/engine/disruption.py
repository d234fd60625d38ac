"""Disruptions: what closes, degrades or is out when, and who is caught by it."""

from collections.abc import Iterable
from typing import Final

from eastflank.engine.clock import Word, Work, tell
from eastflank.engine.closings import Closing, closings_of
from eastflank.engine.news import News
from eastflank.engine.servers import Section
from eastflank.engine.world import World
from eastflank.model.ids import AssetId, LinkId, TerminalId
from eastflank.model.scenario import Caught

HALF: Final = 0.5  # shares of a pool are rounded to the nearest whole asset


class Disruptions:
    """Keeps what is active; overlapping disruptions combine to the worst severity."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._active: dict[Closing, float] = {}
        self._news = News(world)
        for closing in closings_of(world.scenario, world.luck):
            world.clock.start(self._run(closing))

    def _run(self, closing: Closing) -> Work[None]:
        """Step by step, each at its hour; what comes after the horizon never comes."""
        clock = self.world.clock
        self._news.foretell(closing)
        begins = True
        for hour, severity in closing.steps():
            if not begins and hour >= self.world.scenario.horizon_h:
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
            self._set_link(link, self._worst(self._on_link(link)))
        for engines in self.world.engines.values():
            engines.reconsider()
        for terminal in hit.terminals:
            worst = self._worst(self._on_terminal(terminal))
            self.world.servers[terminal].set_severity(worst)
            self._name(terminal, self._on_terminal(terminal))
        if hit.fleets or hit.asset_types:
            self._set_assets()
        if hit.control:
            on_control = [c for c in self._active if c.disruption.control]
            gate = self.world.control.gate
            gate.hit(self._worst(on_control), tuple(sorted({c.id for c in on_control})))
        self.world.shake()

    def _worst(self, active: Iterable[Closing]) -> float:
        return max((self._active[closing] for closing in active), default=0.0)

    def _on_link(self, link: LinkId) -> list[Closing]:
        return [closing for closing in self._active if link in closing.disruption.links]

    def _on_terminal(self, terminal: TerminalId) -> list[Closing]:
        return [closing for closing in self._active if terminal in closing.disruption.terminals]

    def _name(self, place: str, active: list[Closing]) -> None:
        """By which disruptions a place is closed now."""
        shut = sorted({c.id for c in active if self._active[c] >= 1.0})
        self.world.shut.set(place, tuple(shut), self.world.clock.now)

    def _set_link(self, link: LinkId, severity: float) -> None:
        self.world.severity[link] = severity
        self._name(link, self._on_link(link))
        for section in self.world.sections_of(link):
            section.set_severity(severity)
            if not section.is_open and self.world.scenario.caught is Caught.TURN_BACK:
                self._turn_back(section)

    def _turn_back(self, section: Section) -> None:
        """Whoever has any part on a link that closes goes back to where it entered."""
        now = self.world.clock.now
        for lift, clear_h in list(section.occupants.items()):
            if clear_h <= now:
                del section.occupants[lift]
            else:
                tell(lift, Word.CLOSURE)  # one word is enough, however many links close

    # -- assets -------------------------------------------------------------------------------

    def _set_assets(self) -> None:
        """Of each pool that is hit its share is out, the first by id; the worst share counts."""
        out: set[AssetId] = set()
        everyone = self.world.fleets.everyone()
        for closing, severity in self._active.items():
            hit = closing.disruption
            pools = [[a.id for a in everyone if a.fleet.id == fleet] for fleet in hit.fleets]
            pools += [[a.id for a in everyone if a.type.id == kind] for kind in hit.asset_types]
            for pool in pools:
                out.update(pool[: int(severity * len(pool) + HALF)])
        self.world.fleets.set_out(frozenset(out))
        self.world.control.miss()
