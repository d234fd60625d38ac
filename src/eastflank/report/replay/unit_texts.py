"""The story of every unit of a run, told from its own rows and those of its lifts."""

from collections.abc import Sequence

from eastflank.runs.account import Account
from eastflank.runs.stored import StoredRun
from eastflank.runs.timeline import Stories, Story
from eastflank.runs.wording.names import plain


def unit_texts(run: StoredRun, units: Sequence[str]) -> dict[str, Story]:
    """What ``explain`` tells of each of these units."""
    told = run.told
    stories = Stories(
        Account(
            records=told.records,
            units=run.units,
            closures=told.closures,
            names=run.short_names,
            waiting=told.waiting,
        )
    )
    return {unit: stories.of(unit) for unit in units}


def as_object(story: Story) -> dict[str, object]:
    """A story as the panel beside the map shows it."""
    return {
        "opening": story.opening,
        "lots": [
            {
                "name": f"{plain(lot.cargo)} {', '.join(lot.ordinals)}",
                "pieces": lot.pieces,
                "steps": lot.steps,
                "last": any(f"{lot.cargo}/{each}" == story.last for each in lot.ordinals),
            }
            for lot in story.lots
        ],
        "closing": story.closing,
    }
