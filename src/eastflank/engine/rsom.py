"""Reception, staging, onward movement and integration: from the last leg to closure."""

from eastflank.engine.clock import Signal, Waiter, Work, wait
from eastflank.engine.ledger import State
from eastflank.engine.servers import Servers
from eastflank.engine.world import Traveller, World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import NodeId, UnitId
from eastflank.model.records import Stage, StageRecord, columns_of
from eastflank.model.scenario import CargoClass, TerminalKind, Unit
from eastflank.model.units import NEGLIGIBLE


class Muster(Waiter):
    """One unit's lots at the destination: the share present is the least over its classes."""

    __slots__ = ("closed", "integrating", "lots", "present", "required", "unit")

    def __init__(self, unit: Unit) -> None:
        super().__init__()
        self.unit = unit
        self.required: dict[CargoClass, float] = {}
        self.present: dict[CargoClass, float] = {}
        self.lots: list[Traveller] = []
        self.integrating = False
        self.closed = False

    def expect(self, traveller: Traveller) -> None:
        """This lot belongs to the unit."""
        cargo = traveller.lot.cargo
        self.required[cargo] = self.required.get(cargo, 0.0) + traveller.lot.pieces

    def arrive(self, traveller: Traveller) -> None:
        """This lot is staged."""
        cargo = traveller.lot.cargo
        self.present[cargo] = self.present.get(cargo, 0.0) + traveller.pieces
        self.lots.append(traveller)

    @property
    def share(self) -> float:
        """Share present, 0 to 1."""
        return min(self.present.get(c, 0.0) / need for c, need in self.required.items())


class Reception:
    """Stages lots, and integrates units once enough of them is present."""

    def __init__(self, world: World, travellers: list[Traveller]) -> None:
        self.world = world
        self.musters: dict[UnitId, Muster] = {}
        for traveller in travellers:
            unit = traveller.unit
            self.musters.setdefault(unit.id, Muster(unit)).expect(traveller)
        self._slots: dict[NodeId, Servers] = {
            t.node: world.servers[t.id]
            for t in world.scenario.terminals.values()
            if t.kind is TerminalKind.STAGING_AREA
        }
        # units still to close, and lots still to be staged
        self._open = len(self.musters) + len(travellers)
        self.all_closed = world.clock.signal()
        self.closed: list[tuple[float, Unit]] = []  # as they close
        self._closings: dict[UnitId, Signal] = {}

    def closing(self, unit: UnitId) -> Signal | None:
        """The event of a unit's closure; None if it has closed."""
        if unit in self.musters and self.musters[unit].closed:
            return None
        return self._closings.setdefault(unit, self.world.clock.signal())

    def stage(self, traveller: Traveller) -> Work[None]:
        """A lot is staged; with it the unit may have enough to begin integration.

        Supplies are used up: they make no unit present, and no run waits for them.
        """
        world, lot = self.world, traveller.lot
        world.ledger.move(traveller.id, State.IN_RSOM, world.clock.now)
        from_h = world.clock.now
        yield world.clock.hours(world.luck.draw("staging", lot.id))
        world.tell_stay(traveller, Stage.STAGING, from_h, from_h)
        if not self.awaits(traveller):
            world.ledger.move(traveller.id, State.CLOSED, world.clock.now)
            return
        muster = self.musters[lot.unit]
        muster.arrive(traveller)
        self._tick_off()
        if muster.closed:
            world.ledger.move(traveller.id, State.CLOSED, world.clock.now)
        elif not muster.integrating and muster.share >= world.scenario.theta - NEGLIGIBLE:
            muster.integrating = True
            yield from self._integrate(muster)

    def _integrate(self, muster: Muster) -> Work[None]:
        world, unit = self.world, muster.unit
        asked_h = world.clock.now
        slots = self._slots[unit.destination]
        rank = (float(unit.priority), asked_h)
        turn = slots.request(rank)
        slot = WaitCause(CauseKind.INTEGRATION, slots.place)
        if turn is not None:
            yield from wait(muster, turn, slot)
        work_h = world.clock.now
        cause = world.why(slot, asked_h) if work_h > asked_h else None
        yield world.clock.hours(world.luck.draw("integration", unit.id))
        slots.release()
        kind, thing, closed_by = columns_of(cause)
        world.tell(
            StageRecord(
                stage=Stage.INTEGRATION,
                place=slots.place,
                unit=unit.id,
                from_h=asked_h,
                work_h=work_h,
                to_h=world.clock.now,
                troops=unit.personnel,
                cause=kind,
                cause_thing=thing,
                closed_by=closed_by,
            )
        )
        muster.closed = True
        self.closed.append((world.clock.now, unit))
        for traveller in muster.lots:
            world.ledger.move(traveller.id, State.CLOSED, world.clock.now)
        if unit.id in self._closings:
            self._closings[unit.id].fire()
        self._tick_off()

    def awaits(self, traveller: Traveller) -> bool:
        """Whether a lot belongs to a unit of the force, for which the run waits."""
        return traveller.lot.unit in self.musters

    def cause_of(self, unit: UnitId) -> WaitCause | None:
        """What the lots of a unit that are there wait for."""
        muster = self.musters.get(unit)
        if muster is None or muster.cause or muster.integrating:
            return muster.cause if muster else None
        return WaitCause(CauseKind.REST_OF_UNIT, unit) if muster.lots else None

    def expect_part(self, parted: Traveller) -> None:
        """A part of a lot goes its own way: one more to be staged."""
        self._open += self.awaits(parted)

    def _tick_off(self) -> None:
        self._open -= 1
        if self._open == 0:
            self.all_closed.fire()
