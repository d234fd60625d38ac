"""Traction where it is scarce: a few engines haul every train of a district, and must come back.

An engine hauls a train from the first link of the district on its way to the last. Then it takes a
train that waits where it stands, else the best that waits elsewhere, and runs light to it. Light
engines skip the queues for paths (they fit between trains); a link that is closed stops them.
"""

import bisect
import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from eastflank.engine.clock import Signal, Work
from eastflank.engine.servers import Rank
from eastflank.model.ids import LinkId, NodeId
from eastflank.model.scenario import District

if TYPE_CHECKING:
    from eastflank.engine.movement import Lift
    from eastflank.engine.world import World


@dataclass(slots=True, eq=False)
class Engine:
    """One engine of a district, and where it stands."""

    pool: "Engines"
    node: NodeId


@dataclass(slots=True, eq=False)
class Claim:
    """A train's claim to an engine at a place; ``granted`` fires when it is coupled."""

    rank: Rank
    node: NodeId
    granted: Signal
    engine: Engine | None = None
    withdrawn: bool = False


class Engines:
    """The engines of one district, and the trains that wait for them."""

    def __init__(self, world: "World", district: District) -> None:
        self.world = world
        self.id = district.id
        self._links = [world.scenario.links[link] for link in district.links]
        self._turn_h = world.luck.value("engine_turn")
        factor = world.luck.value("traction_factor")
        self.number = max(1, math.floor(district.engines * factor + 0.5))  # none would never come
        self._idle = [Engine(self, district.home) for _ in range(self.number)]
        self._queue: list[tuple[Rank, int, Claim]] = []
        self._count = count()

    # -- trains -------------------------------------------------------------------------------

    def claim(self, rank: Rank, node: NodeId) -> Claim:
        """Ask for an engine at a place; it has one at once if one stands there idle."""
        claim = Claim(rank, node, self.world.clock.signal())
        self._match(claim)
        return claim

    def withdraw(self, claim: Claim) -> None:
        """The train goes elsewhere."""
        claim.withdrawn = True
        if claim.engine is not None:
            self._free(claim.engine)
        self._queue = [entry for entry in self._queue if entry[2] is not claim]

    def release(self, engine: Engine, node: NodeId) -> None:
        """The train has left the district or ended: after its turn the engine is free there."""
        engine.node = node
        self.world.clock.call_in(self._turn_h, lambda: self._free(engine))

    # -- engines ------------------------------------------------------------------------------

    def reconsider(self) -> None:
        """After a change of the network: idle engines may reach trains that they could not."""
        idle, self._idle = self._idle, []
        for engine in idle:
            self._free(engine)

    def _free(self, engine: Engine) -> None:
        """Take a train that waits here, else the best that can be reached, else stand idle."""
        hours = self._hours_from(engine.node)
        claims = [claim for _, _, claim in self._queue if claim.node in hours]
        here = (claim for claim in claims if claim.node == engine.node)
        best = next(here, claims[0] if claims else None)
        if best is None:
            self._idle.append(engine)
        else:
            self._queue = [entry for entry in self._queue if entry[2] is not best]
            self._send(engine, best)

    def _match(self, claim: Claim) -> None:
        """The nearest idle engine comes, or the claim waits."""
        hours = self._hours_from(claim.node)
        near = [engine for engine in self._idle if engine.node in hours]
        if not near:
            bisect.insort(self._queue, (claim.rank, next(self._count), claim))
            return
        engine = min(near, key=lambda engine: hours[engine.node])
        self._idle.remove(engine)
        self._send(engine, claim)

    def _send(self, engine: Engine, claim: Claim) -> None:
        if engine.node == claim.node:
            claim.engine = engine
            claim.granted.fire()
        else:
            self.world.clock.start(self._run_light(engine, claim))

    def _run_light(self, engine: Engine, claim: Claim) -> Work[None]:
        """Link after link to the train; where one is closed the engine is free, the train waits.

        If a link closes under the engine it is back where it entered when it would have been over.
        """
        while engine.node != claim.node and not claim.withdrawn:
            step = self._step(engine.node, claim.node)
            if step is None:
                break
            link, node, hours = step
            yield self.world.clock.hours(hours)
            if self._is_open(link):
                engine.node = node
        if claim.withdrawn or engine.node != claim.node:
            self._free(engine)
            if not claim.withdrawn:
                self._match(claim)
        else:
            self._send(engine, claim)

    # -- the lines of the district ------------------------------------------------------------

    def _is_open(self, link: LinkId) -> bool:
        return self.world.severity.get(link, 0.0) < 1.0

    def _steps(self, node: NodeId) -> Iterable[tuple[LinkId, NodeId, float]]:
        """Open links from a place: the link, the place beyond and the hours to it."""
        kmh = self.world.luck.value("rail_speed")
        for link in self._links:
            if node in (link.a, link.b) and self._is_open(link.id):
                beyond = link.b if node == link.a else link.a
                yield link.id, beyond, link.length_km / min(link.limit_kmh, kmh)

    def _hours_from(self, node: NodeId) -> dict[NodeId, float]:
        """Hours over open links to every place of the district that can be reached."""
        found: dict[NodeId, float] = {}
        heap = [(0.0, node)]
        while heap:
            hours, at = heapq.heappop(heap)
            if at in found:
                continue
            found[at] = hours
            for _, beyond, more_h in self._steps(at):
                heapq.heappush(heap, (hours + more_h, beyond))
        return found

    def _step(self, node: NodeId, end: NodeId) -> tuple[LinkId, NodeId, float] | None:
        """The first link of the shortest open way, None if there is none."""
        hours = self._hours_from(end)
        steps = [step for step in self._steps(node) if step[1] in hours]
        return min(steps, key=lambda step: (step[2] + hours[step[1]], step), default=None)


def uncouple(lift: "Lift") -> None:
    """The engine of a district, if the train has one, is given back where the train is."""
    engine, lift.engine = lift.engine, None
    if engine is not None:
        engine.pool.release(engine, lift.node)
