"""Mutated inputs: each changes one thing of a project and is labelled before it is tried."""

import csv
import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from eastflank.model.streams import uniform
from eastflank.tables.columns import Column, Kind, columns_of
from eastflank.tables.table import Table
from tests.tables import read_records

SEED: Final = 20260101
Tables = Mapping[str, Table[Any]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mutation:
    """A file with other bytes (None: taken away), and what has to come of it.

    ``where``: what the refusal names; "" where the answer must stay as it is.
    """

    name: str
    file: str
    content: bytes | None
    where: str

    @property
    def must_be_refused(self) -> bool:
        """The label."""
        return bool(self.where)


class Dice:
    """Choices that are the same on every machine; one number of a mutation is one key."""

    def __init__(self, number: int, seed: int = SEED) -> None:
        self._key = (seed, number)
        self._visit = 0

    def below(self, count: int) -> int:
        """A whole number from 0 on."""
        self._visit += 1
        seed, number = self._key
        return int(count * uniform(seed, number, "mutation", f"{self._visit}"))

    def one(self, items: Sequence[T]) -> T:
        """One of several."""
        return items[self.below(len(items))]


Maker = Callable[[Path, Tables, Dice], Mutation | None]


def mutations(root: Path, tables: Tables, makers: Sequence[Maker]) -> Iterator[Mutation]:
    """Mutations without end; those that a maker cannot make of what it drew are passed over."""
    number = 0
    while True:
        dice = Dice(number)
        made = dice.one(makers)(root, tables, dice)
        number += 1
        if made is not None:
            yield made


# -- what must be refused -------------------------------------------------------------------------


def bad_cell(root: Path, tables: Tables, dice: Dice) -> Mutation | None:
    """A cell that its column cannot hold."""
    table, row, column, old = _cell(root, tables, dice)
    kind, text = dice.one([*_bad_texts(column, old)])
    return _with_cell(root, table, row, column.name, text, f"{kind} {column.kind}", refused=True)


NO_NUMBERS: Final = (
    *("x", "nan", "inf", "-inf", "1e999", "1,5", "1 000,5"),
    *("0x10", "\N{ARABIC-INDIC DIGIT ONE}", "--1", "5 km"),
)
OF_KIND: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.NUMBER: NO_NUMBERS,
    Kind.WHOLE: (*NO_NUMBERS, "1.5"),
    Kind.FLAG: ("maybe", "2"),
    Kind.WORD: ("wibble",),
    Kind.COUNTRY: ("ZZ", "DEU"),
    Kind.ID: ("=1+1", "a:b", "a b"),
    Kind.TEXT: (),
}


def _bad_texts(column: Column, old: str) -> Iterator[tuple[str, str]]:
    """What no cell of this column may be, by kind of mistake."""
    yield "a control character in", f"{old or 'x'}\x07"
    yield "a space before", f" {old or 'x'}"
    if column.required and not column.separator:
        yield "nothing in", ""
    for text in OF_KIND[column.kind]:
        yield f"{text!r} in", text
    if column.kind is Kind.ID and column.references:
        yield "an id that nothing has in", "NO_SUCH_THING"
    if column.kind in {Kind.NUMBER, Kind.WHOLE}:
        yield from _beyond(column)


def _beyond(column: Column) -> Iterator[tuple[str, str]]:
    if column.minimum > -math.inf:
        yield "less than the least of", f"{column.minimum - 1:.0f}"
    if column.maximum < math.inf:
        yield "more than the most of", f"{column.maximum + 1:.0f}"


def bad_row(root: Path, tables: Tables, dice: Dice) -> Mutation | None:
    """A row that is not as long as the header, or that stands there twice."""
    table = _table(tables, dice)
    records = read_records(root, table.file)
    row = 2 + dice.below(len(records) - 1)
    cells = records[row - 1]
    what = dice.one(["short", "long", "twice", "blank cells"])
    if what == "twice":
        if not table.spec.key:
            return None
        return _written(table.file, [*records, cells], what, f"row {len(records) + 1}")
    changed = {"short": cells[:-1], "long": [*cells, "x"], "blank cells": [""] * len(cells)}[what]
    if len(cells) == 1:
        return None
    return _written(table.file, _swapped(records, row, changed), what, f"row {row}")


def bad_header(root: Path, tables: Tables, dice: Dice) -> Mutation | None:
    """A column that is gone, that nobody knows, or that stands there twice."""
    table = _table(tables, dice)
    records = read_records(root, table.file)
    head = records[0]
    required = [column for column in columns_of(table.spec.row_type) if not column.may_be_absent]
    what = dice.one(["gone", "unknown", "twice", "misspelt"])
    if what == "gone":
        place = head.index(dice.one(required).name)
        left = [[*cells[:place], *cells[place + 1 :]] for cells in records]
        return _written(table.file, left, f"a column {what}", "row 1")
    if what == "misspelt":
        place = head.index(dice.one(required).name)
        changed = [*head[:place], f"{head[place]}x", *head[place + 1 :]]
        return _written(table.file, _swapped(records, 1, changed), f"a column {what}", "row 1")
    name = "wibble" if what == "unknown" else dice.one(head)
    return _written(
        table.file,
        [[*head, name], *([*cells, ""] for cells in records[1:])],
        f"a column {what}",
        "row 1",
    )


