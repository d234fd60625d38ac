"""What is not known and what varies, as text."""

from collections.abc import Mapping
from typing import Any

from eastflank.runs.wording.numbers import DASH


def band_text(label: str, band: Mapping[str, Any]) -> str:
    """A measure of a run or of a difference in one line: both bands and the share of variance."""
    if band["note"]:
        return f"{label}, {band['measure']}: no bands: {band['note']}"
    form = ",.0f" if band["measure"].startswith("troops") else ".1f"
    known, luck = (
        DASH.join(format(band[f"{name}_{end}"], form) for end in ("p10", "p90"))
        for name in ("knowledge", "luck")
    )
    share, low, high = (f"{100 * band[name]:.0f}" for name in ("between_share", "low", "high"))
    return (
        f"{label}, {band['measure']}: not known {known}, varies {luck} (P10–P90); "
        f"{share} % of the variance is not known ({low}{DASH}{high})"
    )
