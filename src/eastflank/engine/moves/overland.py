"""Over land: the sections of a mode, and the ways over them that are known to be open."""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence

from eastflank.engine.moves.empty_hours import EmptyHours
from eastflank.engine.moves.mode import MoverBase
from eastflank.engine.state.lift import Asset, Lift
from eastflank.engine.state.section import Section
from eastflank.engine.state.world import World
from eastflank.model.ids import NodeId
from eastflank.model.scenario import AssetType, Link
from eastflank.routing.network import FloatMatrix, Hop, Reach, Way, Ways


class OverLand(MoverBase, ABC):
    """The sections and ways of trains, or of columns."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.empties = EmptyHours(world, self._empty_row)
        self._sections: dict[Hop, Section] = {}

    # -- sections ---------------------------------------------------------------------------------

    def section(self, hop: Hop) -> Section:
        """The section to enter for a hop."""
        section = self._sections.get(hop)
        if section is None:
            section = self._sections[hop] = self._section_of_link(hop)
        return section

    def _section_of_link(self, hop: Hop) -> Section:
        link = self.world.scenario.links[hop.link]
        sections = self.world.sections.setdefault(hop.link, {})
        key = None if self._is_for_both_ways(link) else hop.to
        if key not in sections:
            sections[key] = self._made(link, self.world.ground.severity(hop.link))
        return sections[key]

    @abstractmethod
    def _is_for_both_ways(self, link: Link) -> bool:
        """Whether a link is one section for both directions."""

    @abstractmethod
    def _made(self, link: Link, severity: float) -> Section:
        """A section of a link."""

    # -- ways -------------------------------------------------------------------------------------

    @abstractmethod
    def open_ways(self, asset: Asset | None, lift: Lift | None) -> Sequence[Ways]:
        """The ways that are known to be open to an asset, and to a lift with what it carries."""

    @abstractmethod
    def _empty_row(self, kind: AssetType, place: int) -> FloatMatrix:
        """Hours of empty legs from a place to all others; inf where one would be refused."""

    @property
    def _reach(self) -> Reach:
        return self.world.network.reach(self.world.closures.links)

    def way(self, lift: Lift, end: NodeId) -> Way | None:
        """The quickest known-open way of a lift to a place; None if there is none."""
        return self._quickest(self.open_ways(lift.asset, lift), lift.node, end)

    def hours_to(self, lift: Lift, end: NodeId) -> float:
        """Free-flow hours of a lift to a place; inf if there is no open way."""
        ways, index = self.open_ways(lift.asset, lift), self.world.network.index
        return float(ways[0].hours[index[lift.node], index[end]]) if ways else math.inf

    def _quickest(self, ways: Sequence[Ways], start: NodeId, end: NodeId) -> Way | None:
        """Of some ways the one that is soonest over, as the queues before its sections stand."""
        i, j = self.world.network.index[start], self.world.network.index[end]
        found = [each.way(i, j) for each in ways if math.isfinite(each.hours[i, j])]
        if all(way == found[0] for way in found[1:]):
            return found[0] if found else None
        return min(found, key=self._hours_now)

    def _hours_now(self, way: Way) -> float:
        sections = [self.section(hop) for hop in way]
        return sum(self._passage_h(section) + section.queue_h for section in sections)

    def _passage_h(self, section: Section) -> float:
        """Likely hours on a section that is entered at once."""
        return section.run_h