NEEDED: Final = ("/node.csv", "/link.csv", "/nato.csv", "/unit_types.csv", "/asset_types.csv")


def bad_file(root: Path, tables: Tables, dice: Dice) -> Mutation | None:
    """A file that is gone, empty, cut, of another kind or in another writing."""
    table = _table(tables, dice)
    content = (root / table.file).read_bytes()
    broken: dict[str, bytes | None] = {
        "gone": None,
        "empty": b"",
        "of blanks": b" \n \n",
        "of zeros": bytes(64),
        "UTF-16": content.decode().encode("utf-16"),
        "UTF-16 without mark": content.decode().encode("utf-16-le"),
        "Latin-1": content + "\nü".encode("latin-1"),
        "a picture": b"\x89PNG\r\n\x1a\n" + content[:40],
        "with semicolons": content.replace(b",", b";"),
        "with tabs": content.replace(b",", b"\t"),
        "with a quote open": content + b'"',
    }
    what = dice.one(sorted(broken))
    if what == "gone" and not table.file.endswith(NEEDED):
        return None  # a network without corridors, say, is one all the same
    return Mutation(f"a file {what}", table.file, broken[what], table.file)


def bad_evidence(root: Path, tables: Tables, dice: Dice) -> Mutation | None:
    """A row of evidence out of order or out of bounds."""
    table = tables["assumptions"]
    records = read_records(root, table.file)
    row = 2 + dice.below(len(records) - 1)
    column, text = dice.one(
        [("likely", "-1000000"), ("high", "999999999"), ("low", "99999999"), ("high", "-999999")]
    )
    return _with_cell(root, table, row, column, text, f"{text} in the evidence", refused=True)


LINES: Final = (
    ("[run]\nhorizon_days = -1.0", "horizon_days"),
    ("[run]\nhorizon_days = 1e9", "horizon_days"),
    ("[run]\nhorizon_days = nan", "horizon_days"),
    ("[run]\nhorizon_days = '60'", "horizon_days"),
    ("[run]\ntheta = 0.0", "theta"),
    ("[run]\ntheta = 1.01", "theta"),
    ("[run]\nreplications = -1", "replications"),
    ("[run]\nreplications = 1.5", "replications"),
    ("[run]\nseed = -1", "seed"),
    ("[run]\nsampling = 'sobel'", "sampling"),
    ("[run]\nhorizon_day = 60.0", "horizon_day"),
    ("[frame]\nreadiness = 'rady'", "readiness"),
    ("[frame]\nwarning_days = -1.0", "warning_days"),
    ("[frame]\nc_day = 2026-02-30", "not TOML"),
    ("[policy]\ncut = 'hope'", "cut"),
    ("[policy]\ndispatch = 'magic'", "dispatch"),
    ("[network]\nfolder = 'nowhere'", "nowhere"),
    ("[network]\nfolder = '../../..'", ""),
    ("[force]\nlist = 'nobody'", "nobody"),
    ("[force]\ntotal = 0", "total"),
    ("[force]\nshare = {DE = 1.5}", "share"),
    ("[fleets]\nlist = 'nothing'", "nothing"),
    ("[fleets]\nfactors = {rocket = 1.0}", "rocket"),
    ("[fleets]\nfactors = {het = -1.0}", "het"),
    ("[target]\nday = 0.0", "day"),
    ("[target]\ntroops_share = 2.0", "troops_share"),
    ("[relax]\nconstraints = ['gravity']", "gravity"),
    ("[assumptions.set]\ngravity = {fixed = 1.0}", "gravity"),
    ("[assumptions.set]\nborder_stop = {fixed = -1.0}", "border_stop"),
    ("[assumptions.set]\nborder_stop = {low = 9.0, high = 1.0}", "border_stop"),
    ("[[disruptions]]\nid = 'x'", "targets"),
    ("[[disruptions]]\nid = 'x'\ntargets = []", "targets"),
    ("[[disruptions]]\nid = 'x'\ntargets = ['corridor:nowhere']", "nowhere"),
    ("[[disruptions]]\nid = 'x'\ntargets = ['corridor:suwalki']\nseverity = 2.0", "severity"),
    ("[[disruptions]]\nid = 'x'\ntargets = ['corridor:suwalki']\nend_day = -1.0", "ends at day"),
    ("[disruptions]\nid = 'x'", "disruptions"),
    ("colour = 'blue'", "colour"),
    ("run = 5", "run"),
    ("= 5", "not TOML"),
    ("[run", "not TOML"),
    ("[run]\nseed = 1\nseed = 2", "not TOML"),
)


