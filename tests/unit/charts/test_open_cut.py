"""Open against cuts: no name leaves the page, and no cost is told of a single pair."""

import io

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from eastflank.charts import style
from eastflank.charts.closure import open_cut_chart
from eastflank.charts.style import Caption, Target

CAPTION = Caption(title="T", policy="none", basis="one", run_id="r", version="0")
LONG = "cut from C-day, known (one run)"
DAYS = np.arange(61.0)


def curve(height: float, replications: int) -> pd.DataFrame:
    """The same troops on every day and in every replication."""
    told = dict.fromkeys(("p10", "p50", "p90", "mean"), height)
    return pd.DataFrame({"day": DAYS, **told, "replications": replications})


def chart(*, pairs_of_the_second: int) -> Figure:
    """An open run, a cut of 64 pairs that costs 36,000, and one that costs 31,000."""
    drawn = open_cut_chart(
        {
            "open": curve(274_000, 64),
            "cut at C+8": curve(233_000, 64),
            LONG: curve(262_000, pairs_of_the_second),
        },
        {"cut at C+8": curve(36_000, 64), LONG: curve(31_000, pairs_of_the_second)},
        target=Target(force=300_000),
        captions=[CAPTION] * 3,
    )
    drawn.savefig(io.BytesIO())  # now every text has its place
    return drawn


def texts(drawn: Figure) -> list[Text]:
    return [*drawn.texts, *(text for axes in drawn.axes for text in axes.texts)]


def test_a_single_pair_tells_no_cost_beside_a_cut_of_many() -> None:
    drawn = chart(pairs_of_the_second=1)

    told = [text.get_text() for text in texts(drawn)]
    assert told[0] == "Troops short at C+30: 36 k (cut at C+8)"
    assert "one pair" in told
    assert not [text for text in told if "31 k" in text]


def test_a_cut_of_several_pairs_tells_its_cost() -> None:
    told = [text.get_text() for text in texts(chart(pairs_of_the_second=64))]

    assert told[0] == f"Troops short at C+30: 36 k (cut at C+8), 31 k ({LONG})"
    assert "C+30: 31 k" in told


def test_no_name_and_no_title_runs_out_of_the_page() -> None:
    drawn = chart(pairs_of_the_second=64)

    assert max(text.get_window_extent().x1 for text in texts(drawn)) <= drawn.bbox.x1


@pytest.mark.parametrize("dpi", [72, 100, 150])
@pytest.mark.parametrize("lines", [2, 3, 7])
def test_a_caption_takes_no_more_room_than_is_reckoned(lines: int, dpi: int) -> None:
    drawn = style.figure("", "", [CAPTION] * lines)
    drawn.set_dpi(dpi)

    foot = next(text for text in drawn.texts if "notional units" in text.get_text())

    assert foot.get_window_extent().height / dpi <= style.CAPTION_IN * lines
