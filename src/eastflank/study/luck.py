"""Whether two stored runs met the same luck, and what differs where they did not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from eastflank.model.errors import PlannerError
from eastflank.model.sampling import Sampling
from eastflank.store.folder import RunFolder
from eastflank.study.draws import draws_of

DRAWN: Final = ("scope", "distribution", "low", "likely", "high", "group")
TOLD: Final = 5  # rows that are named; the others are counted

Row = Mapping[str, Any]


def refuse_other_luck(base: RunFolder, cut: RunFolder) -> None:
    """Do not pair runs that did not meet the same luck."""
    differences = luck_differences(base, cut)
    if differences:
        raise PlannerError(
            where=f"{base.manifest.label} and {cut.manifest.label}",
            found=f"they met different luck: {'; '.join(differences)}.",
            right="Run both with the same seed, sampling and rows of luck; "
            "compare --unpaired sets their means side by side.",
        )


def luck_differences(base: RunFolder, cut: RunFolder) -> Sequence[str]:
    """What makes the luck of one run another than that of the other; nothing where it is one.

    A knowledge row with other values is a question, not luck: its uniform is the same in both.
    """
    return list(_differences(base, cut))


def _differences(base: RunFolder, cut: RunFolder) -> Iterator[str]:
    seeds = base.manifest.seed, cut.manifest.seed
    if seeds[0] != seeds[1]:
        yield f"seeds {seeds[0]} and {seeds[1]}"
    resolved = base.resolved(), cut.resolved()
    ours, theirs = (draws_of(each) for each in resolved)
    if ours.sampling is not theirs.sampling:
        yield f"sampling {ours.sampling} and {theirs.sampling}"
    if ours.luck_per_draw != theirs.luck_per_draw:
        yield f"luck_per_draw {ours.luck_per_draw} and {theirs.luck_per_draw}"
    rows = [{row["key"]: row for row in _evidence(each)} for each in resolved]
    keys = sorted({*rows[0], *rows[1]})
    if other := [key for key in keys if _luck(rows[0].get(key)) != _luck(rows[1].get(key))]:
        more = f" and {len(other) - TOLD} more" if len(other) > TOLD else ""
        yield f"evidence rows of luck {', '.join(other[:TOLD])}{more}"
    both_sobol = Sampling.SOBOL is ours.sampling is theirs.sampling
    if both_sobol and _groups(rows[0].values()) != _groups(rows[1].values()):
        yield "other knowledge groups, which move each other's Sobol points"


def _evidence(resolved: Mapping[str, Any]) -> Sequence[Row]:
    found: Sequence[Row] = resolved.get("evidence", ())
    return found


def _luck(row: Row | None) -> tuple[object, ...] | None:
    """What the draws of a row of luck depend on; None where nothing is drawn as luck."""
    if row is None or row.get("scope") != "luck":
        return None
    return tuple(row.get(name) for name in DRAWN)


def _groups(rows: Iterable[Row]) -> set[str]:
    return {row["group"] for row in rows if row.get("scope") == "knowledge"}
