"""The bracket: which stored runs stand on which rung, what is missing, what the cells say."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests import made

from eastflank.plan.bound import Curve, Point
from eastflank.runs.bracket_text import Line, missing_of, remarks_of, sections_of
from eastflank.runs.brackets import Rung, bracket_table, brackets_of, side_of
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import chances
from eastflank.store.bounds import bound_path, write_bound
from eastflank.store.folder import LIKELY


def stored(
    results: Path,
    name: str,
    *,
    world: str = "theatre",
    dispatch: str = "user-optimal",
    **changed: Any,
) -> StoredRun:
    """A copy of a run that the engine made, where results lie, under a rule of dispatch."""
    root = shutil.copytree(made.run(world), results / name / "id")
    for file, told in (
        ("manifest.json", {"run_id": "id", "experiment": name, **changed}),
        ("resolved.json", {"experiment": {"policy": {"dispatch": dispatch}}}),
    ):
        content = json.loads((root / file).read_text("utf-8")) | told
        (root / file).write_text(json.dumps(content), encoding="utf-8")
    return StoredRun(root)


def cells(bracket_lines: list[Line], label: str) -> tuple[str, ...]:
    return next(line.cells for line in bracket_lines if line.label == label)


def test_a_staff_plan_of_the_same_question_stands_beside_the_run(tmp_path: Path) -> None:
    run = stored(tmp_path, "open")
    planned = stored(tmp_path, "planned", dispatch="planned")

    side = side_of(run)

    assert {rung: each.root for rung, each in side.runs.items()} == {
        Rung.NOBODY: run.root,
        Rung.STAFF: planned.root,
    }
    assert side_of(planned).runs[Rung.NOBODY].root == run.root


@pytest.mark.parametrize("other", [{"seed": 2}, {"versions": {"model": "x"}}, {"theta": 0.5}])
def test_a_run_of_other_luck_or_another_build_is_on_no_rung(
    tmp_path: Path, other: dict[str, Any]
) -> None:
    run = stored(tmp_path, "open")
    stored(tmp_path, "planned", dispatch="planned", **other)

    assert list(side_of(run).runs) == [Rung.NOBODY]


def test_a_planned_force_goes_before_another_rule_of_dispatch(tmp_path: Path) -> None:
    run = stored(tmp_path, "open")
    stored(tmp_path, "charged", dispatch="system-optimal")
    planned = stored(tmp_path, "planned", dispatch="planned")

    assert side_of(run).runs[Rung.STAFF].root == planned.root


def test_two_runs_of_one_question_are_told_in_one_bracket(tmp_path: Path) -> None:
    run = stored(tmp_path, "open")
    planned = stored(tmp_path, "planned", dispatch="planned", question="another")

    (bracket,) = brackets_of([run, planned])

    assert [side.run.root for side in bracket.sides] == [run.root]


def test_what_is_not_stored_is_named_with_its_command(tmp_path: Path) -> None:
    run = stored(tmp_path, "open", files=["experiments/open.toml"])

    (bracket,) = brackets_of([run])

    again = "eastflank run experiments/open.toml --seed 1 --replications 3"
    assert missing_of(bracket) == [
        ("staff plan, open", f"{again} --set policy.dispatch=planned"),
        ("no plan can beat, open", "eastflank bound experiments/open.toml --seed 1"),
    ]


def test_a_stored_bound_is_told_and_never_passes_the_force(tmp_path: Path) -> None:
    run = stored(tmp_path, "open")
    force = int(run.force)
    curve = Curve(force, (Point(30.0, 9e9, 0.0), Point(60.0, 9e9, 0.0)), ((0.0, 10 * force),))
    write_bound(bound_path(run.root, "quick", LIKELY), curve)

    (bracket,) = brackets_of([run])

    table = bracket_table(bracket).set_index("rung")
    assert table.loc["no plan can beat", "p50"] == force
    assert [rung for rung, _ in missing_of(bracket)] == ["staff plan, open"]


def test_few_draws_are_said_to_tell_too_narrow_a_spread_and_no_chance(tmp_path: Path) -> None:
    (bracket,) = brackets_of([stored(tmp_path, "open")])

    lines = [line for section in sections_of(bracket) for line in section.lines]

    assert "under 20 draws" in {line.cells[0] for line in lines}
    assert any("the true spread is wider" in remark for remark in remarks_of(bracket))
    assert any("ignorance apart from luck: not known" in remark for remark in remarks_of(bracket))


def test_the_cost_of_a_cut_is_told_from_pairs_and_not_from_one(tmp_path: Path) -> None:
    many = [stored(tmp_path / "many", name, world=name) for name in ("theatre", "theatre-cut")]
    one = [
        stored(tmp_path / "one", name, world=name, replications=1)
        for name in ("theatre", "theatre-cut")
    ]
    label = "fewer in place by C+30"

    (of_many,), (of_one,) = brackets_of(many), brackets_of(one)

    costs = [
        cells([line for section in sections_of(each) for line in section.lines], label)
        for each in (of_many, of_one)
    ]
    assert costs[0][0] == ""
    assert " to " in costs[0][1]
    assert costs[1] == ("", "one pair")


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        ((0.16, 0.07, 0.32), "unlikely (about 2 in 10, 1 to 3)"),
        ((0.14, 0.12, 0.16), "very unlikely (about 1 in 10)"),
        ((0.0, 0.0, 0.11), "almost no chance (under 1 in 10)"),
        ((1.0, 0.89, 1.0), "almost certain (over 9 in 10)"),
        ((0.5, 0.46, 0.54), "a roughly even chance (about 5 in 10)"),
        ((0.78, 0.76, 0.80), "very likely (about 8 in 10)"),
    ],
)
def test_a_chance_is_a_word_and_one_digit(chance: tuple[float, float, float], told: str) -> None:
    assert chances.said(*chance) == told


def test_equal_numbers_of_chances_have_equal_words_and_words_rise_with_them() -> None:
    words: dict[str, set[str]] = {}
    for hundredth in range(101):
        chance = hundredth / 100
        words.setdefault(chances.one_digit(chance), set()).add(chances.word(chance))

    assert all(len(each) == 1 for each in words.values())
    assert [word for (word,) in words.values()] == sorted(
        (word for (word,) in words.values()), key=[word for _, word in chances.SCALE][::-1].index
    )


def test_a_word_of_a_chance_is_that_of_the_directive_for_the_number_told() -> None:
    for cases in range(1, 10):
        (said,) = [
            word
            for (least, word), (most, _) in zip(chances.SCALE[1:], chances.SCALE, strict=False)
            if least <= cases / 10 < most
        ]
        assert chances.said(cases / 10) == f"{said} (about {cases} in 10)"


def test_one_run_beside_medians_is_marked_and_compared_with_one_run_alone(tmp_path: Path) -> None:
    drawn = stored(tmp_path, "planned", dispatch="planned")
    one = stored(tmp_path, "alone", replications=0)

    (bracket,) = brackets_of([drawn])

    first, likely, *_ = sections_of(bracket)
    assert side_of(drawn).runs[Rung.NOBODY].root == one.root
    assert cells(list(first.lines), "nobody coordinates")[0].endswith(" (one run)")
    assert "(one run)" not in cells(list(first.lines), "staff plan")[0]
    assert "every row at its likely value" in likely.heading
    alike = cells(list(likely.lines), "staff plan"), cells(list(likely.lines), "nobody coordinates")
    assert alike[0] == alike[1]  # both copies hold the same run at likely values


def test_runs_that_are_all_drawn_need_no_run_at_likely_values(tmp_path: Path) -> None:
    drawn = stored(tmp_path, "planned", dispatch="planned")
    stored(tmp_path, "alone")

    (bracket,) = brackets_of([drawn])

    assert not [each for each in sections_of(bracket) if "likely value" in each.heading]
