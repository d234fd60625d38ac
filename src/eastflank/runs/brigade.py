"""The story of a brigade: when its battalions closed, and which of them it waited for."""

import math
from collections.abc import Iterator

import pandas as pd

from eastflank.model.errors import PlannerError
from eastflank.model.spelling import folded, nearest
from eastflank.runs.account import Account
from eastflank.runs.timeline import unit_story
from eastflank.runs.wording.names import Names
from eastflank.runs.wording.numbers import c_hour, count, listing


def story_of(account: Account, asked: str) -> list[str]:
    """The story of the unit or brigade that is called so."""
    units = account.units.astype({"uln": str, "name": str})
    brigades = [name for name in units["brigade"].fillna("").unique() if name]
    if asked in set(units["uln"]):
        return unit_story(account, asked).sentences
    wanted = folded(asked)
    named = [name for name in brigades if folded(name) == wanted]
    if named:
        return brigade_story(account, named[0])
    same = units["uln"].map(folded).eq(wanted) | units["name"].map(folded).eq(wanted)
    ulns = list(units.loc[same, "uln"])
    if len(ulns) == 1:
        return unit_story(account, ulns[0]).sentences
    if ulns:
        raise PlannerError(
            where="units.csv",
            found=f"{asked!r} is the name of {len(ulns)} units.",
            right=f"Give one of {', '.join(ulns)}.",
        )
    raise PlannerError(
        where="units.csv",
        found=f"no unit and no brigade {asked!r} in this run.",
        right="Units are named by the uln of the force list, or by their name.",
        near=nearest(asked, [*units["uln"], *brigades, *units["name"]]),
    )


def brigade_story(account: Account, brigade: str) -> list[str]:
    """What a brigade is, when each of its units closed, and the story of the last."""
    units = account.units.loc[account.units["brigade"] == brigade].astype({"uln": str})
    moving = units.loc[~units["in_place"].astype(bool)]
    closed = account.closures.set_index("unit")["closed_095_h"]
    hours = moving["uln"].map(closed).fillna(math.inf).astype(float)
    told = [_opening(brigade, units, account.names)]
    if not len(moving):
        return [*told, "All of it is in place already: shown, never counted among those who move."]
    last = str(moving["uln"].iloc[int(hours.to_numpy().argmax())])
    return [
        *told,
        _closing(brigade, hours),
        *_lines(moving, hours),
        f"The last of them, {last}:",
        *unit_story(account, last).sentences,
    ]


def _opening(brigade: str, units: pd.DataFrame, names: Names) -> str:
    ends = dict.fromkeys(units["destination_node_id"].astype(str))
    return (
        f"{brigade} ({listing(list(dict.fromkeys(units['nation'].astype(str))))}): "
        f"{len(units)} units with {count(units['personnel'].sum())} troops, to "
        f"{listing([names.place(end) for end in ends])}."
    )


def _closing(brigade: str, hours: pd.Series) -> str:
    """A brigade is closed when all its battalions are."""
    if math.isinf(hours.max()):
        late = int(hours.map(math.isinf).sum())
        return f"{brigade} does not close within the run: {late} of {len(hours)} units never do."
    return f"It closes at {c_hour(hours.max())}; its first unit closes at {c_hour(hours.min())}."


def _lines(moving: pd.DataFrame, hours: pd.Series) -> Iterator[str]:
    """A sentence for each unit, in the order in which they close."""
    told = zip(hours, moving["uln"], moving["name"], strict=True)
    for hour, uln, name in sorted(told):
        closed = f"closes at {c_hour(hour)}" if math.isfinite(hour) else "never closes"
        yield f"{uln}, {name}, {closed}."
