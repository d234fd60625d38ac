"""The steps of the study that runs of questions answer: frames, bracket, cuts, published moves."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import pandas as pd

from eastflank import api
from eastflank.api import StoredRun
from eastflank.cli.text.brackets import bracket_text
from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE, paired_troops
from eastflank.measures.uncertainty.intervals import mean_interval
from eastflank.runs.brackets import bracket_table
from eastflank.runs.pairs import common_replications
from eastflank.runs.wording import numbers
from eastflank.study.variants import Variant, run_variants
from tools.figures import readings
from tools.figures.register import OF_MEAN, Figure, FigureError
from tools.study.ground import LABEL, Ground, Part, rows_table
from tools.study.plan import RULES, Frame

JUDGED: Final = "## Judged"
OF_JUDGED: Final = ("check", "move", "by", "published", "draws", "width", "rank", "verdict")


def answer(ground: Ground, frame: Frame) -> Part:
    """The verdict of a frame, open and cut, and what the cut costs, pair by pair."""
    base, cut = ground.open(frame), ground.cut(frame)
    figures = [*readings.of_run(base), *readings.of_run(cut), *readings.of_cut(base, cut)]
    pairs = _pairs(base, cut)
    worse = f"{int((pairs['short'] > 0).sum())} of {len(pairs)}"
    told = ((run.label, run.verdict) for run in (base, cut))
    verdicts = [table.assign(experiment=name) for name, table in told if table is not None]
    return Part(
        table=pd.concat(verdicts),
        more={"pairs": pairs, "costs": rows_table([_cost(base, cut)])},
        figures=[
            *_labelled(figures),
            ground.figure(
                cut, f"{cut.manifest.experiment}.worse", worse, "pairs that the cut costs"
            ),
        ],
    )


def bracket(ground: Ground, frame: Frame) -> Part:
    """Nobody coordinates, a staff plans, no plan can beat: the whole bracket of a frame."""
    staff = ground.open(frame), ground.cut(frame)
    nobody = ground.nobody(frame)
    for run in staff:
        ground.refuse_late()
        name = run.manifest.experiment
        api.bound(ground.case(_file_of(frame, name), len(run.drawn)), ground.out)
    (told,) = api.brackets(list(staff))
    gains = [_gain(alone, run) for alone, run in zip(nobody, staff, strict=True)]
    pairs = _pairs(*nobody).assign(rung="nobody coordinates")
    return Part(
        table=bracket_table(told),
        more={"gains": rows_table(gains), "pairs": pairs},
        figures=[_gain_figure(ground, run, row) for run, row in zip(staff, gains, strict=True)],
        text=bracket_text(told),
    )


def _file_of(frame: Frame, experiment: str) -> str:
    return frame.name if experiment == frame.name.rpartition("/")[2] else frame.cut


def frames(ground: Ground) -> Part:
    """What notice and warning cost: each frame against the one before it, pair by pair."""
    opened = [ground.open(frame) for frame in ground.plan.frames]
    rows = [_cost(one, other) for one, other in pairwise(opened)]
    return Part(table=rows_table(rows))


def cuts(ground: Ground, frame: Frame, names: Sequence[str]) -> Part:
    """What other cuts of a frame cost, beside that of its pair."""
    base = ground.open(frame)
    variants = [Variant(name=name, file=ground.file(name), sets=ground.plan.sets) for name in names]
    progress = ground.progress(f"cuts of {frame.name}", "cuts")
    found = run_variants(variants, ground.plan.part(8), ground.settings, progress=progress)
    first = ground.cut(frame)
    rows = [{**_cost(base, run), **_beyond(first, run)} for run in (first, *found.values())]
    return Part(
        table=rows_table(rows), figures=[_cost_figure(ground, base, row) for row in rows[1:]]
    )


def dispatch(ground: Ground, frame: Frame) -> Part:
    """The cost of the cut under other rules of dispatch, pair by pair."""
    variants = [
        Variant(name=f"{rule} {name}", file=ground.file(name), sets=(*ground.plan.sets, *sets))
        for rule, sets in RULES.items()
        for name in (frame.name, frame.cut)
    ]
    progress = ground.progress(f"rules of {frame.name}", "runs")
    found = run_variants(variants, ground.plan.part(4), ground.settings, progress=progress)
    pairs = {rule: (found[f"{rule} {frame.name}"], found[f"{rule} {frame.cut}"]) for rule in RULES}
    costs = [{"rule": rule, **_cost(*pair)} for rule, pair in pairs.items()]
    tables = [_pairs(*pair).assign(rule=rule) for rule, pair in pairs.items()]
    return Part(table=rows_table(costs), more={"pairs": pd.concat(tables)})


def published(ground: Ground) -> Part:
    """Published moves, as they were judged on the page of validation."""
    page = (ground.root / "docs" / "validation.md").read_text(encoding="utf-8")
    table = judged_on(page)
    inside = f"{int((table['verdict'] == 'inside').sum())} of {len(table)}"
    of = "judged published figures inside the draws"
    figure = ground.figure(
        ground.open(ground.plan.frames[0]), "published.inside", inside, of, replications="64"
    )
    return Part(table=table, figures=[figure])


def judged_on(page: str) -> pd.DataFrame:
    """The table of judged figures of the page of validation."""
    _, found, rest = page.partition(JUDGED)
    lines = [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    if not found or not lines:
        raise FigureError(f"docs/validation.md has no table under {JUDGED!r}.")
    rows = [[cell.strip().strip("*") for cell in line.strip("|").split("|")] for line in lines[2:]]
    return pd.DataFrame(rows, columns=list(OF_JUDGED))


def charts(ground: Ground, frame: Frame) -> Part:
    """The charts of the pair of a frame, as vectors with the numbers that they draw."""
    pair = [ground.open(frame), ground.cut(frame)]
    paths = api.chart(pair, to=ground.out / LABEL / "charts", which=("open-cut", "bracket"))
    kept = [path for path in paths if path.suffix in {".svg", ".csv"}]
    for path in set(paths) - set(kept):
        path.unlink()
    return Part(table=rows_table({"file": path.name} for path in kept))


def _labelled(figures: Sequence[Figure] | Iterator[Figure]) -> list[Figure]:
    return [replace(figure, key=f"{LABEL}.{figure.key}") for figure in figures]


def _pairs(base: StoredRun, other: StoredRun) -> pd.DataFrame:
    """Troops closed by the target day with and without, pair by pair."""
    common = common_replications(base, other)
    pairs = paired_troops(base.closures(common), other.closures(common), by_day=base.day)
    return pairs.assign(target=base.manifest.target_share * base.force)


def _cost(base: StoredRun, other: StoredRun) -> dict[str, object]:
    """Troops short by the target day, and of them in the Baltic states, mean over the pairs."""
    common = common_replications(base, other)
    pair = base.closures(common), other.closures(common)
    short, baltic = (
        paired_troops(*pair, by_day=base.day, where=where)["short"]
        for where in (EVERYWHERE, BALTIC)
    )
    mean, low, high = mean_interval(short, base.draws)
    return {
        "base": base.manifest.experiment,
        "experiment": other.manifest.experiment,
        "title": other.manifest.title,
        "short": mean,
        "low": low,
        "high": high,
        "short_baltic": float(baltic.mean()),
        "worse": int((short > 0).sum()),
        "pairs": len(short),
        "run": other.manifest.run_id,
    }


def _beyond(first: StoredRun, other: StoredRun) -> dict[str, object]:
    """Troops that a cut costs beyond the first one, pair by pair: both met the same luck."""
    more = _pairs(first, other)["short"]
    mean, low, high = mean_interval(more, first.draws)
    return {"beyond": mean, "beyond_low": low, "beyond_high": high}


def _gain(alone: StoredRun, staff: StoredRun) -> dict[str, object]:
    """Troops more by the target day under a staff plan than where nobody coordinates."""
    more = -_pairs(alone, staff)["short"]
    mean, low, high = mean_interval(more, staff.draws)
    return {
        "experiment": staff.manifest.experiment,
        "more": mean,
        "low": low,
        "high": high,
        "better": int((more > 0).sum()),
        "pairs": len(more),
        "run": alone.manifest.run_id,
    }


def _cost_figure(ground: Ground, base: StoredRun, row: dict[str, object]) -> Figure:
    named = f"{row['experiment']}.short"
    return _banded(ground, base, named, row, "short", f"troops short: {row['title']}")


def _gain_figure(ground: Ground, run: StoredRun, row: dict[str, object]) -> Figure:
    of = "troops more under a staff plan than where nobody coordinates, paired"
    return _banded(ground, run, f"{row['experiment']}.staff", row, "more", of)


def _banded(
    ground: Ground, run: StoredRun, name: str, row: dict[str, object], mean: str, of: str
) -> Figure:
    value, low, high = (
        numbers.whole_troops(float(str(row[each]))) for each in (mean, "low", "high")
    )
    pairs = str(row["pairs"])
    band = {"low": low, "high": high, "interval": OF_MEAN, "unit": "troops"}
    return ground.figure(run, name, value, of, replications=pairs, run=str(row["run"]), **band)
