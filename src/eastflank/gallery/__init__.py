"""Gallery: which charts a stored run has; it asks the run for frames, draws them and saves."""

from eastflank.gallery.brief import write_brief
from eastflank.gallery.door import draw, figure, undrawn
from eastflank.gallery.stamps import Redrawn, redraw

__all__ = ["Redrawn", "draw", "figure", "redraw", "undrawn", "write_brief"]
