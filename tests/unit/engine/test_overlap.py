"""Overlap: work promised to a pool falls on each of its assets, whoever else counts on them."""

import numpy as np
import pytest

from eastflank.engine.control.overlap import Overlap, Pool

HELD = {"heavy": 1, "light": 3, "ferry": 5}
HEAVY, ANY, FERRY = 0, 1, 2  # accounts


def held(place: str, *types: str) -> int:
    """One heavy aircraft and three light ones at every field, five ferries."""
    return sum(HELD[kind] for kind in types)


def work_with(promised: list[float], *pools: Pool) -> list[float]:
    """What each account reckons with."""
    work = np.array(promised)
    Overlap(pools, held).add_to(work)
    return [float(hours) for hours in work]


HEAVY_POOL = Pool(HEAVY, "field", ("heavy",))
ANY_POOL = Pool(ANY, "field", ("heavy", "light"))


def test_a_pool_reckons_with_the_part_of_others_work_that_falls_on_its_assets() -> None:
    assert work_with([0.0, 8.0], HEAVY_POOL, ANY_POOL) == pytest.approx([2.0, 8.0])


def test_work_that_only_some_can_do_also_counts_where_all_are_counted() -> None:
    assert work_with([3.0, 8.0], HEAVY_POOL, ANY_POOL) == pytest.approx([5.0, 11.0])


def test_pools_of_other_types_or_other_places_do_not_share_work() -> None:
    ferries = Pool(FERRY, "field", ("ferry",))
    elsewhere = HEAVY_POOL._replace(place="other field")

    assert work_with([1.0, 8.0, 4.0], elsewhere, ANY_POOL, ferries) == [1.0, 8.0, 4.0]


def test_a_pool_that_nobody_answers_gives_no_work_away() -> None:
    nobody = Overlap((HEAVY_POOL, ANY_POOL), lambda place, *types: 0)
    work = np.array([1.0, 8.0])

    nobody.add_to(work)

    assert list(work) == [1.0, 8.0]
