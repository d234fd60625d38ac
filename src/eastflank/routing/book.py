"""The book of itineraries: for each question a short list of ways, made once and remembered.

The accounts of finite things are numbered here too, so that all replications share the arrays.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from eastflank.model.causes import Refusal
from eastflank.model.ids import NodeId, TerminalId, UnitId
from eastflank.model.modes import MODES, Medium, modes_over
from eastflank.model.scenario import CargoClass, CutPolicy, Lot, Scenario
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.catalogue import Catalogue
from eastflank.routing.hosts import Hosts
from eastflank.routing.legs import Closures, Fixed, Itinerary, Leg, chain_of, leg_hours
from eastflank.routing.network import Hop, Network, Way
from eastflank.routing.planned_search import PlannedSearch
from eastflank.routing.search import Search

DETOUR_H: Final = 240.0  # an itinerary that is ten days slower when all is free is not weighed

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Account = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """Work per piece, in hours, that a leg puts on accounts."""

    accounts: Ints
    work_per_piece: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """The itineraries of one question, with what they meet as arrays (one row an itinerary).

    ``meets`` and ``rest_h`` have one column for each terminal or pool met in turn: its account and
    the free-flow hours from its turn to the end. ``sections`` are the rail sections crossed, with
    the free-flow hours until each. ``static_h`` is the free-flow total. ``uses`` are the accounts
    that all legs put work on, with the hours of one piece beside them; ``uses_of`` are its rows.
    ``pools`` are those accounts whose servers come one by one. ``meets_start`` and
    ``sections_start`` are the places at which the rows of these tables begin.
    """

    itineraries: tuple[Itinerary, ...]
    meets: Ints
    meets_start: Ints
    rest_h: Floats
    sections: Ints
    sections_start: Ints
    section_lead_h: Floats
    static_h: Floats
    needs: tuple[tuple[Needed, ...], ...]
    uses: Ints
    use_h: Floats
    uses_of: tuple[Needed, ...]
    pools: frozenset[int]
    ends: tuple[frozenset[NodeId], ...]  # the places at the ends of the legs
    march_km: Floats  # on the lot's own wheels, over all legs
    anywhere: frozenset[NodeId]  # all of ``ends``
    most_march_km: float


Question = tuple[NodeId, NodeId, CargoClass, bool, Closures]


class Itineraries:
    """Makes and remembers the itineraries for each question."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.network = Network(scenario)
        self.catalogue = Catalogue(self.network)
        self.accounts: list[Account] = [("none",)]
        self._number: dict[Account, int] = {("none",): 0}
        self._options: dict[tuple[object, ...], Options] = {}
        self._needed: dict[tuple[int, CargoClass], tuple[Leg, Needed]] = {}
        self._met: dict[tuple[int, Closures], tuple[Leg, tuple[tuple[int, float], ...], float]] = {}
        self._marched: dict[int, tuple[Leg, float]] = {}
        self._crossed: dict[Way, tuple[tuple[int, float, float], ...]] = {}
        self._district = {
            link: district for district in scenario.districts.values() for link in district.links
        }
        self._searches: dict[tuple[object, ...], Search] = {}

    @cached_property
    def hosts(self) -> Mapping[UnitId, tuple[str, ...]]:
        """The countries that each unit crosses or enters on its best ways while all is open."""
        return Hosts(self.catalogue, self._open_ways).by_unit()

    def answer_all(self) -> None:
        """Answer what all lots ask while all is open; who is forked afterwards shares it."""
        _ = self.hosts

    def _open_ways(self, lot: Lot, fixed: Fixed | None) -> tuple[Itinerary, ...]:
        question = (lot.origin, lot.destination, lot.cargo, lot.may_fly, Closures())
        return self.options(question, fixed).itineraries

    @property
    def answers(self) -> int:
        """How many answers are remembered; after a cut lots ask from ever new places."""
        return len(self._options)

    def options(self, question: Question, fixed: Fixed | None = None) -> Options:
        """The itineraries that answer a question under the scenario's policy, as arrays.

        Of a way that is ``fixed`` by the movement plan only those that keep it.
        """
        key = question if fixed is None else (*question, fixed)
        if key not in self._options:
            found = self._allowed(self.between(question, fixed), question, fixed)
            self._options[key] = self._compile(found, question)
        return self._options[key]

    def between(self, question: Question, fixed: Fixed | None = None) -> tuple[Itinerary, ...]:
        """All itineraries, best free-flow first; empty if there is no way."""
        node, destination, _, may_fly, _ = question
        search = self._search(question, fixed.via if fixed else frozenset())
        found = search.ground(node, destination)
        for mode in modes_over(Medium.LANE):
            found += search.lanes(mode, node, destination, planned=fixed is not None)
        if may_fly:
            found += search.air(node, destination)
        kept = {plan.legs: plan for plan in found if plan.legs}
        plans = [plan for plan in kept.values() if fixed is None or fixed.kept_by(plan)]
        limit_km = self.catalogue.highest("march_limit")
        plans = [plan for plan in plans if self._march_km(plan) <= limit_km] or plans
        best_h = min((plan.hours for plan in plans), default=0.0)
        near = [plan for plan in plans if plan.hours <= best_h + DETOUR_H]
        return tuple(sorted(near, key=lambda plan: plan.hours))

    def march_km(self, leg: Leg) -> float:
        """Kilometres of a leg on the lot's own wheels; 0 where an asset carries it."""
        if id(leg) not in self._marched:
            way = leg.way if self.catalogue.marches(leg.types) else ()
            km = sum((self.scenario.links[hop.link].length_km for hop in way), start=0.0)
            self._marched[id(leg)] = (leg, km)
        return self._marched[id(leg)][1]

    def _march_km(self, plan: Itinerary) -> float:
        return sum(self.march_km(leg) for leg in plan.legs)

    def no_flight(self, question: Question) -> Refusal | None:
        """Why nothing flies between the fields nearest to a question's places, if that is so."""
        node, destination, _, may_fly, _ = question
        return self._search(question).no_flight(node, destination) if may_fly else None

    def _search(self, question: Question, via: frozenset[TerminalId] = frozenset()) -> Search:
        *_, cargo, _, closures = question
        key = (cargo, closures, via)
        if key not in self._searches:
            scene = (self.catalogue, self.network.reach(closures.links), closures, cargo)
            self._searches[key] = PlannedSearch(*scene, via) if via else Search(*scene)
        return self._searches[key]

    def _allowed(
        self, found: tuple[Itinerary, ...], question: Question, fixed: Fixed | None
    ) -> tuple[Itinerary, ...]:
        """Under ``reroute`` a lot keeps to the modes that it would use were all open."""
        node, destination, cargo, may_fly, closures = question
        if self.scenario.policy is not CutPolicy.REROUTE or closures == Closures():
            return found
        before = self.between((node, destination, cargo, may_fly, Closures()), fixed)
        return tuple(plan for plan in found if plan.modes <= before[0].modes) if before else ()

    # -- arrays -------------------------------------------------------------------------------

    def _compile(self, itineraries: tuple[Itinerary, ...], question: Question) -> Options:
        *_, cargo, _, closures = question
        meetings = [list(self._meetings(plan, closures)) for plan in itineraries]
        meets, before = _padded(meetings, 2)
        crossings = [list(self._crossings(plan)) for plan in itineraries]
        sections, section_lead = _padded(crossings, 2)
        static = np.array([plan.hours for plan in itineraries])
        needs = [[self._need_of(leg, cargo, closures) for leg in plan.legs] for plan in itineraries]
        used = [[pair for leg in legs for pair in _pairs(leg)] for legs in needs]
        numbers, use_h = _padded(used, 2)
        uses, counts = numbers.astype(np.intp), map(len, used)
        numbered = np.union1d(meets, uses).astype(np.intp).tolist()
        pools = (account for account in numbered if self.accounts[account][0] == "pool")
        march_km = [self._march_km(plan) for plan in itineraries]
        ends = tuple(frozenset(leg.last.end for leg in plan.legs) for plan in itineraries)
        return Options(
            itineraries=itineraries,
            meets=meets.astype(np.intp),
            meets_start=_starts(meets),
            rest_h=static[:, None] - before,
            sections=sections.astype(np.intp),
            sections_start=_starts(sections),
            section_lead_h=section_lead,
            static_h=static,
            ends=ends,
            anywhere=frozenset().union(*ends),
            march_km=np.array(march_km),
            most_march_km=max(march_km, default=0.0),
            needs=tuple(map(tuple, needs)),
            uses=uses,
            use_h=use_h,
            uses_of=tuple(Needed(uses[at, :n], use_h[at, :n]) for at, n in enumerate(counts)),
            pools=frozenset(pools),
        )

    def _meetings(self, plan: Itinerary, closures: Closures) -> Iterator[tuple[float, float]]:
        """(account, free-flow hours before its turn) of what an itinerary meets in turn."""
        hours = 0.0
        for leg in plan.legs:
            key = (id(leg), closures)
            if key not in self._met:
                self._met[key] = (leg, tuple(self._met_on(leg, closures)), leg_hours(leg))
            _, met, leg_h = self._met[key]
            yield from ((account, hours + before_h) for account, before_h in met)
            hours += leg_h

    def _met_on(self, first: Leg, closures: Closures) -> Iterator[tuple[int, float]]:
        """(account, free-flow hours before its turn) on one leg and those it is transferred to."""
        hours = 0.0
        for leg in chain_of((first,)):
            yield from ((land, hours) for land, _ in self._land(leg))
            if (pool := self._pool(leg, closures)) is not None:
                yield pool, hours
            if not leg.joins and leg.load is not None:
                yield self._at("terminal", leg.load), hours
            hours += leg.start_h
            hours += leg.way_h
            if leg.crane is not None:
                yield self._at("crane", leg.crane), hours
            if leg.unload is not None:
                yield self._at("terminal", leg.unload), hours
            hours += leg.unload_h

    def _crossings(self, plan: Itinerary) -> Iterator[tuple[float, float]]:
        """(account of the section, free-flow hours before it) along an itinerary."""
        hours = 0.0
        for leg in chain_of(plan.legs):
            hours += leg.start_h
            if MODES[leg.mode].medium is Medium.TRACK:
                for account, before_h, _ in self._sections(leg):
                    yield account, hours + before_h
            hours += leg.way_h + leg.unload_h

    def _sections(self, leg: Leg) -> tuple[tuple[int, float, float], ...]:
        """(account of the section or of its few engines, running hours before, hours of work)."""
        known = self._crossed.get(leg.way)
        if known is None:
            at, found = 0.0, []
            for hop in leg.way:
                found.append((self._section(hop), at, self.network.rail_headway_plan_h(hop.link)))
                run_h = self.network.rail_plan_h(hop.link)
                found += self._traction(hop, at, run_h)
                at += run_h
            known = self._crossed[leg.way] = tuple(found)
        return known

    def _traction(self, hop: Hop, at_h: float, run_h: float) -> list[tuple[int, float, float]]:
        """Engines haul the wagons there and back, and turn at both ends of the district."""
        district = self._district.get(hop.link)
        if district is None:
            return []
        turns_h = 2.0 * self.catalogue.likely("engine_turn") / len(district.links)
        return [(self._at("traction", district.id), at_h, 2.0 * run_h + turns_h)]

    def _need_of(self, leg: Leg, cargo: CargoClass, closures: Closures) -> Needed:
        """What a leg puts on accounts; legs are shared by itineraries, so it is made once."""
        key = (id(leg), cargo)
        if key not in self._needed:
            self._needed[key] = (leg, self._made_need(leg, cargo, closures))
        return self._needed[key][1]

    def _made_need(self, leg: Leg, cargo: CargoClass, closures: Closures) -> Needed:
        work: dict[int, float] = {}
        for part in chain_of((leg,)):
            for account, hours in self._work(part, cargo, closures):
                work[account] = work.get(account, 0.0) + hours
        return Needed(
            np.fromiter(work, dtype=np.intp, count=len(work)),
            np.fromiter(work.values(), dtype=np.float64, count=len(work)),
        )

    def _work(self, leg: Leg, cargo: CargoClass, closures: Closures) -> Iterator[tuple[int, float]]:
        """(account, hours of its work that one piece takes) of a leg."""
        if cargo is not CargoClass.PEOPLE:
            yield from self._land(leg)
        room, asset_h = self._mean_lift(leg, cargo)
        if (pool := self._pool(leg, closures)) is not None:
            yield pool, asset_h
        if leg.load is not None and not leg.joins:
            yield self._at("terminal", leg.load), leg.load_h / room
        if leg.unload is not None:
            yield self._at("terminal", leg.unload), leg.unload_h / room
        if leg.crane is not None:
            yield self._at("crane", leg.crane), leg.unload_h / room
        if MODES[leg.mode].medium is Medium.TRACK:
            for account, _, hours in self._sections(leg):
                yield account, hours / room
            if cargo is CargoClass.HEAVY_TRACKED:
                yield from ((account, hours / room) for account, hours in self._against(leg))

    def _against(self, leg: Leg) -> Iterator[tuple[int, float]]:
        """(account, hours) of the other tracks that a train out of gauge keeps clear, likely."""
        share, at = self.catalogue.likely("out_of_gauge_meetings"), leg.start
        for hop in leg.way:
            if share > 0.0 and self.scenario.links[hop.link].tracks != 1:
                headway_h = self.network.rail_headway_plan_h(hop.link)
                yield self._section(Hop(hop.link, at)), share * headway_h
            at = hop.to

    def _land(self, leg: Leg) -> Iterator[tuple[int, float]]:
        """The land of the ports of a voyage, and the hours that a piece stands on it.

        Before the ship while a load comes together and is loaded; then room is held for the voyage
        and until it is unloaded. What is held on the way to a port and after it is not counted.
        """
        row = MODES[leg.mode]
        if not row.uses_port_land or leg.load is None or leg.unload is None:
            return
        before_h = self.catalogue.likely(row.hold_key) + leg.load_h
        for side, terminal, hours in (
            ("out", leg.load, before_h),
            ("in", leg.unload, leg.load_h + leg.run_h + leg.unload_h),
        ):
            if math.isfinite(self.scenario.terminals[terminal].staging_pieces):
                yield self._at("land", terminal, side), hours

    def _mean_lift(self, leg: Leg, cargo: CargoClass) -> tuple[float, float]:
        """Pieces on the average lift of the leg's types, and the asset hours that a piece takes.

        An asset is out for loading, yards, the way there and back, unloading and its turn;
        aircraft for as long as their utilisation rate makes of the hours flown.
        """
        ways = 1.0 if self.scenario.free_empties else 2.0
        lifts = pieces = assets = 0.0
        for name in leg.types:
            kind = self.scenario.asset_types[name]
            flying = 24.0 / kind.utilisation_h_per_day
            cycle_h = leg.load_h + ways * leg.run_h * flying + leg.unload_h
            cycle_h += leg.leave_h + leg.place_h + self.catalogue.turn_h(kind)
            count = self.catalogue.count(name) or 1.0
            assets += count
            lifts += count / max(cycle_h, NEGLIGIBLE)
            pieces += count * kind.capacity[cargo] * leg.room(name) / max(cycle_h, NEGLIGIBLE)
        return pieces / lifts, assets / pieces

    # -- accounts -----------------------------------------------------------------------------

    def _section(self, hop: Hop) -> int:
        single = self.scenario.links[hop.link].tracks == 1
        return self._at("section", hop.link, "" if single else hop.to)

    def _pool(self, leg: Leg, closures: Closures) -> int | None:
        """The account of the pool that a leg calls on, none where vehicles move themselves."""
        if self.catalogue.marches(leg.types):
            return None
        return self._at("pool", self.catalogue.pool_at(leg, closures), *leg.types)

    def _at(self, *account: str) -> int:
        number = self._number.get(account)
        if number is None:
            number = self._number[account] = len(self.accounts)
            self.accounts.append(account)
        return number


def _pairs(needed: Needed) -> Iterator[tuple[int, float]]:
    """(account, hours of work that one piece takes) of a leg."""
    return zip(needed.accounts.tolist(), needed.work_per_piece.tolist(), strict=True)


def _starts(table: Floats) -> Ints:
    """The place of the first of each row in the table laid flat."""
    rows, width = table.shape
    return np.arange(0, rows * width, width)


def _padded(rows: Sequence[Sequence[tuple[float, ...]]], fields: int) -> tuple[Floats, ...]:
    """Ragged rows of tuples as one zero-padded array for each field."""
    counts = [len(row) for row in rows]
    width = max([1, *counts])
    table = np.zeros((fields, len(rows), width))
    cells = chain.from_iterable(chain.from_iterable(rows))
    there = np.arange(width) < np.array(counts, dtype=np.intp)[:, None]
    table[:, there] = np.fromiter(cells, np.float64).reshape(-1, fields).T
    return tuple(table)
