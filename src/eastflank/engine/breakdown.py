"""Breakdown on the road: vehicles that fall out of their column, and platoons that halt.

Each lot that marches, and each platoon of heavy transporters, has a budget of vehicle-kilometres
until one of its vehicles breaks down. The luck belongs to those kilometres and not to the route,
so every option meets the same.
"""

import math
from typing import TYPE_CHECKING, Final

from eastflank.engine.clock import Work, wait
from eastflank.engine.journey import go_on
from eastflank.engine.landing import part_off
from eastflank.engine.ledger import State
from eastflank.engine.luck import Luck
from eastflank.engine.world import Part, Traveller, World
from eastflank.model.causes import BREAKDOWN
from eastflank.model.records import Stage
from eastflank.model.scenario import Mode
from eastflank.model.units import NEGLIGIBLE

if TYPE_CHECKING:
    from eastflank.engine.movement import Lift

PURPOSE: Final = "breakdown"  # in the key of luck


class Soundness:
    """How far the vehicles of one thing still drive until one of them breaks down."""

    __slots__ = ("_luck", "_mean_km", "_repair_key", "_thing", "left_km", "times")

    def __init__(self, luck: Luck, thing: str, mean_km: float, repair_key: str) -> None:
        self._luck = luck
        self._thing = thing
        self._mean_km = mean_km
        self._repair_key = repair_key
        self.times = 0  # vehicles that have broken down so far
        self.left_km = self._budget_km()

    def renew(self) -> float:
        """The budget is used up: hours of the repair; the next budget begins."""
        repair_h = self._luck.draw(self._repair_key, self._thing, self.times)
        self.times += 1
        self.left_km += self._budget_km()
        return repair_h

    def _budget_km(self) -> float:
        return self._luck.exponential(PURPOSE, self._mean_km, self._thing, self.times)


def soundness_of(world: World, lift: "Lift") -> Soundness | None:
    """The budget of what drives on its own wheels; None for lifts that do not break down."""
    mean_km = world.road_rules.km_to_breakdown
    if lift.mode is not Mode.ROAD or math.isinf(mean_km):
        return None
    if lift.asset is None:
        lot = lift.parts[0].traveller
        if lot.soundness is None:
            lot.soundness = Soundness(world.luck, lot.id, mean_km, "repair")
        return lot.soundness
    if lift.asset.soundness is None and lift.asset.type.mlc > 0:
        lift.asset.soundness = Soundness(world.luck, lift.asset.id, mean_km, "het_repair")
    return lift.asset.soundness


def break_down(world: World, lift: "Lift", soundness: Soundness) -> Work[None]:
    """At a node: vehicles whose budget is used up fall out, or the whole lift waits for them."""
    while soundness.left_km <= 0.0:
        repair_h = soundness.renew()
        if lift.asset is None and lift.pieces > 1.0 + NEGLIGIBLE:
            _fall_out(world, lift, soundness.times, repair_h)
        else:
            yield from _halt(world, lift, repair_h)


# -- a vehicle of a column --------------------------------------------------------------------


def _fall_out(world: World, lift: "Lift", times: int, repair_h: float) -> None:
    """One vehicle stays behind and follows by itself once it is repaired."""
    part = lift.parts[0]
    lot = part.traveller
    broken = part_off(world, lot, 1.0, lift.node, f"{lot.id}~{times}")
    world.ledger.move(broken.id, State.IN_TRANSFER, world.clock.now)
    part.pieces -= broken.pieces
    lot.stowed -= broken.pieces
    hours = (lift.left_h, lift.left_h, world.clock.now)
    places = (lift.left, lift.node)
    world.tell(lift.part_row(Stage.TRANSIT, Part(broken, broken.pieces), places, hours))
    lift.reckon(world)
    world.clock.start(_mend(world, broken, repair_h))


def _mend(world: World, broken: Traveller, repair_h: float) -> Work[None]:
    """Repair at the roadside or recovery to a workshop, then on as movement control says."""
    from_h = world.clock.now
    yield from wait(broken, world.clock.hours(repair_h), BREAKDOWN)
    world.tell_stay(broken, Stage.REPAIR, from_h, world.clock.now, BREAKDOWN)
    yield from go_on(world, broken)


# -- a platoon, or a vehicle on its own ---------------------------------------------------------


def _halt(world: World, lift: "Lift", repair_h: float) -> Work[None]:
    """The lift waits for the repair; meanwhile its tail has drawn in."""
    lift.tell_transit(world)
    from_h = world.clock.now
    yield from wait(lift, world.clock.hours(repair_h), BREAKDOWN)  # its head stands at a node
    lift.close_up()
    hours = (from_h, world.clock.now, world.clock.now)
    for part in lift.parts:
        world.tell(lift.part_row(Stage.REPAIR, part, (lift.node, lift.end), hours, BREAKDOWN))
    if not lift.parts:
        world.tell(lift.row(Stage.REPAIR, lift.node, lift.end, hours, BREAKDOWN))
    lift.left, lift.left_h, lift.halted = lift.node, world.clock.now, True
