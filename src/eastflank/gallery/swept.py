"""Charts of a sweep: from the summary of its points to the frames of the heat maps."""

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd

from eastflank.charts.drawn import Drawn
from eastflank.charts.heat import Field, heat_chart
from eastflank.gallery.captions import caption_of
from eastflank.gallery.hinges import sensitivity_drawn
from eastflank.measures.closure.verdict import ENOUGH, HEADLINE_SHARE
from eastflank.model.errors import PlannerError
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers
from eastflank.runs.wording.names import factor, level

HEATS: Final = ("heat", "heat-baltic", "heat-chance", "heat-day")
NO_MORE: Final = "one"  # what stands for the second factor where there is none
LEAST_FILLED: Final = 0.5  # of the fields: below that a sweep is no field of two factors
NO_FIELD: Final = (
    "its points lie scattered: they do not fill a field of one factor against the others."
)


def factors_of(run: StoredRun) -> dict[str, str]:
    """What the sweep varies: dotted keys and their words."""
    titles = {row["key"]: str(row.get("title") or row["key"]) for row in run.evidence}
    return {key: factor(key, titles) for key in run.manifest.factors}


def field_frame(run: StoredRun) -> tuple[pd.DataFrame, str, str]:
    """The summary with a factor for each axis, and the keys of both.

    The factor of most levels goes across. Of more than two, all others share the other axis. What
    only the base of the sweep sets is no axis: the base stands beside the field.
    """
    frame, names = run.summary, factors_of(run)
    levels = {key: frame[key].nunique() for key in names}
    varied = [key for key in names if levels[key] > 1] or list(names)
    across, *others = sorted(varied, key=lambda key: -levels[key])
    if len(others) == 1:
        return frame, across, others[0]
    told = [_told(names, others, row) for row in frame.to_dict("records")]
    return frame.assign(**{NO_MORE: told}), across, NO_MORE


def _told(names: dict[str, str], keys: Sequence[str], row: dict[object, object]) -> str:
    return "\n".join(f"{names[key]} {level(row[key])}" for key in keys)


def is_field(run: StoredRun) -> bool:
    """Whether the points fill a field: every factor crossed, or nearly so."""
    frame, across, up = field_frame(run)
    filled = len(frame[[across, up]].dropna().drop_duplicates())
    return filled >= LEAST_FILLED * frame[across].nunique() * frame[up].nunique()


def field_of(run: StoredRun, chart: str) -> Field:
    """What a heat map shows."""
    names = factors_of(run)
    _, across, up = field_frame(run)
    target = run.manifest
    day, share = numbers.on_day(target.target_day), f"{100 * HEADLINE_SHARE:g} %"
    measure, level, label, value = {
        "heat": ("reading_closed_095", target.target_day, f"Troops closed by {day}", "p50"),
        "heat-baltic": (
            "baltic_troops_closed",
            target.target_day,
            f"Troops closed by {day} in Estonia, Latvia and Lithuania",
            "p50",
        ),
        "heat-chance": (
            "probability",
            HEADLINE_SHARE,
            f"Chance that {share} of the force is closed by {day}",
            "probability",
        ),
        "heat-day": (
            "day_closed",
            HEADLINE_SHARE,
            f"Day after C-day on which {share} of the force is closed",
            "p50",
        ),
    }[chart]
    return Field(
        across=across,
        up=up,
        measure=measure,
        level=level,
        label=label,
        value=value,
        across_label=names[across],
        up_label=names.get(up, " "),
        unit={"heat-chance": "share", "heat-day": "day"}.get(chart, "troops"),
    )


def lacks_heat(run: StoredRun, chart: str) -> PlannerError | None:
    """Why a heat map cannot be drawn."""
    where = str(run.root)
    if not is_field(run):
        return PlannerError(
            where=where, found=f"no heat map: {NO_FIELD}", right="Its numbers are in summary.csv."
        )
    if chart == "heat-chance" and run.most_drawn < ENOUGH:
        return PlannerError(
            where=where,
            found=f"no chance is told from {run.most_drawn} replications a point.",
            right=f"Run the sweep with --replications {ENOUGH} or more.",
        )
    return None


def _heat(chart: str) -> Callable[[StoredRun], Drawn]:
    def drawn(run: StoredRun) -> Drawn:
        field = field_of(run, chart)
        frame, _, _ = field_frame(run)
        rows = frame.loc[frame["measure"] == field.measure]
        return heat_chart(frame, field, caption=caption_of(run)), rows

    return drawn


SWEPT: Final[dict[str, Callable[[StoredRun], Drawn]]] = {
    **{chart: _heat(chart) for chart in HEATS},
    "sensitivity": sensitivity_drawn,
}
