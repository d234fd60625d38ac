"""Charts from a frame alone: sensitivity, heat of a sweep, closure with a bound, unit symbols."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from eastflank.charts.closure import closure_chart
from eastflank.charts.heat import Field, heat_chart
from eastflank.charts.sensitivity import sensitivity_chart
from eastflank.charts.style import Caption, Target
from eastflank.charts.symbols import ROLES, role_of, unit_symbols

CAPTION = Caption(title="T", policy="none", basis="20 replications", run_id="abc", version="1")
FIELD = Field(across="a.b", up="c.d", measure="troops_closed", level=30.0, label="Troops by C+30")


def texts(drawn: Figure) -> list[str]:
    inside = [text.get_text() for axes in drawn.axes for text in axes.texts]
    return [text.get_text() for text in drawn.texts] + inside


def sensitivity() -> pd.DataFrame:
    rows = [("port_rate", "D", 0.2), ("rail_speed", "C", -0.7), ("unseen", "E", np.nan)]
    return pd.DataFrame(
        [
            {
                "measure": "troops",
                "key": key,
                "title": key,
                "grade": grade,
                "group": "",
                "rank_correlation": rho,
                "low": rho - 0.1,
                "high": rho + 0.1,
                "sobol_first": np.nan,
                "sobol_total": np.nan,
                "r2": 0.8,
                "replications": 200,
            }
            for key, grade, rho in rows
        ]
    )


def sweep() -> pd.DataFrame:
    rows = [(0.1, "none", 1000.0), (0.1, "all", 2000.0), (1.0, "all", 30_000.0)]
    return pd.DataFrame(
        [
            {
                "point": point,
                "a.b": a,
                "c.d": c,
                "measure": "troops_closed",
                "level": 30.0,
                "p10": p50 - 100,
                "p50": p50,
                "p90": p50 + 100,
                "probability": np.nan,
                "low": np.nan,
                "high": np.nan,
                "replications": 20,
            }
            for point, (a, c, p50) in enumerate(rows)
        ]
    )


def test_fewer_than_64_draws_do_not_rank_and_the_chart_says_so() -> None:
    """Of 63 draws the rows stand by their titles, port before rail, though rail is stronger."""
    drawn = sensitivity_chart(sensitivity().assign(replications=63), caption=CAPTION)

    labels = [label.get_text() for label in drawn.axes[0].get_yticklabels()]
    assert labels == ["port_rate  [D]", "rail_speed  [C]"]
    assert any("do not rank" in text.get_text() for text in drawn.texts)


def test_the_strongest_row_stands_on_top_with_its_grade() -> None:
    drawn = sensitivity_chart(sensitivity(), caption=CAPTION)

    labels = [label.get_text() for label in drawn.axes[0].get_yticklabels()]
    assert labels == ["rail_speed  [C]", "port_rate  [D]"]


def test_a_sweep_has_a_number_in_each_field_that_was_run() -> None:
    drawn = heat_chart(sweep(), FIELD, caption=CAPTION)

    assert {"1.0", "2.0", "30.0"} <= set(texts(drawn))  # thousands
    assert [label.get_text() for label in drawn.axes[0].get_xticklabels()] == ["0.1", "1"]


def test_a_point_that_never_gets_there_says_never() -> None:
    table = sweep().assign(p50=np.inf, p10=np.inf, p90=np.inf)

    assert texts(heat_chart(table, FIELD, caption=CAPTION)).count("never") == 3


@pytest.mark.parametrize("empty", [sensitivity().head(0), sensitivity().tail(1)])
def test_no_effect_is_said_in_words(empty: pd.DataFrame) -> None:
    drawn = sensitivity_chart(empty, caption=CAPTION)

    assert drawn.axes == []
    assert any("No evidence row" in text for text in texts(drawn))


def test_a_sweep_without_the_measure_is_said_in_words() -> None:
    drawn = heat_chart(sweep().assign(measure="other"), FIELD, caption=CAPTION)

    assert drawn.axes == []
    assert any("No point of this sweep" in text for text in texts(drawn))


def test_a_bound_is_drawn_and_named_only_where_it_is_given() -> None:
    days = pd.DataFrame({"day": [0.0, 30.0, 60.0]})
    curves = days.assign(reading="closed_095", p10=0.0, p50=500.0, p90=900.0, replications=20)
    bound = days.assign(troops=[0.0, 950.0, 1000.0])
    target = Target(force=1000.0)

    bare = closure_chart(curves, target=target, caption=CAPTION)
    bounded = closure_chart(curves, target=target, caption=CAPTION, bound=bound)

    assert "no plan can do better" not in texts(bare)
    assert "no plan can do better,\nevery row at likely" in texts(bounded)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_draws_and_carries_its_echelon(role: str) -> None:
    drawn = Figure()
    axes = drawn.add_subplot()

    unit_symbols(axes, np.array([[0.5, 0.5]]), role=role, echelon="brigade")

    assert texts(drawn) == ["X"]
    assert len(axes.lines) == 1 + len(ROLES[role])  # the frame, and what stands in it


def test_weights_stand_for_roles() -> None:
    assert [role_of(weight) for weight in ("heavy", "light", "support")] == [
        "armour",
        "infantry",
        "combat support",
    ]
