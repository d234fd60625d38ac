"""Disruptions: what closes when, who is caught by it, and when the news arrives."""

from collections.abc import Generator
from typing import Any

import simpy

from eastflank.engine.servers import Section
from eastflank.engine.world import World
from eastflank.ids import LinkId, TerminalId
from eastflank.legs import Closures
from eastflank.scenario import Disruption


class Disruptions:
    """Keeps what is active; overlapping disruptions combine to the worst severity."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._active: dict[str, Disruption] = {}
        self._reported: dict[str, Disruption] = {}
        for disruption in world.scenario.disruptions:
            if disruption.severity > 0:
                world.env.process(self._run(disruption))

    def _run(self, disruption: Disruption) -> Generator[simpy.Event, Any, None]:
        env = self.world.env
        start_h = max(0.0, disruption.start_h)
        if disruption.end_h <= start_h:
            return
        yield env.timeout(start_h)
        self._active[disruption.id] = disruption
        self._apply(disruption)
        self._send_news(disruption, begins=True)
        if disruption.end_h < self.world.scenario.horizon_h:
            yield env.timeout(disruption.end_h - start_h)
            del self._active[disruption.id]
            self._apply(disruption)
            self._send_news(disruption, begins=False)

    # -- on the ground ------------------------------------------------------------------------

    def _apply(self, disruption: Disruption) -> None:
        for link in disruption.links:
            self._set_link(link, self._worst_of_link(link))
        for engines in self.world.engines.values():
            engines.reconsider()
        for terminal in disruption.terminals:
            self.world.servers[terminal].set_severity(self._worst_of_terminal(terminal))

    def _worst_of_link(self, link: LinkId) -> float:
        return max((d.severity for d in self._active.values() if link in d.links), default=0.0)

    def _worst_of_terminal(self, terminal: TerminalId) -> float:
        active = self._active.values()
        return max((d.severity for d in active if terminal in d.terminals), default=0.0)

    def _set_link(self, link: LinkId, severity: float) -> None:
        self.world.severity[link] = severity
        for section in self.world.sections_of(link):
            section.set_severity(severity)
            if not section.is_open:
                self._turn_back(section)

    def _turn_back(self, section: Section) -> None:
        """Whoever has any part on a link that closes goes back to where it entered."""
        now = self.world.env.now
        for lift, clear_h in list(section.occupants.items()):
            if clear_h <= now:
                del section.occupants[lift]
            elif not lift.turning and lift.process is not None and lift.process.is_alive:
                lift.turning = True  # one word is enough, however many links close
                lift.process.interrupt(section)

    # -- as it is known -----------------------------------------------------------------------

    def _send_news(self, disruption: Disruption, *, begins: bool) -> None:
        delay_h = 0.0 if disruption.known else self.world.luck.value("news_delay")
        if delay_h == 0.0:
            self._report(disruption, begins=begins)
            return
        timer = self.world.env.timeout(delay_h)
        timer.callbacks.append(lambda _: self._report(disruption, begins=begins))

    def _report(self, disruption: Disruption, *, begins: bool) -> None:
        if begins:
            self._reported[disruption.id] = disruption
        else:
            self._reported.pop(disruption.id, None)
        shut = [d for d in self._reported.values() if d.severity >= 1.0]
        closures = Closures(
            frozenset(link for d in shut for link in d.links),
            frozenset(terminal for d in shut for terminal in d.terminals),
        )
        if closures != self.world.closures:
            self.world.control.hear(closures, tuple(sorted(d.id for d in shut)))
