"""Charts: tidy frame in, Figure out; ``draw`` is the one door from run folders to files."""

from eastflank.charts.door import Redrawn, draw, figure, redraw, undrawn

__all__ = ["Redrawn", "draw", "figure", "redraw", "undrawn"]
