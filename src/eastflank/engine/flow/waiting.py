"""What still waits at the end of a run, since when and for what; some of it can never come."""

from dataclasses import dataclass

from eastflank.engine.control.control import Control
from eastflank.engine.control.reasons import Reasons, opens_later
from eastflank.engine.flow.reception import Reception
from eastflank.engine.loading.consolidation import Consolidation
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.ledger import State
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.world import World
from eastflank.model.causes import UNDER_WAY, WaitCause
from eastflank.model.ids import LotId, UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A lot that had not closed at the end: since when it waits, where, and for what.

    Where it waits for lift, ``mode`` and ``towards`` are those of its next leg. ``opens`` is what
    opens last of its itinerary, and the hour, if that lies ahead and is known.
    """

    lot: LotId
    unit: UnitId
    state: str
    since_h: float
    place: str
    cause: WaitCause
    explained: bool
    mode: str = ""
    towards: str = ""
    opens: tuple[str, float] | None = None

    def flat(self) -> dict[str, str | float | bool | None]:
        """As a row of a table; the cause in the three columns of a record."""
        cause, thing, closed_by = self.cause.columns
        opens, opens_h = self.opens or ("", None)
        return {
            "lot": self.lot,
            "unit": self.unit,
            "state": self.state,
            "since_h": self.since_h,
            "place": self.place,
            "towards": self.towards,
            "mode": self.mode,
            "cause": cause,
            "cause_thing": thing,
            "closed_by": closed_by,
            "opens": opens,
            "opens_h": opens_h,
            "explained": self.explained,
        }


class StillWaiting:
    """Asks every floor what a lot waits for."""

    def __init__(
        self,
        world: World,
        control: Control,
        consolidation: Consolidation,
        reasons: Reasons,
        reception: Reception,
    ) -> None:
        self._world = world
        self._control = control
        self._consolidation = consolidation
        self._reasons = reasons
        self._reception = reception

    def of_force(self) -> tuple[Waiting, ...]:
        """Every lot of the force that has not closed."""
        late = self._late()
        outstanding = self._world.outstanding
        return self._rows(late, [each for each in late if outstanding.includes(each.unit.id)])

    def of_supplies(self) -> tuple[Waiting, ...]:
        """Supplies on their way."""
        late = self._late()
        outstanding = self._world.outstanding
        return self._rows(late, [each for each in late if not outstanding.includes(each.unit.id)])

    def _late(self) -> list[Consignment]:
        state = self._world.ledger.state
        return [x for x in self._world.consignments if state[x.number] is not State.CLOSED]

    def _rows(self, late: list[Consignment], asked: list[Consignment]) -> tuple[Waiting, ...]:
        moving = self._world.moving
        aboard = {load.consignment: lift for lift in moving for load in lift.loads}
        of_unit: dict[UnitId, list[Consignment]] = {}
        for consignment in late:
            of_unit.setdefault(consignment.unit.id, []).append(consignment)
        return tuple(self._row(each, aboard.get(each), of_unit) for each in asked)

    def _row(
        self,
        consignment: Consignment,
        lift: Lift | None,
        of_unit: dict[UnitId, list[Consignment]],
    ) -> Waiting:
        world, ledger = self._world, self._world.ledger
        cause = self._cause_of(consignment, lift)
        leg = consignment.plan.leg if consignment.stay.queue is not None else None
        return Waiting(
            lot=consignment.lot.id,
            unit=consignment.lot.unit,
            state=ledger.state[consignment.number].name.lower(),
            since_h=ledger.since[consignment.number],
            place=lift.node if lift else consignment.node,
            cause=cause.while_closed(world.ground.shut.by(cause.thing)),
            explained=self._is_explained(consignment, of_unit),
            mode=leg.mode.value if leg else "",
            towards=leg.end if leg else "",
            opens=opens_later(world, consignment) if leg else None,
        )

    def _cause_of(self, consignment: Consignment, lift: Lift | None) -> WaitCause:
        """What it waits for, be it on a lift; ``UNDER_WAY`` where it moves or is worked on."""
        cause = lift.cause if lift is not None else None
        if cause is None:
            cause = self._cause_by_state(consignment)
        if cause is None and consignment.stay.queue is not None:
            cause = self._consolidation.lacks(consignment)
        return cause or UNDER_WAY

    def _cause_by_state(self, consignment: Consignment) -> WaitCause | None:
        state = self._world.ledger.state[consignment.number]
        if state is State.NOT_READY:
            return consignment.leaves[1]
        if state is State.STRANDED:
            return self._reasons.why_stranded(consignment)
        if state is State.IN_RSOM and consignment.cause is None:
            return self._reception.cause_of(consignment.unit.id)
        return consignment.cause

    def _is_explained(
        self, consignment: Consignment, of_unit: dict[UnitId, list[Consignment]]
    ) -> bool:
        """Whether what it waits for can come, or a disruption keeps it away.

        Who waits for another unit is explained if that unit is; a circle explains nothing.
        """
        asked, todo = set[UnitId](), [consignment]
        while todo:
            each = todo.pop()
            stranded = self._world.ledger.state[each.number] is State.STRANDED
            waits = stranded or each.stay.queue is not None
            if waits and not self._control.can_come(each):
                return False
            first = each.goes_after
            if first is not None and first not in asked:
                asked.add(first)
                if first not in of_unit or first == consignment.unit.id:
                    return False
                todo += of_unit[first]
        return True
