"""Rows of records by hand, for sums that no run gives; in the words of the engine and no others."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from eastflank.model.causes import WaitCause
from eastflank.model.records import Records, Stage, StageRecord, columns_of
from eastflank.store.parquet import records_frame


def row(
    stage: str,
    *,
    place: str = "A",
    hours: tuple[float, float, float] = (0.0, 0.0, 0.0),
    cause: WaitCause | None = None,
    **cells: Any,
) -> StageRecord:
    """One record; ``hours`` are asked, begun and ended. A wait names its cause, as in a run."""
    from_h, work_h, to_h = map(float, hours)
    waits = max(work_h, to_h if stage == Stage.STRANDED else work_h) > from_h
    assert cause is not None or not waits or stage == Stage.READY, f"{stage} waits for nothing"
    row = StageRecord(
        stage=Stage(stage), place=place, from_h=from_h, work_h=work_h, to_h=to_h, **cells
    )
    kind, thing, closed_by = columns_of(cause)
    return row._replace(cause=kind, cause_thing=thing, closed_by=closed_by)


CAUSE = ("cause", "cause_thing", "closed_by")


def frame(rows: Iterable[StageRecord], replication: int = 0) -> pd.DataFrame:
    """Rows as the store reads them."""
    return records_frame(Records.of(rows), replication)


def force(*lines: dict[str, Any]) -> pd.DataFrame:
    """A force list; what a line does not say is filled in."""
    usual = {
        "name": "",
        "nation": "DE",
        "brigade": "",
        "division": "",
        "unit_type": "inf",
        "weight": "light",
        "tier": 1,
        "priority": 1,
        "personnel": 1000,
        "notice_h": 0.0,
        "origin_node_id": "DE_BERGEN",
        "origin_country": "DE",
        "kit_node_id": "DE_BERGEN",
        "destination_node_id": "LT_RUKLA",
        "destination_country": "LT",
        "required_delivery_h": 720.0,
        "in_place": 0,
    }
    return pd.DataFrame([{**usual, **line} for line in lines])


def left(lot: str, cause: WaitCause, since_h: float, **cells: Any) -> dict[str, Any]:
    """A lot that had not closed, as the note of a replication tells of it."""
    usual = {
        "lot": lot,
        "unit": lot.split("/", maxsplit=1)[0],
        "state": "at_origin",
        "place": "A",
        "towards": "",
        "mode": "",
        "opens": "",
        "opens_h": None,
        "explained": True,
    }
    causes = dict(zip(CAUSE, cause.columns, strict=True))
    return {**usual, "since_h": since_h, **causes, **cells}
