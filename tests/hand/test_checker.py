"""The checker finds each thing that can be wrong, and nothing in a good run."""

from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest

from eastflank.model.scenario import Scenario
from tests.checker import Facts, violations
from tests.facts_of import facts_of, frame_of
from tests.frames import number
from tests.small import (
    DAY_AND_NIGHT,
    HET,
    MARCH,
    TRAIN,
    asset_type,
    cut,
    fleet,
    node,
    play,
    rail,
    road,
    scenario,
    sea,
    terminal,
    unit,
)


def every_mode() -> Scenario:
    """Rail A - M - B (M - B one track, cut at 20) with a detour over D; beside it one of each.

    C - B by march and by HET, E - F by aircraft, P - Q by ship.
    """
    return scenario(
        [node(name) for name in "abcdmpq"] + [node("e", 0.0), node("f", 10.0)],
        [
            rail("am", "a", "m", 500),
            rail("mb", "m", "b", 500, tracks=1),
            rail("md", "m", "d", 400),
            rail("db", "d", "b", 400),
            road("cb", "c", "b", 320),
            sea("pq", "p", "q", 1850),
        ],
        [
            terminal("railhead", "a", 2),
            terminal("railhead", "b", 1),
            terminal("airfield", "e", 1, runway_m=3000.0),
            terminal("airfield", "f", 1, runway_m=3000.0),
            terminal("port", "p", 1),
            terminal("port", "q", 1),
        ],
        [
            TRAIN,
            HET,
            MARCH,
            asset_type("plane", "air", {"people": 100.0}, speed_kmh=800.0),
            asset_type("ship", "sea", {"wheeled": 100.0}, speed_kmh=37.0),
        ],
        [
            fleet("train", "a", 2),
            fleet("train", "m", 0, serves=("PL",)),
            fleet("het", "c", 2),
            fleet("plane", "e", 2),
            fleet("ship", "p", 2),
        ],
        [
            unit("tanks", "a", "b", {"heavy_tracked": [30, 30, 20]}),
            unit("guns", "c", "b", {"wheeled": [500, 500], "tracked": [2]}),
            unit("staff", "e", "f", {"people": [100, 150]}),
            unit("stores", "p", "q", {"wheeled": [100, 60]}),
        ],
        disruptions=(cut("mb", start=20.0, end=60.0),),
        theta=1.0,
        **DAY_AND_NIGHT,
    )


@cache
def good() -> tuple[pd.DataFrame, Facts]:
    """A good run, every mode in it, and the facts of its world."""
    world = every_mode()
    end, rows = play(world)
    assert end.waiting == ()
    return frame_of(rows), facts_of(world)


def test_a_good_run_has_no_violation_and_shows_every_mode() -> None:
    """Trains turn back, empties return, all four modes move, everything arrives."""
    frame, facts = good()

    assert violations(frame, facts) == []
    assert set(frame["stage"]) >= {"link", "flight", "voyage", "empty", "serve", "staging"}
    assert set(frame["asset_type"]) >= {"train", "het", "march", "plane", "ship"}
    turned = frame[(frame["place"] == "mb") & (frame["towards"] == "m") & (frame["pieces"] > 0)]
    assert len(turned) == 2


Spoil = Callable[[pd.DataFrame], pd.DataFrame]


def change(
    stage: str,
    to: dict[str, str | float],
    *,
    place: str = "",
    towards: str = "",
    asset_type: str = "",
    nth: int = 0,
    later_h: float = 0.0,
) -> Spoil:
    """Change cells of the ``nth`` row of a stage that fits, and let it end so much later."""
    fits = {"place": place, "towards": towards, "asset_type": asset_type}

    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        rows = frame[frame["stage"] == stage]
        for column, cell in fits.items():
            rows = rows[rows[column] == cell] if cell else rows
        at = rows.index[nth]
        frame.loc[at, "to_h"] = number(frame.loc[at, "to_h"]) + later_h
        for column, value in to.items():
            frame.loc[at, column] = value
        return frame

    return spoil


def without(stage: str, place: str) -> Spoil:
    """Leave out the first row of a stage at a place."""

    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        rows = frame[(frame["stage"] == stage) & (frame["place"] == place)]
        return frame.drop(index=rows.index[:1])

    return spoil


