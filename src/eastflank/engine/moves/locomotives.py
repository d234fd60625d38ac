"""Locomotives where they are scarce: a few haul every train of a district, and must come back.

A locomotive hauls a train from the first link of the district on its way to the last. Then it takes
a train that waits where it stands, else the best that waits elsewhere, and runs light to it. Light
locomotives need no path (they fit between trains); a link that is closed stops them.
"""

import bisect
import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from eastflank.engine.clock import Signal, Work
from eastflank.engine.state.lift import Lift, Locomotive
from eastflank.engine.state.servers import Rank
from eastflank.engine.state.world import World
from eastflank.model.ids import DistrictId, LinkId, NodeId
from eastflank.model.scenario import District


@dataclass(slots=True, eq=False)
class Claim:
    """A train's claim to a locomotive at a place; ``granted`` fires when it is coupled."""

    rank: Rank
    node: NodeId
    granted: Signal
    locomotive: Locomotive | None = None
    withdrawn: bool = False


class Locomotives:
    """The locomotives of all districts."""

    def __init__(self, world: World) -> None:
        districts = world.scenario.districts
        self._pools = {name: Pool(world, district) for name, district in districts.items()}
        self._of_link: Mapping[LinkId, DistrictId] = {
            link: district.id for district in districts.values() for link in district.links
        }

    def district_of(self, link: LinkId) -> DistrictId | None:
        """The district whose locomotives haul trains over a link; None where they are plenty."""
        return self._of_link.get(link)

    def claim(self, district: DistrictId, lift: Lift) -> Claim:
        """Ask for a locomotive where a train stands."""
        return self._pools[district].claim(lift.rank, lift.node)

    def withdraw(self, district: DistrictId, claim: Claim) -> None:
        """The train goes elsewhere."""
        self._pools[district].withdraw(claim)

    def couple(self, lift: Lift, claim: Claim) -> None:
        """The train has the locomotive that it claimed."""
        lift.locomotive = claim.locomotive

    def uncouple(self, lift: Lift) -> None:
        """The locomotive, if the train has one, is given back where the train is."""
        locomotive, lift.locomotive = lift.locomotive, None
        if locomotive is not None:
            self._pools[locomotive.district].release(locomotive, lift.node)

    def reconsider(self) -> None:
        """After a change of the network: idle locomotives may reach trains that they could not."""
        for pool in self._pools.values():
            pool.reconsider()


def number_in(district: District, factor: float) -> int:
    """Locomotives of a district; with none no train would ever come."""
    return max(1, math.floor(district.engines * factor + 0.5))


class Pool:
    """The locomotives of one district, and the trains that wait for them."""

    def __init__(self, world: World, district: District) -> None:
        self._world = world
        self._links = [world.scenario.links[link] for link in district.links]
        self._turn_h = world.luck.value("engine_turn")
        number = number_in(district, world.luck.value("traction_factor"))
        self._idle = [Locomotive(district.id, district.home) for _ in range(number)]
        self._queue: list[tuple[Rank, int, Claim]] = []
        self._count = count()

    # -- trains -------------------------------------------------------------------------------

    def claim(self, rank: Rank, node: NodeId) -> Claim:
        """Ask for one at a place; the train has it at once if one stands there idle."""
        claim = Claim(rank, node, self._world.clock.signal())
        self._match(claim)
        return claim

    def withdraw(self, claim: Claim) -> None:
        """The train goes elsewhere."""
        claim.withdrawn = True
        if claim.locomotive is not None:
            self._free(claim.locomotive)
            claim.locomotive = None
        self._queue = [entry for entry in self._queue if entry[2] is not claim]

    def release(self, locomotive: Locomotive, node: NodeId) -> None:
        """The train has left the district or ended: after its turn the locomotive is free there."""
        locomotive.node = node
        self._world.clock.call_in(self._turn_h, lambda: self._free(locomotive))

    # -- locomotives ----------------------------------------------------------------------------

    def reconsider(self) -> None:
        """After a change of the network: idle ones may reach trains that they could not."""
        idle, self._idle = self._idle, []
        for locomotive in idle:
            self._free(locomotive)

    def _free(self, locomotive: Locomotive) -> None:
        """Take a train that waits here, else the best that can be reached, else stand idle."""
        hours = self._hours_from(locomotive.node)
        claims = [claim for _, _, claim in self._queue if claim.node in hours]
        here = (claim for claim in claims if claim.node == locomotive.node)
        best = next(here, claims[0] if claims else None)
        if best is None:
            self._idle.append(locomotive)
        else:
            self._queue = [entry for entry in self._queue if entry[2] is not best]
            self._send(locomotive, best)

    def _match(self, claim: Claim) -> None:
        """The nearest idle locomotive comes, or the claim waits."""
        hours = self._hours_from(claim.node)
        near = [each for each in self._idle if each.node in hours]
        if not near:
            bisect.insort(self._queue, (claim.rank, next(self._count), claim))
            return
        nearest = min(near, key=lambda each: hours[each.node])
        self._idle.remove(nearest)
        self._send(nearest, claim)

    def _send(self, locomotive: Locomotive, claim: Claim) -> None:
        if locomotive.node == claim.node:
            claim.locomotive = locomotive
            claim.granted.fire()
        else:
            self._world.clock.start(self._run_light(locomotive, claim))

    def _run_light(self, locomotive: Locomotive, claim: Claim) -> Work[None]:
        """Link after link to the train; where one is closed it is free, and the train waits.

        If a link closes under the locomotive it is back where it entered when it would have been
        over.
        """
        while locomotive.node != claim.node and not claim.withdrawn:
            step = self._step(locomotive.node, claim.node)
            if step is None:
                break
            link, node, hours = step
            yield self._world.clock.hours(hours)
            if self._world.ground.is_clear(link):
                locomotive.node = node
        if claim.withdrawn or locomotive.node != claim.node:
            self._free(locomotive)
            if not claim.withdrawn:
                self._match(claim)
        else:
            self._send(locomotive, claim)

    # -- the lines of the district ------------------------------------------------------------

    def _steps(self, node: NodeId) -> Iterable[tuple[LinkId, NodeId, float]]:
        """Open links from a place: the link, the place beyond and the hours to it."""
        kmh = self._world.luck.value("rail_speed")
        for link in self._links:
            if node in (link.a, link.b) and self._world.ground.is_clear(link.id):
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
