"""The parts of charts: projection, labels, names, captions."""

import itertools
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eastflank.charts.assets import assets_chart
from eastflank.charts.modes import modes_chart
from eastflank.charts.projection import FLANK, thinned
from eastflank.charts.queues import queues_chart
from eastflank.charts.style import Caption, Target, spread
from eastflank.charts.units import gantt_chart, late_chart
from eastflank.model.units import great_circle_km
from eastflank.runs.network import short_name


def test_the_centre_of_the_map_is_its_origin() -> None:
    assert FLANK([[20.0, 52.0]])[0] == pytest.approx([0.0, 0.0])


def test_north_is_up_and_east_is_right() -> None:
    north, east = FLANK([[20.0, 53.0], [21.0, 52.0]])

    assert north == pytest.approx([0.0, 111.2], abs=0.2)
    assert east[0] == pytest.approx(68.4, abs=0.2)  # 111.2 km times the cosine of 52 degrees


@given(st.floats(-10, 40), st.floats(36, 70))
def test_areas_keep_their_size(lon: float, lat: float) -> None:
    half = 0.05
    ring = FLANK(
        [
            [lon - half, lat - half],
            [lon + half, lat - half],
            [lon + half, lat + half],
            [lon - half, lat + half],
        ]
    )

    x, y = ring[:, 0], ring[:, 1]
    drawn = 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))

    wide = great_circle_km(lon - half, lat, lon + half, lat)
    tall = great_circle_km(lon, lat - half, lon, lat + half)
    assert drawn == pytest.approx(wide * tall, rel=1e-3)


def test_a_thinned_line_keeps_its_ends() -> None:
    line = np.array([[0.0, 0.0], [0.1, 0.0], [5.0, 0.0], [5.1, 0.0]])

    assert thinned(line, 1.0).tolist() == [[0.0, 0.0], [5.0, 0.0], [5.1, 0.0]]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_labels_stand_apart_within_the_axes(wanted: list[float]) -> None:
    heights = spread(sorted(wanted), gap=10.0, low=0.0, high=100.0)

    assert all(b - a >= 10.0 - 1e-9 for a, b in itertools.pairwise(heights))
    assert min(heights) >= -1e-9
    assert max(heights) <= 100.0 + 1e-9


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Budzisko (S61/A5)", "Budzisko"),
        ("Helsinki / Vuosaari", "Helsinki"),
        ("Riga International Airport", "Riga"),
        ("Lešť / Zvolen", "Lešť"),
    ],
)
def test_names_are_shortened(name: str, short: str) -> None:
    assert short_name(name) == short


def test_the_caption_names_policy_basis_run_and_version() -> None:
    caption = Caption(title="T", policy="none", basis="20 replications", run_id="abc", version="1")

    assert caption.line == (
        "T · policy: none · 20 replications · run abc · eastflank 1 · open data, notional units"
    )


def test_the_target_is_a_share_of_the_moving_force() -> None:
    assert Target(force=300_000).troops == 285_000


def test_the_stamp_names_the_experiment() -> None:
    caption = Caption(
        title="T", policy="none", basis="one run", run_id="abc", version="1", experiment="e [x=1]"
    )

    assert caption.line.startswith("e [x=1]: T · policy: none")


def empty(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns), dtype=float)


def test_an_empty_selection_says_so_in_words() -> None:
    caption = Caption(title="T", policy="none", basis="one run", run_id="abc", version="1")
    usage = empty("asset_type", "loads", "loaded_h", "served_h", "empty_h", "yard_h", "idle_h")
    drawn = [
        (assets_chart(usage, caption=caption), "No asset carried anything"),
        (modes_chart(empty("mode"), captions=[caption]), "Nothing crossed the border"),
        (queues_chart(empty("cause"), [], caption=caption), "Nothing waited"),
        (
            gantt_chart(empty("unit"), empty("unit"), caption=caption, horizon_day=60),
            "No unit of this selection moves",
        ),
        (
            late_chart(empty("troops"), empty("troops"), captions=[caption]),
            "No unit of this selection moves",
        ),
    ]

    for figure, message in drawn:
        assert figure.axes == []
        assert any(message in text.get_text() for text in figure.texts)


def test_spells_of_one_kind_without_a_gap_that_is_seen_are_one_bar() -> None:
    """Three parts of a lot on trains at once, and a fourth three days later."""
    days = [(0.0, 2.0), (0.5, 2.5), (2.5, 4.0), (7.0, 8.0)]
    spells = pd.DataFrame(days, columns=["start", "end"]).assign(unit="u", doing="rail")
    closings = pd.DataFrame(
        {"unit": ["u"], "name": "U", "destination_country": "LT", "closed_p50": 9.0, "rdd": 9.0}
    )
    caption = Caption(title="t", policy="p", basis="b", run_id="r", version="0")

    drawn = gantt_chart(closings, spells, caption=caption, horizon_day=60)

    bars = [bar for each in drawn.axes[0].collections for bar in each.get_paths()]
    across = [np.asarray(bar.vertices, dtype=float)[:, 0] for bar in bars]
    assert sorted((days.min(), days.max()) for days in across) == [(0.0, 4.0), (7.0, 8.0)]


def test_pyplot_is_never_imported() -> None:
    assert "matplotlib.pyplot" not in sys.modules
