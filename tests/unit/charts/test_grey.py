"""Charts that lost their colours: no two series of one chart differ by hue alone."""

import itertools
from collections.abc import Iterable

import pytest
from matplotlib.colors import to_rgb

from eastflank.charts import maps, sensitivity, style, units
from eastflank.charts.style import Stroke

APART = 0.1  # of the way from black to white: less is one grey to the eye


def grey(colour: str) -> float:
    """Luma of a colour, as a grey printer has it (ITU-R BT.601)."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def alike(strokes: Iterable[Stroke], what: str) -> list[tuple[str, str]]:
    """Pairs that share ``line`` or ``hatch`` and whose greys lie too near."""
    return [
        (one.label, other.label)
        for one, other in itertools.combinations(strokes, 2)
        if getattr(one, what) == getattr(other, what)
        and abs(grey(one.colour) - grey(other.colour)) < APART
    ]


@pytest.mark.parametrize(
    ("strokes", "what"),
    [
        (style.READINGS.values(), "line"),
        (style.RUNS, "line"),
        (style.RUNS, "hatch"),
        ([stroke for stroke in units.DOINGS.values() if stroke.label], "hatch"),
        (units.LATENESS.values(), "hatch"),
        (sensitivity.GRADES.values(), "hatch"),
    ],
)
def test_series_are_told_apart_by_line_or_hatch_or_by_how_dark_they_are(
    strokes: Iterable[Stroke], what: str
) -> None:
    assert alike(strokes, what) == []


def test_modes_differ_by_hatch_in_bars_and_by_line_or_core_on_the_map() -> None:
    on_the_map = {(stroke.line, mode in maps.CORES) for mode, stroke in style.MODES.items()}

    assert len(set(style.MODE_HATCHES.values())) == len(style.MODES)
    assert len(on_the_map) == len(style.MODES)


def test_a_road_keeps_its_pale_core_however_thin_it_is() -> None:
    (_, outer), (colour, core) = maps._strokes("road", 0.2)

    assert (colour, outer) == ("white", maps.ROAD_LEAST)
    assert 0 < core < outer
