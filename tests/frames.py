"""Cells of a frame as the types that they are."""

from numbers import Real


def number(cell: object) -> float:
    """A cell, or what stands under a name, as a number; the test fails where it is none."""
    assert isinstance(cell, Real), cell
    return float(cell)
