"""Reasons: which constraints leave a consignment no way, and what of its way opens later."""

import math
from collections.abc import Iterator

from eastflank.engine.control.choosing import Choosing, locked_in
from eastflank.engine.moves.registry import Movers
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.world import World
from eastflank.model.causes import Refusal, RefusalKind, WaitCause, no_way
from eastflank.model.modes import MODES
from eastflank.model.scenario import CutPolicy
from eastflank.routing.legs import chain_of


class Reasons:
    """Why lots are stranded."""

    def __init__(self, world: World, movers: Movers, choosing: Choosing) -> None:
        self._world = world
        self._movers = movers
        self._choosing = choosing

    def why_stranded(self, consignment: Consignment) -> WaitCause:
        """The constraints that leave a consignment no way, and what is known to be closed."""
        closed_by = self._world.knowledge.known.closed_by
        return no_way(self._refusals(consignment), closed_by)

    def _refusals(self, consignment: Consignment) -> Iterator[Refusal]:
        inside = locked_in(self._world, consignment)
        if inside is not None:
            yield Refusal(RefusalKind.LOCKED_IN, (inside,))
        elif self._choosing.offers(consignment):
            yield Refusal(RefusalKind.NO_ASSET, (consignment.lot.cargo.value,))
        else:
            yield from self._no_way(consignment)

    def _no_way(self, consignment: Consignment) -> Iterator[Refusal]:
        """What is missing over land, the nearest thing to a way; then by each other mode."""
        refused = {mode: self._movers[mode].refusal(consignment) for mode in MODES}
        ground = [refused[mode] for mode, row in MODES.items() if row.is_ground]
        others = [refused[mode] for mode, row in MODES.items() if not row.is_ground]
        yield from [refusal for refusal in ground if refusal][:1]
        if self._world.scenario.policy is CutPolicy.REROUTE:
            yield Refusal(RefusalKind.OTHER_MODES)
        else:
            yield from filter(None, others)


def opens_later(world: World, consignment: Consignment) -> tuple[str, float] | None:
    """What of its itinerary opens last, and when, if it is closed now and that is known."""
    known, now = world.knowledge.known, world.clock.now
    legs = chain_of(consignment.plan.legs)
    places = [p for leg in legs for p in (leg.load, *(hop.link for hop in leg.way), leg.unload)]
    opens = [(known.opens_h(place, now), str(place)) for place in places if place]
    hour, place = max(opens, default=(0.0, ""))
    return (place, hour) if now < hour < math.inf else None
