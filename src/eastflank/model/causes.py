"""Causes: why something waited, as data. What they are called in a sentence is said elsewhere.

A cause stands in three columns of a record: its kind, the id of the thing, what has closed it. A
column that holds several texts joins them by ``;``, and a refusal joins its parts by ``,``.
"""

from collections.abc import Iterable, Mapping
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
    STANDING = "standing"  # aside, on its way
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
    GROUND_CREW = "ground_crew"  # thing: the airfield
    # ways
    OUT_OF_GAUGE = "out_of_gauge"  # the notice of exceptional transport
    PATH_ORDER = "path_order"  # to be given a path for the train
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
        return self.kind.value, self.thing, MANY.join(map(_coded, self.closed_by))

    @classmethod
    def of(cls, kind: str, thing: str = "", closed_by: str = "") -> Self:
        """The cause that three columns of a record tell."""
        by = tuple(map(_decoded, closed_by.split(MANY))) if closed_by else ()
        return cls(CauseKind(kind), thing, by)

    def while_closed(self, by: tuple[str, ...]) -> "WaitCause":
        """The cause of the same wait where disruptions have closed what was waited for.

        Who waits for a way or a server that is closed waits for the closure. Who waits for a place
        on the way to it, or on its land, still waits for that place.
        """
        return WaitCause(_WHEN_CLOSED.get(self.kind, self.kind), self.thing, by) if by else self


AT_SERVERS: Final = frozenset({CauseKind.LOADING, CauseKind.UNLOADING})
_WHEN_CLOSED: Final[Mapping[CauseKind, CauseKind]] = {
    CauseKind.PATH: CauseKind.CLOSED_LINK,
    CauseKind.HOLDING_TRACK: CauseKind.CLOSED_LINK,
    CauseKind.LOADING: CauseKind.CLOSED_TERMINAL,
    CauseKind.UNLOADING: CauseKind.CLOSED_TERMINAL,
    CauseKind.TRANSFER: CauseKind.CLOSED_TERMINAL,
    CauseKind.CRANE: CauseKind.CLOSED_TERMINAL,
    CauseKind.INTEGRATION: CauseKind.CLOSED_TERMINAL,
}

MANY: Final = ";"  # between several disruptions, or several refusals
PARTS: Final = ","  # between the parts of one refusal
_MARKS: Final[dict[str, str]] = {"%": "%25", MANY: "%3B", PARTS: "%2C"}  # in a text itself
_CODES: Final = str.maketrans(_MARKS)


def _coded(text: str) -> str:
    return text.translate(_CODES)


def _decoded(text: str) -> str:
    for sign, code in reversed(_MARKS.items()):
        text = text.replace(code, sign)
    return text


C_DAY: Final = WaitCause(CauseKind.C_DAY)
UNDER_WAY: Final = WaitCause(CauseKind.UNDER_WAY)
FILL: Final = WaitCause(CauseKind.FILL)
CREW: Final = WaitCause(CauseKind.CREW)
STANDING: Final = WaitCause(CauseKind.STANDING)
PATH_ORDER: Final = WaitCause(CauseKind.PATH_ORDER)
OUT_OF_GAUGE: Final = WaitCause(CauseKind.OUT_OF_GAUGE)
BREAKDOWN: Final = WaitCause(CauseKind.BREAKDOWN)


class RefusalKind(StrEnum):
    """Why a lot has no way: by rail and road, then by sea, then by air."""

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
    OUT_OF_RANGE = "out_of_range"  # things: both airfields, the km, the asset type, its range
    SHORT_RUNWAY = "short_runway"  # things: the airfield, its metres, the asset type, its metres
    NEVER_BOTH_OPEN = "never_both_open"  # things: both airfields, the asset type
    NO_VESSEL = "no_vessel"  # things: the mode, the cargo class
    NO_WATERWAY = "no_waterway"  # thing: the mode
    NO_AIRFIELD = "no_airfield"  # none is open within reach by road


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a lot has no way; what it is of is a word, an id, or several of them."""

    kind: RefusalKind
    things: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """As the ``thing`` of a cause tells it."""
        return PARTS.join([self.kind.value, *map(_coded, self.things)])


def no_way(refusals: Iterable[Refusal], closed_by: tuple[str, ...] = ()) -> WaitCause:
    """The cause of a lot that has no way: each reason, and what is closed meanwhile."""
    return WaitCause(CauseKind.NO_WAY, MANY.join(each.code for each in refusals), closed_by)


def refusals_of(cause: WaitCause) -> tuple[Refusal, ...]:
    """The reasons that a cause of kind ``NO_WAY`` tells."""
    told = (code.split(PARTS) for code in cause.thing.split(MANY) if code)
    return tuple(Refusal(RefusalKind(kind), tuple(map(_decoded, rest))) for kind, *rest in told)
