"""Kept plans: whether the rows of a movement plan leave each lot a way while everything is open.

It is asked of the search that movement control uses.
"""

from collections.abc import Iterator
from typing import Final

from eastflank.model.errors import PlannerError
from eastflank.model.modes import ACCESS, MODES, Mode
from eastflank.model.scenario import Lot, Scenario
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import Closures, Fixed, Itinerary, chain_of, fixed_by, terminals_of

WAYS_TOLD: Final = 5


def unkept_plans(scenario: Scenario) -> Iterator[PlannerError]:
    """Rows of the movement plan that some lot cannot keep though everything is open."""
    if not scenario.movement_plan:
        return
    book = Itineraries(scenario)
    kept: dict[tuple[object, ...], bool] = {}
    failed: dict[str, list[Lot]] = {}
    for name, line in scenario.movement_plan.items():
        lot, fixed = scenario.lots[name], fixed_by(line)
        key = (lot.nation, lot.origin, lot.destination, lot.cargo, lot.may_fly, fixed)
        if key not in kept:
            moves = fixed is not None and lot.origin != lot.destination
            kept[key] = not moves or bool(ways_within(book, lot, fixed))
        if not kept[key]:
            failed.setdefault(line.where, []).append(lot)
    for where, lots in failed.items():
        yield _unkept(where, lots, ways_within(book, lots[0], None))


def ways_within(book: Itineraries, lot: Lot, fixed: Fixed | None) -> list[Itinerary]:
    """The open ways of a lot that keep what is fixed and that fleets run for its nation."""
    question = (lot.origin, lot.destination, lot.cargo, lot.may_fly, Closures())
    return [
        plan
        for plan in book.between(question, fixed)
        if all(book.catalogue.serve(leg.types, lot.nation) for leg in chain_of(plan.legs))
    ]


def _unkept(where: str, lots: list[Lot], ways: list[Itinerary]) -> PlannerError:
    lot, units = lots[0], {lot.unit for lot in lots}
    more = f" (nor of {len(units) - 1} more)" if len(units) > 1 else ""
    could = list(dict.fromkeys(_told(plan) for plan in ways))[:WAYS_TOLD]
    return PlannerError(
        where=where,
        found=f"no way of {lot.unit!r} from {lot.origin!r} to {lot.destination!r} keeps this for "
        f"{lot.cargo}{more}.",
        right=f"It could go by {', or by '.join(could)}." if could else "",
    )


def _told(plan: Itinerary) -> str:
    """The modes of a way, and the ports, airfields and transfer yards that it uses."""
    main = [mode for mode in Mode if mode in (plan.modes - ACCESS or plan.modes)]
    used = terminals_of(leg for leg in plan.legs if not MODES[leg.mode].is_ground)
    used |= {leg.unload for leg in chain_of(plan.legs) if leg.onward and leg.unload}
    return ";".join(main) + (f" via {';'.join(sorted(used))}" if used else "")
