"""TopoJSON: lines made of arcs that many of them share, each kept once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Line = Sequence[Sequence[float]]


def lines_of(topology: Mapping[str, Any]) -> dict[str, Line]:
    """The lines of all objects by id; none where there is no topology."""
    arcs: Sequence[Line] = topology.get("arcs", ())
    return {
        shape["id"]: list(_joined(shape["arcs"], arcs))
        for group in topology.get("objects", {}).values()
        for shape in group["geometries"]
    }


def _joined(numbers: Sequence[int], arcs: Sequence[Line]) -> Iterator[Sequence[float]]:
    """The points of arcs end to end; ``~number`` is an arc from its end, and no point is twice."""
    for place, number in enumerate(numbers):
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        yield from arc[1:] if place else arc
