"""Whether two stored runs met the same luck, and what differs where they did not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from eastflank.model.sampling import Sampling
from eastflank.runs.stored import StoredRun

DRAWN: Final = ("scope", "distribution", "low", "likely", "high", "group")
TOLD: Final = 5  # rows that are named; the others are counted

Row = Mapping[str, Any]


def luck_differences(base: StoredRun, cut: StoredRun) -> Sequence[str]:
    """What makes the luck of one run another than that of the other; nothing where it is one.

    A knowledge row with other values is a question, not luck: its uniform is the same in both.
    """
    return list(_differences(base, cut))


def _differences(base: StoredRun, cut: StoredRun) -> Iterator[str]:
    seeds = base.manifest.seed, cut.manifest.seed
    if seeds[0] != seeds[1]:
        yield f"seeds {seeds[0]} and {seeds[1]}"
    ours, theirs = base.draws, cut.draws
    if ours.sampling is not theirs.sampling:
        yield f"sampling {ours.sampling} and {theirs.sampling}"
    if ours.luck_per_draw != theirs.luck_per_draw:
        yield f"luck_per_draw {ours.luck_per_draw} and {theirs.luck_per_draw}"
    rows = [{row["key"]: row for row in run.evidence} for run in (base, cut)]
    keys = sorted({*rows[0], *rows[1]})
    if other := [key for key in keys if _luck(rows[0].get(key)) != _luck(rows[1].get(key))]:
        more = f" and {len(other) - TOLD} more" if len(other) > TOLD else ""
        yield f"evidence rows of luck {', '.join(other[:TOLD])}{more}"
    both_sobol = Sampling.SOBOL is ours.sampling is theirs.sampling
    if both_sobol and _groups(rows[0].values()) != _groups(rows[1].values()):
        yield "other knowledge groups, which move each other's Sobol points"


def _luck(row: Row | None) -> tuple[object, ...] | None:
    """What the draws of a row of luck depend on; None where nothing is drawn as luck."""
    if row is None or row.get("scope") != "luck":
        return None
    return tuple(row.get(name) for name in DRAWN)


def _groups(rows: Iterable[Row]) -> set[str]:
    return {row["group"] for row in rows if row.get("scope") == "knowledge"}
