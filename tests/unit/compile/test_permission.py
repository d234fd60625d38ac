"""The table of permissions: the most specific row wins, and what cannot be is named."""

from pathlib import Path

import pytest
from tests.compiling import compiled, with_rows
from tests.tables import BASELINE, write_project

from eastflank.compile import compile_experiment, compile_scenario
from eastflank.config import read_experiment
from eastflank.model.errors import CollectedError

FILE = "experiments/pairs.csv"
PAIRS = "frame.permission_factors=pairs"
TABLE = FILE, "nation,host,factor,reason,grade,source"


def written(root: Path, *rows: str) -> Path:
    """The rows with a reason, a grade and a source each."""
    return with_rows(root, TABLE, *(f"{row},a reason,E,study" for row in rows))


def test_without_a_table_no_pair_has_a_factor(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    assert compile_scenario(read_experiment(root / BASELINE), root).permission_factor == {}


def test_a_pair_goes_before_its_host_the_host_before_the_nation_the_nation_before_all(
    tmp_path: Path,
) -> None:
    root = written(tmp_path, "DE,PL,0.5", "*,PL,0.6", "*,LT,0.7", "DE,*,0.8", "*,*,0.9")

    factors = compiled(root, PAIRS).permission_factor

    assert {pair: factors[pair] for pair in (("DE", "PL"), ("LT", "PL"), ("DE", "LT"))} == {
        ("DE", "PL"): 0.5,
        ("LT", "PL"): 0.6,
        ("DE", "LT"): 0.7,
    }
    assert factors["LT", "DE"] == 0.9
    assert ("DE", "DE") not in factors


def test_a_pair_of_which_no_row_speaks_is_left_out(tmp_path: Path) -> None:
    assert compiled(written(tmp_path, "DE,PL,0.5"), PAIRS).permission_factor == {("DE", "PL"): 0.5}


def test_the_table_is_among_the_digests(tmp_path: Path) -> None:
    root = written(tmp_path, "DE,PL,0.5")

    assert FILE in compile_experiment(read_experiment(root / BASELINE, [PAIRS]), root).inputs


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("DE,PO,0.5", "host", "'PO' is not in networks/mini/country.csv."),
        ("de,PL,0.5", "nation", "'de' is not a two-letter country. Did you mean 'DE'?"),
        ("DE,**,0.5", "host", "'**' is not a two-letter country."),
        ("DE,DE,0.5", "host", "'DE' needs no permission of its own. Delete the row."),
        ("DE,PL,-1", "factor", "-1 is out of range."),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path: Path, row: str, column: str, says: str) -> None:
    with pytest.raises(CollectedError) as caught:
        compiled(written(tmp_path, row), PAIRS)

    (error,) = caught.value.errors
    assert error.where == f"{FILE}, row 2, column {column}"
    assert says in str(error)


def test_all_wrong_rows_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CollectedError) as caught:
        compiled(written(tmp_path, "DE,XX,0.5", "DE,PL,fast", "DE,PL,0.5"), PAIRS)

    assert len(caught.value.errors) == 3
