"""The parts of the study that runs of questions answer: frames, bracket, cut, sensitivity."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from eastflank import api, validation
from eastflank.api import StoredRun
from eastflank.measures.closure.curves import troops_closed
from eastflank.measures.compare.pairing import paired_troops
from eastflank.measures.uncertainty.intervals import mean_interval
from eastflank.runs.pairs import common_replications
from eastflank.runs.wording import numbers
from tools.figures import readings
from tools.figures.register import OF_MEAN, Figure
from tools.study.ground import LABEL, Ground, Part, rows_table

TOLD: Final = 3


def frames(ground: Ground) -> Part:
    """The verdict of every frame, open and cut."""
    runs = [ground.base, ground.cut]
    runs += [ground.run(name, ground.plan.part(4)) for name in ground.plan.others]
    figures = [figure for run in runs for figure in readings.of_run(run)]
    tables = [run.verdict.assign(experiment=run.label) for run in runs if run.verdict is not None]
    return Part(name="frames", table=pd.concat(tables), figures=_labelled("frames", figures))


def cut(ground: Ground) -> Part:
    """What the cut costs, pair by pair, and what other cuts cost."""
    base, twin = ground.base, ground.cut
    few = ground.plan.part(8)
    variants = [twin, *(ground.run(name, few) for name in ground.plan.variants)]
    rows = [_cost(base, each) for each in variants]
    pairs = _short(base, twin)
    worse = int((pairs > 0).sum())
    figures = [
        *_labelled("cut", readings.of_cut(base, twin)),
        ground.figure("cut.worse", f"{worse} of {len(pairs)}", "pairs in which the cut costs"),
        *(_cost_figure(ground, row) for row in rows[1:]),
    ]
    return Part(name="cut", table=rows_table(rows), figures=figures)


def bracket(ground: Ground) -> Part:
    """Nobody coordinates, a staff plans, no plan can beat: troops by the target day."""
    rows, figures = [], []
    for side, name in enumerate((ground.plan.base, ground.plan.cut)):
        staff = (ground.base, ground.cut)[side]
        (case,) = api.load_all([ground.file(name)])
        most = api.bound(case, ground.out).at(staff.day)
        row = {"experiment": name, "staff": _median(staff), "bound": most}
        figures.append(_whole(ground, f"bracket.{name}.bound", most, "no plan can close more"))
        if ground.plan.alone:
            alone = ground.run(ground.plan.alone[side], ground.plan.part(4))
            gain = mean_interval(-_short(alone, staff), staff.draws)
            row |= dict(zip(("staff_more", "low", "high"), gain, strict=True))
            figures.append(_banded(ground, f"bracket.{name}.staff", gain, alone))
        rows.append(row)
    return Part(name="bracket", table=rows_table(rows), figures=figures)


def sensitivity(ground: Ground) -> Part:
    """Which evidence rows the answer and the cost of the cut hang on."""
    found = {
        "answer": api.sensitivity(ground.base),
        "cost": api.sensitivity(ground.cut, against=ground.base),
    }
    figures = []
    for name, each in found.items():
        first = each.table.loc[each.table["measure"] == each.table["measure"].iloc[0]]
        strongest = first.head(TOLD)
        rows = [
            f"{title} (grade {grade}, {rank:+.2f})"
            for title, grade, rank in zip(
                strongest["title"], strongest["grade"], strongest["rank_correlation"], strict=True
            )
        ]
        of = f"evidence rows that the {name} hangs on most, with rank correlations"
        figures.append(ground.figure(f"sensitivity.{name}", numbers.listing(rows), of))
    tables = [each.table.assign(of=name) for name, each in found.items()]
    return Part(name="sensitivity", table=pd.concat(tables), figures=figures)


def backcasts(ground: Ground) -> Part:
    """Published moves, run and judged."""
    root = validation.root_of(ground.root / "experiments" / "backcasts")
    checks = validation.read_checks(root)
    settings = replace(ground.settings, out=ground.out / "validation")
    asked = validation.chosen(checks, ())
    ground.say(f"{len(asked)} published figures")
    sets = [f"run.replications={ground.plan.part(4)}"]
    table = validation.table_of(validation.run_checks(asked, root, settings, sets=sets))
    judged = table.loc[table["role"] == "judged"]
    inside = int((judged["verdict"] == "inside").sum())
    told = f"{inside} of {len(judged)}"
    figure = ground.figure("backcasts.inside", told, "judged published figures inside the draws")
    return Part(name="backcasts", table=table, figures=[figure])


def _labelled(part: str, figures: Sequence[Figure] | Iterator[Figure]) -> list[Figure]:
    return [replace(figure, key=f"{LABEL}.{part}.{figure.key}") for figure in figures]


def _short(base: StoredRun, other: StoredRun) -> pd.Series:
    common = common_replications(base, other)
    pair = base.closures(common), other.closures(common)
    return paired_troops(*pair, by_day=base.day).set_index("replication")["short"]


def _cost(base: StoredRun, other: StoredRun) -> dict[str, object]:
    short = _short(base, other)
    mean, low, high = mean_interval(short, base.draws)
    return {
        "experiment": other.manifest.experiment,
        "title": other.manifest.title,
        "short": mean,
        "low": low,
        "high": high,
        "pairs": len(short),
        "run": other.manifest.run_id,
    }


def _cost_figure(ground: Ground, row: dict[str, object]) -> Figure:
    mean, low, high = (numbers.whole_troops(float(str(row[each]))) for each in ENDS)
    return ground.figure(
        f"cut.{row['experiment']}",
        mean,
        f"troops short: {row['title']}",
        low=low,
        high=high,
        interval=OF_MEAN,
        unit="troops",
        replications=str(row["pairs"]),
        experiment=str(row["experiment"]),
        run=str(row["run"]),
    )


ENDS: Final = ("short", "low", "high")


def _banded(ground: Ground, name: str, gain: tuple[float, float, float], run: StoredRun) -> Figure:
    mean, low, high = map(numbers.whole_troops, gain)
    return ground.figure(
        name,
        mean,
        "troops more under a staff plan, paired",
        low=low,
        high=high,
        interval=OF_MEAN,
        unit="troops",
        replications=str(len(run.drawn)),
        experiment=run.manifest.experiment,
        run=run.manifest.run_id,
    )


def _whole(ground: Ground, name: str, troops: float, of: str) -> Figure:
    return ground.figure(name, numbers.whole_troops(troops), of, unit="troops")


def _median(run: StoredRun) -> float:
    return float(troops_closed(run.closures(), by_day=run.day).median())
