"""TPFDD: a force list in the shape of a time-phased force and deployment list made into ours.

Columns are found by the words of public descriptions (ULN, PAX, POE, POD, RLD, ALD, EAD, LAD, RDD),
in any order; dates are days after C-day (C005, C+5, 5). What a unit brings follows from its type.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from eastflank.compile.gazetteer import Gazetteer
from eastflank.intake.files import Cells, Intake, foreign, plain_id, write_tables
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.model.ids import NodeId
from eastflank.model.spelling import nearest
from eastflank.tables.force import UnitTypeRow
from eastflank.tables.table import read_named
from eastflank.tables.theatre import Theatre, read_theatre

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {  # ours -> what public descriptions call it
    "uln": ("uln", "unit line number", "fulln"),
    "name": ("force description", "unit name", "name", "description", "unit description"),
    "nation": ("nation", "country", "providing organization", "prov org"),
    "brigade": ("brigade", "parent", "force module", "fm"),
    "unit_type": ("unit_type", "unit type", "utc", "unit type code", "type"),
    "personnel": ("pax", "personnel", "total pax", "total personnel", "auth pers"),
    "origin": ("origin", "origin name", "orig", "origin geoloc"),
    "poe": ("poe", "poe name", "port of embarkation"),
    "pod": ("pod", "pod name", "port of debarkation"),
    "destination": ("destination", "dest", "dest name", "destination name"),
    "mode": ("mode", "mode to pod", "load mode", "m/s"),
    "rld": ("rld", "ready to load date", "ready-to-load date"),
    "ald": ("ald", "available to load date", "available-to-load date"),
    "ead": ("ead", "earliest arrival date"),
    "lad": ("lad", "latest arrival date"),
    "rdd": ("rdd", "required delivery date"),
    "priority": ("priority", "pri", "prty"),
}
NEEDED: Final = ("uln", "unit_type", "origin", "destination")
DATES: Final = ("rld", "ald", "ead", "lad", "rdd")
DAY: Final = re.compile(r"C?\s*\+?\s*(-?\d+(?:\.\d+)?)", re.IGNORECASE)
TIERS: Final = ((1, 10.0), (2, 30.0))  # NATO Force Model (Madrid 2022): 10 days, 10 to 30 days
LAST_TIER: Final = 3
PORTS: Final = {"A": ("air", "airfield"), "S": ("sea", "port")}
LAND: Final = "L"
MIDDLE_PRIORITY: Final = 5
FIRST, LAST = 1, 9  # of the priorities that a force list takes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line as it is read."""

    where: str
    cells: Mapping[str, str]
    days: Mapping[str, float]


@dataclass(slots=True, kw_only=True)
class _Desk:
    """What lines are held against, and what is wrong with them."""

    theatre: Theatre
    gazetteer: Gazetteer
    types: Mapping[str, UnitTypeRow]
    renamed: Mapping[str, str]
    nation: str
    errors: list[PlannerError] = field(default_factory=list)
    said: dict[str, int] = field(default_factory=dict)


def import_tpfdd(
    source: Path,
    root: Path,
    name: str,
    *,
    network: str,
    nation: str = "",
    types: Mapping[str, str] | None = None,
) -> Intake:
    """Make a TPFDD-shaped list the force list ``name`` of the project at ``root``."""
    theatre = read_theatre(root, network)
    known = read_named(root, "experiments/forces/unit_types.csv", UnitTypeRow, "unit_type")
    desk = _Desk(
        theatre=theatre,
        gazetteer=Gazetteer(theatre.node.rows, theatre.node.file),
        types=known.by_id,
        renamed=types or {},
        nation=nation,
    )
    lines = [*_lines(source, desk)]
    force = [row for line in lines if (row := _force_row(line, desk))]
    plan = [row for line in lines if (row := _plan_row(line, desk))]
    if desk.errors:
        raise CollectedError(desk.errors)
    tables: dict[str, Sequence[Mapping[str, object]]] = {f"experiments/forces/{name}.csv": force}
    if plan:
        tables[f"experiments/plans/{name}.csv"] = plan
    return Intake(
        written=write_tables(root, tables), said=[*_said(desk, plan, name)], missing=_missing(lines)
    )


def _lines(source: Path, desk: _Desk) -> Iterator[_Line]:
    rows = foreign(source)
    header = list(rows[0][1]) if rows else []
    named = {
        ours: next((word for word in words if word in header), "")
        for ours, words in COLUMNS.items()
    }
    if lacking := [ours for ours in NEEDED if not named[ours]]:
        raise PlannerError(
            where=f"{source}, row 1",
            found=f"no column tells {', '.join(lacking)}.",
            right=f"Call it {' or '.join(COLUMNS[lacking[0]])}.",
        )
    for row, cells in rows:
        told = {ours: cells[word] for ours, word in named.items() if word}
        where = f"{source}, row {row}"
        yield _Line(where=where, cells=told, days=_days(told, where, desk))


