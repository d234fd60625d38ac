"""Numbers of the small theatre and its cut, as stored: they change only on purpose.

To store them anew: ``python -m tests.golden.test_numbers`` and say why in the commit.
"""

import tempfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from tests import made

from eastflank.measures.closure.verdict import verdict, verdict_csv
from eastflank.measures.compare.pairing import penalty
from eastflank.runs.stored import StoredRun

HERE = Path(__file__).parent
REPLICATIONS = 20
DAY = 22.0  # on which chances lie between nothing and all


def closures(name: str) -> pd.DataFrame:
    """As if the theatre had been drawn so often."""
    with tempfile.TemporaryDirectory() as place:
        run = made.drawn_often(name, Path(place) / name, REPLICATIONS)
        return StoredRun(run).closures()


@cache
def numbers() -> dict[str, str]:
    """File name and content of everything that is stored."""
    base, cut = closures("theatre"), closures("theatre-cut")
    return {
        "verdict.csv": verdict_csv(
            {"open": verdict(base, target_day=DAY), "cut": verdict(cut, target_day=DAY)}
        ),
        "penalty.csv": penalty(base, cut, target_day=DAY).to_csv(
            index=False, float_format="%.6g", lineterminator="\n"
        ),
    }


@pytest.mark.parametrize("name", ["verdict.csv", "penalty.csv"])
def test_the_numbers_are_those_stored(name: str) -> None:
    assert numbers()[name] == (HERE / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    for file, content in numbers().items():
        (HERE / file).write_text(content, encoding="utf-8", newline="\n")
