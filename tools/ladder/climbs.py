"""Climbs: how the force closes on one rung, with the luck of one replication; one row each."""

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank.measures.closure.curves import day_of_share, troops_closed
from eastflank.measures.closure.fight_ready import fight_ready
from eastflank.measures.closure.verdict import BALTIC_STATES
from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE
from eastflank.plan.bound import Curve

REGISTER: Final = Path(__file__).parents[2] / "docs" / "ladder.csv"
LAST_DAY: Final = 60
TARGET_DAY: Final = 30
TANKS: Final = "tanks"
COLUMNS: Final = (
    "experiment",
    "rung",
    "replication",
    "run",
    "day_80",
    "day_95",
    "baltic",
    "tanks",
    "tanks_baltic",
    "closed",
)
SEPARATOR: Final = ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How a force closes: the days of two shares, and troops by C+0, C+1, ..., C+60.

    ``baltic``: of them in Estonia, Latvia and Lithuania by C+30. ``tanks``, ``tanks_baltic``: main
    battle tanks of units closed by C+30, all and there. The bound tells none of these: nan.
    """

    day_80: float
    day_95: float
    baltic: float
    tanks: float
    tanks_baltic: float
    closed: tuple[int, ...]

    def area(self, until_day: int) -> float:
        """Troop-days in place until a whole day; between two days troops rise evenly."""
        days = range(min(until_day, LAST_DAY))
        return sum((self.closed[day] + self.closed[day + 1]) / 2 for day in days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """One rung with the luck of one replication, or with all rows at likely.

    ``run``: the stored run that it was read from, or that the bound belongs to.
    """

    experiment: str
    rung: str
    replication: int
    run: str
    found: Found


def of_closures(closures: pd.DataFrame, strength: pd.DataFrame) -> Found:
    """What the closures of one replication come to; ``strength``: what each unit fights with."""
    ready = fight_ready(closures, strength, days=[TARGET_DAY])
    ready = ready.loc[ready["kind"] == TANKS]
    tanks: dict[str, float] = dict(zip(ready["where"], ready["p50"], strict=True))
    baltic = closures.loc[closures["destination_country"].isin(BALTIC_STATES)]
    return Found(
        day_80=float(day_of_share(closures, share=0.80).iloc[0]),
        day_95=float(day_of_share(closures, share=0.95).iloc[0]),
        baltic=float(troops_closed(baltic, by_day=TARGET_DAY).sum()),
        tanks=tanks.get(EVERYWHERE, 0.0),
        tanks_baltic=tanks.get(BALTIC, 0.0),
        closed=tuple(
            int(troops_closed(closures, by_day=day).iloc[0]) for day in range(LAST_DAY + 1)
        ),
    )


def of_bound(curve: Curve) -> Found:
    """The same of what no plan can beat."""
    return Found(
        day_80=curve.day_of(0.80),
        day_95=curve.day_of(0.95),
        baltic=math.nan,
        tanks=math.nan,
        tanks_baltic=math.nan,
        closed=tuple(round(curve.at(float(day))) for day in range(LAST_DAY + 1)),
    )


def read_climbs(path: Path) -> list[Climb]:
    """The rows of the register; none where there is no file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return [_climb(row) for row in csv.DictReader(handle)]


def _climb(row: dict[str, str]) -> Climb:
    found = Found(
        day_80=float(row["day_80"]),
        day_95=float(row["day_95"]),
        baltic=float(row["baltic"]),
        tanks=float(row["tanks"]),
        tanks_baltic=float(row["tanks_baltic"]),
        closed=tuple(int(troops) for troops in row["closed"].split(SEPARATOR)),
    )
    return Climb(
        experiment=row["experiment"],
        rung=row["rung"],
        replication=int(row["replication"]),
        run=row["run"],
        found=found,
    )


def by_rung(climbs: Iterable[Climb]) -> dict[tuple[str, str], dict[int, Found]]:
    """What was found in each replication, by experiment and rung."""
    found: dict[tuple[str, str], dict[int, Found]] = {}
    for climb in climbs:
        place = found.setdefault((climb.experiment, climb.rung), {})
        place[climb.replication] = climb.found
    return found


def write_climbs(path: Path, climbs: Iterable[Climb]) -> None:
    """Write the register anew, ordered by experiment, rung and replication."""
    ordered = sorted(climbs, key=lambda x: (x.experiment, x.rung, x.replication))
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_cells(ordered))


def keep(experiment: str, rung: str, measured: Sequence[Climb]) -> None:
    """Rows take the place of what was measured before of the same run and replication.

    A measurement of another run replaces all rows of its rung; one of fewer pairs drops none.
    """
    runs = {row.run for row in measured}
    told = {row.replication for row in measured}
    others = [
        row
        for row in read_climbs(REGISTER)
        if (row.experiment, row.rung) != (experiment, rung)
        or (row.run in runs and row.replication not in told)
    ]
    write_climbs(REGISTER, [*others, *measured])


def _cells(climbs: Iterable[Climb]) -> Iterator[tuple[object, ...]]:
    for climb in climbs:
        found = climb.found
        yield (
            climb.experiment,
            climb.rung,
            climb.replication,
            climb.run,
            f"{found.day_80:.2f}",
            f"{found.day_95:.2f}",
            f"{found.baltic:.0f}",
            f"{found.tanks:.0f}",
            f"{found.tanks_baltic:.0f}",
            SEPARATOR.join(map(str, found.closed)),
        )
