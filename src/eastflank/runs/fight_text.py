"""Fight-ready in words: a line a place, a cell a kind, and the supplies that came."""

import math
from collections.abc import Iterator
from typing import Final

from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE
from eastflank.runs.bracket_text import Line
from eastflank.runs.fight import KINDS, days_carried, fight_ready_of, supplies_by
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers, verdicts
from eastflank.runs.wording.names import country

PLACES: Final = {EVERYWHERE: "everywhere", BALTIC: verdicts.BALTIC}
HEAD: Final = ("", *KINDS.values(), "supplies come, of those asked for")


def fight_lines(run: StoredRun) -> list[Line]:
    """What of each kind is in place by the target day, in each country of destination."""
    table = fight_ready_of(run, (run.day,))
    rows = {(str(row["where"]), str(row["kind"])): row for row in table.to_dict("records")}
    supplied = _supplied(run)
    places = list(dict.fromkeys(where for where, _ in rows))
    return [
        Line(
            PLACES.get(where, country(where)),
            (
                *(_cell(rows.get((where, kind))) for kind in KINDS),
                supplied.get(where, numbers.DASH),
            ),
        )
        for where in places
    ]


def _cell(row: dict[object, object] | None) -> str:
    if row is None:
        return numbers.DASH
    low, mid, high, of = (float(str(row[name])) for name in ("p10", "p50", "p90", "required"))
    told = numbers.band(*(numbers.count(value) for value in (low, mid, high)))
    return f"{told} of {numbers.count(of)}"


def _supplied(run: StoredRun) -> dict[str, str]:
    """Tonnes that had come by the target day, and their share in what was asked for by then."""
    table = supplies_by(run, run.day)
    return {
        str(place): f"{numbers.count(come)} t ({numbers.share(come / asked)})"
        for place, asked, come in table.itertuples(index=False, name=None)
        if asked > 0 and not math.isnan(come)
    }


def fight_notes(run: StoredRun) -> Iterator[str]:
    """What counts, and what the supply tables tell."""
    yield (
        "A tank counts with its unit: once 95 % of each class of the unit is there and it is "
        "integrated. Howitzers are the self-propelled ones. What is in place from before is not "
        "counted."
    )
    carried = days_carried(run)
    if carried is None:
        yield "Supplies are not told: sustainment is off."
        return
    low, likely, high = (f"{value:g}" for value in carried)
    yield (
        f"A unit lives {likely} days ({low} to {high}) from what it brought. The tables give all "
        "classes of supply in one figure: days of ammunition and of fuel are not told apart. "
        "Supplies are those of one replication."
    )
