"""Laws of scaling: whole units, every nation and tier in proportion, more holds less."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from eastflank.compile.scaling import Line, first_of, places, share_of
from eastflank.tables.force import WEIGHTS

TOTALS = st.integers(0, 40_000)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["DE", "FR", "NL"]),
        st.sampled_from([1, 2]),
        st.sampled_from(["", "a", "b", "c"]),
        st.sampled_from(WEIGHTS),
        st.sampled_from(["LT", "RO"]),
        st.integers(1, 1_000),
    ),
    min_size=1,
    max_size=40,
).map(lambda rows: [_line(number, *row) for number, row in enumerate(rows)])


def _line(number: int, *told: Any) -> Line:
    """Brigades do not mix nations."""
    columns = ("nation", "tier", "brigade", "weight", "goal", "troops")
    given: dict[str, Any] = dict(zip(columns, told, strict=True))
    given["brigade"] = given["brigade"] and f"{given['nation']}{given['brigade']}"
    return Line(uln=f"U{number:02d}", **given)


def _troops(lines: Sequence[Line], going: set[str]) -> int:
    return sum(line.troops for line in lines if line.uln in going)


def _cells(lines: Sequence[Line]) -> dict[tuple[str, int], list[Line]]:
    cells: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        cells.setdefault((line.nation, line.tier), []).append(line)
    return cells


@given(lines=LINES, total=TOTALS)
def test_a_total_is_met_to_within_one_unit_and_never_passed(lines: list[Line], total: int) -> None:
    met = _troops(lines, first_of(lines, total))

    wanted = min(total, sum(line.troops for line in lines))
    assert wanted - max(line.troops for line in lines) < met <= total


@given(lines=LINES, totals=st.tuples(TOTALS, TOTALS))
def test_a_larger_total_holds_the_units_of_a_smaller(
    lines: list[Line], totals: tuple[int, int]
) -> None:
    assert first_of(lines, min(totals)) <= first_of(lines, max(totals))


@given(lines=LINES, total=TOTALS)
def test_nations_and_tiers_keep_their_share_to_within_half_a_unit(
    lines: list[Line], total: int
) -> None:
    """All queues are cut at one place: that of the last unit that goes."""
    going, place = first_of(lines, total), places(lines)
    cut = max((place[uln] for uln in going), default=0.0)

    for cell in _cells(lines).values():
        whole = sum(line.troops for line in cell)
        half = max(line.troops for line in cell) / 2
        assert _troops(cell, going) == pytest.approx(cut * whole, abs=half + 1e-6)


@given(lines=LINES, share=st.floats(0, 1))
def test_a_share_is_met_to_within_half_a_unit_of_each_tier(lines: list[Line], share: float) -> None:
    for cell in _cells(lines).values():
        met = _troops(cell, share_of(cell, share))

        half = max(line.troops for line in cell) / 2
        assert met == pytest.approx(share * sum(line.troops for line in cell), abs=half + 1e-6)


@given(lines=LINES, total=TOTALS)
def test_one_brigade_of_a_nation_and_tier_is_thinned_at_most(lines: list[Line], total: int) -> None:
    going = first_of(lines, total)

    for cell in _cells(lines).values():
        size = Counter(line.group for line in cell)
        left = Counter(line.group for line in cell if line.uln in going)
        assert sum(0 < left[group] < size[group] for group in size) <= 1


@given(lines=LINES, total=TOTALS, data=st.data())
def test_the_order_of_the_list_changes_nothing(
    lines: list[Line], total: int, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(lines))

    assert first_of(shuffled, total) == first_of(lines, total)
