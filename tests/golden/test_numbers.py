"""Numbers of a synthetic run and its cut, as stored: they change only on purpose.

To store them anew: ``python -m tests.golden.test_numbers`` and say why in the commit.
"""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from tests.records import Synthetic, synthetic_force

from eastflank.measures.closure.closures import unit_closures
from eastflank.measures.closure.verdict import verdict, verdict_csv
from eastflank.measures.compare.pairing import penalty

HERE = Path(__file__).parent
UNITS = synthetic_force(24)


def closures(cut_h: float | None = None) -> pd.DataFrame:
    return unit_closures(Synthetic(UNITS, replications=20, cut_h=cut_h).records(), UNITS)


@cache
def numbers() -> dict[str, str]:
    """File name and content of everything that is stored."""
    base, cut = closures(), closures(cut_h=192.0)
    return {
        "verdict.csv": verdict_csv({"open": verdict(base), "cut": verdict(cut)}),
        "penalty.csv": penalty(base, cut).to_csv(
            index=False, float_format="%.6g", lineterminator="\n"
        ),
    }


@pytest.mark.parametrize("name", ["verdict.csv", "penalty.csv"])
def test_the_numbers_are_those_stored(name: str) -> None:
    assert numbers()[name] == (HERE / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    for file, content in numbers().items():
        (HERE / file).write_text(content, encoding="utf-8", newline="\n")
