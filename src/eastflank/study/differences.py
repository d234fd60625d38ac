"""Differences of a sweep: each point against its base, replication by replication."""

from collections.abc import Iterator

import pandas as pd

from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE, destinations, penalty
from eastflank.model.units import HOURS_PER_DAY
from eastflank.store.folder import RunFolder, have_met, paired_closures
from eastflank.study.draws import draws_of


def differences_of(folder: RunFolder) -> pd.DataFrame | None:
    """What each point costs against its base; None where the sweep has no base, or no pair yet.

    One row a point, measure and place (all, the Baltic states together), as ``compare`` tells it:
    ``base`` and ``cut`` are the medians of base and point, ``mean`` with ``low``..``high`` the
    paired difference. ``point``, ``base_point`` and a column for each factor come first.
    """
    design = folder.design()
    if "base_id" not in design:
        return None
    found = list(_differences(folder, design))
    if not found:
        return None
    levels = design.rename(columns={"point_id": "point", "base_id": "base_point"})
    return levels.merge(pd.concat(found, ignore_index=True), on="point")


def _differences(folder: RunFolder, design: pd.DataFrame) -> Iterator[pd.DataFrame]:
    manifest, draws = folder.manifest, draws_of(folder.resolved())
    for point, base in zip(design["point_id"], design["base_id"], strict=True):
        ours, theirs = folder.at(int(base)), folder.at(int(point))
        if point == base or not have_met(ours, theirs):
            continue
        pair = paired_closures(ours, theirs)
        table = penalty(
            *pair,
            target_day=manifest.target_day,
            horizon_day=manifest.horizon_h / HOURS_PER_DAY,
            draws=draws,
            places=[place for place in destinations(pair[0]) if place in (EVERYWHERE, BALTIC)],
        )
        yield table.assign(point=point)
