"""Lifts, and the assets that carry them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from eastflank.engine.state.consignment import Load
from eastflank.engine.state.endurance import BreakdownBudget, MarchClock
from eastflank.engine.state.section import Entrant, Section
from eastflank.engine.state.servers import Rank, Servers
from eastflank.engine.state.storage import Stored
from eastflank.model.ids import DistrictId, NodeId
from eastflank.model.modes import Mode
from eastflank.model.records import Amounts
from eastflank.model.scenario import AssetType, Fleet, HeavyRoad
from eastflank.routing.legs import Leg
from eastflank.routing.network import Hop


@dataclass(slots=True, eq=False)
class Asset:
    """One wagon set, platoon, aircraft or ship. Numbers follow the order of ids."""

    number: int
    type: AssetType
    fleet: Fleet
    node: NodeId
    left_base_h: float = 0.0
    flown_h: float = 0.0
    lift: "Lift | None" = None  # while it is under way, loaded or empty
    budget: BreakdownBudget | None = None  # of heavy transporters, once they drive
    clock: MarchClock | None = None  # of road transport, once it drives
    reliefs: int = 0  # crews that have been relieved on its empty legs
    empties: int = 0  # empty legs of a wagon set
    turns: int = 0  # that a wagon set has turned round after a lift

    def serves(self, nation: str) -> bool:
        """Whether its fleet carries this nation's lots."""
        return not self.fleet.serves or nation in self.fleet.serves


@dataclass(slots=True, eq=False)
class Locomotive:
    """One locomotive of a district where they are scarce, and where it stands."""

    district: DistrictId
    node: NodeId


class Size(NamedTuple):
    """What a lift carries and how long it is; ``headways`` it takes of a section."""

    vehicles: float
    headways: float
    amounts: Amounts
    tail_km: float  # from head to tail
    gaps_h: float  # that gaps and extra time add to the pass time


@dataclass(frozen=True, slots=True)
class Fittings:
    """What a lift brings along: its pace, its drivers' hours, its breakdown budget, its luck.

    ``hours`` are those at which it marches; a train out of gauge may not meet others.
    """

    pace: float = 1.0  # over the rate of the column
    clock: MarchClock | None = None
    budget: BreakdownBudget | None = None
    hours: HeavyRoad = HeavyRoad.DAY
    stand_h_per_km: float = 0.0  # that a train stands on its way
    is_out_of_gauge: bool = False


class Behind(NamedTuple):
    """The link behind a train or a column, on which its tail may be, and the place before it."""

    hop: Hop
    before: NodeId
    section: Section


class Lift(Entrant):
    """What moves: a train, a column, a sortie or a voyage, loaded or empty."""

    __slots__ = (
        "asset",
        "behind",
        "call_forward",
        "crew_h",
        "end",
        "fittings",
        "left",
        "leg",
        "loads",
        "locomotive",
        "mode",
        "news",
        "node",
        "size",
        "stored",
        "told_h",
    )

    def __init__(
        self,
        number: int,
        rank: Rank,
        mode: Mode,
        node: NodeId,
        *,
        end: NodeId,
        size: Size,
        fittings: Fittings,
        left_h: float,
        asset: Asset | None = None,
        leg: Leg | None = None,
        loads: Sequence[Load] = (),
        call_forward: Sequence[Servers] = (),
    ) -> None:
        super().__init__(number, rank)
        self.mode = mode
        self.node = node
        self.end = end
        self.size = size
        self.fittings = fittings
        self.asset = asset
        self.leg = leg
        self.loads = list(loads)
        self.call_forward = list(call_forward)  # places that it holds, the farthest first
        self.left = (node, left_h)  # where and when it set out, or last halted
        self.told_h: float | None = None  # when the way to its last halt was recorded
        self.news = 0  # the number of the news that it has acted on
        self.stored: Stored | None = None  # room on the land of the port where it ends
        self.locomotive: Locomotive | None = None  # where they are scarce
        self.crew_h = 0.0  # hours that the crew of a train has run
        self.behind: Behind | None = None

    @property
    def pieces(self) -> float:
        """Pieces that it carries."""
        return self.size.amounts[1]

    @property
    def fill(self) -> float:
        """How full the asset is, 0 to 1."""
        if self.asset is None:
            return 1.0
        room = self.asset.type.capacity
        return min(1.0, sum(x.pieces / room[x.consignment.lot.cargo] for x in self.loads))
