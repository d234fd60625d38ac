"""The experiment file: one file, one question."""

import math
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from eastflank.config.cut import Cut
from eastflank.config.force import ForceChoice
from eastflank.config.section import Number, Section, Whole, YesNo
from eastflank.model.evidence import Distribution, Regime
from eastflank.model.modes import MODES, Mode
from eastflank.model.sampling import Sampling
from eastflank.model.scenario import (
    Caught,
    CutPolicy,
    Dispatch,
    HeavyRoad,
    Precedence,
    Readiness,
)


def _optional(mode: Mode) -> Mode:
    if not MODES[mode].is_optional:
        raise ValueError(f"{mode.value} is always on")
    return mode


OptionalMode = Annotated[Mode, AfterValidator(_optional)]
Level = YesNo | Whole | Number | str
Factors = dict[str, Annotated[tuple[Level, ...], Field(min_length=1)]]

SCHEMA_VERSION: Final = 1
MOST_POINTS: Final = 100_000  # of a sweep
MOST_WARNING_DAYS: Final = 365


def _is_same(level: Level, other: Level) -> bool:
    """Whether two levels set the same: 10 and 10.0 do, 1 and true do not."""
    return level == other and isinstance(level, bool) == isinstance(other, bool)


class Title(Section):
    """[experiment]: what is asked, in words."""

    title: str
    """A short title, as charts print it."""
    question: str = ""
    """The question in one sentence."""


class NetworkChoice(Section):
    """[network]: where the movement takes place."""

    folder: str = "eastern-flank"
    """A folder of networks/."""
    optional_modes: tuple[OptionalMode, ...] = ()
    """Modes that are off unless they are named here (docs/glossary.md)."""
    year: Annotated[Whole, Field(ge=1900, le=2200)] = 2026
    """The year whose terminals stand (terminal_year.csv of the folder)."""


class FleetChoice(Section):
    """[fleets]: with what."""

    list: str
    """A list of fleets: experiments/fleets/<list>.csv; with a slash: experiments/<list>.csv."""
    factors: dict[str, Annotated[Number, Field(ge=0, le=1000)]] = Field(default_factory=dict)
    """Asset type -> factor on what is held and what can be called up."""


class Override(Section):
    """[assumptions.set.KEY]: other values for a row of the evidence table, in the row's unit."""

    fixed: Number | None = None
    """One value that is never drawn."""
    low: Number | None = None
    """The low end."""
    likely: Number | None = None
    """The likely value, which a deterministic run uses."""
    high: Number | None = None
    """The high end."""
    distribution: Distribution | None = None
    """The shape between low and high."""

    @model_validator(mode="after")
    def _fixed_stands_alone(self) -> Self:
        others = [self.low, self.likely, self.high, self.distribution]
        if self.fixed is not None and any(other is not None for other in others):
            raise ValueError("'fixed' stands alone, without low, likely, high or distribution")
        return self


class Assumptions(Section):
    """[assumptions]: the evidence table, and the rows that this question changes."""

    table: str = "assumptions.csv"
    """The evidence table: experiments/<table>."""
    set: dict[str, Override] = Field(default_factory=dict)
    """Evidence key -> other values."""
    freeze: tuple[str, ...] = ()
    """Rows held at likely: group:NAME, grade:LETTER, scope:knowledge, scope:luck or key:KEY."""


class FrameChoice(Section):
    """[frame]: how the order, readiness and C-day relate."""

    c_day: date | None = None
    """The date of C-day; with it the works of the network are as its calendar has them."""
    readiness: Readiness = Readiness.TIERS
    """tiers: units follow their notice; ready: all are ready at C-day."""
    warning_days: Annotated[Number, Field(ge=0, le=MOST_WARNING_DAYS)] = 10.0
    """Days before C-day in which readiness, permissions and call-up already run."""
    regime: Regime = Regime.CRISIS
    """Under which rules and priorities forces move: peace or crisis. It chooses evidence rows."""
    permission_factors: str = ""
    """A table of experiments/ (nation, host, factor): how long a host takes for whom; "": all 1."""

    @field_validator("c_day", mode="before")
    @classmethod
    def _a_day(cls, c_day: object) -> object:
        """A day of TOML, or its text as the resolved experiment keeps it."""
        try:
            is_day = c_day is None or date.fromisoformat(str(c_day)) is not None
        except ValueError:
            is_day = False
        if not is_day:
            raise ValueError("write a day, as 2026-09-01")
        return c_day


