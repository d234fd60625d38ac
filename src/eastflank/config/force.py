"""Who moves: a list, how much of it goes, what is left out and what is added."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from eastflank.config.section import Number, Section, Whole, YesNo

Tier = Annotated[Whole, Field(ge=1, le=3)]
Share = Annotated[Number, Field(ge=0, le=1)]

BETWEEN: Final = ";"  # between the words of a text that stands for a list, as in a cell


def _parts(text: str) -> tuple[str, ...]:
    """The words of a text, without what is empty."""
    return tuple(part.strip() for part in text.split(BETWEEN) if part.strip())


class Addition(Section):
    """[[force.add]]: units or whole brigades of one type, beside those of the list."""

    id: str = ""
    """Names the units; tables merge by it. Left out: made from origin, destination and type."""
    type: Annotated[str, Field(min_length=1)]
    """A unit type (unit_types.csv) or a type of brigade (brigade_types.csv)."""
    origin: Annotated[str, Field(min_length=1)]
    """Where it stands: a place of the network, by id or name."""
    destination: Annotated[str, Field(min_length=1)]
    """Where it goes: a place with a staging area, by id or name."""
    kit: str = ""
    """Where its vehicles and containers stand, if not at the origin."""
    nation: str = ""
    """Two letters; left out: the country of the origin."""
    name: str = ""
    """What tables and charts call it; left out: its id."""
    division: str = ""
    """The division that it belongs to."""
    count: Annotated[Whole, Field(ge=0, le=100)] | None = None
    """How many; left out: 1. 0 adds nothing, so that a sweep can take it out."""
    troops: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = None
    """Instead of count: so many troops, in as many as come nearest, which share them evenly."""
    tier: Tier = 2
    """The tier of notice."""
    notice_days: Annotated[Number, Field(ge=0, le=365)] | None = None
    """Days of notice; left out: those of the middle line of its tier in the list."""
    priority: Annotated[Whole, Field(ge=1, le=9)] | None = None
    """1 goes first; left out: that of the middle line of its tier."""
    rdd_day: Annotated[Number, Field(ge=0, le=3_650)] | None = None
    """Required delivery date, days after C-day; left out: that of the middle line of its tier."""

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if self.count is not None and self.troops is not None:
            raise ValueError("give count or troops, not both")
        return self


class Removal(Section):
    """[[force.remove]]: lines that stay at home; a line goes by all keys that are given."""

    id: str = ""
    """Tables merge by it."""
    uln: str = ""
    """One unit, by its id."""
    brigade: str = ""
    """All units of a brigade, by its name."""
    nation: str = ""
    """All units of a nation, two letters."""
    origin_country: str = ""
    """Only units whose people start there, two letters."""
    on: YesNo = True
    """false: nothing is removed, so that a sweep can compare."""

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.uln or self.brigade or self.nation or self.origin_country):
            raise ValueError("it removes nothing; give uln, brigade, nation or origin_country")
        return self


class ForceChoice(Section):
    """[force]: who moves (docs/force.md)."""

    list: str
    """A force list: experiments/forces/<list>.csv; with a slash: experiments/<list>.csv."""
    unit_types: str = ""
    """A table of more types of unit, beside unit_types.csv, named as the list is."""
    destinations: str = ""
    """A table of experiments/forces/ with other destinations (uln, destination_node_id)."""
    plan: str = ""
    """A movement plan: experiments/plans/<plan>.csv fixes modes, terminals, dates and sequence."""
    total: Annotated[Whole, Field(ge=1, le=10_000_000)] | None = None
    """At most so many troops move: whole units, shares of nations and tiers kept."""
    in_place: Literal["beside", "counted"] = "beside"
    """counted: troops in place are part of the total, so that fewer move."""
    share: dict[str, Share] = Field(default_factory=dict)
    """Nation -> how much of its force goes, 0 to 1, in whole units."""
    tiers: tuple[Tier, ...] = ()
    """The tiers that go, as a list, a number or text ("1;2"); left out: all."""
    pledged_only: YesNo = False
    """true: only lines with a public pledge (the column pledge of the list) go."""
    first: tuple[str, ...] = ()
    """Nations; who goes there has priority 1 and nobody else has, as a list or text ("EE;LV")."""
    remove: tuple[Removal, ...] = ()
    """Lines that stay at home, merged by id over the files that extend each other."""
    add: tuple[Addition, ...] = ()
    """Units and brigades beside the list, merged by id over the files that extend each other."""

    @field_validator("tiers", mode="before")
    @classmethod
    def _tiers_of(cls, tiers: object) -> object:
        """A sweep has one value a level, so a number and a text stand for a list."""
        if isinstance(tiers, str):
            parts = _parts(tiers)
            if not all(part.isascii() and part.isdigit() for part in parts):
                raise ValueError(f'{tiers!r} is no list of tiers; write [1, 2] or "1;2"')
            return tuple(int(part) for part in parts)
        return (tiers,) if isinstance(tiers, int) and not isinstance(tiers, bool) else tiers

    @field_validator("first", mode="before")
    @classmethod
    def _nations_of(cls, first: object) -> object:
        """The same of nations."""
        return _parts(first) if isinstance(first, str) else first

    @field_validator("tiers", "first")
    @classmethod
    def _in_one_order(cls, named: tuple[Any, ...]) -> tuple[Any, ...]:
        """Their order changes nothing, so the same question keeps the same folder."""
        return tuple(sorted(set(named)))

    @model_validator(mode="after")
    def _counted_in_a_total(self) -> Self:
        if self.in_place == "counted" and self.total is None:
            raise ValueError('in_place = "counted" needs a total')
        return self
