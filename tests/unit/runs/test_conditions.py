"""What must be true is told of thresholds that split the draws, in the units of the rows."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from tests import made

from eastflank.cli.text.conditions import conditions_text
from eastflank.measures.uncertainty.boxes import Score
from eastflank.model.errors import PlannerError
from eastflank.runs.conditions import Condition, Conditions, Region
from eastflank.runs.knowledge import assumption_of, uncertain_rows, uniforms_of
from eastflank.runs.stored import StoredRun
from eastflank.study.decisions import conditions


@pytest.fixture(scope="module")
def often(tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    """Forty replications, each later than the one before it."""
    return StoredRun(
        made.drawn_often("theatre", tmp_path_factory.mktemp("often") / "run", 40, later_h=20.0)
    )


def test_few_draws_are_refused_with_the_way_out() -> None:
    with pytest.raises(PlannerError, match="3 drawn replications") as refused:
        conditions(made.run("theatre"))

    assert "--replications 64" in str(refused.value)


def test_a_target_that_all_draws_meet_or_miss_gives_way_to_the_median(tmp_path: Path) -> None:
    alike = made.drawn_often("theatre", tmp_path / "alike", 40, later_h=0.01)

    found = conditions(alike)

    assert found.target_met in {0, 40}
    assert not found.is_of_target
    assert found.troops < found.target or found.target_met == 40


def test_a_threshold_of_ones_own_is_kept_even_where_it_tells_nothing(often: StoredRun) -> None:
    found = conditions(often, troops=10 * often.force)

    assert (found.met, found.draws) == (0, 40)
    assert found.regions == ()


def test_conditions_stand_within_the_range_of_their_row_in_its_unit(often: StoredRun) -> None:
    rows = {row["key"]: row for row in uncertain_rows([often])}
    told = [each for region in conditions(often).regions for each in region.conditions]

    assert told
    for each in told:
        ends = [end for end in (each.at_least, each.at_most) if not math.isnan(end)]
        assert ends
        assert all(each.low <= end <= each.high for end in ends)
        assert each.unit == rows[each.key]["unit"]


def drawn_with(root: Path, *cuts: dict[str, object]) -> StoredRun:
    """A run in which three rows vary that its answer may not depend on, under some cuts."""
    made.drawn_often("theatre", root, 12, later_h=20.0)
    resolved = json.loads((root / "resolved.json").read_text(encoding="utf-8"))
    for row in resolved["evidence"]:
        if row["key"] in ASKED_AT_TIMES:
            row |= {"low": 1.0, "likely": 3.0, "high": 7.0, "distribution": "triangular"}
    resolved["disruptions"] = list(cuts)
    (root / "resolved.json").write_text(json.dumps(resolved), encoding="utf-8")
    return StoredRun(root)


ASKED_AT_TIMES = {"order_lead", "news_delay", "replan_h"}


@pytest.mark.parametrize(
    ("cuts", "asked"),
    [
        ((), set()),
        (({"control": False},), {"news_delay"}),
        (({"control": False}, {"control": True}), {"news_delay", "replan_h"}),
    ],
)
def test_a_row_that_nothing_in_a_run_asks_for_explains_nothing(
    tmp_path: Path, cuts: tuple[dict[str, object], ...], asked: set[str]
) -> None:
    """Chance alone gave such rows a part in why the target is met."""
    drawn = drawn_with(tmp_path / "often", *cuts)

    varied = {row["key"] for row in drawn.evidence if row["high"] == 7.0}
    assert varied >= ASKED_AT_TIMES
    assert {row["key"] for row in uncertain_rows([drawn])} & ASKED_AT_TIMES == asked


def test_draws_made_anew_are_those_of_the_engine(often: StoredRun) -> None:
    """A row's value from its uniform is what the run drew: within the row, and never one value."""
    rows = uncertain_rows([often])
    drawn = uniforms_of(often, often.drawn, rows)

    for row in rows:
        shares = np.asarray(drawn[row["group"]], dtype=float)
        values = {assumption_of(row).quantile(float(share)) for share in shares}
        assert row["low"] <= min(values) < max(values) <= row["high"]


def region_of(hits_unseen: int) -> Region:
    """Seen: 9 of 10 in the box, none of 10 outside it. Unseen: so many of 8, of 10 in all."""
    slow = Condition(
        key="rail_speed",
        title="Speed",
        unit="factor",
        grade="E",
        group="rail",
        at_least=0.9,
        at_most=math.nan,
        low=0.8,
        high=1.0,
        by_chance=0.0,
    )
    return Region(
        met=True,
        conditions=[slow],
        seen=Score(draws=20, hits=9, inside=10, hits_inside=9),
        unseen=Score(draws=20, hits=10, inside=8, hits_inside=hits_unseen),
    )


@pytest.mark.parametrize(
    ("hits_unseen", "told"),
    [
        (8, "did not make these conditions but lie within them it is met in 100 %."),
        (4, "is not told beyond chance: draws that did not make the conditions do not bear"),
    ],
)
def test_the_first_sentence_says_what_unseen_draws_say(hits_unseen: int, told: str) -> None:
    found = Conditions(
        label="a run",
        day=30.0,
        troops=900.0,
        force=1000.0,
        target=900.0,
        draws=20,
        met=9,
        target_met=9,
        regions=[region_of(hits_unseen)],
    )

    first = conditions_text(found).split("\n\n")[0].replace("\n", " ")

    assert told in first
    assert ("A guess: in 9 of 10 draws" in first) is (hits_unseen == 4)


def test_replications_that_share_a_draw_count_once(often: StoredRun, tmp_path: Path) -> None:
    root = made.drawn_often("theatre", tmp_path / "shared", 40, later_h=20.0)
    resolved = root / "resolved.json"
    text = resolved.read_text(encoding="utf-8")
    resolved.write_text(text.replace('"run": {}', '"run": {"luck_per_draw": 2}'), encoding="utf-8")

    assert conditions(StoredRun(root), troops=often.force / 2).draws == 20