def _days(cells: Cells, where: str, desk: _Desk) -> Mapping[str, float]:
    days = {}
    for name in DATES:
        text = cells.get(name, "")
        found = DAY.fullmatch(text)
        if found:
            days[name] = float(found[1])
        elif text:
            desk.errors.append(
                PlannerError(
                    where=f"{where}, {name.upper()}",
                    found=f"{text!r} is no day after C-day.",
                    right="Write C005, C+5 or 5.",
                )
            )
    return days


def _force_row(line: _Line, desk: _Desk) -> dict[str, object] | None:
    kind = _type(line, desk)
    origin, destination = (_place(line, name, desk) for name in ("origin", "destination"))
    if kind is None or origin is None or destination is None:
        return None
    notice = max(0.0, line.days.get("rld", 0.0))
    nation = line.cells.get("nation") or desk.nation or desk.gazetteer.country[origin]
    uln = plain_id(line.cells["uln"])
    return {
        "uln": uln,
        "name": line.cells.get("name") or uln,
        "nation": nation,
        "brigade": line.cells.get("brigade", ""),
        "division": "",
        "unit_type": kind,
        "tier": next((tier for tier, most in TIERS if notice <= most), LAST_TIER),
        "notice_d": f"{notice:g}",
        "priority": _priority(line, desk),
        "personnel": line.cells.get("personnel", "").replace(",", ""),
        "origin_node_id": origin,
        "kit_node_id": "",
        "destination_node_id": destination,
        "rdd_day": f"{_required(line, desk):g}",
        "in_place": 0,
        "garrison": "notional",
        "grade": "C",
        "source": desk.theatre.sources.rows[0].source_id,
        "note": "",
    }


def _type(line: _Line, desk: _Desk) -> str | None:
    told = line.cells["unit_type"]
    kind = desk.renamed.get(told, told)
    if kind in desk.types:
        return kind
    desk.errors.append(
        PlannerError(
            where=line.where,
            found=f"{told!r} is no unit_type of unit_types.csv.",
            right=f"Say which it is: --type {told}=TYPE.",
            near=nearest(kind, desk.types),
        )
    )
    return None


def _place(line: _Line, name: str, desk: _Desk) -> NodeId | None:
    found = desk.gazetteer.find(line.cells[name], f"{line.where}, {name}")
    if isinstance(found, PlannerError):
        desk.errors.append(found)
        return None
    return found


def _priority(line: _Line, desk: _Desk) -> int:
    text = line.cells.get("priority", "")
    if text.isdigit() and FIRST <= int(text) <= LAST:
        return int(text)
    desk.said["priority"] = desk.said.get("priority", 0) + 1
    return MIDDLE_PRIORITY


def _required(line: _Line, desk: _Desk) -> float:
    """The required delivery date, else the latest arrival at the port, else C+0 with a word."""
    for name in ("rdd", "lad"):
        if name in line.days:
            return max(0.0, line.days[name])
    desk.said["rdd"] = desk.said.get("rdd", 0) + 1
    return 0.0


def _plan_row(line: _Line, desk: _Desk) -> dict[str, object] | None:
    """The mode and the ports that a line fixes, where the network has one terminal of the kind."""
    mode = line.cells.get("mode", "").upper()[:1]
    if mode not in PORTS:
        return None
    word, kind = PORTS[mode]
    via = [_terminal(line, end, kind, desk) for end in ("poe", "pod")]
    return {
        "uln": plain_id(line.cells["uln"]),
        "cargo": "",
        "modes": word,
        "via": ";".join(filter(None, via)),
        "not_before_day": "",
        "after": "",
        "poe": line.cells.get("poe", ""),
        "pod": line.cells.get("pod", ""),
        "note": "ALD " + line.cells.get("ald", "-") + ", EAD " + line.cells.get("ead", "-"),
    }


def _terminal(line: _Line, end: str, kind: str, desk: _Desk) -> str:
    if not line.cells.get(end):
        return ""
    node = _place(line, end, desk)
    at_node = (row for row in desk.theatre.terminal.rows if row.node_id == node)
    found = [row.terminal_id for row in at_node if row.kind == kind]
    if node is not None and len(found) != 1:
        desk.errors.append(
            PlannerError(
                where=f"{line.where}, {end.upper()}",
                found=f"{line.cells[end]!r} has {len(found)} terminals of kind {kind}.",
                right="Give a place with one, or leave the cell empty.",
            )
        )
    return found[0] if len(found) == 1 else ""


def _said(desk: _Desk, plan: Sequence[object], name: str) -> Iterator[str]:
    yield 'RLD is the notice: run with frame.readiness = "tiers" and frame.warning_days = 0.0.'
    if desk.said.get("priority"):
        number = desk.said["priority"]
        yield f"{number} lines have no priority from 1 to 9: now {MIDDLE_PRIORITY}."
    if desk.said.get("rdd"):
        yield f"{desk.said['rdd']} lines have neither RDD nor LAD: theirs is C+0."
    if plan:
        yield f'{len(plan)} lines fix a mode or ports: name them by force.plan = "{name}".'


def _missing(lines: Sequence[_Line]) -> list[str]:
    told = {name for line in lines for name, cell in line.cells.items() if cell}
    lacking = [name.upper() for name in ("personnel", *DATES) if name not in told]
    return [f"The list does not tell {', '.join(lacking)}."] if lacking else []
