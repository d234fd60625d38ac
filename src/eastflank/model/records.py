"""Records: one flat row a stage of a lot, a unit or an asset; all reports come from them."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, NamedTuple

from eastflank.model.causes import WaitCause


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


class StageRecord(NamedTuple):
    """One stage: when it was asked for, when work began (the wait ended), when it ended.

    Rows with a ``lot`` tell the lot's story; rows with an ``asset`` and no lot tell where the
    asset was. Hours since 00:00 UTC of C-day; ``pieces`` and ``tonnes`` as carried. The last three
    columns are those of a ``WaitCause``, empty where nothing was waited for.
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
    cause: str = ""
    cause_thing: str = ""
    closed_by: str = ""


NOTHING_WAITED_FOR: Final = ("", "", "")


def columns_of(cause: WaitCause | None) -> tuple[str, str, str]:
    """The last three columns of a row."""
    return cause.columns if cause is not None else NOTHING_WAITED_FOR


Recorder = Callable[[StageRecord], None]

COLUMNS: tuple[str, ...] = StageRecord._fields
