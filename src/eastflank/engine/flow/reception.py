"""Reception, staging, onward movement and integration: from the last leg to closure."""

from eastflank.engine.clock import Signal, Waiter, Work, wait
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.ledger import State
from eastflank.engine.state.rows import record_integration, record_stay
from eastflank.engine.state.servers import Servers
from eastflank.engine.state.world import World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import NodeId, UnitId
from eastflank.model.modes import TerminalKind
from eastflank.model.records import Stage
from eastflank.model.scenario import (
    CargoClass,
    Lot,
    Unit,
)
from eastflank.model.units import NEGLIGIBLE


class UnitAssembly(Waiter):
    """One unit's lots at the destination: the share present is the least over its classes."""

    __slots__ = ("closed", "integrating", "lots", "present", "required", "unit")

    def __init__(self, unit: Unit) -> None:
        super().__init__()
        self.unit = unit
        self.required: dict[CargoClass, float] = {}
        self.present: dict[CargoClass, float] = {}
        self.lots: list[Consignment] = []
        self.integrating = False
        self.closed = False

    def expect(self, lot: Lot) -> None:
        """This lot belongs to the unit."""
        self.required[lot.cargo] = self.required.get(lot.cargo, 0.0) + lot.pieces

    def arrive(self, consignment: Consignment) -> None:
        """A lot, or a part of one, is staged."""
        cargo = consignment.lot.cargo
        self.present[cargo] = self.present.get(cargo, 0.0) + consignment.pieces
        self.lots.append(consignment)

    @property
    def share(self) -> float:
        """Share present, 0 to 1."""
        return min(self.present.get(c, 0.0) / need for c, need in self.required.items())


class Reception:
    """Stages lots, and integrates units once enough of them is present."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._assemblies: dict[UnitId, UnitAssembly] = {}
        for lot in world.scenario.lots.values():
            unit = world.scenario.units[lot.unit]
            self._assemblies.setdefault(unit.id, UnitAssembly(unit)).expect(lot)
        self._slots: dict[NodeId, Servers] = {
            t.node: world.servers[t.id]
            for t in world.scenario.terminals.values()
            if t.kind is TerminalKind.STAGING_AREA
        }
        self.closed: list[tuple[float, Unit]] = []  # as they close
        self._closings: dict[UnitId, Signal] = {}

    def closing(self, unit: UnitId) -> Signal | None:
        """The signal of a unit's closure; None if it has closed."""
        if unit in self._assemblies and self._assemblies[unit].closed:
            return None
        return self._closings.setdefault(unit, self._world.clock.signal())

    def stage(self, consignment: Consignment) -> Work[None]:
        """A lot is staged; with it the unit may have enough to begin integration.

        Supplies are used up: they make no unit present, and no run waits for them.
        """
        world, number = self._world, consignment.number
        world.ledger.move(number, State.IN_RSOM, world.clock.now)
        from_h = world.clock.now
        yield world.clock.hours(world.luck.draw("staging", consignment.lot.id))
        record_stay(world, consignment, Stage.STAGING, from_h, from_h)
        assembly = self._assemblies.get(consignment.lot.unit)
        if assembly is None:
            world.ledger.move(number, State.CLOSED, world.clock.now)
            return
        assembly.arrive(consignment)
        world.outstanding.tick_off()
        if assembly.closed:
            world.ledger.move(number, State.CLOSED, world.clock.now)
        elif not assembly.integrating and assembly.share >= world.scenario.theta - NEGLIGIBLE:
            assembly.integrating = True
            yield from self._integrate(assembly)

    def _integrate(self, assembly: UnitAssembly) -> Work[None]:
        """Hold one of the slots at the destination; then the unit is closed."""
        world, unit = self._world, assembly.unit
        slots, asked_h = self._slots[unit.destination], world.clock.now
        place = world.names.terminals[slots.number]
        slot = WaitCause(CauseKind.INTEGRATION, place)
        turn = slots.request((float(unit.priority), asked_h))
        if turn is not None:
            yield from wait(assembly, turn, slot)
        work_h = world.clock.now
        cause = world.why(slot, asked_h) if work_h > asked_h else None
        yield world.clock.hours(world.luck.draw("integration", unit.id))
        slots.release()
        record_integration(world, unit, place, (asked_h, work_h), cause)
        assembly.closed = True
        self.closed.append((world.clock.now, unit))
        for consignment in assembly.lots:
            world.ledger.move(consignment.number, State.CLOSED, world.clock.now)
        if unit.id in self._closings:
            self._closings[unit.id].fire()
        world.outstanding.tick_off()

    def cause_of(self, unit: UnitId) -> WaitCause | None:
        """What the lots of a unit that are there wait for."""
        assembly = self._assemblies.get(unit)
        if assembly is None or assembly.cause or assembly.integrating:
            return assembly.cause if assembly else None
        return WaitCause(CauseKind.REST_OF_UNIT, unit) if assembly.lots else None
