"""What a chart is to those who ask for it: a figure, and the frame that it was drawn from."""

import pandas as pd
from matplotlib.figure import Figure

__all__ = ["Drawn", "Figure"]

Drawn = tuple[Figure, pd.DataFrame]
