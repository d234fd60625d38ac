"""The step of the study that asks the evidence: what the answer and the cost hang on."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from eastflank import api
from eastflank.api import StoredRun
from eastflank.measures.closure.curves import troops_closed
from eastflank.runs.knowledge import assumption_of, uncertain_rows, uniforms_of
from eastflank.runs.wording import numbers
from eastflank.runs.wording.quantities import quantity
from tools.figures.register import Figure
from tools.study.ground import Ground, Part
from tools.study.plan import Frame

TOLD: Final = 3
SPLIT: Final = 5  # evidence rows by whose draws the answers are split in thirds
THIRD: Final = 1 / 3


def sensitivity(ground: Ground, frame: Frame) -> Part:
    """Which evidence rows the answer of a frame and the cost of its cut hang on."""
    base, cut = ground.open(frame), ground.cut(frame)
    found = {"answer": api.sensitivity(base), "cost": api.sensitivity(cut, against=base)}
    first = {name: strongest(each.table) for name, each in found.items()}
    return Part(
        table=pd.concat([each.table.assign(of=name) for name, each in found.items()]),
        more={"thirds": thirds(base, first["answer"].head(SPLIT))},
        figures=[_figure(ground, base, name, table) for name, table in first.items()],
    )


def strongest(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the first measure, those that it follows most first."""
    first = table.loc[table["measure"] == table["measure"].iloc[0]]
    strength = first["rank_correlation"].abs().sort_values(ascending=False, kind="stable")
    ordered: pd.DataFrame = first.loc[strength.index]
    return ordered


def thirds(run: StoredRun, rows: pd.DataFrame) -> pd.DataFrame:
    """What is closed in the third of the draws where a row is best, and where it is worst.

    Best is the end at which more is closed, as the rank correlation says.
    """
    evidence = uncertain_rows([run])
    drawn = uniforms_of(run, run.drawn, evidence)
    closed = troops_closed(run.closures(run.drawn), by_day=run.day)
    target = run.manifest.target_share * run.force
    told = {str(row["key"]): row for row in evidence}
    return pd.DataFrame(
        [
            _split(told[_first(row)], row, drawn[row["group"]], closed, target)
            for row in rows.to_dict("records")
        ]
    )


def _first(row: Mapping[Any, Any]) -> str:
    """The first of the rows that share a draw."""
    return str(row["key"]).partition(";")[0]


def _split(
    row: Mapping[str, Any],
    found: Mapping[Any, Any],
    drawn: pd.Series,
    closed: pd.Series,
    target: float,
) -> dict[str, object]:
    """The two ends of one row: what is closed there, how often the target is met, and its value."""
    rises = float(found["rank_correlation"]) >= 0
    ends = {
        "low": drawn.index[drawn <= THIRD],
        "high": drawn.index[drawn >= 1 - THIRD],
    }
    value_at = assumption_of(row).quantile
    edges = {"low": f"at most {quantity(value_at(THIRD), row['unit'])}"}
    edges["high"] = f"at least {quantity(value_at(1 - THIRD), row['unit'])}"
    good, bad = ("high", "low") if rises else ("low", "high")
    return {
        "key": row["key"],
        "title": row.get("title") or row["key"],
        "unit": row["unit"],
        "grade": found["grade"],
        "rank_correlation": found["rank_correlation"],
        **{
            f"{side}_{name}": value
            for side, end in (("good", good), ("bad", bad))
            for name, value in _at(closed, ends[end], edges[end], target).items()
        },
    }


def _at(closed: pd.Series, there: "pd.Index[int]", edge: str, target: float) -> dict[str, object]:
    some = closed.loc[there]
    return {
        "is": edge,
        "draws": len(some),
        "closed": float(some.median()) if len(some) else float("nan"),
        "met": int((some >= target).sum()),
    }


def _figure(ground: Ground, run: StoredRun, name: str, table: pd.DataFrame) -> Figure:
    told = table.head(TOLD).to_dict("records")
    rows = [f"{row['title']} (grade {row['grade']}, {_rank(row)})" for row in told]
    of = f"evidence rows that the {name} follows most, with rank correlations"
    key = f"{run.manifest.experiment}.{name}-hangs-on"
    return ground.figure(run, key, numbers.listing(rows), of)


def _rank(row: Mapping[Any, Any]) -> str:
    return numbers.signed(f"{row['rank_correlation']:.2f}")
