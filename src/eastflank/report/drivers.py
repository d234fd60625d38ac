"""What drives the answer: what lots waited for, and what the fleets did."""

import itertools
from collections.abc import Sequence
from typing import Final

import pandas as pd

from eastflank.gallery.alone import assets_of
from eastflank.gallery.scene import waits_of
from eastflank.measures.use.waiting import waits_by_kind
from eastflank.model.ids import MARCH
from eastflank.model.units import HOURS_PER_DAY
from eastflank.report.lines import Line, lines_by
from eastflank.report.table import Row, Section, Table, cells
from eastflank.runs.basis import basis_of_records
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers
from eastflank.runs.wording.causes import kind_word
from eastflank.runs.wording.names import asset

CAUSES: Final = 12
NAMED: Final = 4
HOLDINGS: Final = ("held", "callup")
QUEUE_REMARK: Final = (
    "A long queue shows where the plan stood. It does not prove that more of the same would help: "
    "try that in a run."
)
FLEET_REMARK: Final = (
    "Held and callable are the likely values, before the factor of call-up and the rate at which "
    "civil stock comes in. Trains count by the wagon set, road transport by the platoon or column."
)


class Waits:
    """The waits of a run, by cause and by kind."""

    def __init__(self, run: StoredRun) -> None:
        self.run = run
        self.causes = _by_label(waits_of(run))
        self.kinds = waits_by_kind(self.causes)

    @property
    def sentence(self) -> str:
        """The longest waits, named."""
        total = float(self.causes["lot_hours"].sum())
        if total <= 0:
            return f"{self.run.name}: no lot waited for anything."
        longest = self.causes.head(NAMED)
        named = [
            f"{row['label']} ({float(row['lot_hours']) / HOURS_PER_DAY:,.0f} lot-days)"
            for row in longest.to_dict("records")
        ]
        part = float(longest["lot_hours"].sum()) / total
        return (
            f"{self.run.name}: lots waited longest for {numbers.listing(named)}, together "
            f"{numbers.share(part)} of all waiting."
        )


def _by_label(waits: pd.DataFrame) -> pd.DataFrame:
    """Causes that a reader cannot tell apart are one: two yards of the same town."""
    counted = ["lots", "lot_hours", "troop_days", "tonne_days", "open_lots"]
    table = waits.groupby(["label", "cause"], as_index=False)[counted].sum()
    return table.sort_values(["lot_hours", "label"], ascending=[False, True], ignore_index=True)


def kinds_table(waits: Sequence[Waits]) -> Table:
    """Lot-days waited by kind of cause, with their share of all waiting, the runs side by side."""
    return _waits_table(waits, "cause", "Waiting by kind of cause", id_="kinds", most=None)


def causes_table(waits: Sequence[Waits]) -> Table:
    """Lot-days waited for the causes that were waited for most."""
    caption = "The causes that were waited for most"
    return _waits_table(waits, "label", caption, id_="causes", most=CAUSES)


def _waits_table(
    waits: Sequence[Waits], by: str, caption: str, *, id_: str, most: int | None
) -> Table:
    tables = [each.kinds if by == "cause" else each.causes for each in waits]
    days = pd.DataFrame(
        {  # a label may stand for causes of two kinds: a berth and its land
            place: table.groupby(by)["lot_hours"].sum() / HOURS_PER_DAY
            for place, table in enumerate(tables)
        }
    ).fillna(0.0)
    order = days.max(axis=1).sort_values(ascending=False, kind="stable").index[:most]
    totals = days.sum()
    rows = [
        Row(
            label=kind_word(str(name)) if by == "cause" else str(name),
            cells=cells(
                *(
                    _part(float(days.loc[name, place]), float(totals[place]))
                    for place in days.columns
                )
            ),
        )
        for name in order
    ]
    return Table(
        id=id_,
        caption=f"{caption}: days that whole lots waited, and their share of all waiting",
        head=["", *(f"{each.run.name}, lot-days" for each in waits)],
        sections=[Section(heading="", rows=rows)],
        notes=[
            QUEUE_REMARK,
            *(f"{each.run.name}: {_told(each.run)}." for each in waits),
        ],
    )


def _part(days: float, total: float) -> str:
    return f"{numbers.count(days)} ({numbers.share(days / total)})" if total > 0 else numbers.DASH


def _told(run: StoredRun) -> str:
    return basis_of_records(run)


def fleets_table(runs: Sequence[StoredRun]) -> Table:
    """What is held and can be called up, what was used, loads, and days from load to load."""
    held = _held(runs[0])
    usages = [
        lines_by(assets_of(run).sort_values("loads", ascending=False), "asset_type") for run in runs
    ]
    order = [name for name in dict.fromkeys(itertools.chain(*usages)) if name != MARCH]
    head = ["asset", "held", "callable"]
    for run in runs:
        head += [f"used, {run.name}", "loads", "days a turn"]
    rows = [
        Row(
            label=asset(name),
            cells=cells(
                *(_held_of(held.get(name), kind) for kind in HOLDINGS),
                *(told for usage in usages for told in _usage(usage.get(name))),
            ),
        )
        for name in order
    ]
    return Table(
        id="fleets",
        caption="Fleets: number of sets, platoons, aircraft and ships, and of their loads",
        head=head,
        sections=[Section(heading="", rows=rows)],
        notes=[FLEET_REMARK],
    )


def _held(run: StoredRun) -> dict[str, dict[str, float]]:
    """What is held and can be called up of each asset type, over all its fleets."""
    fleets = run.fleets.reindex(columns=["asset_type", *HOLDINGS])
    return lines_by(fleets.groupby("asset_type")[list(HOLDINGS)].sum().reset_index(), "asset_type")


def _held_of(line: Line | None, kind: str) -> str:
    return numbers.DASH if line is None else numbers.count(float(line[kind]))


def _usage(line: Line | None) -> tuple[str, ...]:
    if line is None:
        return (numbers.DASH,) * 3
    counted = (numbers.count(float(line[name])) for name in ("assets", "loads"))
    return *counted, numbers.days(float(line["turn_days"]))
