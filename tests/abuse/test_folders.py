"""Run folders that the machine or a person has harmed: told by name, run again, never believed."""

import json
import shutil
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from eastflank.model.errors import PlannerError
from eastflank.model.formulas import as_written, harmless
from eastflank.model.streams import uniform
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.parquet import is_whole, read_frame, read_note, write_frame
from eastflank.store.tables import csv_text, read_table, write_frame_csv
from tests.cli.commands import eastflank

BASELINE: Final = "experiments/baseline.toml"
SEED: Final = 20260101
FLIPS: Final = 600


@pytest.fixture
def project(run_project: Path, tmp_path: Path) -> Path:
    """A project with a run of one's own to harm."""
    return Path(shutil.copytree(run_project, tmp_path / "project"))


def folder(project: Path) -> RunFolder:
    """The run of the open question."""
    (root,) = (project / "results" / "baseline").iterdir()
    return RunFolder(root)


def verdict(project: Path) -> object:
    """The verdict of the open question."""
    return eastflank(project, "verdict", "baseline", "--json").object["runs"][0]["verdict"]


# -- flipped bits ---------------------------------------------------------------------------------


def test_no_flipped_bit_of_a_table_is_read_as_other_data(tmp_path: Path) -> None:
    whole = pd.DataFrame({"unit": ["a", "b", "c"], "closed_h": [1.0, 2.0, 3.0]})
    path = tmp_path / "closures.parquet"
    write_frame(path, whole, {"records": "stages"})
    content = path.read_bytes()

    told = 0
    for number in range(FLIPS):
        bit = int(8 * len(content) * uniform(SEED, number, "bit", "closures"))
        path.write_bytes(flipped(content, bit))
        if not is_whole(path):
            told += 1
            with pytest.raises(PlannerError, match="damaged"):
                read_frame(path)
        else:  # in the name of the checksum: nothing is said, and nothing else has changed
            pd.testing.assert_frame_equal(read_frame(path), whole)
            assert read_note(path) == {"records": "stages"}

    assert told > 0.9 * FLIPS


def flipped(content: bytes, bit: int) -> bytes:
    """The same bytes with one bit the other way."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize("kind", ["records", "closures"])
@pytest.mark.parametrize("harm", ["cut", "emptied", "flipped"])
def test_a_harmed_replication_is_run_again(project: Path, kind: str, harm: str) -> None:
    run = folder(project)
    path = run.records_path(LIKELY) if kind == "records" else run.closures_path(LIKELY)
    before = verdict(project)
    content = path.read_bytes()
    harmed = {
        "cut": content[: len(content) // 2],
        "emptied": b"",
        "flipped": flipped(content, 4 * len(content)),
    }
    path.write_bytes(harmed[harm])

    again = eastflank(project, "run", BASELINE)

    assert "1 run in" in again.err
    assert verdict(project) == before


# -- tables and texts -----------------------------------------------------------------------------

READERS: Final = {
    "units.csv": ("explain", "007", "--run", "baseline"),
    "terminals.csv": ("usage", "baseline"),
    "capacities.csv": ("usage", "baseline"),
    "fleets.csv": ("usage", "baseline"),
    "resolved.json": ("usage", "baseline"),
    "network.geojson": ("usage", "baseline"),
    "unit_types.csv": ("verdict", "baseline", "-v"),
    "assumptions.csv": ("report", "baseline"),
    "experiment.toml": ("report", "baseline"),
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("harm", ["gone", "emptied", "foreign", "changed"])
def test_a_harmed_file_is_told_and_made_again_by_the_run(
    project: Path, name: str, harm: str
) -> None:
    path = folder(project).root / name
    before = path.read_text(encoding="utf-8")
    if harm == "gone":
        path.unlink()
    else:
        changed = before[:-3] + ("8" if before[-3] != "8" else "9") + before[-2:]
        text = {"emptied": "", "foreign": "a,b\n1,2\n", "changed": changed}[harm]
        path.write_text(text, encoding="utf-8")

    told = eastflank(project, *READERS[name])

    assert told.code == 3
    assert name in told.err
    assert "Give the command of its run again" in told.err
    assert eastflank(project, "run", BASELINE, "-q").code == 0
    assert eastflank(project, *READERS[name]).code == 0
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 2, "colour": 1}', "\0\0\0"])
def test_a_harmed_manifest_is_named_and_the_other_run_can_be_read(project: Path, text: str) -> None:
    path = folder(project).manifest_path
    path.write_text(text, encoding="utf-8")

    told = eastflank(project, "verdict", "baseline")

    assert told.code == 3
    assert "manifest.json" in told.err
    assert eastflank(project, "verdict", "baseline-cut").code == 0
    assert eastflank(project, "run", BASELINE, "-q").code == 0
    assert eastflank(project, "verdict", "baseline").code == 0


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]"])
def test_checksums_that_check_nothing_are_told_and_made_again(project: Path, text: str) -> None:
    (folder(project).root / "checksums.json").write_text(text)

    told = eastflank(project, "usage", "baseline")

    assert told.code == 3
    assert "checksums.json: the file is damaged" in told.err
    assert eastflank(project, "run", BASELINE, "-q").code == 0
    assert eastflank(project, "usage", "baseline").code == 0


def test_a_folder_of_before_checksums_is_read(project: Path) -> None:
    (folder(project).root / "checksums.json").unlink()

    assert eastflank(project, "usage", "baseline").code == 0


def test_a_run_writes_down_what_its_tables_hold(project: Path) -> None:
    kept = json.loads((folder(project).root / "checksums.json").read_text())

    assert set(READERS) <= set(kept)


# -- cells that a spreadsheet would compute -------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "=cmd|'/c calc'!A0", "@SUM(A1)", "+A1", "-A1", "'=1"])
def test_no_cell_of_a_table_for_readers_is_a_formula(tmp_path: Path, text: str) -> None:
    write_frame_csv(tmp_path / "table.csv", pd.DataFrame({"name": [text], "hours": [-1.0]}))

    _, row = (tmp_path / "table.csv").read_text().splitlines()

    assert row.lstrip('"').startswith("'")
    assert row.endswith(",-1")


@pytest.mark.parametrize("text", ["=1+1", "'=1", "''@x", "-", "Bergen", "'s-Gravenhage", "-5.5"])
def test_what_is_marked_is_read_back_as_it_was(text: str) -> None:
    table = read_table(csv_text([{"name": text}], ["name"]))

    assert table["name"].to_list() == [text]
    assert as_written(harmless(text)) == text
