"""The page of a study tells what was found, whatever it is, and what was not carried out."""

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd
import pytest
from tests.cli.commands import small_project
from tools.study.__main__ import Pace, carry_out, chosen
from tools.study.ground import Ground
from tools.study.page import blocks
from tools.study.parts import judged_on
from tools.study.plan import Frame, Plan, shipped
from tools.study.reading import datum, hinges, holds
from tools.study.steps import steps_of
from tools.study.stored import Study
from tools.study.write import Entry, State, read_entries

from eastflank.store.atomic import write_json

ROOT = Path(__file__).parents[3]
PLAN = Plan(frames=(Frame(name="baseline", cut="baseline-cut"),), countries=(), replications=2)
Rows = Sequence[Mapping[str, object]]


def study_of(folder: Path, tables: Mapping[str, Rows]) -> Study:
    """A study that has carried out the steps of these tables, as their files are named."""
    names = dict.fromkeys(table.partition(".")[0] for table in tables)
    steps = {name: asdict(Entry(name=name, asks=name, state=State.DONE)) for name in names}
    write_json(folder / "manifest.json", {"asked": {"replications": 3, "sets": []}, "steps": steps})
    for table, rows in tables.items():
        pd.DataFrame([dict(row) for row in rows]).to_csv(folder / f"{table}.csv", index=False)
    return Study.at(folder)


def pairs_of(*shorts: int, base: int = 90, target: int = 100) -> Rows:
    rows = [
        {"base": base, "cut": base - short, "short": short, "target": target} for short in shorts
    ]
    return [{"replication": number, **row} for number, row in enumerate(rows)]


def cost_of(title: str, low: float, high: float) -> Mapping[str, object]:
    ends = {"low": low, "high": high, "worse": 2, "pairs": 3, "base": "one", "experiment": title}
    return {"title": title, "short": (low + high) / 2, "short_baltic": 0, **ends}


def test_the_sign_of_the_cut_holds_only_where_every_pair_has_it(tmp_path: Path) -> None:
    for shorts, told in (((5, 6, 7), "Its sign holds"), ((5, -6, 7), "Not even its sign holds")):
        study = study_of(tmp_path, {"answer-one.pairs": pairs_of(*shorts), "answer-one": []})

        (line,) = [each for each in holds(study) if "The cut" in each]

        assert told in line
        assert f"{sum(short > 0 for short in shorts)} of 3 pairs" in line


def test_the_sign_of_the_cut_has_to_hold_under_every_rule_of_dispatch(tmp_path: Path) -> None:
    rule = [{**row, "rule": "by lot"} for row in pairs_of(-5, 6)]
    tables = {"answer-one.pairs": pairs_of(5, 6), "dispatch-one.pairs": rule}
    study = study_of(tmp_path, {**tables, "bracket-one.gains": []})

    (line,) = [each for each in holds(study) if "The cut" in each]

    assert "2 of 2 pairs under a staff plan and 1 of 2 pairs by lot" in line
    assert "Not even its sign holds" in line


@pytest.mark.parametrize(
    ("base", "told"),
    [
        (90, "missed over all that was drawn"),
        (100, "met over all that was drawn"),
    ],
)
def test_a_target_that_all_draws_agree_on_is_a_verdict(
    tmp_path: Path, base: int, told: str
) -> None:
    study = study_of(tmp_path, {"answer-one.pairs": pairs_of(0, 0, base=base)})

    assert all(told in line for line in holds(study) if "The target" in line)


def test_a_target_that_draws_or_dispatch_do_not_agree_on_is_a_chance(tmp_path: Path) -> None:
    tables = {"answer-one.pairs": pairs_of(0, 0, base=100), "bracket-one.pairs": pairs_of(0, 0)}
    study = study_of(tmp_path, {**tables, "bracket-one.gains": []})

    told = [line for line in holds(study) if "The target" in line]

    assert "2 of 2 draws under a staff plan and 0 of 2 draws where nobody coordinates" in told[0]
    assert all("there is a chance and no verdict" in line for line in told)


