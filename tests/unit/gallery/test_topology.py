"""Lines made of shared arcs come out whole, whichever way an arc is gone."""

from typing import Any, Final

from eastflank.gallery.topology import lines_of

SHARED: Final[dict[str, Any]] = {
    "type": "Topology",
    "arcs": [[[0, 0], [1, 0]], [[1, 0], [2, 0], [3, 1]], [[4, 4], [3, 1]]],
    "objects": {
        "course": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "LineString", "id": "there", "arcs": [0, 1, ~2]},
                {"type": "LineString", "id": "back", "arcs": [2, ~1, ~0]},
            ],
        }
    },
}


def test_arcs_are_joined_without_their_common_points_twice() -> None:
    assert lines_of(SHARED)["there"] == [[0, 0], [1, 0], [2, 0], [3, 1], [4, 4]]


def test_the_same_arcs_backwards_are_the_same_line_backwards() -> None:
    lines = lines_of(SHARED)

    assert lines["back"] == lines["there"][::-1]


def test_a_run_folder_without_courses_has_no_lines() -> None:
    assert lines_of({"type": "FeatureCollection", "features": []}) == {}
