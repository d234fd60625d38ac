"""The delay ledger as text: by cause, by nation, by destination, and the chain of one unit."""

import math
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from eastflank.cli.layout import columns
from eastflank.model.causes import WaitCause
from eastflank.runs.ledger import MOVE, WAIT, Ledger, chain_of
from eastflank.runs.ledger_tables import COLUMNS, TOTAL, by_cause, by_column
from eastflank.runs.wording.causes import label
from eastflank.runs.wording.names import country
from eastflank.runs.wording.numbers import DASH, c_hour, count, days, interval, share, span
from eastflank.runs.wording.verdicts import DETERMINISTIC, FIRM
from eastflank.store.folder import LIKELY

LEFT_OUT: Final = 3  # names that the hint at a command gives


def ledger_text(ledger: Ledger, top: int) -> str:
    """What the time from the order to closure went to, rolled up three ways."""
    head = f"{ledger.run.name}: where the time goes from the order to closure, {_of(ledger)}"
    if ledger.rows.empty:
        return f"{head}\nNo unit closes before the run ends, so no chain is told."
    causes = by_cause(ledger)
    return "\n\n".join(
        [
            f"{head}\n{_closed(ledger, causes)}",
            _causes(ledger, causes, top),
            _rolled(ledger, "nation", "nation"),
            _rolled(ledger, "destination_country", "destination"),
            "\n".join(_notes(ledger, causes)),
        ]
    )


def _of(ledger: Ledger) -> str:
    if ledger.replication == LIKELY:
        return DETERMINISTIC
    return f"replication {ledger.replication}"


def _closed(ledger: Ledger, causes: pd.DataFrame) -> str:
    units = ledger.rows["unit"].nunique()
    never = f"; {len(ledger.never)} never close and are not told" if ledger.never else ""
    mean = days(float(causes["days"].sum()))
    return f"{units} units close, on the mean {mean} days after the order (by troops){never}"


def _causes(ledger: Ledger, causes: pd.DataFrame, top: int) -> str:
    head = ["", "days", "share", "units"]
    head += ["longest of", "troops gained if never scarce"]
    told = [{str(name): cell for name, cell in row.items()} for row in causes.to_dict("records")]
    rows = [_cause_row(ledger, row) for row in told[:top]]
    if rest := told[top:]:
        left, part = (sum(float(row[name]) for row in rest) for name in ("days", "share"))
        rows.append([f"{len(rest)} others", days(left), share(part), "", "", ""])
    return f"Days of a mean unit, by what was refused last\n{columns(head, rows)}"


def _cause_row(ledger: Ledger, row: Mapping[str, Any]) -> list[str]:
    numbers = [days(row["days"]), share(row["share"]), count(row["units"]), count(row["most"])]
    return [doing_text(ledger, row), *numbers, _gain(row)]


def _gain(row: Mapping[str, Any]) -> str:
    if not row["relax"]:
        return DASH
    if math.isnan(row["more_troops"]):
        return f"? ({row['relax']})"
    if row["replications"] <= 1:
        return f"one pair ({row['relax']})"
    return interval(row["more_troops"], row["low"], row["high"], ",.0f")


def doing_text(ledger: Ledger, row: Mapping[str, Any]) -> str:
    """What an hour went to, in words."""
    if row["doing"] == WAIT:
        cause = WaitCause.of(*(str(row[name]) for name in ("cause", "cause_thing", "closed_by")))
        return f"waiting for {label(cause, ledger.run.names)}"
    if row["doing"] == MOVE:
        return f"moving by {row['cause']}"
    return str(row["cause"] or row["doing"])


def _rolled(ledger: Ledger, column: str, called: str) -> str:
    table = by_column(ledger, column)
    head = [f"days by {called}", "units", *COLUMNS, TOTAL]
    rows = [
        [country(str(row[column])), count(row["units"]), *(days(row[name]) for name in head[2:])]
        for row in table.to_dict("records")
    ]
    return columns(head, rows)


def _notes(ledger: Ledger, causes: pd.DataFrame) -> Iterator[str]:
    yield (
        "A chain goes back from closure over the lot that came last. It says where the time went, "
        "not what more of a thing would gain: that is the last column."
    )
    unknown = causes.loc[(causes["relax"] != "") & causes["more_troops"].isna(), "relax"]
    if names := list(dict.fromkeys(unknown))[:LEFT_OUT]:
        words = ["eastflank", "ablate", ledger.run.manifest.file, "--replications", str(FIRM)]
        yield f"To know it: {shlex.join([*words, '--only', ','.join(names)])}"


def chain_text(ledger: Ledger, unit: str) -> str:
    """The chain of one unit, line by line, with its sum."""
    rows = [
        {str(name): cell for name, cell in row.items()}
        for row in chain_of(ledger, unit).to_dict("records")
    ]
    if not rows:
        return f"{unit} had not closed by the end of the run: no chain is told of it."
    lines = [[_step(ledger, row), span(row["hours"])] for row in rows]
    total = sum(float(row["hours"]) for row in rows)
    head = [f"{unit}: from the order to closure", "time"]
    return columns(head, [*lines, ["in all", span(total)]])


def _step(ledger: Ledger, row: Mapping[str, Any]) -> str:
    place = ledger.run.names.place(str(row["place"]))
    return f"{c_hour(row['from_h']):<8}{place}: {doing_text(ledger, row)}"
