"""Charts: tidy frame in, Figure out; ``draw`` is the one door from run folders to files."""

from eastflank.charts.door import draw

__all__ = ["draw"]