def bad_question(root: Path, _tables: Tables, dice: Dice) -> Mutation | None:
    """A key, a value or a line of the experiment that cannot be."""
    text, _ = dice.one(LINES)
    file = "experiments/own.toml"
    content = f'schema_version = 1\nextends = "baseline.toml"\n{text}\n'.encode()
    where = "networks" if "folder" in text else file
    return Mutation(f"the question says {text!r}", file, content, _place_of(text, where))


def _place_of(text: str, where: str) -> str:
    """A list that is not there is a missing table; all else is told of the question."""
    for name, table in (("nobody", "experiments/forces"), ("nothing", "experiments/fleets")):
        if name in text:
            return table
    return where


REFUSED: Final[tuple[Maker, ...]] = (
    bad_cell,
    bad_cell,
    bad_cell,
    bad_cell,
    bad_row,
    bad_header,
    bad_file,
    bad_evidence,
    bad_question,
)


# -- what must not change the answer --------------------------------------------------------------


def other_writing(root: Path, tables: Tables, dice: Dice) -> Mutation | None:
    """The same table as another program writes it."""
    table = _table(tables, dice)
    content = (root / table.file).read_bytes()
    records = read_records(root, table.file)
    same = {
        "with a byte order mark": b"\xef\xbb\xbf" + content,
        "with CRLF": content.replace(b"\n", b"\r\n"),
        "without a last line end": content.rstrip(b"\n"),
        "with blank lines at its end": content + b"\n\n",
        "with every cell in quotes": _text(records, quoting=csv.QUOTE_ALL),
    }
    what = dice.one(sorted(same))
    return Mutation(f"a file {what}", table.file, same[what], "")


def other_order(root: Path, tables: Tables, dice: Dice) -> Mutation | None:
    """The rows or the columns of a table in another order."""
    table = _table(tables, dice)
    head, *rows = read_records(root, table.file)
    if dice.below(2):
        places = sorted(range(len(head)), key=lambda _: dice.below(10**6))
        turned = [[cells[place] for place in places] for cells in (head, *rows)]
        return Mutation("columns in another order", table.file, _text(turned), "")
    if table.file.endswith("corridor.csv"):
        return None  # the order in which a corridor names its links is that of its chart
    rows.sort(key=lambda _: dice.below(10**6))
    return Mutation("rows in another order", table.file, _text([head, *rows]), "")


def other_remark(root: Path, tables: Tables, dice: Dice) -> Mutation | None:
    """Another remark, grade or way to write a number."""
    table, row, column, old = _cell(root, tables, dice)
    if column.name == "note":
        return _with_cell(root, table, row, column.name, "Grüße; \"so\", 'so' <b>", "a note")
    if column.kind is Kind.NUMBER and old and not column.choices and "e" not in old:
        text = f"{old}000" if "." in old else f"{old}.0"
        return _with_cell(root, table, row, column.name, text, "zeros behind the point")
    return None


UNCHANGED: Final[tuple[Maker, ...]] = (other_writing, other_order, other_remark)


# -- how they are made ----------------------------------------------------------------------------


def _table(tables: Tables, dice: Dice) -> Table[Any]:
    return dice.one([table for table in tables.values() if table.rows])


def _cell(root: Path, tables: Tables, dice: Dice) -> tuple[Table[Any], int, Column, str]:
    table = _table(tables, dice)
    records = read_records(root, table.file)
    row = 2 + dice.below(len(records) - 1)
    present = [column for column in columns_of(table.spec.row_type) if column.name in records[0]]
    column = dice.one(present)
    return table, row, column, records[row - 1][records[0].index(column.name)]


def _with_cell(
    root: Path,
    table: Table[Any],
    row: int,
    column: str,
    text: str,
    name: str,
    *,
    refused: bool = False,
) -> Mutation:
    records = read_records(root, table.file)
    cells = [*records[row - 1]]
    cells[records[0].index(column)] = text
    where = f"{table.file}, row {row}" if refused else ""
    return Mutation(f"{name}: {column}", table.file, _text(_swapped(records, row, cells)), where)


def _swapped(records: list[list[str]], row: int, cells: list[str]) -> list[list[str]]:
    return [*records[: row - 1], cells, *records[row:]]


def _written(file: str, records: Sequence[Sequence[str]], name: str, row: str) -> Mutation:
    return Mutation(name, file, _text(records), f"{file}, {row}")


def _text(records: Sequence[Sequence[str]], quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=quoting)
    writer.writerows(records)
    return text.getvalue().encode()
