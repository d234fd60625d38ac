"""Baselines of every chart: what was drawn (CSV) and the drawing (SVG), as digests.

The data must be the same everywhere; the drawing with the matplotlib that is stored beside it. To
store them anew: ``python -m tests.golden.test_charts``, look at the charts, say why in the commit.
"""

import csv
import functools
import hashlib
import io
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from tests import made

from eastflank.charts.drawn import Drawn
from eastflank.charts.heat import Field, heat_chart
from eastflank.charts.save import rendered
from eastflank.charts.sensitivity import sensitivity_chart
from eastflank.charts.style import Caption
from eastflank.gallery.alone import ALONE
from eastflank.gallery.choice import can_draw
from eastflank.gallery.together import TOGETHER
from eastflank.runs.stored import StoredRun

STORED = Path(__file__).with_name("charts.csv")
MANY = 200
OF_CLOSURES = ("closure", "brigades", "destinations", "nations", "late")
CAPTION = Caption(title="Golden", policy="none", basis="by hand", run_id="f6", version="0")
Row = dict[str, str]
pytestmark = pytest.mark.slow


def cases() -> Iterator[tuple[str, Drawn]]:
    """Every chart of a run and its cut; of closures also from 200 and where nothing closes.

    Sensitivity and heat maps, which that run cannot have, are drawn from a frame.
    """
    yield "sensitivity, from a frame", _sensitivity()
    yield "heat, from a frame", _heat()
    with tempfile.TemporaryDirectory() as place:
        root, cut = Path(place), StoredRun(made.run("theatre-cut"))
        for name in ALONE:
            if can_draw(cut, name):
                yield f"{name}, one run", ALONE[name](cut)
        many = [
            StoredRun(made.drawn_often(name, root / name, MANY, later_h=0.2))
            for name in ("theatre", "theatre-cut")
        ]
        never = StoredRun(made.never_closed("theatre-likely", root / "never"))
        for name in OF_CLOSURES:
            yield f"{name}, {MANY} replications", ALONE[name](many[0])
            yield f"{name}, nothing closes", ALONE[name](never)
        for name, together in TOGETHER.items():
            yield f"{name}, a pair of {MANY}", together(many)


def _sensitivity() -> Drawn:
    """A row of each grade at two measures; the weak ones span zero."""
    rows = [
        {
            "measure": measure,
            "key": f"row_{grade}",
            "title": f"Row of grade {grade}",
            "grade": grade,
            "rank_correlation": sign * effect,
            "low": sign * effect - 0.3,
            "high": sign * effect + 0.3,
            "sobol_total": effect**2,
            "r2": 0.8,
            "replications": 200,
        }
        for measure, sign in (("troops closed by C+30", 1.0), ("day of 95 % closed", -1.0))
        for grade, effect in zip("ABCDE", (0.7, 0.5, 0.4, 0.2, 0.1), strict=True)
    ]
    table = pd.DataFrame(rows)
    return sensitivity_chart(table, caption=CAPTION), table


def _heat() -> Drawn:
    """Three of four points, from few troops to many."""
    rows = [
        {
            "point": point,
            "a": a,
            "b": b,
            "measure": "m",
            "level": 30.0,
            "p10": troops - 2_000,
            "p50": troops,
            "p90": troops + 2_000,
            "replications": 20,
        }
        for point, (a, b, troops) in enumerate([(0, 0, 90_000), (0, 1, 5_000), (1, 1, 50_000)])
    ]
    table = pd.DataFrame(rows)
    field = Field(across="a", up="b", measure="m", level=30.0, label="Troops closed by C+30")
    return heat_chart(table, field, caption=CAPTION), table


@functools.cache
def digests() -> list[Row]:
    """A row a chart: its data and its drawing."""
    return [_row(case, *drawn) for case, drawn in cases()]


def _row(case: str, drawn: Figure, data: pd.DataFrame) -> Row:
    text = data.to_csv(index=False, float_format="%.6g", lineterminator="\n")
    return {
        "case": case,
        "data": _digest(text.encode("utf-8")),
        "drawing": _digest(rendered(drawn, "svg")),
        "matplotlib": mpl.__version__,
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def stored() -> list[Row]:
    with STORED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _by_case(rows: Sequence[Row], what: str) -> dict[str, str]:
    return {row["case"]: row[what] for row in rows}


def test_every_chart_draws_the_data_that_is_stored() -> None:
    assert _by_case(digests(), "data") == _by_case(stored(), "data")


def test_every_chart_looks_as_it_is_stored() -> None:
    drawn_with = {row["matplotlib"] for row in stored()}
    if drawn_with != {mpl.__version__}:
        pytest.skip(f"stored with matplotlib {', '.join(drawn_with)}, this is {mpl.__version__}")

    assert _by_case(digests(), "drawing") == _by_case(stored(), "drawing")


if __name__ == "__main__":
    text = io.StringIO()
    writer = csv.DictWriter(text, ["case", "data", "drawing", "matplotlib"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(digests())
    STORED.write_text(text.getvalue(), encoding="utf-8", newline="\n")
