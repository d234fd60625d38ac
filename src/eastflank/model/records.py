"""Records: one flat row a stage of a lot, a unit or an asset; all reports come from them."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple


class Stage(StrEnum):
    """The stages of a move, in the order a lot meets them, then those of assets."""

    READY = "ready"
    WAIT = "wait"
    PLAN_VOID = "plan_void"
    LOAD = "load"
    TRANSIT = "transit"
    TRANSFER = "transfer"
    UNLOAD = "unload"
    REPAIR = "repair"
    STRANDED = "stranded"
    STAGING = "staging"
    INTEGRATION = "integration"
    CREW = "crew"
    TRACTION = "traction"
    LINK = "link"
    SERVE = "serve"
    EMPTY = "empty"
    FLIGHT = "flight"
    VOYAGE = "voyage"


HOLDING = "holding tracks"  # what a train waited for before a link at whose end all were taken


class StageRecord(NamedTuple):
    """One stage: when it was asked for, when work began (the wait ended), when it ended.

    Rows with a ``lot`` tell the lot's story; rows with an ``asset`` and no lot tell where the
    asset was. Hours since 00:00 UTC of C-day; ``pieces`` and ``tonnes`` as carried.
    """

    stage: str
    place: str
    towards: str = ""
    unit: str = ""
    lot: str = ""
    lift: str = ""
    asset: str = ""
    asset_type: str = ""
    from_h: float = 0.0
    work_h: float = 0.0
    to_h: float = 0.0
    troops: int = 0
    pieces: float = 0.0
    tonnes: float = 0.0
    waited_for: str = ""


Recorder = Callable[[StageRecord], None]

COLUMNS: tuple[str, ...] = StageRecord._fields
