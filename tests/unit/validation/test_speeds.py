"""Speeds of loaded trains by hand: ways from the rows of links, hours from ramp to ramp."""

from typing import Any

import pandas as pd
import pytest
from tests.rows import frame, row
from tests.unit.validation.test_page import result

from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.evidence import Regime
from eastflank.validation.speed_section import speed_section
from eastflank.validation.speeds import Speeds, train_speeds

RAIL = frozenset({"flat"})
RAMP = WaitCause(CauseKind.UNLOADING, "RH_B")
KM = {"L1": 200.0, "L2": 280.0}


def train(lift: str, links: tuple[str, ...], loaded_h: float, there_h: float) -> list[Any]:
    """A train: loaded, over its links, then a wait of 10 h for the far ramp."""
    cells: dict[str, Any] = {"lift": lift, "asset_type": "flat"}
    lot: dict[str, Any] = {"lot": f"U/wheeled/{lift}", "unit": "U", "pieces": 10.0}
    off = (there_h, there_h + 10, there_h + 13)
    ways = [
        row("link", place=link, hours=(0, 0, 1), asset=f"set/{lift}", pieces=10.0, **cells)
        for link in links
    ]
    return [
        row("load", place="A", hours=(loaded_h - 8, loaded_h - 8, loaded_h), **cells, **lot),
        *ways,
        row(
            "unload",
            place="B",
            hours=off,
            cause=RAMP,
            **cells,
            **lot,
        ),
    ]


def test_a_day_of_a_train_counts_from_loaded_to_the_far_ramp() -> None:
    """200 + 280 = 480 km from 8 to 32 h: 24 h, so 480 km a day; the wait of 10 h is left out."""
    records = frame(train("t1", ("L1", "L2"), 8, 32))

    assert train_speeds(records, RAIL, KM).to_dict() == {"t1": pytest.approx(480.0)}


def test_short_runs_and_empty_trains_are_not_told() -> None:
    """280 km are short; a set that runs empty over 480 km has loaded nothing."""
    empty = [
        row("link", place=link, hours=(0, 0, 1), asset="set/e", lift="e", asset_type="flat")
        for link in ("L1", "L2")
    ]

    assert train_speeds(frame([*train("t1", ("L2",), 8, 20), *empty]), RAIL, KM).empty


def test_the_section_has_the_published_speed_beside_both_regimes() -> None:
    """2,000 km in 5 d are 400 km a day; ten trains of 100 to 1,000 have 100, 500 and 900."""
    by_move = {"V11": pd.Series([100.0 * n for n in range(1, 11)])}
    trains = [Speeds(regime=regime, by_move=by_move) for regime in Regime]

    section = speed_section([result("V11-trains", 5.0), result("H1-port", 5.0)], trains)

    ours = "100 – 500 – 900"
    assert f"| V11-trains | 400 (2000 km in 5 d) | {ours} | {ours} |" in section
    assert f"| **all** |  | {ours} | {ours} |" in section
    assert "H1-port" not in section


def test_a_run_without_trains_tells_no_speed() -> None:
    """Words in place of ways: rows as they are read from a file have text columns."""
    rows = frame(train("t1", ("L1",), 8, 32)).astype({"place": "string", "lift": "string"})

    assert train_speeds(rows, frozenset({"other"}), KM).empty
