"""Families of runs: an open run with its cuts, by their names."""

from collections.abc import Sequence

from eastflank.charts.sources import Source
from eastflank.charts.style import RUNS


def families(sources: Sequence[Source]) -> dict[str, list[Source]]:
    """Runs with their cuts by name (NAME, NAME-cut...), else all runs as one family.

    A family too large for one chart goes on in another, beside the same open run.
    """
    found: dict[str, list[Source]] = {}
    for source in sources:
        found.setdefault(source.manifest.label.partition("-cut")[0], []).append(source)
    named = {base: sorted(family, key=_is_cut) for base, family in found.items()
             if len(family) > 1}  # fmt: skip
    whole = named or {sources[0].manifest.label: list(sources)}
    parts: dict[str, list[Source]] = {}
    for base, (first, *others) in whole.items():
        for start in range(0, len(others), len(RUNS) - 1):
            name = f"{base} {start // (len(RUNS) - 1) + 1}" if start else base
            parts[name] = [first, *others[start : start + len(RUNS) - 1]]
    return parts


def _is_cut(source: Source) -> bool:
    return "-cut" in source.manifest.label
