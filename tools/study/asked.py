"""The parts of the study that decisions answer: conditions, latest order, levers, critical."""

from collections.abc import Iterator
from dataclasses import asdict

import pandas as pd

from eastflank.cli.text.conditions import conditions_text
from eastflank.cli.text.critical import critical_text, thing
from eastflank.cli.text.latest import latest_text
from eastflank.cli.text.require import require_text
from eastflank.runs.wording import numbers
from eastflank.study import decisions
from tools.figures.register import Figure
from tools.study.ground import Ground, Part, rows_table


def conditions(ground: Ground) -> Part:
    """Where the target is met and where it fails, open and cut."""
    found = {
        ground.plan.base: decisions.conditions(ground.base),
        ground.plan.cut: decisions.conditions(ground.cut),
    }
    rows = [
        {"experiment": name, "met": region.met, "holds": region.holds, **asdict(each)}
        for name, told in found.items()
        for region in told.regions
        for each in region.conditions
    ]
    figures = [
        figure for name, told in found.items() for figure in _of_conditions(ground, name, told)
    ]
    text = "\n\n".join(conditions_text(told) for told in found.values())
    return Part(name="conditions", table=rows_table(rows), figures=figures, text=text)


def _of_conditions(ground: Ground, name: str, told: decisions.Conditions) -> Iterator[Figure]:
    part = f"conditions.{name}"
    met = f"{told.target_met} of {told.draws}"
    yield ground.figure(f"{part}.met", met, "draws in which the target is met")
    yield ground.figure(
        f"{part}.threshold", numbers.whole_troops(told.troops), "troops that conditions are of"
    )
    regions: dict[bool, decisions.Region] = {region.met: region for region in told.regions}
    sides = ((True, "where-met"), (False, "where-failed"))
    for is_met, side in sides:
        yield from _of_region(ground, f"{part}.{side}", regions.get(is_met))


def _of_region(ground: Ground, name: str, region: decisions.Region | None) -> Iterator[Figure]:
    """The first row, and what unseen draws say; where nothing could be told it says so."""
    first, unseen, held = "no row", numbers.DASH, "not told"
    if region is not None and region.conditions:
        first = region.conditions[0].title
        unseen = f"{region.unseen.hits_inside} of {region.unseen.inside}"
        held = "borne out" if region.holds else "not borne out"
    yield ground.figure(name, first, "the first evidence row of the conditions")
    yield ground.figure(f"{name}-unseen", unseen, "unseen draws in which they held")
    yield ground.figure(f"{name}-held", held, "whether unseen draws bear them out")


def latest(ground: Ground) -> Part:
    """By when the order must be given, for the whole force and for single countries."""
    asked = [(), *((code,) for code in ground.plan.countries)]
    found = [
        decisions.latest(ground.base, decisions.Asked(countries=countries)) for countries in asked
    ]
    rows = [
        {"countries": " ".join(each.asked.countries) or "all", "by_day": each.by_day, **asdict(day)}
        for each in found
        for day in each.days
    ]
    figures = [
        ground.figure(
            f"latest.{' '.join(each.asked.countries) or 'all'}.{day.confidence * 100:.0f}",
            numbers.days(day.days_before),
            f"days before the date that the order must be given, "
            f"{numbers.share(day.confidence)} sure",
            unit="days",
        )
        for each in found
        for day in each.days
    ]
    text = "\n\n".join(map(latest_text, found))
    return Part(name="latest", table=rows_table(rows), figures=figures, text=text)


def levers(ground: Ground) -> Part:
    """What it would take to meet the target."""
    ground.say("levers: screening and confirming")
    found = decisions.require(
        ground.file(ground.plan.base),
        decisions.Wanted(),
        pairs=ground.plan.part(4),
        draws=ground.plan.part(16),
        settings=ground.settings,
    )
    best, strongest = found.cheapest, max(found.levers, key=lambda each: each.mean)
    steps = "none of those that were run" if best is None else _bundle(best)
    price = numbers.DASH if best is None else numbers.decimal(best.price_meur)
    figures = [
        ground.figure("levers.now", numbers.share(found.chance_now), "chance as it stands"),
        ground.figure("levers.best", steps, "the cheapest confirmed bundle"),
        ground.figure("levers.price", price, "its price", unit="million euros"),
        ground.figure("levers.strongest", strongest.row.lever, "what brings most alone"),
        ground.figure(
            "levers.gain",
            numbers.whole_troops(strongest.mean),
            "troops more by it, as far as it goes",
            unit="troops",
            replications=str(strongest.pairs),
        ),
    ]
    rows = [
        {**asdict(each), "steps": _bundle(each), "told_by": _told_by(each)}
        for each in found.bundles
    ]
    return Part(name="levers", table=rows_table(rows), figures=figures, text=require_text(found))


def _bundle(bundle: decisions.Bundle) -> str:
    steps = [f"{lever} × {count}" for lever, count in bundle.steps]
    return numbers.listing(steps) if steps else "no lever"


def _told_by(bundle: decisions.Bundle) -> str:
    return "confirmed" if bundle.confirmed else "screened"


def critical(ground: Ground) -> Part:
    """Which links, ports and yards are most critical, and what protects them."""
    ground.say("critical: closing what carried most")
    base = ground.base
    found = decisions.criticality(
        ground.file(ground.plan.base),
        base,
        decisions.Screen(pairs=ground.plan.part(16), surface=True),
        settings=ground.settings,
    )
    losses = [*found.singles, *found.doubles, *found.protected, *found.surface]
    table = pd.DataFrame([{**asdict(each), "targets": " ".join(each.targets)} for each in losses])
    worst = found.singles[0]
    names = base.short_names
    figures = [
        ground.figure("critical.worst", thing(worst.targets[0], names), "costs most if closed"),
        ground.figure(
            "critical.short",
            numbers.whole_troops(worst.short),
            "troops short if it is closed from C+8 on",
            unit="troops",
            replications=str(worst.pairs),
        ),
    ]
    return Part(name="critical", table=table, figures=figures, text=critical_text(found, names))
