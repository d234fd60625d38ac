"""Writes experiments/neutral.csv: the evidence table without luck, waits or slips.

``python -m tools.neutral``. Each row of assumptions.csv becomes one fixed row. What is only waited
for is 0; what something takes or carries is the likely value of a crisis. With it an answer can be
worked out on paper, and a network can be tried before anything is known of its people.
"""

import csv
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FULL: Final = ROOT / "experiments" / "assumptions.csv"
NEUTRAL: Final = ROOT / "experiments" / "neutral.csv"
WAITS: Final = frozenset(  # nothing moves meanwhile: 0
    {
        "border_stop",
        "breakdown_per_1000_km",
        "crew_change",
        "engine_turn",
        "extra_time",
        "halts_share",
        "integration",
        "news_delay",
        "order_lead",
        "out_of_gauge_meetings",
        "out_of_gauge_order",
        "path_order",
        "permission",
        "port_approach",
        "prepositioned_draw",
        "staging",
        "train_place",
        "train_prepare",
        "train_stand",
        "wagon_turn",
    }
)
WAITS_BEGIN: Final = ("notice_slip_", "held_ready_", "callup_start_", "callup_ramp_")
WAITS_END: Final = ("_hold_for_fill",)
AS_LISTED: Final = ("callup_factor_", "traction_factor", "port_land_factor", "service_scale")


def neutral_rows(full: list[dict[str, str]]) -> list[dict[str, str]]:
    """One fixed row for each key, that of a crisis where regimes differ."""
    return [_neutral(row) for row in full if row["regime"] != "peace"]


def _neutral(row: dict[str, str]) -> dict[str, str]:
    value, why = _value(row["key"], row["likely"])
    told = {name: row[name] for name in ("key", "title", "unit", "scope", "per", "covers")}
    return {
        **dict.fromkeys(row, ""),
        **told,
        "likely": value,
        "distribution": "fixed",
        "scope": "knowledge",
        "per": "",
        "grade": "E",
        "source": "own",
        "note": why,
    }


def _value(key: str, likely: str) -> tuple[str, str]:
    if key in WAITS or key.startswith(WAITS_BEGIN) or key.endswith(WAITS_END):
        return "0", "no wait"
    if key.startswith(AS_LISTED):
        return "1", "as the table lists it"
    return likely, "likely value of assumptions.csv"


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def main() -> None:
    """Write the table anew."""
    rows = neutral_rows(read(FULL))
    with NEUTRAL.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