def test_cuts_are_told_apart_by_their_paired_difference_though_their_intervals_overlap(
    tmp_path: Path,
) -> None:
    rows = [
        {**cost_of("first", 10, 20), "beyond": 0, "beyond_low": 0, "beyond_high": 0},
        {**cost_of("dear", 15, 25), "beyond": 5, "beyond_low": 2, "beyond_high": 8},
        {**cost_of("cheap", 5, 15), "beyond": -5, "beyond_low": -8, "beyond_high": -2},
        {**cost_of("like", -5, 8), "beyond": -13, "beyond_low": -30, "beyond_high": 4},
    ]
    few = {**cost_of("few", 15, 25), "beyond": 5, "beyond_low": 2, "beyond_high": 8}
    study = study_of(tmp_path, {"cuts-one": [*({**row, "pairs": 8} for row in rows), few]})

    first, *told = holds(study)

    assert first.endswith("Fewer than 8 pairs, so not set against the cut at C+8: “few”.")
    assert told[0].endswith("these cost more than the cut at C+8: “dear”.")
    assert told[1].endswith("these cost less than the cut at C+8: “cheap”.")
    assert told[2].endswith("Not told from the cut at C+8: “like”.")
    assert told[3].endswith("no cut at all: “like”.")


def test_levers_and_closures_are_told_with_the_luck_of_their_intervals(tmp_path: Path) -> None:
    """Of 40 intervals of 95 % one lies on either side of nothing by luck."""
    ends = {"mean": 5.0, "low": -1.0, "high": 11.0, "of": 2, "pairs": 2, "kind": "alone"}
    rows = [{**ends, "lever": f"l{at}", "things": f"l{at}", "short": 5.0} for at in range(40)]
    rows[7] = {**rows[7], "low": 1.0}
    tables = {"levers-one.alone": rows, "levers-one": [], "critical-one": rows}

    told = [line for line in holds(study_of(tmp_path, tables)) if "Told from no" in line]

    assert len(told) == 2
    assert {"gain: l7.", "cost: l7."} == {line.split("no ")[1][:9] for line in told}
    luck = "on 2 pairs; of 40 of them luck alone puts 1.0 on that side of nothing."
    assert all(line.endswith(luck) for line in told)


def test_rows_of_weak_grades_are_named_and_luck_is_counted(tmp_path: Path) -> None:
    rows = [
        {"of": of, "measure": "m", "title": title, "grade": grade, "replications": 17}
        | {"rank_correlation": rank}
        for of in ("answer", "cost")
        for title, grade, rank in (
            ("a", "E", 0.9),
            ("b", "B", -0.6),
            ("c", "D", 0.2),
            ("d", "E", 0),
        )
    ]
    study = study_of(tmp_path, {"evidence-one": rows})

    line, _ = hinges(study)

    assert "Of the 3 rows that it follows most, 2 are of grade D or E: a; c." in line
    assert "at a correlation of 0.50; of 4 rows 2 pass it" in line


def test_a_datum_turns_the_verdict_where_most_draws_of_its_ends_differ(tmp_path: Path) -> None:
    ends = {"title": "a row", "grade": "E", "good_is": "at least 2 h", "bad_is": "at most 1 h"}
    good = {"good_draws": 5, "good_closed": 290_000, "bad_draws": 5, "bad_closed": 200_000}
    for met, told in ((4, "At one end the target is met in more"), (2, "At neither end")):
        row = {**ends, **good, "good_met": met, "bad_met": 0}
        study = study_of(tmp_path, {"evidence-one.thirds": [row], "evidence-one": []})

        (line,) = datum(study)

        assert told in line
        assert "290,000 troops" in line


