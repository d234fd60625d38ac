"""Relaxing: a constraint is taken out of a scenario, so that a run without it tells its price.

Each name of ``RELAXATIONS`` is a pure function from scenario to scenario that changes what its
title says and nothing else. "Taken out" means never scarce, or taking no time, as fits.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Final, NamedTuple

from eastflank.compile.question import Question
from eastflank.model.errors import PlannerError
from eastflank.model.evidence import Assumption, Distribution, Scope
from eastflank.model.ids import EvidenceKey
from eastflank.model.modes import MODES, Mode, TerminalKind
from eastflank.model.scenario import AssetType, CargoClass, Fleet, HeavyRoad, Readiness, Scenario
from eastflank.model.spelling import nearest
from eastflank.model.units import GAUGE_FAMILY, HOURS_PER_DAY

Remove = Callable[[Scenario], Scenario]

UNLIMITED: Final = 1_000_000  # servers or places: a number that no queue ever reaches
# Times what is held and can be called up: more sets than the force has loads for, and few enough
# that a run is not slowed by assets that nobody calls.
PLENTY: Final = 10
EVERYWHERE_H: Final = 1e6  # driving hours within which road transport answers calls
AT_ONCE: Final = EvidenceKey("relaxed_at_once")


class Relaxation(NamedTuple):
    """What is taken out, in words, and how."""

    title: str
    remove: Remove


def relaxed(scenario: Scenario, names: Iterable[str]) -> Scenario:
    """The scenario without these constraints, whatever their order."""
    wanted = set(names)
    steps = [each.remove for name, each in RELAXATIONS.items() if name in wanted]
    return reduce(lambda without, remove: remove(without), steps, scenario)


def relax_errors(question: Question) -> Iterator[PlannerError]:
    """Names of constraints that nothing answers to."""
    for name in question.experiment.relax.constraints:
        if name not in RELAXATIONS:
            yield PlannerError(
                where=question.key("relax.constraints"),
                found=f"there is no constraint {name!r}.",
                right=f"There are {', '.join(RELAXATIONS)}.",
                near=nearest(name, list(RELAXATIONS)),
            )


# -- what relaxations are made of -----------------------------------------------------------------


def all_of(*removes: Remove) -> Remove:
    """One relaxation after another."""
    return lambda scenario: reduce(lambda without, remove: remove(without), removes, scenario)


def fixed(values: Mapping[str, float]) -> Remove:
    """Evidence rows that are one value, never drawn; those of modes that are off are not there."""

    def remove(scenario: Scenario) -> Scenario:
        rows = {
            EvidenceKey(key): _fixed_row(scenario.evidence[EvidenceKey(key)], value)
            for key, value in values.items()
            if EvidenceKey(key) in scenario.evidence
        }
        return replace(scenario, evidence={**scenario.evidence, **rows})

    return remove


def no_time(*keys: str) -> Remove:
    """Evidence rows that are 0."""
    return fixed(dict.fromkeys(keys, 0.0))


def _fixed_row(row: Assumption, value: float) -> Assumption:
    return replace(row, low=value, likely=value, high=value, distribution=Distribution.FIXED)


def plentiful(is_meant: Callable[[AssetType], bool]) -> Remove:
    """Fleets of the types that are meant: many times as many, all at home at hour 0."""

    def remove(scenario: Scenario) -> Scenario:
        kinds = scenario.asset_types
        fleets = {
            fleet.id: _plentiful_fleet(fleet) if is_meant(kinds[fleet.asset_type]) else fleet
            for fleet in scenario.fleets.values()
        }
        return replace(scenario, fleets=fleets, evidence={**scenario.evidence, AT_ONCE: _AT_ONCE})

    return remove


def _plentiful_fleet(fleet: Fleet) -> Fleet:
    if fleet.held_ready_key == AT_ONCE:
        return fleet  # plentiful by another name already
    held = PLENTY * (fleet.held + fleet.callup)
    return replace(fleet, held=held, callup=0, held_ready_key=AT_ONCE)


_AT_ONCE: Final = Assumption(
    key=AT_ONCE,
    unit="h",
    low=0.0,
    likely=0.0,
    high=0.0,
    distribution=Distribution.FIXED,
    scope=Scope.KNOWLEDGE,
    group=AT_ONCE,
    grade="E",
    title="From the order until assets whose scarcity is taken out can be used",
)


def carrying(mode: Mode, *cargo: CargoClass) -> Callable[[AssetType], bool]:
    """Asset types of a mode that carry any of these classes, or anything where none is named."""

    def is_meant(kind: AssetType) -> bool:
        carried = {what for what, pieces in kind.capacity.items() if pieces > 0}
        return (
            kind.mode is mode
            and not kind.is_self_moving
            and (not cargo or not carried.isdisjoint(cargo))
        )

    return is_meant


def unlimited_servers(kind: TerminalKind) -> Remove:
    """Terminals of a kind serve whatever comes at once."""

    def remove(scenario: Scenario) -> Scenario:
        terminals = {
            terminal.id: replace(terminal, servers=UNLIMITED) if terminal.kind is kind else terminal
            for terminal in scenario.terminals.values()
        }
        return replace(scenario, terminals=terminals)

    return remove


def unlimited_places(*kinds: TerminalKind) -> Remove:
    """As many lifts as like may be on the way to terminals of these kinds, or of all kinds."""

    def remove(scenario: Scenario) -> Scenario:
        terminals = {
            terminal.id: replace(terminal, call_forward_limit=UNLIMITED)
            if not kinds or terminal.kind in kinds
            else terminal
            for terminal in scenario.terminals.values()
        }
        return replace(scenario, terminals=terminals)

    return remove


def _infinite_paths(scenario: Scenario) -> Scenario:
    links = {
        link.id: replace(link, paths_per_day_each_way=None) for link in scenario.links.values()
    }
    return replace(scenario, links=links)


def _double_track(scenario: Scenario) -> Scenario:
    links = {
        link.id: replace(link, tracks=2) if link.tracks == 1 else link
        for link in scenario.links.values()
    }
    return replace(scenario, links=links)


def _places_for_all(scenario: Scenario) -> Scenario:
    links = {link.id: replace(link, holding_tracks=math.inf) for link in scenario.links.values()}
    return replace(scenario, links=links)


def _trains_of_any_size(scenario: Scenario) -> Scenario:
    links = {
        link.id: replace(link, train_km=math.inf, train_t=math.inf)
        for link in scenario.links.values()
    }
    terminals = {
        terminal.id: replace(terminal, train_km=math.inf)
        for terminal in scenario.terminals.values()
    }
    return replace(scenario, links=links, terminals=terminals)


def _no_cranes(scenario: Scenario) -> Scenario:
    ends = {each.id: replace(each, cranes=None) for each in scenario.terminals.values()}
    return replace(scenario, terminals=ends)


def _land_without_end(scenario: Scenario) -> Scenario:
    terminals = {
        terminal.id: replace(terminal, staging_pieces=math.inf)
        for terminal in scenario.terminals.values()
    }
    return replace(scenario, terminals=terminals)


def _open_day_and_night(scenario: Scenario) -> Scenario:
    terminals = {
        terminal.id: replace(terminal, open_h=0.0, close_h=HOURS_PER_DAY)
        for terminal in scenario.terminals.values()
    }
    return replace(scenario, terminals=terminals)


def _free_empties(scenario: Scenario) -> Scenario:
    return replace(scenario, free_empties=True)


def _fleets_at_their_order(scenario: Scenario) -> Scenario:
    """Every fleet can be used from the order on: no assembly, no charter, no activation."""
    keys: dict[str, float] = {
        key: 0.0
        for fleet in scenario.fleets.values()
        for key in (fleet.held_ready_key, fleet.callup_start_key, fleet.callup_ramp_key)
    }
    return fixed(keys)(scenario)


def _plentiful_far_side(scenario: Scenario) -> Scenario:
    """Wagon sets of the gauges beyond the transfer yards."""
    far = {
        GAUGE_FAMILY[terminal.far_gauge_mm]
        for terminal in scenario.terminals.values()
        if terminal.kind is TerminalKind.TRANSFER_YARD and terminal.far_gauge_mm is not None
    }
    return plentiful(lambda kind: GAUGE_FAMILY.get(kind.gauge_mm or 0) in far)(scenario)


# -- the table ------------------------------------------------------------------------------------

RELAXATIONS: Final[Mapping[str, Relaxation]] = {
    # lift
    "wagons-six-axle": Relaxation(
        "Six-axle wagons for tanks are plentiful",
        plentiful(carrying(Mode.RAIL, CargoClass.HEAVY_TRACKED)),
    ),
    "wagons-four-axle": Relaxation(
        "Four-axle flat wagons are plentiful",
        plentiful(carrying(Mode.RAIL, CargoClass.WHEELED, CargoClass.TRACKED)),
    ),
    "wagons-container": Relaxation(
        "Container wagons are plentiful", plentiful(carrying(Mode.RAIL, CargoClass.CONTAINERS))
    ),
    "coaches": Relaxation(
        "Passenger coaches are plentiful", plentiful(carrying(Mode.RAIL, CargoClass.PEOPLE))
    ),
    "wagons": Relaxation("Wagons of every class are plentiful", plentiful(carrying(Mode.RAIL))),
    "het": Relaxation(
        "Heavy transporters are plentiful",
        plentiful(carrying(Mode.ROAD, CargoClass.HEAVY_TRACKED)),
    ),
    "buses": Relaxation("Buses are plentiful", plentiful(carrying(Mode.ROAD, CargoClass.PEOPLE))),
    "trucks": Relaxation(
        "Container trucks are plentiful", plentiful(carrying(Mode.ROAD, CargoClass.CONTAINERS))
    ),
    **{
        row.assets: Relaxation(
            f"{row.assets.capitalize()} are plentiful", plentiful(carrying(mode))
        )
        for mode, row in MODES.items()
        if not (row.is_ground or row.is_optional)
    },
    "callup-delay": Relaxation("Every fleet can be used from the order on", _fleets_at_their_order),
    "empties": Relaxation(
        "Assets stand where they are called, at once: no empty legs",
        all_of(_free_empties, fixed({"road_empty_limit": EVERYWHERE_H})),
    ),
    "hold-for-fill": Relaxation(
        "No lift waits for more lots",
        fixed({row.hold_key: 0.0 for row in MODES.values() if row.hold_key}),
    ),
    # rail
    "ramps": Relaxation(
        "Railheads have ramps for every train", unlimited_servers(TerminalKind.RAILHEAD)
    ),
    "separations": Relaxation("Every train has its path at once", _infinite_paths),
    "single-track": Relaxation("Single track is double track, each way for itself", _double_track),
    "holding-tracks": Relaxation("Trains may wait anywhere, as many as like", _places_for_all),
    "train-limits": Relaxation(
        "Every train may be as long and as heavy as its wagons make it", _trains_of_any_size
    ),
    "crew-change": Relaxation("Crews of trains are relieved at once", no_time("crew_change")),
    "out-of-gauge": Relaxation(
        "Trains of heavy tracked pieces may meet others, and need no notice",
        no_time("out_of_gauge_meetings", "out_of_gauge_order"),
    ),
    "path-order": Relaxation("Trains have their path when asked for", no_time("path_order")),
    "yards": Relaxation(
        "Trains leave when they are loaded, and are at their ramp when they arrive",
        no_time("train_prepare", "train_place"),
    ),
    "wagon-turn": Relaxation("Wagon sets go again when unloaded", no_time("wagon_turn")),
    "train-stand": Relaxation("Trains never stand aside", no_time("train_stand")),
    "traction": Relaxation(
        "Engines are nowhere scarce", lambda scenario: replace(scenario, districts={})
    ),
    "border-stop": Relaxation("Trains do not stop at borders", no_time("border_stop")),
    "transfer": Relaxation(
        "A break of gauge takes no time, no track, no crane and no scarce far-side wagons",
        all_of(
            fixed({"gauge_transfer": 0.0, "gauge_transfer_people": 0.0}),
            unlimited_servers(TerminalKind.TRANSFER_YARD),
            _no_cranes,
            unlimited_places(TerminalKind.TRANSFER_YARD),
            _plentiful_far_side,
        ),
    ),
    # road
    "driving-hours": Relaxation(
        "Columns drive day and night",
        fixed(
            {
                "driving_hours_per_day": HOURS_PER_DAY,
                "march_day_start": 0.0,
                "march_day_end": HOURS_PER_DAY,
            }
        ),
    ),
    "road-flow": Relaxation(
        "Roads take any number of vehicles an hour",
        fixed({f"packet_flow_{road}": math.inf for road in ("motorway", "two_lane", "local")}),
    ),
    "heavy-hours": Relaxation(
        "Heavy transporters drive at any hour, within their driving hours",
        lambda scenario: replace(scenario, heavy_road=HeavyRoad.ANY),
    ),
    "column-gaps": Relaxation(
        "Columns have no gaps and lose no extra time",
        fixed({"packet_gap": 0.0, "serial_gap": 0.0, "extra_time": 0.0}),
    ),
    "breakdown": Relaxation("No vehicle breaks down", fixed({"breakdown_per_1000_km": 0.0})),
    # air and sea
    "mog": Relaxation(
        "Airfields have a spot for every aircraft", unlimited_servers(TerminalKind.AIRFIELD)
    ),
    "airfield-hours": Relaxation("Airfields are open day and night", _open_day_and_night),
    "ground-crews": Relaxation(
        "Airfields handle aircraft at any hour", fixed({"airfield_crew_hours": HOURS_PER_DAY})
    ),
    "block-time": Relaxation(
        "Flights cruise from start to end: no taxi, climb or approach",
        fixed({"air_block_extra": 0.0}),
    ),
    "berths": Relaxation("Ports have a berth for every ship", unlimited_servers(TerminalKind.PORT)),
    "port-staging": Relaxation(
        "Ports have room for all that waits on their land", _land_without_end
    ),
    # rules and people
    "notice": Relaxation(
        "Every unit is ready at C-day",
        lambda scenario: replace(
            scenario, frame=replace(scenario.frame, readiness=Readiness.READY)
        ),
    ),
    "stored-kit": Relaxation(
        "Stored equipment is handed over at once", fixed({"prepositioned_draw": 0.0})
    ),
    "permission": Relaxation("Borders open at the order", no_time("permission")),
    "sustainment": Relaxation(
        "Troops that are there need nothing",
        lambda scenario: replace(scenario, sustainment=None),
    ),
    "call-forward": Relaxation(
        "Any number of lifts may be on the way to a terminal", unlimited_places()
    ),
    "rsom": Relaxation(
        "Staging and integration take no time, with a slot for every unit",
        all_of(
            fixed({"staging": 0.0, "integration": 0.0}),
            unlimited_servers(TerminalKind.STAGING_AREA),
        ),
    ),
}
