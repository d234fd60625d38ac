"""The bracket chart names the rung whose medians its title tells."""

import io
import math

import pandas as pd
import pytest

from eastflank.charts.bracket import bracket_chart
from eastflank.charts.style import Caption, Target

NOBODY, STAFF, BOUND = "nobody coordinates", "staff plan", "no plan can beat"


def table(*medians: tuple[str, str, float]) -> pd.DataFrame:
    """A row a side and rung, as runs give it."""
    return pd.DataFrame(
        {
            "side": [side for side, _, _ in medians],
            "rung": [rung for _, rung, _ in medians],
            **{name: [at for _, _, at in medians] for name in ("p10", "p50", "p90")},
            "replications": 20,
        }
    )


@pytest.mark.parametrize(
    ("staff_cut", "title"),
    [
        (240_000.0, "In place by C+30: staff plan, 270 k open and 240 k cut"),
        (math.nan, "In place by C+30: nobody coordinates, 250 k open and 220 k cut"),
    ],
)
def test_the_title_tells_the_best_rung_that_is_simulated_on_every_side(
    staff_cut: float, title: str
) -> None:
    drawn = bracket_chart(
        table(
            ("open", NOBODY, 250_000.0),
            ("open", STAFF, 270_000.0),
            ("open", BOUND, 300_000.0),
            ("cut", NOBODY, 220_000.0),
            ("cut", STAFF, staff_cut),
            ("cut", BOUND, 300_000.0),
        ),
        target=Target(day=30.0, share=0.95, force=300_000.0),
        captions=[],
    )

    assert title in {text.get_text() for text in drawn.texts}


@pytest.mark.parametrize("letters", [1, 40])
def test_captions_stay_below_the_name_of_the_axis_however_many_lines_they_take(
    letters: int,
) -> None:
    caption = Caption(
        title="T" + " of it" * letters, policy="none", basis="one", run_id="r", version="0"
    )
    drawn = bracket_chart(
        table(("open", NOBODY, 250.0), ("open", STAFF, 270.0), ("open", BOUND, 300.0)),
        target=Target(day=30.0, share=0.95, force=300.0),
        captions=[caption, caption],
    )
    drawn.savefig(io.BytesIO())  # now every text has its place

    foot = next(text for text in drawn.texts if "notional units" in text.get_text())
    name = drawn.axes[0].xaxis.label

    assert foot.get_window_extent().y1 < name.get_window_extent().y0