def test_a_study_without_time_names_each_step_that_was_not_carried_out(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    late = Ground(root=root, out=root / "results", plan=PLAN, until_s=time.monotonic() - 1.0)
    steps = steps_of(PLAN)

    folder = carry_out(late, steps, steps).root

    assert {entry.state for entry in read_entries(folder).values()} == {State.STOPPED}
    told = blocks(folder)
    of_levers = [
        f"what it would take, {name} (the time was used)" for name in ("baseline", "baseline-cut")
    ]
    assert told["study-levers"] == f"- Not carried out: {'; '.join(of_levers)}."
    assert told["study-basis"].startswith("2 replications of the first pair were asked for; 0 of")
    assert not list(folder.glob("*-*.csv"))


def test_of_a_text_the_page_tells_the_sentences_and_no_table(tmp_path: Path) -> None:
    study = study_of(tmp_path, {"critical-one": []})
    tables = "screened: what carried most  lifts\n  rail A to B  8"
    text = f"one [a=1]: of 4 links\nA costs most.\n\n{tables}\n\nScreened: by tonnes."
    (tmp_path / "critical-one.txt").write_text(text, encoding="utf-8")

    assert study.leads("critical-one") == ["one [a=1]: of 4 links A costs most."]


def test_what_the_reader_can_mend_ends_one_step_and_not_the_study(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    ground = Ground(root=root, out=root / "results", plan=PLAN, workers=1)
    steps = steps_of(PLAN)

    carry_out(ground, steps, chosen(steps, ["conditions", "latest-baseline"]))

    entries = read_entries(ground.out / "study")
    assert entries["conditions-baseline"].state is State.REFUSED
    assert "Conditions need 10" in entries["conditions-baseline"].why
    assert entries["latest-baseline"].state is State.DONE
    assert entries["levers-baseline"].state is State.OPEN


def test_another_plan_or_other_inputs_begin_anew(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    ground = Ground(root=root, out=root / "results", plan=PLAN, workers=1)
    steps = steps_of(PLAN)
    folder = carry_out(ground, steps, chosen(steps, ["latest-baseline"]))
    assert folder.is_done("latest-baseline")

    more = replace(ground, plan=replace(PLAN, replications=3))
    assert not carry_out(more, steps, []).is_done("latest-baseline")


def test_a_study_asked_again_without_time_keeps_what_was_carried_out(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    ground = Ground(root=root, out=root / "results", plan=PLAN, workers=1)
    steps = steps_of(PLAN)
    wanted = chosen(steps, ["latest-baseline", "evidence-baseline"])
    carry_out(ground, steps, wanted[:1])
    table = ground.out / "study" / "latest-baseline.csv"
    before = table.read_bytes()

    late = replace(ground, until_s=time.monotonic() - 1)
    folder = carry_out(late, steps, wanted, again=True)

    states = read_entries(folder.root)
    assert states["latest-baseline"].state is State.DONE
    assert states["evidence-baseline"].state is State.STOPPED
    assert table.read_bytes() == before


def test_time_left_is_told_at_the_pace_of_what_is_behind() -> None:
    first, *others = steps_of(shipped(16))
    pace = Pace([first, *others])
    assert pace.left() == f"{len(others) + 1} steps ahead"

    pace.passed(first, 60.0 * first.cost)

    assert pace.left().endswith(f"about {sum(step.cost for step in others)} min")


def test_every_question_of_the_shipped_study_has_its_file() -> None:
    plan = shipped(16)
    names = [name for f in plan.frames for name in (f.name, f.cut, *f.nobody, *f.later)]

    missing = [
        name
        for name in (*names, *plan.variants)
        if not (ROOT / "experiments" / f"{name}.toml").is_file()
    ]
    assert missing == []


def test_judged_moves_are_those_that_the_page_of_validation_counts() -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    inside, judged = re.findall(r"inside P5 to P95 \| (\d+) of (\d+)", page)[0]

    table = judged_on(page)

    assert len(table) == int(judged)
    assert int((table["verdict"] == "inside").sum()) == int(inside)
    assert set(table["verdict"]) <= {"inside", "too quick", "too slow"}


def test_the_account_is_json_that_a_program_reads(tmp_path: Path) -> None:
    study_of(tmp_path, {"frames": []})

    assert json.loads((tmp_path / "manifest.json").read_text())["steps"]["frames"]["state"]
