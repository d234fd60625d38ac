"""What the page tells: a row each, what is wanted of it, and which bench measures it."""

from dataclasses import dataclass
from typing import Final

QUICK: Final = "python -m bench"
THEATRE: Final = "python -m bench theatre"
BASE: Final = "84c4257"  # the commit that the table sets runs against
STAGES: Final = {"ready-force": 301_073, "ready-force-cut": 295_823}  # recorded there; they stay


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure: ``at_most`` or ``at_least`` is what is wanted; neither: it is only told."""

    key: str
    what: str
    by: str = THEATRE
    at_most: float | None = None
    at_least: float | None = None
    unit: str = ""

    @property
    def wanted(self) -> str:
        """What is wanted, as the page says it."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}{self.unit}"
        return "" if self.at_least is None else f"≥ {self.at_least:g}{self.unit}"

    def is_met(self, value: float) -> bool | None:
        """Whether a figure is what is wanted; None where nothing is."""
        if self.at_most is not None:
            return value <= self.at_most
        return None if self.at_least is None else value >= self.at_least


def _of_build(build: str, warm: float, naive: float) -> tuple[Row, ...]:
    told = "pure Python" if build == "pure" else "compiled build"
    return (
        *(
            Row(
                key=f"warm.{name}.{build}",
                what=f"a warm replication of `{name}`, CPU time a lot against {BASE}, {told}",
                at_most=warm,
            )
            for name in STAGES
        ),
        Row(
            key=f"many.{build}",
            what=f"16 replications of the cut on two workers against {BASE}, {told}",
            at_most=warm,
        ),
        Row(
            key=f"naive.{build}",
            what=f"the engine against the naive SimPy form of the corridor case, {told}",
            by=QUICK,
            at_least=naive,
            unit=" times as fast",
        ),
    )


MUST_SHOW: Final = (
    *_of_build("pure", 0.4, 2.5),
    *_of_build("compiled", 0.25, 4.0),
    *(
        Row(
            key=f"stock.{name}",
            what=f"`{name}` against stock SimPy that makes the same wake-ups and rows, pure Python",
            at_most=3.0,
        )
        for name in STAGES
    ),
    *(
        Row(
            key=f"events.{name}",
            what=f"kernel events a recorded stage, `{name}` (of {count:,} stages)",
            at_most=1.2,
        )
        for name, count in STAGES.items()
    ),
    *(
        Row(
            key=f"calls.{name}",
            what=f"Python calls a recorded stage, `{name}` (of {count:,} stages)",
            at_most=70.0,
        )
        for name, count in STAGES.items()
    ),
    *(
        Row(
            key=f"first.{name}",
            what=f"first replication of a fresh process over a warm one, `{name}`",
            at_most=1.3,
        )
        for name in STAGES
    ),
    Row(
        key="growth",
        what="exponent of cost against force, 10 % to 300 % of it, `ready-force`",
        at_most=1.1,
    ),
    Row(
        key="keep.summary",
        what="writing and measuring, share of a run of the cut at `summary`",
        at_most=3.0,
        unit=" %",
    ),
    Row(
        key="keep.full",
        what="writing and measuring, share of a run of the cut at `full`",
        at_most=6.0,
        unit=" %",
    ),
    Row(key="memory", what="peak memory of a process that runs the cut", unit=" MiB"),
)
SMALL: Final = (
    Row(key="corridor.events", what="kernel events a stage, corridor case", by=QUICK),
    Row(key="corridor.calls", what="Python calls a stage, corridor case", by=QUICK),
    Row(
        key="corridor.stock",
        what="the engine against stock SimPy, same wake-ups and rows, corridor case",
        by=QUICK,
        unit=" times as long",
    ),
    Row(
        key="corridor.bare",
        what="the engine against a bare heap loop, same wake-ups and rows, corridor case",
        by=QUICK,
        unit=" times as long",
    ),
    Row(
        key="pool.efficiency",
        what="replications a minute and core of two workers over those of one",
        by=QUICK,
    ),
    Row(
        key="pool.growth",
        what="memory that a process gains with each replication",
        by=QUICK,
        unit=" KiB",
    ),
    Row(
        key="small.summary",
        what="writing and measuring at `summary`, share of a small run",
        by=QUICK,
        unit=" %",
    ),
    Row(
        key="small.full",
        what="writing and measuring at `full`, share of a small run",
        by=QUICK,
        unit=" %",
    ),
)
ROWS: Final = {row.key: row for row in (*MUST_SHOW, *SMALL)}
