"""Beginning: a folder of one's own, the shipped tables, the schema that experiments name."""

import json
from pathlib import Path

import pytest
from tests.cli.commands import eastflank
from tools.neutral import FULL, NEUTRAL, neutral_rows, read

from eastflank import api
from eastflank.config import project_root, shipped_root

ROOT = Path(__file__).parents[2]
EXPERIMENTS = sorted((ROOT / "experiments").rglob("*.toml"))


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """The worked example in a folder of its own."""
    answer = eastflank(tmp_path, "init", "mine")
    assert answer.code == 0, answer.err
    return tmp_path / "mine"


def test_the_example_arrives_when_the_arithmetic_says(begun: Path) -> None:
    answer = eastflank(begun, "run", "first", "first-cut", "-q")
    told = " ".join(eastflank(begun, "explain", "TANK-1", "--run", "first").out.split())

    assert answer.code == 0, answer.err
    # notice 2 d; 570 km at the likely 45 km/h are 12.7 h; ramps 8 h and 3 h
    assert "ready at C+2.0; loaded in 8.0 h; by container wagons to Warszawa in 12.7 h" in told
    # all but the transporters is there at C+3.4; with 42 tanks and 16 transporters
    assert "Closed at C+3.5" in told
    late = eastflank(begun, "explain", "TANK-1", "--run", "first-cut").out
    assert "Closed at C+19.3" in late  # 42 tanks on 16 transporters: three times there, twice back


def test_the_example_has_no_note_and_no_mistake(begun: Path) -> None:
    answer = eastflank(begun, "check", "first-cut")

    assert answer.code == 0
    assert answer.err.count("\n") == 1  # the table is for more fleets than it has
    assert "bridge closes a link (Berlin–Warszawa by rail) from C+2.0, open-ended" in answer.out


def test_what_is_there_is_never_written_over(begun: Path) -> None:
    mine = begun / "experiments" / "first.toml"
    mine.write_text("# mine\n")

    answer = eastflank(begun.parent, "init", "mine")

    assert answer.code == 3
    assert "first.toml: the file is there already. Give another folder." in answer.err
    assert mine.read_text() == "# mine\n"


def test_a_copy_of_the_theatre_is_whole(tmp_path: Path) -> None:
    eastflank(tmp_path, "init", "copy", "--theatre")

    for name in ("networks/eastern-flank/sea.csv", "experiments/forces/nato-300k.csv"):
        assert (tmp_path / "copy" / name).read_bytes() == (ROOT / name).read_bytes()


def test_a_file_of_no_project_belongs_to_the_shipped_theatre(begun: Path, tmp_path: Path) -> None:
    assert project_root(tmp_path / "lone.toml") == shipped_root() == ROOT
    assert project_root(begun / "experiments" / "first.toml") == begun


def test_a_lone_file_may_extend_a_shipped_experiment(tmp_path: Path) -> None:
    (tmp_path / "lone.toml").write_text(
        'schema_version = 1\nextends = "baseline-cut.toml"\n[experiment]\ntitle = "Alone"\n'
    )

    answer = eastflank(tmp_path, "check", "lone.toml")

    assert answer.code == 0, answer.err
    assert "suwalki closes 6 links" in answer.out


def test_the_neutral_table_is_made_from_the_evidence_table() -> None:
    assert read(NEUTRAL) == neutral_rows(read(FULL))
    assert {row["key"] for row in read(NEUTRAL)} == {row["key"] for row in read(FULL)}


def test_the_schema_beside_the_experiments_is_current() -> None:
    stored = json.loads((ROOT / "experiments" / "experiment.schema.json").read_text())

    assert stored == api.schema()


@pytest.mark.parametrize("file", EXPERIMENTS, ids=lambda file: file.stem)
def test_the_first_line_of_an_experiment_names_its_schema(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]

    word, _, name = first.partition(" ")
    assert word == "#:schema"
    assert (file.parent / name).resolve() == ROOT / "experiments" / "experiment.schema.json"