class Run(Section):
    """[run]: how long, how often, with which luck."""

    horizon_days: Annotated[Number, Field(gt=0, le=3650)] = 120.0
    """The run ends here, in days after C-day."""
    replications: Annotated[Whole, Field(ge=0, le=1_000_000)] = 20
    """How many runs with their own luck; 0 is the deterministic run alone."""
    seed: Annotated[Whole, Field(ge=0, lt=2**63)] = 20260101
    """The number that all luck is drawn from."""
    theta: Annotated[Number, Field(gt=0, le=1)] = 0.95
    """The share of a unit that must be present for it to close."""
    sampling: Sampling = Sampling.LATIN
    """How knowledge is drawn: latin or sobol in blocks of 64, or plain (docs/sampling.md)."""
    luck_per_draw: Annotated[Whole, Field(ge=1, le=10_000)] = 1
    """Replications that share one draw of what is not known, each with luck of its own."""


class Target(Section):
    """[target]: what the verdict is read against."""

    day: Annotated[Number, Field(gt=0)] = 30.0
    """C+n."""
    troops_share: Annotated[Number, Field(gt=0, le=1)] = 0.95
    """The share of the moving troops that must be closed by then."""


class Stopping(Section):
    """[stopping]: end a sweep as soon as a probability is known well enough (docs/sampling.md)."""

    share: Annotated[Number, Field(gt=0, le=1)] = 0.95
    """The share of the moving troops whose P is asked for."""
    day: Annotated[Number, Field(gt=0)] = 30.0
    """By C+n."""
    width: Annotated[Number, Field(ge=0, lt=1)] = 0.1
    """Stop when the interval of P is no wider than this."""
    confidence: Annotated[Number, Field(gt=0, lt=1)] | None = None
    """Stop when the whole interval lies above or below this P."""
    most: Annotated[Whole, Field(ge=64, le=1_000_000)] = 1024
    """Replications that are never exceeded."""
    error: Annotated[Number, Field(gt=0, lt=0.5)] = 0.05
    """The probability with which the interval may miss, over all looks together."""


class Policy(Section):
    """[policy]: how lots are dispatched, with and without a cut, and when transporters drive."""

    cut: CutPolicy = CutPolicy.SUBSTITUTE
    """none: wait; reroute: same mode; substitute: any mode; foresight: that, all being known."""
    caught: Caught = Caught.TURN_BACK
    """What a train or column does on a link that closes: turn_back, or clear it at its far end."""
    dispatch: Dispatch = Dispatch.USER_OPTIMAL
    """user-optimal: each lot for itself; system-optimal: it also weighs the delays that it causes;
    planned: a staff also sends one after the other, by precedence."""
    precedence: Precedence = Precedence.UNITS
    """What a planned staff sends one after the other: units, or brigades with all their units."""
    fighting_share: Annotated[Number, Field(ge=0, le=1)] = 0.0
    """What a unit is worth to a planned staff: so much by its share of the tanks, infantry
    battalions, howitzers and air defence of the force, the rest by its share of the troops."""
    lay_on_hours: Annotated[Number, Field(ge=0)] = 0.0
    """How long before a lot is ready a planned staff sends for its assets; 0: when it is ready."""
    empty_weight: Annotated[Number, Field(gt=0)] = 3.0
    """To a planned staff an hour of an empty leg weighs as much as so many hours of waiting."""
    trains_wait: Literal["anywhere", "holding_tracks"] = "anywhere"
    """Where trains wait for the next section: anywhere; holding_tracks: on those of rail.csv."""
    heavy_road: HeavyRoad = HeavyRoad.DAY
    """When heavy transporters drive: day: as columns; night: heavy_night rows; any: always."""


class SustainmentChoice(Section):
    """[sustainment]: whether troops that are there use supplies, and from where they come."""

    on: YesNo = False
    """true: the daily flow takes its share of ramps, wagons, trucks, ships and paths."""
    table: str = "supply.csv"
    """The depots of each country: experiments/<table>; read only when on."""


class Relax(Section):
    """[relax]: constraints that are taken out, to see what they cost (docs/relax.md)."""

    constraints: tuple[str, ...] = ()
    """Names of constraints; ``eastflank ablate`` takes out each in turn."""

    @field_validator("constraints")
    @classmethod
    def _in_one_order(cls, constraints: tuple[str, ...]) -> tuple[str, ...]:
        """Their order changes nothing, so the same question keeps the same folder."""
        return tuple(sorted(set(constraints)))


class Levers(Section):
    """[levers]: what there is more of than the tables say, by steps with a price."""

    table: str = "levers.csv"
    """The levers: experiments/<table>; read only when one is pulled."""
    steps: dict[str, Annotated[Whole, Field(ge=0)]] = Field(default_factory=dict)
    """Lever -> how many steps; ``eastflank require`` looks for the cheapest that are enough."""

    @field_validator("steps")
    @classmethod
    def _pulled_alone(cls, steps: dict[str, int]) -> dict[str, int]:
        """A lever that is not pulled changes nothing, so the question keeps its folder."""
        return {name: steps[name] for name in sorted(steps) if steps[name]}


