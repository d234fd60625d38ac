"""Growth: how the cost of a replication grows with the force.

A part of the force is the part of the list that ships; more than the whole are copies of its lines,
with as many copies of its fleets, so that the larger force ends within the same horizon.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from eastflank.engine.run import plan_book, run
from eastflank.model.ids import LotId, UnitId
from eastflank.model.records import Records
from eastflank.model.scenario import Lot, Scenario, Unit
from eastflank.study.reading import read_and_compile

LIST: Final = 300_000  # troops of the list that ships
PARTS: Final = (0.1, 0.5, 1.0)
COPIES: Final = (2, 3)


def exponent(file: Path) -> float:
    """The slope of the logarithm of CPU time over that of the lots that move, from 10 to 300 %."""
    parts = [_scenario(file, f"force.total={round(LIST * part)}") for part in PARTS]
    worlds = [*parts, *(copied(parts[-1], times) for times in COPIES)]
    lots, seconds = np.log([(len(world.lots), _warm_s(world)) for world in worlds]).T
    return float(np.polyfit(lots, seconds, 1)[0])


def copied(world: Scenario, times: int) -> Scenario:
    """The force of a world several times over, with fleets for it."""
    fleets = {
        name: replace(fleet, held=fleet.held * times, callup=fleet.callup * times)
        for name, fleet in world.fleets.items()
    }
    return replace(world, units=_units(world, times), lots=_lots(world, times), fleets=fleets)


def _units(world: Scenario, times: int) -> Mapping[UnitId, Unit]:
    named = [
        replace(unit, id=_copy(unit.id, number), brigade=_called(unit.brigade, number))
        for number in range(times)
        for unit in world.units.values()
        if number == 0 or not unit.in_place
    ]
    return {UnitId(unit.id): unit for unit in named}


def _lots(world: Scenario, times: int) -> Mapping[LotId, Lot]:
    made = [
        replace(
            lot,
            id=LotId(f"{_copy(lot.unit, number)}{lot.id.removeprefix(lot.unit)}"),
            unit=_copy(lot.unit, number),
        )
        for number in range(times)
        for lot in world.lots.values()
    ]
    return {lot.id: lot for lot in made}


def _copy(unit: UnitId, number: int) -> UnitId:
    return UnitId(_called(unit, number))


def _called(name: str, number: int) -> str:
    """The name of a copy; the first is the thing itself."""
    return f"{name}.{number}" if name and number else name


def _scenario(file: Path, *sets: str) -> Scenario:
    return read_and_compile(file, sets).compiled.scenario


def _warm_s(world: Scenario) -> float:
    """CPU time of a replication whose ways are known already."""
    book = plan_book(world)
    for _ in range(2):
        began = time.process_time()
        run(world, seed=20260101, replication=0, records=Records(), book=book)
        seconds = time.process_time() - began
    return seconds
