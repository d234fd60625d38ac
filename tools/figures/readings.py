"""What stored runs say, as figures: verdicts, costs of cuts, what was waited for.

Nothing is run here, and no number is reckoned that the package does not reckon itself.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from eastflank import api
from eastflank.api import StoredRun
from eastflank.measures.closure.curves import day_of_share, troops_closed
from eastflank.measures.closure.verdict import BALTIC_STATES, ENOUGH, HEADLINE_SHARE
from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE
from eastflank.measures.use.waiting import causes_of
from eastflank.model.causes import CauseKind
from eastflank.plan.bound import Curve
from eastflank.runs import clocks
from eastflank.runs.basis import basis_of_chances
from eastflank.runs.fight import fight_ready_of, strength_in
from eastflank.runs.pairs import common_replications
from eastflank.runs.sensitivity import sensitivity_of
from eastflank.runs.wording import causes, chances, numbers, verdicts
from tools.figures.register import OF_MEAN, SPREAD, Figure
from tools.ladder import gains
from tools.ladder.climbs import of_closures

LIKELY: Final = "likely"
TOLD: Final = 3  # waits and evidence rows that a sentence names
SHARES: Final = (0.5, 0.8, HEADLINE_SHARE)
DISPATCH: Final = {
    "user-optimal": "each lot takes the way on which it arrives soonest for itself",
    "system-optimal": "each lot is charged for the hours by which it delays others",
    "planned": "a staff sends one after the other, and each lot weighs the delay that it causes",
}
Row = Mapping[str, Any]


def of_run(run: StoredRun) -> Iterator[Figure]:
    """The figures of one run: troops, days on both clocks, brigades, chance."""
    yield from _troops(run)
    yield from _days(run)
    yield from _at_likely(run)
    yield _brigades(run)
    yield from _tanks(run)
    yield _chance(run)
    yield _answer(run)
    yield _clock(run)
    yield _dispatch(run)
    yield figure_of(
        run, "basis", basis_of_chances(run), unit="words", of="what its figures rest on"
    )


def of_cut(base: StoredRun, cut: StoredRun) -> Iterator[Figure]:
    """What a cut costs against its open run, paired: troops short and days later."""
    table = api.compare(base, cut).table
    rows: dict[object, Row] = {
        (row["measure"], row["where"], row["level"]): {str(name): row[name] for name in row}
        for row in table.to_dict("records")
    }
    asked = [
        ("short", "troops_short", EVERYWHERE, base.day),
        ("short-baltic", "troops_short", BALTIC, base.day),
        *((f"later-{share:.0%}"[:-1], "days_later", EVERYWHERE, share) for share in SHARES),
    ]
    for name, measure, where, level in asked:
        yield _cost(cut, name, rows[measure, where, level])
    yield _pairs(cut, int(rows["troops_short", EVERYWHERE, base.day]["replications"]))


def of_plan(nobody: StoredRun, plan: StoredRun) -> Iterator[Figure]:
    """What a staff plan brings more than nobody who coordinates, pair by pair: troops and tanks."""
    common = common_replications(nobody, plan)
    ours, theirs = (founds_of(run, common) for run in (plan, nobody))
    by = numbers.on_day(plan.day)
    asked: tuple[tuple[str, str, gains.Told], ...] = (
        ("gain", "troops", gains.troops),
        ("gain-tanks", "tanks", gains.tanks),
        ("gain-tanks-baltic", "tanks", gains.tanks_baltic),
    )
    for name, unit, told in asked:
        more = gains.gain(ours, theirs, common, told)
        say = numbers.whole_troops if unit == "troops" else numbers.count
        mean, low, high = (numbers.signed(say(value)) for value in more)
        yield figure_of(
            plan,
            name,
            mean,
            unit=unit,
            low=low,
            high=high,
            interval=OF_MEAN,
            of=f"{unit} closed by {by} more than where nobody coordinates, paired mean",
            replications=str(len(common)),
        )


def founds_of(run: StoredRun, replications: Sequence[int]) -> gains.ByReplication:
    """How the force closes in each of these replications."""
    strength = strength_in(run)
    return {each: of_closures(run.closures([each]), strength) for each in replications}


def of_bound(run: StoredRun, curve: Curve) -> Iterator[Figure]:
    """What no plan can beat, every row at its likely value."""
    told = partial(figure_of, run, replications=LIKELY)
    by, share = numbers.on_day(run.day), numbers.share(HEADLINE_SHARE)
    most = numbers.whole_troops(min(curve.at(run.day), curve.force))
    yield told("most", most, unit="troops", of=f"the most that any plan can close by {by}")
    first = numbers.c_day(curve.day_of(HEADLINE_SHARE))
    yield told("most-95", f"not before {first}", unit="day", of=f"{share} closed under any plan")


def of_waits(base: StoredRun, cut: StoredRun) -> Iterator[Figure]:
    """What lots waited for longest with the corridor open, and which waits rose most by the cut."""
    waits = api.usage(base).tables["waits"]
    waits = waits.loc[waits["cause"] != CauseKind.REST_OF_UNIT]
    moves = api.moves(base, cut, replication=api.LIKELY)
    for run, name, table, of in (
        (base, "waits", waits, "what lots waited for longest, by hours of lots"),
        (cut, "waits-risen", moves.waits, "the waits that rose most, by hours of lots"),
    ):
        told = causes.labels(causes_of(table.head(TOLD)), run.names)
        yield figure_of(
            run,
            name,
            numbers.listing(told),
            unit="things",
            of=of,
            replications=LIKELY,
        )


def of_evidence(run: StoredRun) -> Figure:
    """The evidence rows that troops closed by the target day hang on most; of 64 draws or more."""
    of = f"evidence rows that troops closed by {numbers.on_day(run.day)} hang on most"
    told = partial(figure_of, run, "rows", unit="rows", of=of)
    if len(run.drawn) < verdicts.FIRM:
        return told(_too_few(run, verdicts.FIRM))
    table = sensitivity_of(run, with_indices=False).table
    first = table.loc[table["measure"] == table["measure"].iloc[0]]
    strength = first["rank_correlation"].abs().sort_values(ascending=False)
    rows = first.loc[strength.index].head(TOLD)
    return told(
        numbers.listing(
            [
                f"{_one_of(str(row.title))} ({row.rank_correlation:+.2f})"
                for row in rows.itertuples()
            ]
        )
    )


def _one_of(title: str) -> str:
    """The title of a row; of rows that one draw sets the first, and how many go with it."""
    first, *others = title.split("; ")
    return f"{first}, and {len(others)} that are drawn with it" if others else first


def _troops(run: StoredRun) -> Iterator[Figure]:
    """Troops closed by the target day: all, and those bound for the Baltic states."""
    by = numbers.on_day(run.day)
    everyone = _line(run, "reading_closed_095", run.day)
    baltic = _line(run, "baltic_troops_closed", run.day)
    for name, row, whose in (("closed", everyone, "all"), ("baltic", baltic, verdicts.BALTIC)):
        yield _banded(
            run,
            name,
            row,
            numbers.whole_troops,
            unit="troops",
            of=f"troops closed by {by}, {whose}",
        )
    yield figure_of(
        run,
        "baltic-bound",
        numbers.whole_troops(float(baltic["of"])),
        unit="troops",
        of=f"troops bound for {verdicts.BALTIC}",
    )


def _days(run: StoredRun) -> Iterator[Figure]:
    """Days on which shares of the force are closed: after C-day, and after the order."""
    for share in SHARES:
        row = _line(run, "day_closed", share)
        of = f"{numbers.share(share)} of the moving force closed"
        name = f"day-{share:.0%}"[:-1]
        yield _banded(run, name, row, numbers.c_day, unit="day after C-day", of=of)
        yield _banded(
            run,
            f"{name}-of-order",
            row,
            partial(_after_order, run),
            unit="day after the order",
            of=of,
        )


def _at_likely(run: StoredRun) -> Iterator[Figure]:
    """The one run with all rows at their likely values: every question has it."""
    told = partial(figure_of, run, replications=LIKELY)
    closures = run.closures([api.LIKELY])
    baltic = closures.loc[closures["destination_country"].isin(BALTIC_STATES)]
    for name, rows, whose in (("closed", closures, "all"), ("baltic", baltic, verdicts.BALTIC)):
        troops = numbers.whole_troops(float(troops_closed(rows, by_day=run.day).sum()))
        of = f"troops closed by {numbers.on_day(run.day)}, {whose}, in the run at likely values"
        yield told(f"likely-{name}", troops, unit="troops", of=of)
    for share in SHARES[1:]:
        day = float(day_of_share(closures, share=share).iloc[0])
        name = f"likely-{share:.0%}"[:-1]
        of = f"{numbers.share(share)} of the moving force closed, in the run at likely values"
        yield told(name, numbers.c_day(day), unit="day after C-day", of=of)
        after = _after_order(run, day)
        yield told(f"{name}-of-order", after, unit="day after the order", of=of)


def _brigades(run: StoredRun) -> Figure:
    row = _line(run, "brigades_closed", run.day)
    of = f"brigades closed by {numbers.on_day(run.day)}, of {row['of']:.0f}"
    return _banded(run, "brigades", row, numbers.count, unit="brigades", of=of)


def _tanks(run: StoredRun) -> Iterator[Figure]:
    """Tanks of units closed by the target day: all, and those for the Baltic states, if any."""
    table = fight_ready_of(run, [run.day])
    rows: dict[object, Row] = {
        row["where"]: {str(name): row[name] for name in row}
        for row in table.loc[table["kind"] == "tanks"].to_dict("records")
    }
    by = numbers.on_day(run.day)
    for name, where, whose in (("tanks", EVERYWHERE, "all"), ("tanks-baltic", BALTIC, BALTIC)):
        if where not in rows:
            continue
        row = rows[where]
        of = f"tanks of units closed by {by}, {whose}, of {row['required']:.0f}"
        yield _banded(run, name, row, numbers.count, unit="tanks", of=of)
        yield figure_of(
            run,
            f"{name}-bound",
            numbers.count(float(row["required"])),
            unit="tanks",
            of=f"tanks of all units, {whose}",
        )


def _chance(run: StoredRun) -> Figure:
    row = _line(run, "probability", HEADLINE_SHARE)
    of = f"chance of {numbers.share(HEADLINE_SHARE)} closed by {numbers.on_day(run.day)}"
    told = partial(figure_of, run, "chance", unit="probability", of=of)
    if not run.has_probability:
        return told(_too_few(run))
    value, low, high = (f"{row[name]:.2f}" for name in ("probability", "low", "high"))
    return told(value, low=low, high=high, interval="95 %")


def _answer(run: StoredRun) -> Figure:
    """The chance in a word; from few replications what the median does."""
    share, by = numbers.share(HEADLINE_SHARE), numbers.on_day(run.day)
    told = partial(figure_of, run, "answer", unit="word", of=f"whether {share} is closed by {by}")
    if run.has_probability:
        chance = float(_line(run, "probability", HEADLINE_SHARE)["probability"])
        return told(chances.word(chance).capitalize())
    is_met = float(_line(run, "day_closed", HEADLINE_SHARE)["p50"]) <= run.day
    where = "In the run at likely values" if run.is_deterministic else "At the median"
    return told(f"{where}, {'yes' if is_met else 'no'}")


def _clock(run: StoredRun) -> Figure:
    of = f"{numbers.on_day(run.day)} on the clock of the order"
    return figure_of(
        run,
        "target-of-order",
        _after_order(run, run.day, "{:g}"),
        unit="day after the order",
        of=of,
    )


def _dispatch(run: StoredRun) -> Figure:
    policy = str(run.resolved["experiment"]["policy"]["dispatch"])
    told = DISPATCH.get(policy, f"`policy.dispatch` is `{policy}`")
    return figure_of(run, "dispatch", told, unit="rule", of="how movement control chooses ways")


def _cost(cut: StoredRun, name: str, row: Row) -> Figure:
    """A paired mean with its interval; starred where a run without an end counts as its horizon."""
    if row["replications"] == 1:
        return figure_of(
            cut, name, verdicts.ONE_PAIR, unit="words", of="no cost: one pair of runs measures none"
        )
    is_troops = row["measure"] == "troops_short"
    say: Callable[[float], str] = numbers.whole_troops if is_troops else _signed_days
    level = numbers.on_day(row["level"]) if is_troops else numbers.share(row["level"])
    what = "troops short at" if is_troops else "days later for"
    star = "*" if row["note"] else ""
    low, high = ("" if math.isnan(row[end]) else say(row[end]) for end in ("low", "high"))
    return figure_of(
        cut,
        name,
        f"{say(row['mean'])}{star}",
        unit="troops" if is_troops else "days",
        low=low,
        high=high,
        interval=OF_MEAN if low else "",
        of=f"{what} {level}, {row['where']}, paired mean",
        replications=str(row["replications"]),
    )


def _pairs(cut: StoredRun, many: int) -> Figure:
    told = f"{many} pairs under the same luck" if many > 1 else "one pair of runs at likely values"
    return figure_of(cut, "pairs", told, unit="words", of="what the cost of the cut rests on")


def _banded(
    run: StoredRun, name: str, row: Row, say: Callable[[float], str], *, unit: str, of: str
) -> Figure:
    low, value, high = (say(float(row[each])) for each in ("p10", "p50", "p90"))
    if run.is_deterministic:
        return figure_of(run, name, value, unit=unit, of=of)
    band = {"low": low, "high": high, "interval": SPREAD}
    return figure_of(run, name, value, unit=unit, of=f"{of}, P50", **band)


def figure_of(run: StoredRun, name: str, value: str, *, unit: str, of: str, **more: str) -> Figure:
    """A figure of a run, for its target day and with its replications unless ``more`` says else."""
    drawn = LIKELY if run.is_deterministic else str(len(run.drawn))
    beside = {"day": numbers.on_day(run.day), "replications": drawn, **more}
    return Figure(
        key=f"{run.manifest.experiment}.{name}",
        value=value,
        unit=unit,
        of=of,
        experiment=run.manifest.experiment,
        run=run.manifest.run_id,
        **beside,
    )


def _line(run: StoredRun, measure: str, level: float) -> Row:
    found = run.line(measure, level)
    if found is None:
        raise SystemExit(f"{run.root}: its verdict has no {measure} at {level:g}")
    return found


def _too_few(run: StoredRun, needed: int = ENOUGH) -> str:
    drawn = len(run.drawn)
    many = f"{drawn} replications" if drawn else "one run at likely values"
    return f"not told from {many} ({needed} are needed)"


def _after_order(run: StoredRun, day: float, form: str = "{:.1f}") -> str:
    return clocks.after_order(run, day, form)


def _signed_days(value: float) -> str:
    return numbers.signed(numbers.days(value))
