"""Records: one flat row a stage of a lot, a unit or an asset; all reports come from them."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple, Protocol, Self, TypeVar

from eastflank.model.causes import WaitCause


class Stage(StrEnum):
    """The stages of a move, in the order a lot meets them, then those of assets."""

    READY = "ready"
    WAIT = "wait"
    PLAN_VOID = "plan_void"
    LOAD = "load"
    PREPARE = "prepare"
    TRANSIT = "transit"
    TRANSFER = "transfer"
    PLACE = "place"
    UNLOAD = "unload"
    REPAIR = "repair"
    STRANDED = "stranded"
    STAGING = "staging"
    INTEGRATION = "integration"
    CREW = "crew"
    TRACTION = "traction"
    STAND = "stand"
    LINK = "link"
    SERVE = "serve"
    EMPTY = "empty"
    TURN = "turn"
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


T = TypeVar("T")
COLUMNS: Final[tuple[str, ...]] = StageRecord._fields
TEXTS: Final = COLUMNS[: COLUMNS.index("from_h")]
NUMBERS: Final = COLUMNS[COLUMNS.index("from_h") : COLUMNS.index("cause")]
CAUSE: Final = COLUMNS[COLUMNS.index("cause") :]
NOTHING_WAITED_FOR: Final = ("", "", "")

Hours = tuple[float, float, float]  # asked for, begun, ended
Amounts = tuple[int, float, float]  # troops, pieces, tonnes


Row = tuple[  # stage; place, towards; unit, lot; lift, asset, its type; hours; amounts; cause
    str,
    tuple[str, str],
    tuple[str, str],
    tuple[str, str, str],
    Hours,
    Amounts,
    WaitCause | None,
]


class Recorder(Protocol):
    """Whoever takes down the rows of a replication. What it does not want is not made."""

    assets: bool  # whether it wants rows that tell where assets were
    links: bool  # and of these, whether it wants a row for each link
    count: int  # of all rows, of those too that it did not want

    def add(
        self,
        stage: str,
        places: tuple[str, str],
        owner: tuple[str, str],
        carrier: tuple[str, str, str],
        hours: Hours,
        amounts: Amounts,
        cause: WaitCause | None,
    ) -> None:
        """A row: place and place towards; unit and lot; lift, asset and its type; the rest."""

    def skip(self) -> None:
        """A row that is not wanted."""


class Records:
    """The rows of a replication as they come; columns are made of them at the end."""

    def __init__(self, *, assets: bool = True, links: bool = True) -> None:
        self.assets = assets
        self.links = links and assets
        self.count = 0
        self._rows: list[Row] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(
        self,
        stage: str,
        places: tuple[str, str],
        owner: tuple[str, str],
        carrier: tuple[str, str, str],
        hours: Hours,
        amounts: Amounts,
        cause: WaitCause | None,
    ) -> None:
        """Take down a row."""
        self.count += 1
        self._rows.append((stage, places, owner, carrier, hours, amounts, cause))

    def skip(self) -> None:
        """Count a row that is not wanted."""
        self.count += 1

    @property
    def texts(self) -> Mapping[str, Sequence[str]]:
        """The columns of words and ids, those of the cause last."""
        causes = [row[6] for row in self._rows]
        told = {cause: columns_of(cause) for cause in set(causes)}
        columns = (
            [row[0] for row in self._rows],
            *_columns([row[1] for row in self._rows], 2),
            *_columns([row[2] for row in self._rows], 2),
            *_columns([row[3] for row in self._rows], 3),
            *_columns([told[cause] for cause in causes], 3),
        )
        return dict(zip(TEXTS + CAUSE, columns, strict=True))

    @property
    def numbers(self) -> Mapping[str, Sequence[float]]:
        """The columns of hours and amounts."""
        hours, amounts = [row[4] for row in self._rows], [row[5] for row in self._rows]
        columns = (*_columns(hours, 3), *_columns(amounts, 3))
        return dict(zip(NUMBERS, columns, strict=True))

    def rows(self) -> list[StageRecord]:
        """The rows, one by one."""
        columns = {**self.texts, **self.numbers}
        return list(map(StageRecord, *(columns[name] for name in COLUMNS)))

    @classmethod
    def of(cls, rows: Iterable[StageRecord]) -> Self:
        """Records that hold these rows."""
        records = cls()
        for row in rows:
            cause = WaitCause.of(row.cause, row.cause_thing, row.closed_by) if row.cause else None
            records.add(row.stage, row[1:3], row[3:5], row[5:8], row[8:11], row[11:14], cause)
        return records


def columns_of(cause: WaitCause | None) -> tuple[str, str, str]:
    """The last three columns of a row."""
    return cause.columns if cause is not None else NOTHING_WAITED_FOR


def _columns(part: Sequence[tuple[T, ...]], width: int) -> Iterable[Sequence[T]]:
    """The columns of a part of all rows."""
    return ([values[place] for values in part] for place in range(width))
