"""Tables as Parquet: records and closures, one file a replication, written whole."""

import io
import json
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from eastflank.model.records import COLUMNS, Records
from eastflank.store.atomic import replacing
from eastflank.store.checksums import BLANK, MARK, NOT_AS_WRITTEN, is_as_stamped, stamped
from eastflank.store.damage import damaged, missing

NOTE: Final = b"eastflank"
HOURS: Final = ("from_h", "work_h", "to_h")
AMOUNTS: Final = ("pieces", "tonnes")
WORD: Final = pa.dictionary(pa.int32(), pa.string())


class Level(StrEnum):
    """How much of a replication is kept, from least to most."""

    SUMMARY = "summary"
    STAGES = "stages"
    FULL = "full"

    @property
    def rank(self) -> int:
        """Higher keeps more."""
        return list(Level).index(self)

    def records(self) -> Records:
        """What takes down the rows of a replication: only ``full`` keeps where assets were.

        Closures are made of the stages, so ``summary`` drops its rows only at the end.
        """
        return Records(assets=self is Level.FULL)


def _kind(column: str) -> pa.DataType:
    if column in HOURS or column in AMOUNTS:
        return pa.float64()
    return pa.int32() if column == "troops" else WORD


SCHEMA: Final = pa.schema([(column, _kind(column)) for column in COLUMNS])


def records_table(records: Records) -> pa.Table:
    """The records as a table: ids as dictionaries, hours as doubles."""
    words = {name: _words(values) for name, values in records.texts.items()}
    numbers = {name: pa.array(np.asarray(values)) for name, values in records.numbers.items()}
    columns = {**words, **numbers}
    return pa.Table.from_arrays(
        [columns[field.name].cast(field.type) for field in SCHEMA], schema=SCHEMA
    )


def _words(values: Sequence[str]) -> pa.Array:
    return pa.array(values, pa.string()).dictionary_encode()


class Columns:
    """The rows of a replication as columns, made once for measures and for the file."""

    def __init__(self, records: Records) -> None:
        self._table = records_table(records)

    def frame(self, replication: int, stages: Collection[str]) -> pd.DataFrame:
        """The rows of some stages as measures want them, with the replication beside each."""
        wanted = pa.array(sorted(stages), pa.string())
        chosen = pc.is_in(self._table["stage"].cast(pa.string()), value_set=wanted)
        return _with_replication(self._table.filter(chosen).to_pandas(), replication)

    def write(self, path: Path, note: Mapping[str, object] | None = None) -> None:
        """All rows into a file, with a note about what they are of."""
        _write(path, _noted(self._table, note))


def records_frame(records: Records, replication: int) -> pd.DataFrame:
    """The records as measures want them: a frame with the replication beside each row."""
    return _with_replication(records_table(records).to_pandas(), replication)


def write_records(path: Path, records: Records) -> None:
    """Write the records of one replication."""
    Columns(records).write(path)


def read_records(path: Path, replication: int, point: int = 0) -> pd.DataFrame:
    """The records of one replication, with its number beside each row."""
    return _with_replication(_read_of(path, replication, point).to_pandas(), replication)


def read_closures(path: Path, replication: int, point: int = 0) -> pd.DataFrame:
    """The closures of one replication; those of another under its name are refused."""
    frame: pd.DataFrame = _read_of(path, replication, point).to_pandas()
    return frame


def number_note(replication: int, point: int) -> dict[str, object]:
    """What a file says of whose rows it holds, so that another name makes nothing else of it."""
    return {"replication": replication, "point": point}


def _read_of(path: Path, replication: int, point: int) -> pa.Table:
    table = _read(path)
    wanted, note = number_note(replication, point), _note_in(table.schema.metadata or {}) or {}
    others = [
        f"{name} {note[name]}" for name in wanted if note.get(name, wanted[name]) != wanted[name]
    ]
    if not others and "replication" in table.column_names:
        held = set(table["replication"].unique().to_pylist()) - {replication}
        others = [f"replication {number}" for number in sorted(held)]
    if others:
        raise damaged(path, f"it holds {' of '.join(others)}, and its name says another")
    return table


def _with_replication(frame: pd.DataFrame, replication: int) -> pd.DataFrame:
    frame["replication"] = replication
    return frame


def write_frame(path: Path, frame: pd.DataFrame, note: Mapping[str, object] | None = None) -> None:
    """Write a frame, with a note about how it was made."""
    _write(path, _noted(pa.Table.from_pandas(frame, preserve_index=False), note))


def _noted(table: pa.Table, note: Mapping[str, object] | None) -> pa.Table:
    if note is None:
        return table
    kept = {**(table.schema.metadata or {}), NOTE: json.dumps(note, sort_keys=True).encode()}
    return table.replace_schema_metadata(kept)


def _write(path: Path, table: pa.Table) -> None:
    """Write a table with its checksum."""
    kept = {**(table.schema.metadata or {}), MARK: BLANK.encode()}
    content = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(kept), content, compression="zstd")
    with replacing(path) as beside:
        beside.write_bytes(stamped(content.getvalue()))


def read_frame(path: Path) -> pd.DataFrame:
    """A frame as it was written; a file that is cut or of another make is damaged."""
    frame: pd.DataFrame = _read(path).to_pandas()
    return frame


def _read(path: Path) -> pa.Table:
    if not path.is_file():
        raise missing(path)
    content = path.read_bytes()
    if not is_as_stamped(content):
        raise damaged(path, NOT_AS_WRITTEN)
    try:
        return pq.read_table(io.BytesIO(content))
    except (OSError, ValueError, pa.ArrowException) as error:
        raise damaged(path, str(error).partition("\n")[0]) from None


def is_whole(path: Path) -> bool:
    """Whether a file of ours is there, as it was written."""
    return _metadata(path) is not None


def read_note(path: Path) -> dict[str, object] | None:
    """The note of a frame, or None where there is no whole file with one."""
    return _note_in(_metadata(path) or {})


def _note_in(metadata: Mapping[bytes, bytes]) -> dict[str, object] | None:
    return json.loads(metadata[NOTE]) if NOTE in metadata else None


def _metadata(path: Path) -> dict[bytes, bytes] | None:
    """What a Parquet file says of itself at its end; None where it is not there whole."""
    try:
        content = path.read_bytes()
        found = pq.read_schema(io.BytesIO(content)).metadata or {}
    except (OSError, ValueError, pa.ArrowException):
        return None
    return found if is_as_stamped(content) else None
