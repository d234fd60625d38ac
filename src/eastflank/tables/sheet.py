"""Sheets: a CSV file as text cells with the row numbers that a spreadsheet shows.

The standard csv module reads them: unlike a data frame reader it sees ragged rows as they are, and
it never takes ``NA`` for nothing or ``007`` for a number.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eastflank.model.errors import PlannerError
from eastflank.model.spelling import is_utf16, nearest
from eastflank.tables.columns import place


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The cells of one file as text; ``rows`` holds only rows that have a cell for each column."""

    file: str
    header: tuple[str, ...] = ()
    rows: tuple[tuple[int, Mapping[str, str]], ...] = ()
    errors: tuple[PlannerError, ...] = ()


def read_sheet(path: Path, file: str) -> Sheet:
    """Read a file; ``file`` is its name in messages. A byte order mark and CRLF lose nothing."""
    try:
        text = _text(path, file)
        records = list(_records(text, file))
    except PlannerError as error:
        return Sheet(file=file, errors=(error,))
    header = tuple(records[0][1])
    if refused := tuple(_bad_header(header, file)):
        return Sheet(file=file, errors=refused)
    return _filled(header, records[1:], file)


def _filled(header: tuple[str, ...], records: list[tuple[int, list[str]]], file: str) -> Sheet:
    rows: list[tuple[int, Mapping[str, str]]] = []
    errors: list[PlannerError] = []
    for row, cells in records:
        if error := _ragged(header, cells, place(file, row)):
            errors.append(error)
        else:
            rows.append((row, dict(zip(header, cells, strict=True))))
    return Sheet(file=file, header=header, rows=tuple(rows), errors=tuple(errors))


def _text(path: Path, file: str) -> str:
    if not path.is_file():
        raise _missing(path, file)
    raw = path.read_bytes()
    if is_utf16(raw):
        raise _not_utf8(file, "the file is UTF-16.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{raw[error.start]:02x} is not UTF-8."
        raise _not_utf8(place(file, row), found) from None
    if not text.strip():
        raise PlannerError(where=file, found="the file is empty.", right="Give a header row.")
    return text


def _missing(path: Path, file: str) -> PlannerError:
    beside = {found.stem: found.name for found in sorted(path.parent.glob("*.csv"))}
    close = nearest(path.stem, beside)
    twice = path.name.removesuffix(".csv").endswith(".csv")
    return PlannerError(
        where=file,
        found="there is no such file.",
        right="Leave .csv out of the name." if twice else "",
        near=beside[close] if close and not twice else None,
    )


def _not_utf8(where: str, found: str) -> PlannerError:
    return PlannerError(where=where, found=found, right="Save the table as CSV in UTF-8.")


def _records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Records with their row numbers; blank lines are counted and passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise PlannerError(
                where=place(file, row),
                found=f"the quotes do not match ({error}).",
                right='Put " round a cell with commas, and write a quote inside it as "".',
            ) from None
        if cells:
            yield row, cells


def _bad_header(header: tuple[str, ...], file: str) -> Iterator[PlannerError]:
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            yield PlannerError(
                where=place(file, 1),
                found=f"the columns are separated by {name}.",
                right="Save the table with commas.",
            )
            return
    for name in sorted({name for name in header if header.count(name) > 1}):
        found = f"the column {name!r} stands there twice." if name else "a column has no name."
        yield PlannerError(where=place(file, 1), found=found, right="Keep one of them.")


def _ragged(header: tuple[str, ...], cells: list[str], where: str) -> PlannerError | None:
    if not any(cell.strip() for cell in cells):
        return PlannerError(where=where, found="the row is empty.", right="Delete it.")
    if len(cells) == len(header):
        return None
    few = len(cells) < len(header)
    return PlannerError(
        where=where,
        found=f"the row has {len(cells)} cells.",
        right=f"The header has {len(header)} columns: "
        + ("is a comma missing?" if few else "put a cell that holds a comma in quotes."),
    )
