"""Consignments: lots on their way, or what has parted from one; and loads, their parts on lifts."""

from dataclasses import dataclass, field
from typing import Final

from eastflank.engine.clock import Signal, Waiter
from eastflank.engine.state.endurance import BreakdownBudget
from eastflank.engine.state.servers import Rank
from eastflank.engine.state.storage import Stored
from eastflank.model.causes import C_DAY, WaitCause
from eastflank.model.ids import NodeId, UnitId
from eastflank.model.scenario import Lot, Unit
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.book import Floats, Ints, Options
from eastflank.routing.legs import Fixed, Leg

NO_CHOICE: Final = -1
Spell = tuple[WaitCause, float, float]  # what was waited for, from when until when


@dataclass(slots=True, eq=False)
class Plan:
    """What movement control has chosen for a consignment, what binds it and what is behind it."""

    fixed: Fixed | None = None  # what the movement plan fixes of the rest of its way
    options: Options | None = None
    choice: int = NO_CHOICE  # place of the chosen itinerary among the options
    leg: Leg | None = None
    ahead: tuple[Leg, ...] = ()  # what it meant to do after the leg that it has done
    been: set[NodeId] = field(default_factory=set)  # places that it has left behind
    marched_km: float = 0.0  # on its own wheels, over all legs that are done
    commitments: list[tuple[Ints, Floats]] = field(default_factory=list)  # (accounts, hours)

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs of the itinerary that is chosen; none where none is."""
        if self.options is None or self.choice == NO_CHOICE:
            return ()
        return self.options.itineraries[self.choice].legs


@dataclass(slots=True, eq=False)
class Stay:
    """The wait of a consignment for its next lift, or its parts on lifts until all have landed."""

    queue: int | None = None  # the consolidation queue, by number
    expected: int | None = None  # the queue for which assets are laid on, before it is there
    over: Signal | None = None  # fires when it has landed, or has no way left
    from_h: float = 0.0  # when it began to wait for lift
    queued_h: float = 0.0  # when it joined its present queue
    earlier: list[Spell] = field(default_factory=list)  # what it waited for in earlier queues


@dataclass(slots=True, eq=False)
class Aboard:
    """What lifts have taken of a consignment, and where it has come off them."""

    stowed: float = 0.0  # pieces that have been taken
    lifts: int = 0  # that carry some of them now
    landed: dict[NodeId, float] = field(default_factory=dict)  # pieces, by place


class Consignment(Waiter):
    """A lot on its way, or what has parted from one: where it is and what it waits for."""

    __slots__ = (
        "aboard",
        "budget",
        "goes_after",
        "leaves",
        "lot",
        "node",
        "number",
        "pieces",
        "plan",
        "rank",
        "stay",
        "stored",
        "unit",
        "visits",
    )

    def __init__(
        self,
        number: int,
        lot: Lot,
        unit: Unit,
        rank: Rank,
        *,
        node: NodeId,
        pieces: float,
        plan: Plan,
        leaves: tuple[float, WaitCause] = (0.0, C_DAY),
        visits: dict[str, int] | None = None,
    ) -> None:
        super().__init__()
        self.number = number  # place in the world's list and its names, row of the ledger
        self.lot = lot
        self.unit = unit
        self.rank = rank
        self.node = node
        self.pieces = pieces
        self.plan = plan
        self.leaves = leaves  # when it may leave its origin, and what was last
        self.visits = visits or {}
        self.stay = Stay()
        self.aboard = Aboard()
        self.goes_after: UnitId | None = None  # the unit that must close before it leaves
        self.stored: dict[NodeId, Stored] = {}  # room that it holds on the land of ports
        self.budget: BreakdownBudget | None = None  # once it marches on its own wheels

    @property
    def left(self) -> float:
        """Pieces that still wait for a lift."""
        return self.pieces - self.aboard.stowed

    @property
    def is_landed(self) -> bool:
        """Whether all of it has come off lifts."""
        return self.aboard.lifts == 0 and self.left <= NEGLIGIBLE

    @property
    def share(self) -> float:
        """Its pieces over all pieces of the lot: 1 unless some have parted."""
        return self.pieces / self.lot.pieces

    @property
    def troops(self) -> int:
        """Its troops."""
        return round(self.lot.troops * self.share)

    def visit(self, purpose: str) -> int:
        """How many times before this it met this kind of thing."""
        ordinal = self.visits.get(purpose, 0)
        self.visits[purpose] = ordinal + 1
        return ordinal


@dataclass(slots=True, eq=False)
class Load:
    """What one lift carries of one consignment."""

    consignment: Consignment
    pieces: float
    stored: float = 0.0  # of them, those that hold room on the land of the port where it ends

    @property
    def share(self) -> float:
        """Carried over all pieces of the lot."""
        return self.pieces / self.consignment.lot.pieces

    @property
    def troops(self) -> int:
        """Troops carried."""
        return round(self.consignment.lot.troops * self.share)

    @property
    def tonnes(self) -> float:
        """Tonnes carried."""
        return self.consignment.lot.tonnes * self.share