class Latin(Section):
    """[sweep.design]: points spread evenly over ranges, instead of every combination."""

    kind: Literal["latin"] = "latin"
    """latin: each of N equal parts of every range is met by one point (Latin hypercube)."""
    points: Annotated[Whole, Field(ge=2, le=10_000)]
    """N, the number of points."""
    ranges: Annotated[dict[str, tuple[Number, Number]], Field(min_length=1)]
    """A dotted key of this file, in quotes -> its least and greatest value."""

    @field_validator("ranges")
    @classmethod
    def _low_first(cls, ranges: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        for key, (low, high) in ranges.items():
            if low >= high:
                raise ValueError(f"the range of {key} must go up, not from {low:g} to {high:g}")
        return ranges


class Sweep(Section):
    """[sweep]: what is varied. Factors cross with the points, or with the design."""

    factors: Factors = Field(default_factory=dict)
    """A dotted key of this file, in quotes -> its levels; all combinations are run."""
    points: tuple[Annotated[dict[str, Level], Field(min_length=1)], ...] = ()
    """Explicit points: tables of dotted key -> level, all with the same keys."""
    design: Latin | None = None
    """A design instead of explicit points."""
    base: dict[str, Level] = Field(default_factory=dict)
    """Levels of what each point is set against; a key that is not varied adds one point for it."""

    @field_validator("factors")
    @classmethod
    def _each_level_once(cls, factors: Factors) -> Factors:
        """Equal levels would be run again, and stand in the table as points of their own."""
        for key, levels in factors.items():
            for place, level in enumerate(levels):
                if any(_is_same(level, other) for other in levels[:place]):
                    raise ValueError(f"{key} has the level {level!r} twice")
        return factors

    @field_validator("points")
    @classmethod
    def _each_point_once(cls, points: tuple[dict[str, Level], ...]) -> tuple[dict[str, Level], ...]:
        """Equal points would be run again, and stand in the table as two."""
        first: dict[frozenset[object], int] = {}
        for place, point in enumerate(points):
            levels = frozenset(
                (key, level, isinstance(level, bool)) for key, level in point.items()
            )
            if first.setdefault(levels, place) != place:
                raise ValueError(f"points[{place}] sets the same as points[{first[levels]}]")
        return points

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        beside = self.design.points if self.design else max(1, len(self.points))
        count = beside * math.prod(len(levels) for levels in self.factors.values())
        if count > MOST_POINTS:
            raise ValueError(f"it has {count:,} points; at most {MOST_POINTS:,} can be run")
        return self

    @model_validator(mode="after")
    def _one_way_of_each_key(self) -> Self:
        if self.points and self.design:
            raise ValueError("give points or a design, not both")
        if any(set(point) != set(self.points[0]) for point in self.points):
            raise ValueError("all points must have the same keys")
        twice = set(self.factors) & ({*self.points[0]} if self.points else set())
        twice |= set(self.factors) & ({*self.design.ranges} if self.design else set())
        if twice:
            raise ValueError(f"{min(twice)} is both a factor and a key of the points")
        return self


class Question(Section):
    """An experiment file."""

    schema_version: Whole
    """The version of this format: 1."""
    experiment: Title
    network: NetworkChoice = NetworkChoice()
    force: ForceChoice
    fleets: FleetChoice
    assumptions: Assumptions = Assumptions()
    frame: FrameChoice = FrameChoice()
    run: Run = Run()
    target: Target = Target()
    policy: Policy = Policy()
    sustainment: SustainmentChoice = SustainmentChoice()
    disruptions: tuple[Cut, ...] = ()
    """The disruptions, merged by id over the files that extend each other."""
    relax: Relax = Relax()
    levers: Levers = Levers()
    sweep: Sweep = Sweep()
    stopping: Stopping | None = None
    """Left out: all replications are run."""

    @field_validator("schema_version")
    @classmethod
    def _known_version(cls, version: int) -> int:
        if version != SCHEMA_VERSION:
            raise ValueError(f"version {version} is not known; this model reads {SCHEMA_VERSION}")
        return version

    def resolved(self) -> dict[str, object]:
        """All values, defaults included, as JSON can hold them; reads back as the same question."""
        return self.model_dump(mode="json", include=set(Question.model_fields))


class Experiment(Question):
    """A question and the files that it was read from."""

    name: str
    """The name of the file, without .toml."""
    files: tuple[Path, ...] = ()
    """The file and those that it extends, the nearest first."""
    origins: dict[tuple[str | int, ...], str] = Field(default_factory=dict)
    """For each key that was given, the file or the set that gave it."""


def experiment_schema() -> dict[str, object]:
    """The JSON Schema of an experiment file, for editors; ``extends`` belongs to the file only."""
    schema = Question.model_json_schema()
    schema["title"] = "eastflank experiment"
    schema["properties"]["extends"] = {
        "description": "The file that this one builds on, relative to this one.",
        "type": "string",
    }
    schema["required"] = []  # what a file leaves out may stand in the file that it extends
    return schema
