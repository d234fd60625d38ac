"""The order of formations, worked out on paper: pools that work side by side, and worth."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.small import unit

from eastflank.plan.precedence import Pool, in_order, worth

FLATS: Pool = ("flat4",)
HEAVY: Pool = ("flat6",)
POOLS: tuple[Pool, ...] = (FLATS, HEAVY, ("coach",))
Hours = Mapping[str, Mapping[Pool, float]]


def order(work: Hours, worths: Mapping[str, float]) -> list[str]:
    """The order of formations that are called by one word."""
    found = in_order(
        {(name,): hours for name, hours in work.items()},
        {(name,): value for name, value in worths.items()},
    )
    return [name for (name,) in found]


def mean_end(names: list[str], work: Hours, worths: Mapping[str, float]) -> float:
    """When what the formations are worth is in place, each pool working them off in this order."""
    ends: dict[Pool, float] = {}
    total = 0.0
    for name in names:
        for pool, hours in work[name].items():
            ends[pool] = ends.get(pool, 0.0) + hours
        total += worths[name] * max(ends[pool] for pool in work[name])
    return total


def test_at_one_pool_who_takes_least_for_its_worth_goes_first() -> None:
    """10 h, 30 h and 20 h for 1, 6 and 3: 10, 5 and 6.7 h for each."""
    work: Hours = {"a": {FLATS: 10.0}, "b": {FLATS: 30.0}, "c": {FLATS: 20.0}}

    assert order(work, {"a": 1.0, "b": 6.0, "c": 3.0}) == ["b", "c", "a"]


def test_a_pool_that_nobody_else_wants_makes_nobody_late() -> None:
    """Tanks take 25 h of lift, infantry 20 h; but 15 h of these are of wagons for tanks only.

    60 h are asked of the four-axle flats: there supply takes 30 h and goes last, infantry 20 h,
    tanks 10 h.
    """
    work: Hours = {
        "infantry": {FLATS: 20.0},
        "supply": {FLATS: 30.0},
        "tanks": {FLATS: 10.0, HEAVY: 15.0},
    }

    assert order(work, dict.fromkeys(work, 1.0)) == ["tanks", "infantry", "supply"]


def test_who_wants_no_lift_goes_first_and_who_is_alike_by_name() -> None:
    work: Hours = {"c": {FLATS: 9.0}, "b": {FLATS: 9.0}, "a": {FLATS: 9.0}, "marches": {}}

    assert order(work, dict.fromkeys(work, 0.3)) == ["marches", "a", "b", "c"]


hours = st.dictionaries(st.sampled_from(POOLS), st.floats(0.1, 100.0), min_size=1)
formations = st.dictionaries(st.sampled_from("abcde"), hours, min_size=1)


@given(work=formations, data=st.data())
def test_the_order_does_not_depend_on_the_order_of_the_list(
    work: Hours, data: st.DataObject
) -> None:
    worths = {name: data.draw(st.floats(0.01, 1.0)) for name in work}
    shuffled = data.draw(st.permutations(list(work)))

    found = order(work, worths)

    assert sorted(found) == sorted(work)
    assert found == order({name: work[name] for name in shuffled}, worths)


@given(work=formations, data=st.data())
def test_no_other_order_is_twice_as_good(work: Hours, data: st.DataObject) -> None:
    """What the rule guarantees: at most twice the least mean day that any order has."""
    worths = {name: data.draw(st.floats(0.01, 1.0)) for name in work}
    other = data.draw(st.permutations(list(work)))

    found = mean_end(order(work, worths), work, worths)

    assert found <= 2.0 * mean_end(list(other), work, worths) * (1.0 + 1e-9)


def test_a_unit_is_worth_its_share_of_troops_and_of_what_all_fight_with() -> None:
    """Of 1,000 troops 300; of 40 tanks all, of 2 infantry battalions none: (1 + 0) / 2."""
    units = [
        unit("tanks", "a", "b", {}, personnel=300, strength={"tanks": 40})[0],
        unit("inf", "a", "b", {}, personnel=700, strength={"infantry_battalions": 2})[0],
    ]

    assert worth(units, 0.0) == pytest.approx({"tanks": 0.3, "inf": 0.7})
    assert worth(units, 0.5) == pytest.approx({"tanks": 0.4, "inf": 0.6})
    assert worth(units, 1.0) == pytest.approx({"tanks": 0.5, "inf": 0.5})


def test_a_force_of_which_nobody_tells_what_it_fights_with_counts_by_troops() -> None:
    units = [unit(name, "a", "b", {}, personnel=troops)[0] for name, troops in (("x", 1), ("y", 3))]

    assert worth(units, 0.5) == pytest.approx({"x": 0.25, "y": 0.75})
