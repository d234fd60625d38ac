"""Differences of a sweep: each point against its base, replication by replication."""

from collections.abc import Iterator

import pandas as pd

from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE, destinations, penalty
from eastflank.runs.pairs import have_met, paired_closures, shorter_horizon_day
from eastflank.runs.stored import StoredRun


def differences_of(sweep: StoredRun) -> pd.DataFrame | None:
    """What each point costs against its base; None where the sweep has no base, or no pair yet.

    One row a point, measure and place (all, the Baltic states together), as ``compare`` tells it:
    ``base`` and ``cut`` are the medians of base and point, ``mean`` with ``low``..``high`` the
    paired difference. ``point``, ``base_point`` and a column for each factor come first.
    """
    if "base_id" not in sweep.design:
        return None
    found = list(_differences(sweep))
    if not found:
        return None
    levels = sweep.design.rename(columns={"point_id": "point", "base_id": "base_point"})
    return levels.merge(pd.concat(found, ignore_index=True), on="point")


def _differences(sweep: StoredRun) -> Iterator[pd.DataFrame]:
    design = sweep.design
    for point, base in zip(design["point_id"], design["base_id"], strict=True):
        ours, theirs = sweep.at(int(base)), sweep.at(int(point))
        if point == base or not have_met(ours, theirs):
            continue
        pair = paired_closures(ours, theirs)
        table = penalty(
            *pair,
            target_day=sweep.manifest.target_day,
            horizon_day=shorter_horizon_day(sweep),
            draws=sweep.draws,
            places=[place for place in destinations(pair[0]) if place in (EVERYWHERE, BALTIC)],
        )
        yield table.assign(point=point)
