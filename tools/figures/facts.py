"""The planner's measures of a stored run beside published figures, as the table of a page.

The measures are read from a run folder through ``eastflank.api.usage`` and stand in the register of
figures. Published figures and their sources stand below: they change when a better source is found,
not when the model changes.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import pandas as pd

from eastflank import api
from eastflank.api import StoredRun
from tools.figures.register import Figure, Figures

MONTH_DAYS: Final = 30.0
Tables = dict[str, pd.DataFrame]


class Fact(NamedTuple):
    """A measure, how it is read from the tables of use, and what is published about it."""

    key: str
    measure: str
    read: Callable[[Tables], str]
    published: str
    sources: str
    remark: str = ""


def fleet(tables: Tables, kind: str, column: str) -> float:
    """A cell of the table of fleets."""
    rows = tables["fleets"].set_index("asset_type")[column]
    return float(rows.get(kind, float("nan")))


def of_fleets(column: str, form: Callable[[float], str], *kinds: str) -> Callable[[Tables], str]:
    """The same measure of several types, in their order."""
    return lambda tables: " / ".join(form(fleet(tables, kind, column)) for kind in kinds)


def crossing(tables: Tables, name: str, column: str) -> float:
    """A cell of the line of a rail border crossing."""
    table = tables["crossings"]
    (cell,) = table.loc[(table["crossing"] == name) & (table["mode"] == "rail"), column]
    return float(cell)


def trains_over(name: str) -> Callable[[Tables], str]:
    """Mean and peak of loaded trains a day over a border."""

    def read(tables: Tables) -> str:
        mean, peak = (crossing(tables, name, f"{which}_per_day") for which in ("loaded", "peak"))
        return f"{mean:.1f}, peak {peak:.0f}"

    return read


def trains_in_all(tables: Tables) -> str:
    """Loaded trains that set out, each leg counted: mean of the days with any, and the most."""
    trains = tables["trains"]["trains"]
    return f"{trains.mean():.0f}, peak {trains.max():.0f}; {trains.sum():,.0f} in all"


def empty_share(tables: Tables) -> str:
    """Empty kilometres of trains over all kilometres of trains."""
    rail = tables["fleets"].loc[tables["fleets"]["mode"] == "rail"]
    share = rail["empty_km"].sum() / (rail["empty_km"] + rail["loaded_km"]).sum()
    return percent(float(share))


def railheads(tables: Tables) -> str:
    """Lifts a ramp served in a day at work, at the busiest railheads."""
    things = tables["finite-things"]
    ramps = things.loc[things["kind"] == "railhead"]
    busiest = ramps.sort_values("busy_share", ascending=False).head(10)
    return f"{percent(float(busiest['busy_share'].mean()))} of the ten busiest"


def wheeled_per_wagon(tables: Tables) -> str:
    """Mean fill of four-axle sets times the 2.2 wheeled pieces that fill a wagon (R3)."""
    return f"{2.2 * fleet(tables, 'flat4_1435', 'mean_fill'):.1f}"


def per_day(kind: str) -> Callable[[Tables], str]:
    """Kilometres of a loaded column in 24 hours, rests and waits included."""
    return lambda tables: whole(24.0 * fleet(tables, kind, "speed_kmh"))


def percent(value: float) -> str:
    """A share in per cent."""
    return f"{100 * value:.0f} %"


def whole(value: float) -> str:
    """Without decimals."""
    return f"{value:,.0f}"


def one(value: float) -> str:
    """With one decimal."""
    return f"{value:.1f}"


SETS: Final = ("flat4_1435", "flat6_1435", "container_1435", "coach_1435")
FACTS: Final = (
    Fact(
        "trains-pl-lt",
        "Loaded trains a day Poland to Lithuania, mean and peak",
        trains_over("PL>LT"),
        "10 a single track each way; 6 to 18 by other reckonings",
        "S79, S81",
        "military trains get a little over half of the paths; empties use the same track",
    ),
    Fact(
        "trains-de-pl",
        "Loaded trains a day Germany to Poland, mean and peak",
        trains_over("DE>PL"),
        "three a day out of one port in January 2017",
        "S42",
        "several lines, not one port",
    ),
    Fact(
        "trains",
        "Loaded trains a day in all, mean and peak",
        trains_in_all,
        "44 to 80 if all of 300,000 went by rail in 25 days",
        "R3",
        "a leg beyond a break of gauge counts as a train; the rest goes by road, sea and air",
    ),
    Fact(
        "fill",
        "Mean fill of wagon sets: four-axle, six-axle, container, coach",
        of_fleets("mean_fill", percent, *SETS),
        "none found",
        "",
        "14 tanks on 16 wagons are 88 %; real tank-company trains have 11 to 17 (S31, S33)",
    ),
    Fact(
        "wheeled-per-wagon",
        "Wheeled pieces a four-axle wagon",
        wheeled_per_wagon,
        "2.2 in 2017, 2.4 on longer American wagons",
        "S42, S45, R3",
    ),
    Fact(
        "turn",
        "Turn of a wagon set in days, mean (same order)",
        of_fleets("turn_days", one, *SETS),
        "commercial journeys of one to three weeks; 5 days would be needed for six loads in 30",
        "R10, R15",
        "from load to load, idle time and the empty way included",
    ),
    Fact(
        "turn-median",
        "Turn of a wagon set in days, median",
        of_fleets("turn_days_median", one, *SETS),
        "none found",
        "",
    ),
    Fact(
        "empty-share",
        "Empty share of train kilometres",
        empty_share,
        "none found for military trains",
        "",
        "a set that goes out full and home empty has 50 %",
    ),
    Fact(
        "train-speed",
        "Speed of loaded trains in km/h, from departure to arrival (same order)",
        of_fleets("speed_kmh", whole, *SETS),
        "freight in Poland 25 to 32, Lithuania 39, Spain 53, Netherlands 64; many international "
        "paths 18",
        "S72, S73, S74",
        "with priority; waits before sections and at borders included",
    ),
    Fact(
        "train-hours",
        "Hours to load and to unload a train of flats",
        lambda tables: (
            f"{of_fleets('load_h', one, 'flat4_1435')(tables)} and "
            f"{of_fleets('unload_h', one, 'flat4_1435')(tables)}"
        ),
        "12 to 24 a train of 70 long wagons; a company of armour under 36; a tank train cleared "
        "in half an hour",
        "S45, S75, S37",
    ),
    Fact(
        "ramps",
        "Ramps at work, share of the time",
        railheads,
        "one to two trains a railhead and day",
        "S45",
        "one ramp can load three trains a day at 8 h each",
    ),
    Fact(
        "train-tonnes",
        "Tonnes on a train of flats: four-axle, six-axle",
        of_fleets("tonnes_per_load", whole, "flat4_1435", "flat6_1435"),
        "25 to 45 trains for the 25 to 28 kt of an armoured brigade: 550 to 1,100",
        "R1, R3",
        "cargo only, without the wagons",
    ),
    Fact(
        "march-km",
        "Kilometres a day of a march column",
        per_day("march"),
        "233 over three days (2017); 115 to 165 on marches of two weeks",
        "S96, S97, S104",
        "with rests and waits for the road",
    ),
    Fact(
        "het-km",
        "Kilometres a day of loaded heavy transporters",
        per_day("het"),
        "none over long distances; a 30 km shuttle moved 1,250 pieces in three weeks",
        "S101",
    ),
    Fact(
        "ship-hours",
        "Hours to load and to unload a ship at its mean fill",
        lambda tables: (
            f"{of_fleets('load_h', one, 'roro_military')(tables)} and "
            f"{of_fleets('unload_h', one, 'roro_military')(tables)}"
        ),
        "550 vehicles off in 12; one to three days for large ships",
        "S66, S65, S121",
        "2,500 lane metres hold 295 pieces",
    ),
    Fact(
        "c17-tonnes",
        "Tonnes on a C-17",
        of_fleets("tonnes_per_load", whole, "c17"),
        "59 for planning; 41 in older planning, recalled",
        "S110",
    ),
    Fact(
        "c17-hours",
        "Hours on the ground of a C-17, to load and to unload",
        lambda tables: (
            f"{of_fleets('load_h', one, 'c17')(tables)} and "
            f"{of_fleets('unload_h', one, 'c17')(tables)}"
        ),
        "2.25 expedited; three at once turned in 0.4",
        "S110, S116",
    ),
)


def figures_of_use(run: StoredRun) -> Iterator[Figure]:
    """The measures of the run at likely values, and what a turn of wagons makes of a month."""
    tables = dict(api.usage(run).tables)
    turn_days = fleet(tables, SETS[0], "turn_days")
    read = [(fact.key, fact.measure, fact.read(tables)) for fact in FACTS]
    read += [
        ("turn-four-axle", "Turn of a set of four-axle wagons in days, mean", one(turn_days)),
        ("loads-four-axle", "Loads of such a set in thirty days", one(MONTH_DAYS / turn_days)),
    ]
    for key, measure, value in read:
        yield Figure(
            key=f"use.{key}",
            value=value,
            unit="as its measure says",
            of=measure,
            experiment=run.manifest.experiment,
            replications="likely",
            run=run.manifest.run_id,
        )


HEAD: Final = ("measure", "this model", "published", "sources", "remark")


def rows(figures: Figures) -> Sequence[Sequence[str]]:
    """The rows of the table on the page."""
    return [
        [
            fact.measure,
            figures[f"use.{fact.key}"].value,
            fact.published,
            fact.sources or "–",
            fact.remark,
        ]
        for fact in FACTS
    ]