def twice(stage: str, place: str) -> Spoil:
    """Tell the first row of a stage at a place twice."""

    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        rows = frame[(frame["stage"] == stage) & (frame["place"] == place)]
        return pd.concat([frame, rows.iloc[[0]]])

    return spoil


SEEDED: dict[str, tuple[str, Spoil]] = {
    "a column half an hour after one of 500 vehicles": (
        "closer than the headway: cb from c",
        change("link", {"from_h": 1.0, "work_h": 1.2}, place="cb", asset_type="march", nth=1),
    ),
    "a column that passes another on the way": (
        "out too close behind another: cb from c",
        change("link", {}, place="cb", asset_type="march", nth=1, later_h=-0.4),
    ),
    "a train on single track against another": (
        "closer than the headway: mb",
        change("link", {"work_h": 16.2, "from_h": 16.2}, place="mb"),
    ),
    "a ramp that serves two": ("more than its servers: railhead:b", twice("serve", "railhead:b")),
    "a set that the fleet does not have": (
        "fleet above its count: train@a/007",
        lambda frame: frame.replace({"asset": {"train@a/001": "train@a/007"}}),
    ),
    "a set of a fleet that serves others": (
        "serves a nation that its fleet does not: train@m/000 carries tanks",
        lambda frame: frame.replace({"asset": {"train@a/000": "train@m/000"}}),
    ),
    "an aircraft that takes off before it is loaded": (
        "in two places at once: plane@e/000",
        change("flight", {"from_h": 1.0, "work_h": 1.0}),
    ),
    "an asset that jumps": ("places do not join", without("link", "md")),
    "a train into the closed link": (
        "enters a closed link",
        change("link", {"place": "mb"}, place="md", towards="d"),
    ),
    "a train that runs through the cut": (
        "crosses a link that closed under it",
        change("link", {"towards": "b", "to_h": 26.0}, place="mb", towards="m"),
    ),
    "a train that dawdles back": (
        "turns back too late",
        change("link", {}, place="mb", towards="m", later_h=3.0),
    ),
    "a train of 100 km/h": (
        "faster than free flow",
        change("link", {}, place="am", later_h=-5.0),
    ),
    "a lot that goes on from elsewhere": (
        "does not go on from where it was",
        change("transit", {"towards": "q"}, asset_type="het"),
    ),
    "a piece that falls off": (
        "pieces lost or doubled",
        change("unload", {"pieces": 99.0}, asset_type="ship"),
    ),
    "a lot that is staged before its second part": (
        "staged without all its pieces: staff/people/01",
        change("staging", {"pieces": 100.0}, place="f", nth=1),
    ),
    "a lot that is loaded twice": ("loads more than lies there", twice("load", "c")),
    "an airliner with guns": (
        "carries what it cannot: plane@e",
        change("load", {"lot": "guns/wheeled/00"}, asset_type="plane"),
    ),
    "a ship with more than its lanes": (
        "more than it holds",
        change("load", {"pieces": 101.0}, asset_type="ship"),
    ),
    "a stage that ends before it begins": (
        "time runs backwards",
        change("staging", {"to_h": 0.0}, place="b"),
    ),
}


@pytest.mark.parametrize("fault", SEEDED)
def test_a_seeded_fault_is_found_with_its_own_message(fault: str) -> None:
    message, spoil = SEEDED[fault]
    frame, facts = good()

    found = violations(spoil(frame.copy()).rename(columns=str), facts)

    assert any(line.startswith(message) for line in found), found


def test_a_lot_that_may_not_fly_or_leave_or_march_so_far_is_found() -> None:
    """The same run, in a world that forbids it."""
    frame, facts = good()
    lots = {name: lot | {"may_fly": False} for name, lot in facts["lots"].items()}
    late = {name: lot | {"leaves_h": 1000.0} for name, lot in facts["lots"].items()}

    grounded = violations(frame, {**facts, "lots": lots})
    too_early = violations(frame, {**facts, "lots": late})
    too_far = violations(frame, {**facts, "march_km": 319.0})

    assert {line.split(":")[0] for line in grounded} == {"flies what may not fly"}
    assert {line.split(":")[0] for line in too_early} == {"leaves before it may"}
    assert sorted(too_far) == [
        f"marches farther than the limit: guns/wheeled/0{lot} 320.0 km" for lot in (0, 1)
    ]
