"""Telling: figures and tables as the page of validation writes them."""

from collections.abc import Sequence

from eastflank.validation.tables import CheckRow


def published(row: CheckRow) -> str:
    """The figure with its band."""
    band = f" ({row.published_low:g}–{row.published_high:g})"
    has_band = row.published_low < row.published_high
    return f"{row.published:g}{band if has_band else ''} {row.unit}"


def band(low: float, middle: float, high: float) -> str:
    """P5, P50 and P95, or P10, P50 and P90."""
    return f"{low:.1f} – {middle:.1f} – {high:.1f}"


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
