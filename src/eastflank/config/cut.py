"""A disruption as an experiment file tells it, and which of its keys go together."""

import math
from collections.abc import Iterator
from typing import Annotated, Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from eastflank.config.section import EACH, Number, Section, YesNo
from eastflank.model.scenario import AnnouncedEnd

PLACES: Final = ("corridor", "link", "terminal", "node", "country", "mode")
POOLS: Final = ("fleet", "assets")
CONTROL: Final = "control"
KINDS: Final = (*PLACES, *POOLS)


class Cut(Section):
    """[[disruptions]]: something closes, degrades or is lost for a time."""

    id: Annotated[str, Field(min_length=1)]
    """The name of the disruption; lists merge by it."""
    targets: Annotated[tuple[str, ...], Field(min_length=1)]
    """corridor, link, terminal, node, country, mode, fleet or assets, with ``:ID`` or ``:NAME``;
    control; or a name alone, where only one thing has it."""
    start_day: Annotated[Number, Field(ge=-365)] = 0.0
    """When it begins, in days after C-day."""
    end_day: Number | None = None
    """When it ends; left out or inf: open-ended."""
    duration_days: Annotated[Number, Field(gt=0)] | None = None
    """How long it lasts, instead of an end."""
    severity: Annotated[Number, Field(ge=0, le=1)] = 1.0
    """0 open … 1 closed; of fleets and assets the share that is out."""
    known: YesNo = False
    """Its beginning is known from the start of the run, and news takes no time."""
    warning_days: Annotated[Number, Field(ge=0, le=365)] = 0.0
    """So many days before it begins, its beginning is known."""
    announced_end: AnnouncedEnd = AnnouncedEnd.UNKNOWN
    """unknown: planned as if for ever; estimate: until estimate_day; known: until its end."""
    estimate_day: Number | None = None
    """The day of its end that planners believe, with announced_end = "estimate"."""
    chance: Annotated[Number, Field(ge=0, le=1)] = 1.0
    """Whether it happens is drawn once a replication; the run at likely values: from 0.5 on."""
    every_days: Annotated[Number, Field(ge=1 / 24, le=3650)] | None = None
    """Harassment: it begins anew every so many days."""
    lasts_hours: Annotated[Number, Field(ge=0.01)] | None = None
    """How long each of these lasts."""
    until_day: Number | None = None
    """None of these begins on this day or later; left out: until the end of the run."""
    jitter: Annotated[Number, Field(ge=0, le=1)] = 0.0
    """Each begins later by a drawn share of every_days, up to this one (likely: half of it)."""
    repair: Literal["step", "ramp"] = "step"
    """step: open at its end; ramp: from then on less severe day by day."""
    repair_days: Annotated[Number, Field(gt=0, le=365)] | None = None
    """How long the ramp takes."""

    @field_validator("end_day", mode="before")
    @classmethod
    def _open_ended(cls, end_day: object) -> object:
        return None if isinstance(end_day, float) and end_day == math.inf else end_day

    @field_validator("targets")
    @classmethod
    def _kinds(cls, targets: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [target for target in targets if not _is_target(target)]:
            kinds = ", ".join(f"{kind}:ID" for kind in KINDS)
            told = ", ".join(map(repr, wrong))
            verb = "is not a target" if len(wrong) == 1 else "are no targets"
            raise ValueError(f"{told} {verb}; write {kinds} or {CONTROL}")
        return targets

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        if wrong := [*self._wrong()]:
            raise ValueError(EACH.join(wrong))
        return self

    @property
    def last_day(self) -> float | None:
        """The day of its end, None where it is open-ended."""
        if self.duration_days is not None:
            return self.start_day + self.duration_days
        return self.end_day

    def _wrong(self) -> Iterator[str]:
        """What does not go together, in words."""
        start, end = self.start_day, self.last_day
        if self.end_day is not None and self.duration_days is not None:
            yield "give its end or its duration, not both"
        if end is not None and end <= start:
            yield f"it ends at day {end:g}, not after its start at day {start:g}"
        if self.known and self.warning_days > 0:
            yield "known = true needs no warning_days: it is known from the start"
        yield from self._wrong_end()
        yield from self._wrong_recurrence()

    def _wrong_end(self) -> Iterator[str]:
        said, day = self.announced_end, self.estimate_day
        if (said is AnnouncedEnd.ESTIMATE) != (day is not None):
            yield 'announced_end = "estimate" and estimate_day go together'
        if day is not None and day <= self.start_day:
            yield f"its end is believed at day {day:g}, not after its start at {self.start_day:g}"
        recurs = self.every_days is not None
        if said is AnnouncedEnd.KNOWN and self.last_day is None and not recurs:
            yield 'announced_end = "known" needs an end_day'
        if (self.repair == "ramp") != (self.repair_days is not None):
            yield 'repair = "ramp" and repair_days go together'
        if self.repair == "ramp" and self.last_day is None:
            yield 'repair = "ramp" begins at end_day: give one'

    def _wrong_recurrence(self) -> Iterator[str]:
        every, lasts = self.every_days, self.lasts_hours
        if (every is None) != (lasts is None):
            yield "every_days and lasts_hours go together"
        if every is None or lasts is None:
            if self.until_day is not None or self.jitter > 0:
                yield "until_day and jitter belong to every_days"
            return
        if lasts >= every * 24:
            yield f"it lasts {lasts:g} h every {every:g} days: that is never open; leave both out"
        if self.until_day is not None and self.until_day <= self.start_day:
            yield f"until_day {self.until_day:g} is not after its start at day {self.start_day:g}"
        if self.last_day is not None:
            yield "end_day does not go with every_days: write until_day"
        if self.estimate_day is not None:
            yield "estimate_day does not go with every_days"


def _is_target(target: str) -> bool:
    """A kind with an id or a name; or a name alone, which the tables have to know."""
    kind, colon, name = target.partition(":")
    return bool(name.strip()) and kind in KINDS if colon else bool(kind.strip())
