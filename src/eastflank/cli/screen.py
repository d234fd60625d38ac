"""The screen: results on stdout, talk on stderr, JSON that every program can read."""

import csv
import io
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import typer

from eastflank.cli.layout import fitted
from eastflank.model.formulas import harmless
from eastflank.model.spelling import CONTROL


def result(text: str) -> None:
    """A result, on stdout."""
    typer.echo(shown(fitted(text)))


def talk(text: str, *, quiet: bool = False) -> None:
    """Talk, on stderr."""
    if not quiet:
        typer.echo(shown(text, err=True), err=True)


def shown(text: str, *, err: bool = False) -> str:
    """A text as the screen may have it: no sequence that steers it, no letter that it lacks."""
    stream = sys.stderr if err else sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    plain = CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    return plain.encode(encoding, errors="replace").decode(encoding)


def counted(number: int, noun: str) -> str:
    """A number of things: 1 run, 2 runs, 2 rows of evidence."""
    first, *rest = noun.split(" ", 1)
    ending = "" if number == 1 else "s"
    return " ".join([f"{number:,}", f"{first}{ending}", *rest])


def result_json(content: object) -> None:
    """One JSON object on stdout; infinite (never) and missing values are null.

    Letters that the screen lacks are escaped, so that programs read what was meant.
    """
    plain = _plain(content)
    text = json.dumps(plain, indent=2, ensure_ascii=False, default=str)
    if not _has_letters_for(text):
        text = json.dumps(plain, indent=2, default=str)
    typer.echo(text)


def result_csv(rows: Sequence[Mapping[str, object]]) -> None:
    """Rows with the same names as CSV on stdout; infinite (never) and missing cells are empty.

    It is UTF-8 where the screen lacks a letter.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerows(
        [
            list(rows[0]) if rows else [],
            *([harmless(_plain(cell)) for cell in row.values()] for row in rows),
        ]
    )
    if not _has_letters_for(text.getvalue()) and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    typer.echo(text.getvalue(), nl=False)


def _has_letters_for(text: str) -> bool:
    """Whether stdout can write every letter of a text."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _plain(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def result_files(paths: Iterable[Path]) -> None:
    """Files that were written: those that differ only in their ending share a line."""
    endings: dict[Path, list[str]] = {}
    for path in paths:
        endings.setdefault(path.with_suffix(""), []).append(path.suffix)
    for stem, suffixes in endings.items():
        result(f"{stem}{' '.join(suffixes)}")
