"""The reference is what the code says now, and leaves no table of the inputs out."""

from pathlib import Path

import pytest
from tools import reference

from eastflank.tables.columns import Row, SourcedRow


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_a_page_of_the_reference_is_current(name: str) -> None:
    page = reference.FOLDER / name

    assert page.read_text(encoding="utf-8") == reference.PAGES[name](), (
        "run python -m tools.reference"
    )


def tables(kind: type[Row]) -> set[str]:
    """The names of the row types of files that a question reads, whatever else is imported."""
    below = {
        each.__name__
        for each in kind.__subclasses__()
        if each.__module__.startswith("eastflank.tables.")
    }
    return below.union(*(tables(each) for each in kind.__subclasses__()))


def test_every_table_of_the_inputs_has_its_columns_told() -> None:
    told = {kind.__name__ for kind in reference.INPUTS.values()}

    assert tables(Row) - {SourcedRow.__name__} == told


def test_every_key_of_an_experiment_is_told() -> None:
    told = Path(reference.FOLDER / "experiment.md").read_text(encoding="utf-8")

    for key in ("`horizon_days`", "`announced_end`", "`luck_per_draw`", "`trains_wait`"):
        assert key in told
