"""The steps of the study that decisions answer: conditions, latest order, levers, critical."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from eastflank.api import StoredRun
from eastflank.cli.text.conditions import conditions_text
from eastflank.cli.text.critical import critical_text, thing
from eastflank.cli.text.latest import latest_text
from eastflank.cli.text.require import require_text
from eastflank.runs.wording import numbers
from eastflank.runs.wording.names import Names
from eastflank.study import decisions
from tools.figures.register import Figure
from tools.study.ground import Ground, Part, rows_table
from tools.study.plan import BALTIC, Frame

WARNINGS: Final = (0.0, 10.0, 20.0, 30.0)
SURFACE: Final = decisions.Screen(things=4, paired=0, protected=0, surface=True)


def conditions(ground: Ground, frame: Frame) -> Part:
    """Where the target is met and where it fails, open and cut."""
    runs = ground.open(frame), ground.cut(frame)
    found = {run.manifest.experiment: decisions.conditions(run) for run in runs}
    rows = [
        {"experiment": name, **_told_of(told, region), **asdict(each)}
        for name, told in found.items()
        for region in told.regions
        for each in region.conditions
    ]
    counts = [{"experiment": name, **_counted(told)} for name, told in found.items()]
    figures = [_met(ground, run, found[run.manifest.experiment]) for run in runs]
    text = "\n\n".join(map(conditions_text, found.values()))
    return Part(
        table=rows_table(rows), more={"draws": rows_table(counts)}, figures=figures, text=text
    )


def _told_of(told: decisions.Conditions, region: decisions.Region) -> dict[str, object]:
    return {
        "troops": told.troops,
        "met": region.met,
        "holds": region.holds,
        "inside": region.seen.inside,
        "hits_inside": region.seen.hits_inside,
        "unseen_inside": region.unseen.inside,
        "unseen_hits_inside": region.unseen.hits_inside,
    }


def _counted(told: decisions.Conditions) -> dict[str, object]:
    names = ("day", "troops", "force", "target", "draws", "met", "target_met")
    return {name: getattr(told, name) for name in names}


def _met(ground: Ground, run: StoredRun, told: decisions.Conditions) -> Figure:
    met = f"{told.target_met} of {told.draws}"
    return ground.figure(
        run, f"{run.manifest.experiment}.met", met, "draws in which the target is met"
    )


def latest(ground: Ground, frame: Frame) -> Part:
    """By when the order must be given, C-day moving with it: for all, and for countries."""
    run = ground.open(frame)
    asked = [(), *((code,) for code in ground.plan.countries)]
    return _latest_part(ground, run, [decisions.latest(run, _by(each)) for each in asked])


def latest_of_cut(ground: Ground, frame: Frame) -> Part:
    """The same under the cut, which stands on the calendar: runs with more and less warning."""
    asked = [(), *([ground.plan.countries] if ground.plan.countries else [])]
    found = [
        decisions.latest_by_runs(
            ground.file(frame.cut),
            _by(each),
            sets=ground.plan.sets,
            warnings=WARNINGS,
            replications=ground.plan.part(4),
            settings=ground.settings,
            progress=ground.progress(f"warnings of {frame.cut}", "warnings"),
        )
        for each in asked
    ]
    return _latest_part(ground, ground.cut(frame), found)


def _by(countries: tuple[str, ...]) -> decisions.Asked:
    return decisions.Asked(countries=countries)


def _latest_part(ground: Ground, run: StoredRun, found: Sequence[decisions.Latest]) -> Part:
    name = run.manifest.experiment
    told = [(_where(each), each, day) for each in found for day in each.days]
    rows = [
        {"experiment": name, "countries": where, "by_day": each.by_day, **asdict(day)}
        for where, each, day in told
    ]
    figures = [
        ground.figure(
            run,
            f"{name}.order.{where.replace(' ', '-')}.{day.confidence * 100:.0f}",
            numbers.days(day.days_before),
            f"days before the date that the order is due, {numbers.share(day.confidence)} sure",
            unit="days",
            replications=str(each.replications),
        )
        for where, each, day in told
    ]
    return Part(table=rows_table(rows), figures=figures, text="\n\n".join(map(latest_text, found)))


def _where(found: decisions.Latest) -> str:
    countries = found.asked.countries
    return "Baltic" if countries == BALTIC else " ".join(countries) or "all"


def levers(ground: Ground, name: str, *, share: int) -> Part:
    """What it would take to meet the target of a question, confirmed by one of ``share``."""
    found = decisions.require(
        ground.file(name),
        decisions.Wanted(),
        sets=ground.plan.sets,
        pairs=ground.plan.part(share),
        draws=ground.plan.part(8),
        settings=ground.settings,
        progress=ground.progress(f"levers of {name}", "variants"),
    )
    alone = [
        {
            **asdict(each.row),
            "mean": each.mean,
            "low": each.low,
            "high": each.high,
            "of": each.pairs,
        }
        for each in found.levers
    ]
    return Part(
        table=rows_table(found.rows()),
        more={"alone": rows_table(alone)},
        text=require_text(found),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How much of a question is closed in turn, and over how many of the replications."""

    screen: decisions.Screen
    share: int = 8


def critical(ground: Ground, frame: Frame, closing: Closing) -> Part:
    """Which links, ports and yards are most critical, and what protects them."""
    base = ground.open(frame)
    found = decisions.criticality(
        ground.file(frame.name),
        base,
        closing.screen,
        sets=ground.plan.sets,
        settings=ground.settings,
        progress=ground.progress(f"closures of {frame.name}", "closures"),
    )
    kinds = {
        "alone": found.singles,
        "two": found.doubles,
        "protected": found.protected,
        "surface": found.surface,
    }
    names = base.short_names
    rows = [
        {"kind": kind, "things": _things(loss.targets, names), **_flat(loss)}
        for kind, losses in kinds.items()
        for loss in losses
    ]
    return Part(table=rows_table(rows), text=critical_text(found, names))


def _flat(loss: decisions.Loss) -> dict[str, object]:
    return {**asdict(loss), "targets": " ".join(loss.targets)}


def _things(targets: Iterable[str], names: Names) -> str:
    return " and ".join(thing(target, names) for target in targets)
