"""Maps of networks outside Europe and charts of small forces: of their own extent and unit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from eastflank.charts import style
from eastflank.charts.backdrop import COUNTRY_NAMES, round_length
from eastflank.charts.maps import map_chart
from eastflank.charts.projection import FLANK, projection_of
from eastflank.charts.save import rendered
from eastflank.charts.scene import Scene
from eastflank.charts.style import Caption
from eastflank.model.units import great_circle_km

OF_MANY: Final = "troops (thousand)"
CAPTION: Final = Caption(title="T", policy="substitute", basis="one", run_id="r", version="0")
Place = tuple[float, float]
SIOUX_FALLS: Final[tuple[Place, Place]] = ((-96.77, 43.61), (-96.69, 43.50))
FIJI: Final[tuple[Place, Place]] = ((178.44, -18.14), (-179.30, -16.85))  # over the date line
NEW_ZEALAND: Final[tuple[Place, Place]] = ((174.76, -36.85), (172.64, -43.53))
WARSZAWA: Final[tuple[Place, Place]] = ((21.01, 52.23), (23.14, 54.26))
SPAIN: Final = {
    "properties": {"name": "Spain"},
    "geometry": {"type": "Polygon", "coordinates": [[[-9, 43], [3, 42], [-1, 37], [-9, 43]]]},
}


def scene(ends: Sequence[Place]) -> Scene:
    """One railway between two towns, with Spain as the only land."""
    nodes = pd.DataFrame(
        [
            {"name": name, "lon": lon, "lat": lat}
            for name, (lon, lat) in zip("AB", ends, strict=True)
        ]
    )
    places = nodes.assign(node_id=nodes["name"], mode="rail", lifts=3.0, is_destination=True)
    return Scene(
        flows=pd.DataFrame([{"link_id": "l", "mode": "rail", "lifts": 3.0}]),
        lines={"l": [list(end) for end in ends]},
        places=places,
        queues=pd.DataFrame(columns=["lon", "lat", "lot_days"]),
        backdrop={"features": [SPAIN]},
        towns=nodes,
        projection=projection_of(nodes[["lon", "lat"]].to_numpy()),
    )


def texts(drawn: Figure) -> list[str]:
    """What is written on the first map of a figure."""
    return [text.get_text() for text in drawn.axes[0].texts]


@pytest.mark.parametrize("ends", [SIOUX_FALLS, FIJI, NEW_ZEALAND], ids=["sioux", "fiji", "nz"])
def test_a_map_elsewhere_shows_what_moved_there(ends: tuple[Place, Place]) -> None:
    shown = scene(ends)
    km = great_circle_km(*ends[0], *ends[1])

    axes = map_chart(shown, caption=CAPTION).axes[0]

    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    for x, y in shown.projection(ends):
        assert west < x < east
        assert south < y < north
    assert east - west < 6 * km + 20


@pytest.mark.parametrize("ends", [SIOUX_FALLS, FIJI, NEW_ZEALAND], ids=["sioux", "fiji", "nz"])
def test_a_map_elsewhere_has_no_name_and_no_land_of_europe(ends: tuple[Place, Place]) -> None:
    axes = map_chart(scene(ends), caption=CAPTION).axes[0]

    names = {" ".join(name) for name in COUNTRY_NAMES}
    assert not names.intersection(text.get_text() for text in axes.texts)
    assert all(len(land.get_paths()) == 0 for land in axes.collections[:2])


@pytest.mark.parametrize(("ends", "bar"), [(SIOUX_FALLS, "5 km"), (NEW_ZEALAND, "200 km")])
def test_the_scale_bar_fits_the_map(ends: tuple[Place, Place], bar: str) -> None:
    assert bar in texts(map_chart(scene(ends), caption=CAPTION))


@pytest.mark.parametrize(
    ("most", "length"), [(0.3, 0.2), (1.0, 1.0), (9.9, 5.0), (550.0, 500.0), (48.0, 20.0)]
)
def test_a_scale_bar_is_a_round_number(most: float, length: float) -> None:
    assert round_length(most) == pytest.approx(length)


def test_the_middle_of_places_on_both_sides_of_the_date_line_lies_between_them() -> None:
    middle = projection_of(FIJI)

    assert abs(middle.lon) > 178
    assert middle.lat == pytest.approx(-17.5, abs=0.2)


def test_networks_of_europe_share_one_map() -> None:
    assert projection_of(WARSZAWA) == FLANK
    assert projection_of([(-3.7, 40.4), (21.0, 52.2)]) == FLANK


def test_a_run_in_which_nothing_moved_shows_its_places() -> None:
    still = replace(scene(SIOUX_FALLS), flows=scene(SIOUX_FALLS).flows.iloc[:0])

    axes = map_chart(still, caption=CAPTION).axes[0]

    assert axes.get_xlim()[1] - axes.get_xlim()[0] < 100


@pytest.mark.parametrize(
    ("top", "label", "tick"),
    [
        (540.0, "troops", "400"),
        (19_000.0, "troops", "12,000"),
        (285_000.0, "troops (thousand)", "200"),
    ],
)
def test_an_axis_of_troops_has_the_unit_of_its_size(top: float, label: str, tick: str) -> None:
    drawn = style.figure("T", "", [CAPTION])
    axes = style.axes(drawn, (0.1, 0.1, 0.8, 0.8))

    style.troops_axis(axes, top)
    drawn.draw_without_rendering()

    written = [each.get_text() for each in axes.get_yticklabels()]
    assert axes.get_ylabel() == label
    assert tick in written
    assert len(set(written)) == len(written)


# -- settings and letters of the reader -----------------------------------------------------------


def svg(drawn: Figure) -> bytes:
    """The drawing as it is written."""
    return rendered(drawn, "svg")


def test_settings_of_the_reader_change_no_byte() -> None:
    theirs: Any = {  # matplotlib types the keys one by one
        "font.size": 40.0,
        "lines.linewidth": 9.0,
        "savefig.bbox": "tight",
        "axes.grid": True,
        "figure.dpi": 20.0,
        "svg.hashsalt": "theirs",
    }
    ours = svg(map_chart(scene(SIOUX_FALLS), caption=CAPTION))

    with mpl.rc_context(theirs):
        again = svg(map_chart(scene(SIOUX_FALLS), caption=CAPTION))

    assert again == ours


def test_no_formula_is_typeset_from_a_title_or_a_name() -> None:
    odd = r"costs $5 and \frac{ $\nope & <b>"
    shown = scene(SIOUX_FALLS)
    named = replace(shown, places=shown.places.assign(name=odd))
    caption = replace(CAPTION, title=odd)

    with mpl.rc_context({"text.usetex": True}):
        drawn = map_chart(named, caption=caption)
        page = svg(drawn).decode()

    assert page.rstrip().endswith("</svg>")
    assert any(odd in text.get_text() for text in drawn.texts)
