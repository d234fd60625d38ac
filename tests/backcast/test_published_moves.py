"""Published moves on the shipped theatre, by the command: each runs and is measured whole.

Few draws: whether a figure lies inside is told by docs/validation.md, of 64.
"""

import math
from pathlib import Path

import pytest

from eastflank import validation
from tests.cli.commands import eastflank

ROOT = Path(__file__).parents[2]
CHECKS = validation.read_checks(ROOT)
QUICK = ("V20", "V13")
REST = tuple(name for name in CHECKS.experiments if name not in QUICK)


def measured(names: tuple[str, ...], out: Path, replications: int) -> list[dict[str, object]]:
    """What the command says of moves; also when a reading is of another verdict."""
    words = ("--replications", str(replications), "--workers", "1", "--out", str(out))
    done = eastflank(ROOT, "validate", *names, *words, "--json", "-q")
    assert done.code in {0, 5}, done.err
    rows: list[dict[str, object]] = done.object["checks"]
    return rows


@pytest.mark.slow
def test_two_moves_are_run_judged_and_kept(tmp_path: Path) -> None:
    """A train of 15 x (66 + 32) = 1,470 t goes whole; 1,400 km by sea take 2 to 3 days.

    Asked again, the same is told from what is stored.
    """
    rows = measured(QUICK, tmp_path, 3)

    by_check = {row["check"]: row for row in rows}
    assert by_check["V20-train-mass"]["p5"] == by_check["V20-train-mass"]["p95"] == 1.0
    voyage = by_check["V13-voyage"]
    assert voyage["draws"] == 3
    assert 1.5 <= float(str(voyage["p5"])) <= float(str(voyage["p95"])) <= 3.5
    assert measured(QUICK, tmp_path, 3) == rows
    assert (tmp_path / "validation.csv").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("move", REST)
def test_every_move_comes_whole_to_its_end(move: str, tmp_path: Path) -> None:
    rows = measured((move,), tmp_path, 3)

    assert rows
    for row in rows:
        assert row["p95"] is not None, row["check"]
        assert math.isfinite(float(str(row["p95"])))
