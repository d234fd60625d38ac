"""What two movement plans fix or expect differently, unit by unit."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from eastflank.runs.wording.numbers import DASH, c_day
from eastflank.tables.plan import PlanRow

NOTHING = "nothing fixed"


class Change(NamedTuple):
    """What a unit and its class of cargo do in one plan and in the other."""

    uln: str
    cargo: str
    before: str
    after: str


def plan_changes(one: Sequence[PlanRow], other: Sequence[PlanRow]) -> tuple[Change, ...]:
    """The units that differ, in the order of their names; all rows of a unit are told together."""
    before, after = _by_unit(one), _by_unit(other)
    names = sorted(before.keys() | after.keys())
    told = ((name, _said(before.get(name, ())), _said(after.get(name, ()))) for name in names)
    return tuple(Change(*name, said, then) for name, said, then in told if said != then)


def _by_unit(rows: Iterable[PlanRow]) -> Mapping[tuple[str, str], list[PlanRow]]:
    found: dict[tuple[str, str], list[PlanRow]] = {}
    for row in rows:
        for cargo in row.cargo or ("",):
            found.setdefault((row.uln, cargo), []).append(row)
    return found


def _said(rows: Iterable[PlanRow]) -> str:
    """What all rows of a unit come to, in words; lots beside those of a unit that go alike."""
    return "; ".join(sorted(_row_said(row) for row in rows)) or DASH


def _row_said(row: PlanRow) -> str:
    parts = [
        f"lot {', '.join(row.lot)}" if row.lot else "",
        f"by {', '.join(sorted(row.modes))}" if row.modes else "",
        f"via {', '.join(sorted(row.via))}" if row.via else "",
        f"not before {c_day(row.not_before_day)}" if row.not_before_day is not None else "",
        f"after {', '.join(row.after)}" if row.after else "",
        f"leaves {c_day(row.start_day)}" if row.start_day is not None else "",
        f"there {c_day(row.arrival_day)}" if row.arrival_day is not None else "",
    ]
    return " ".join(part for part in parts if part) or NOTHING
