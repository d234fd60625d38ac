"""Causes: why something waited, as data. What they are called in a sentence is said elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self


class CauseKind(StrEnum):
    """The kinds of thing that a lot, a lift or a unit can wait for."""

    # before a lot is ready
    C_DAY = "c_day"
    NOTICE = "notice"
    PERMISSION = "permission"  # thing: the host
    STORED_KIT = "stored_kit"
    PLAN_DATE = "plan_date"  # thing: the hour before which its plan does not let it leave
    PLAN_ORDER = "plan_order"  # thing: the unit that its plan sends first
    # movement control
    CONTROL = "control"  # hit by ``closed_by``
    CALL_FORWARD = "call_forward"  # thing: the terminal that is called forward to
    FILL = "fill"
    # what carries
    ASSET = "asset"  # thing: the asset type
    LOCOMOTIVE = "locomotive"  # thing: the traction district
    CREW = "crew"
    BREAKDOWN = "breakdown"
    # places that serve
    LOADING = "loading"  # thing: the terminal
    UNLOADING = "unloading"  # thing: the terminal
    TRANSFER = "transfer"  # thing: the yard where the gauge breaks
    CRANE = "crane"  # thing: the yard
    PORT_LAND = "port_land"  # thing: the port
    INTEGRATION = "integration"  # thing: the staging area
    REST_OF_UNIT = "rest_of_unit"  # thing: the unit
    FIELD_HOURS = "field_hours"  # thing: the airfield
    # ways
    PATH = "path"  # thing: the link whose section others enter first
    HOLDING_TRACK = "holding_track"  # thing: the link at whose end all tracks are taken
    CLOSED_LINK = "closed_link"  # thing: the link
    CLOSED_TERMINAL = "closed_terminal"  # thing: the terminal
    NO_WAY = "no_way"  # thing: the refusals, see below
    UNDER_WAY = "under_way"  # nothing: it moves or is worked on


@dataclass(frozen=True, slots=True)
class WaitCause:
    """What was waited for: its kind, the id of the thing, the disruptions that have closed it."""

    kind: CauseKind
    thing: str = ""
    closed_by: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, str, str]:
        """The three columns of a record."""
        return self.kind.value, self.thing, SEPARATOR.join(self.closed_by)

    @classmethod
    def of(cls, kind: str, thing: str = "", closed_by: str = "") -> Self:
        """The cause that three columns of a record tell."""
        return cls(CauseKind(kind), thing, tuple(filter(None, closed_by.split(SEPARATOR))))


SEPARATOR: Final = ";"
UNDER_WAY: Final = WaitCause(CauseKind.UNDER_WAY)
FILL: Final = WaitCause(CauseKind.FILL)
BREAKDOWN: Final = WaitCause(CauseKind.BREAKDOWN)


class RefusalKind(StrEnum):
    """Why a lot has no way by one mode."""

    LOCKED_IN = "locked_in"  # thing: the closed port on whose land it stands
    NO_ASSET = "no_asset"  # thing: the cargo class that no asset on this side carries
    NO_RAIL_PATH = "no_rail_path"  # thing: the gauges and the place
    NO_ROUTE = "no_route"  # thing: the place
    OTHER_MODES = "other_modes"  # the policy of the cut does not allow them
    NO_SHIP = "no_ship"  # thing: the cargo class
    NO_BERTH_BEFORE = "no_berth_before"  # thing: the hour
    PORTS_CLOSED = "ports_closed"  # thing: the ports
    NO_SEA_ROUTE = "no_sea_route"
    MAY_NOT_FLY = "may_not_fly"
    NO_AIRCRAFT = "no_aircraft"  # thing: the cargo class
    NO_FLIGHT = "no_flight"  # thing: what the book of routes says of flights


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a lot has no way; what it is of is a word, an id, or several of them."""

    kind: RefusalKind
    things: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """As the ``thing`` of a cause tells it."""
        return ",".join([self.kind.value, *self.things])


def no_way(refusals: Iterable[Refusal], closed_by: tuple[str, ...] = ()) -> WaitCause:
    """The cause of a lot that has no way: each reason, and what is closed meanwhile."""
    return WaitCause(CauseKind.NO_WAY, SEPARATOR.join(each.code for each in refusals), closed_by)


def refusals_of(cause: WaitCause) -> tuple[Refusal, ...]:
    """The reasons that a cause of kind ``NO_WAY`` tells."""
    told = (code.split(",") for code in cause.thing.split(SEPARATOR) if code)
    return tuple(Refusal(RefusalKind(kind), tuple(things)) for kind, *things in told)
