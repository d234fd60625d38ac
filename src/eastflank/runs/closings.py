"""What each disruption of a scenario closes, from when to when, and who would have used it."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from eastflank.model.ids import UnitId
from eastflank.model.scenario import Disruption, Scenario
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.fastest_ways import PlannedWays
from eastflank.runs.wording.names import Names, article, asset, plain
from eastflank.runs.wording.numbers import c_hour, count, listing, share, span

TOLD: Final = 3  # links, terminals or formations that a sentence names


def closings_of(scenario: Scenario) -> list[str]:
    """A few sentences for each disruption; works of the calendar are none."""
    cuts = [cut for cut in scenario.disruptions if not cut.works]
    if not cuts:
        return []
    names, planned = _names(scenario), PlannedWays(scenario)
    return [" ".join(_sentences(cut, scenario, names, planned)) for cut in cuts]


def _sentences(
    cut: Disruption, scenario: Scenario, names: Names, planned: PlannedWays
) -> Iterator[str]:
    verb = "closes" if cut.severity >= 1 else f"takes {share(cut.severity)} of"
    yield f"{cut.id} {verb} {listing(list(_what(cut, names)))} {_when(cut)}."
    if cut.start_h >= scenario.horizon_h:
        yield f"That is after the run ends ({c_hour(scenario.horizon_h)}): it changes nothing."
    if cut.end_h <= scenario.frame.order_h:
        yield "That is over before the order is given: it changes nothing."
    if not cut.severity or not cut.chance:
        yield "At this severity and chance it changes nothing."
    if cut.links or cut.terminals:
        yield _users(scenario, planned.units_through(cut.links, cut.terminals))


def _what(cut: Disruption, names: Names) -> Iterator[str]:
    """What is hit, counted, with the first few by name."""
    if cut.links:
        ways = [f"{names.link(link)} by {names.modes[link]}" for link in cut.links]
        yield _counted(ways, "link")
    if cut.terminals:
        places = [f"{names.kind(each)} of {names.place(each)}" for each in cut.terminals]
        yield _counted(places, "terminal")
    if cut.fleets:
        yield _counted(list(cut.fleets), "fleet")
    if cut.asset_types:
        yield f"all {listing([asset(kind) for kind in cut.asset_types])}"
    if cut.control:
        yield "movement control"


def _counted(things: Sequence[str], noun: str) -> str:
    number = len(things)
    named = list(dict.fromkeys(things))
    more = [f"{number - TOLD} more"] if number > TOLD else []
    told = listing([*named[:TOLD], *more]) if more else listing(named)
    return f"{article(noun) if number == 1 else f'{number} {noun}s'} ({told})"


def _when(cut: Disruption) -> str:
    begins = f"from {c_hour(cut.start_h)}"
    if cut.recurs is not None:
        every, lasts = cut.recurs.every_h / HOURS_PER_DAY, cut.recurs.lasts_h
        until = "" if math.isinf(cut.recurs.until_h) else f" until {c_hour(cut.recurs.until_h)}"
        begins = f"every {every:g} days for {span(lasts)}, {begins}{until}"
    elif math.isinf(cut.end_h):
        begins = f"{begins}, open-ended"
    else:
        begins = f"{begins} to {c_hour(cut.end_h)}"
    return f"{begins}, {_notice(cut)}{_chance(cut)}"


def _notice(cut: Disruption) -> str:
    if cut.known:
        return "known from the start"
    return f"known {span(cut.warning_h)} before" if cut.warning_h else "unannounced"


def _chance(cut: Disruption) -> str:
    return "" if cut.chance >= 1 else f", with a chance of {share(cut.chance)}"


def _users(scenario: Scenario, units: Iterable[UnitId]) -> str:
    """Who would pass there were all open: each lot by its fastest way, no queue weighed."""
    lines = [scenario.units[unit] for unit in sorted(units)]
    if not lines:
        return "No unit would pass there, each by its fastest way with all open."
    troops: Counter[str] = Counter()
    for line in lines:
        troops[line.brigade or line.name] += line.personnel
    largest = [f"{name} ({count(number)})" for name, number in troops.most_common(TOLD)]
    more = [f"{len(troops) - TOLD} more"] if len(troops) > TOLD else []
    units_told = "1 unit" if len(lines) == 1 else f"{len(lines)} units"
    return (
        f"With all open {units_told} with {count(sum(troops.values()))} troops would pass there, "
        f"each lot by its fastest way: {listing([*largest, *more])}."
    )


def _names(scenario: Scenario) -> Names:
    return Names(
        places={node.id: node.name for node in scenario.nodes.values()},
        terminals={each.id: (each.kind.value, each.node) for each in scenario.terminals.values()},
        links={link.id: (link.a, link.b) for link in scenario.links.values()},
        modes={link.id: plain(link.mode.value) for link in scenario.links.values()},
    )
