"""Limits: who may carry a lot, and tracks and fleets that can never be used, whatever is drawn."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from eastflank.model.errors import PlannerError
from eastflank.model.modes import MODES, Medium, Mode, TerminalKind, modes_over
from eastflank.model.scenario import AssetType, CargoClass, Fleet, Lot, Terminal
from eastflank.model.units import GAUGE_FAMILY
from eastflank.routing.catalogue import Catalogue
from eastflank.routing.rail_legs import Limits, limits_of, room_on

Carriers: TypeAlias = tuple[AssetType, ...]

BY_TRAIN: Final = frozenset({TerminalKind.RAILHEAD, TerminalKind.TRANSFER_YARD})


def carriers_of(catalogue: Catalogue, lot: Lot) -> Carriers:
    """The types of asset that this lot may use, by the catalogue that movement control asks."""
    kinds = catalogue.scenario.asset_types
    return tuple(
        kinds[name]
        for mode in Mode
        for name in catalogue.carriers(mode, lot.cargo)
        if _serves(catalogue, kinds[name], lot.nation)
        and (lot.may_fly or MODES[mode].medium is not Medium.AIR)
    )


def _serves(catalogue: Catalogue, kind: AssetType, nation: str) -> bool:
    """Whether a type needs no fleet, or some fleet of it serves a nation and ever has an asset."""
    return kind.is_self_moving or any(
        fleet.asset_type == kind.id
        and (not fleet.serves or nation in fleet.serves)
        and is_ever_had(fleet, catalogue)
        for fleet in catalogue.scenario.fleets.values()
    )


def is_ever_had(fleet: Fleet, catalogue: Catalogue) -> bool:
    """Whether a fleet has an asset in some replication."""
    most = fleet.callup * catalogue.highest(fleet.callup_factor_key)
    return fleet.held + math.floor(most + 0.5) > 0


def may_run(
    kinds: Iterable[AssetType], cargo: CargoClass, limits: Limits, catalogue: Catalogue
) -> bool:
    """Whether a train of one of these types may run within limits, be it of one wagon."""
    engine_km = catalogue.likely("locomotive_length")
    return any(room_on(kind, cargo, limits, engine_km) > 0 for kind in kinds)


def never_used(catalogue: Catalogue) -> Iterator[PlannerError]:
    """What stands in the tables and can never be used, whatever is drawn."""
    yield from _lines_without_trains(catalogue)
    yield from _terminals_without_trains(catalogue)
    for fleet in catalogue.scenario.fleets.values():
        if fleet.callup > 0 and not is_ever_had(fleet, catalogue):
            key = fleet.callup_factor_key
            yield PlannerError(
                where=f"fleet {fleet.id}",
                found=f"of {fleet.callup} that could be called up not one ever is: {key} is at "
                f"most {catalogue.highest(key):g}.",
            )


def _lines_without_trains(catalogue: Catalogue) -> Iterator[PlannerError]:
    tracked = modes_over(Medium.TRACK)
    for link in catalogue.scenario.links.values():
        limits = limits_of((link,), ())
        if link.mode in tracked and not _some_train_runs(link.gauge_mm, limits, catalogue):
            yield PlannerError(
                where=f"link {link.id}",
                found=f"not one wagon may run there: trains have at most {_told(limits)}.",
                right="Look at train_length_m and train_mass_t in rail.csv.",
            )


def _terminals_without_trains(catalogue: Catalogue) -> Iterator[PlannerError]:
    for terminal in catalogue.scenario.terminals.values():
        limits = limits_of((), (terminal,))
        if terminal.kind in BY_TRAIN and not all(
            _some_train_runs(gauge, limits, catalogue) for gauge in _gauges(terminal)
        ):
            yield PlannerError(
                where=f"terminal {terminal.id}",
                found=f"not one wagon may come there: trains have at most {_told(limits)}.",
                right="Look at max_train_m in terminal.csv and terminal_year.csv.",
            )


def _gauges(terminal: Terminal) -> Sequence[int | None]:
    is_yard = terminal.kind is TerminalKind.TRANSFER_YARD
    return (terminal.gauge_mm, terminal.far_gauge_mm or 1520) if is_yard else (terminal.gauge_mm,)


def _some_train_runs(gauge_mm: int | None, limits: Limits, catalogue: Catalogue) -> bool:
    """Whether some cargo may go; where no fleet is of the gauge, it is not the limits that bar."""
    kinds = catalogue.scenario.asset_types
    trains = {
        cargo: [kinds[name] for name in catalogue.carriers(Mode.RAIL, cargo, family)]
        for cargo in CargoClass
        for family in [GAUGE_FAMILY[gauge_mm or 1435]]
    }
    return not any(trains.values()) or any(
        may_run(found, cargo, limits, catalogue) for cargo, found in trains.items()
    )


def _told(limits: Limits) -> str:
    """Limits in words, those that there are."""
    length = f"{1000 * limits.train_km:g} m, engine included"
    mass = f"{limits.train_t:g} t"
    there = (math.isfinite(limits.train_km), math.isfinite(limits.train_t))
    return " and ".join(word for word, is_one in zip((length, mass), there, strict=True) if is_one)
