"""Comparisons as text: the differences, what gained, where lots went and what bound next."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final

from eastflank.cli.layout import columns
from eastflank.cli.text.bands import band_text
from eastflank.cli.text.penalties import penalty_text
from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE
from eastflank.measures.use.waiting import causes_of
from eastflank.runs.wording.causes import labels
from eastflank.runs.wording.numbers import DASH, count, on_day, share
from eastflank.runs.wording.verdicts import ONE_PAIR, ONE_RUN, cost

if TYPE_CHECKING:
    import pandas as pd

    from eastflank.api import Comparison, Moves

TOP: Final = 10
LONGEST: Final = 70
Row = Mapping[str, Any]


def comparison_text(found: "Comparison") -> str:
    """One pair: the table of differences, then how often the second gained."""
    text = penalty_text(
        found.table,
        base=found.base.name,
        cut=found.cut.name,
        target_day=found.base.day,
        basis="" if found.gains is not None else _unpaired(found.replications),
        is_of_a_cut=found.is_of_a_cut,
    )
    if found.gains is None:
        return text
    lines = [
        _gain(row, found) for row in _rows(found.gains) if row["where"] in {EVERYWHERE, BALTIC}
    ]
    lines += [band_text(found.cut.name, row) for row in _rows(found.bands)]
    head = f"More closed by {on_day(found.base.day)} than in the base"
    return f"{text}\n{head}\n" + "\n".join(lines)


def _unpaired(replications: tuple[int, int]) -> str:
    if not all(replications):
        return f"NOT paired: {ONE_RUN}"
    ours, theirs = replications
    return (
        f"NOT paired: means of {ours} and of {theirs} replications, each taken with luck of its "
        "own; intervals (Welch) are wider"
    )


def _gain(row: Row, found: "Comparison") -> str:
    where, many = f"  {row['where']:<28}", int(row["replications"])
    if not found.replications[0]:
        return f"{where}not told: {ONE_PAIR}"
    often = f"{share(row['share'])} ({100 * row['low']:.0f}{DASH}{100 * row['high']:.0f})"
    told = f"{where}in {int(row['gains'])} of {many} replications, {often}"
    if not row["gains"]:
        return told
    return (
        f"{told}; mean gain of these {count(row['mean_gain'])} troops, largest "
        f"{count(row['largest_gain'])} in replication {int(row['replication'])}"
    )


def summary_text(found: Sequence["Comparison"]) -> str:
    """Several runs against the first, a line each: means and their 95 % intervals."""
    day = found[0].base.day
    head = [
        f"against {found[0].base.name}",
        f"fewer by {on_day(day)}",
        f"fewer in {BALTIC}",
        "80 % later, days",
        "95 % later, days",
        "gained",
    ]
    return columns(head, [_summary(each, day) for each in found])


def _summary(found: "Comparison", day: float) -> list[str]:
    rows = {(row["measure"], row["where"], row["level"]): row for row in _rows(found.table)}
    short = [rows.get(("troops_short", where, day)) for where in (EVERYWHERE, BALTIC)]
    late = [rows.get(("days_later", EVERYWHERE, level)) for level in (0.80, 0.95)]
    gained = DASH
    if found.gains is not None:
        (row,) = [row for row in _rows(found.gains) if row["where"] == EVERYWHERE]
        gained = f"{int(row['gains'])} of {int(row['replications'])}"
    cells = [*(cost(row, ",.0f") for row in short), *(cost(row, ".1f") for row in late)]
    return [found.cut.name, *cells, gained]


def moves_text(found: "Moves", base: str, cut: str, *, is_of_a_cut: bool = True) -> str:
    """Troops and tonnes by way, a block a destination, then the waits that rose most."""
    over, word = _over(found.replications), "cut" if is_of_a_cut else "other"
    blocks = [f"Where lots went, {base} and {cut}: corridor {found.corridor}, {over}"]
    for (where, by), rows in found.ways.groupby(["where", "by"], sort=False):
        blocks.append(_ways(f"bound for {where}: by {by}", _rows(rows), word))
    risen = found.waits.loc[found.waits["rise"] > 0].head(TOP)
    head = ["What bound next: lot hours waited", "base", word, "rise"]
    names = ("lot_hours_base", "lot_hours_cut", "rise")
    lines = [
        [shorten(cause, LONGEST, placeholder=" …"), *(count(row[name]) for name in names)]
        for cause, row in zip(labels(causes_of(risen), found.names), _rows(risen), strict=True)
    ]
    return "\n\n".join([*blocks, columns(head, lines) if lines else "No wait rose."])


def _over(replications: Sequence[int]) -> str:
    if len(replications) > 1:
        return f"means of {len(replications)} replications"
    return "the deterministic run" if replications[0] < 0 else f"replication {replications[0]}"


def _ways(title: str, rows: Sequence[Row], word: str) -> str:
    head = [title, "troops", word, "more", "tonnes", word, "more"]
    return columns(head, [_way(row) for row in rows])


def _way(row: Row) -> list[str]:
    cells = [f"  {row['way']}"]
    for amount in ("troops", "tonnes"):
        base, cut = row[f"{amount}_base"], row[f"{amount}_cut"]
        cells += [count(base), count(cut), f"{cut - base:+,.0f}"]
    return cells


def _rows(table: "pd.DataFrame") -> list[Row]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
