"""Laws of the land of ports: however small it is, ports never lock each other."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from eastflank.engine.run import RunEnd
from eastflank.engine.state.world import World
from eastflank.model.ids import TerminalId
from eastflank.model.scenario import Disruption, Scenario
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    Force,
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
from tests.strategies import Drawn

TRAIN = asset_type("train", "rail", {"wheeled": 40.0, "tracked": 40.0})
SHIP = asset_type("ship", "sea", {"wheeled": 60.0, "tracked": 60.0}, speed_kmh=37.0)
FERRY = asset_type("ferry", "sea", {"wheeled": 100.0, "people": 100.0}, speed_kmh=41.0)
PLACES = "abcd"  # each a port with a town behind it: A, B, C, D


@st.composite
def archipelagos(draw: st.DrawFn) -> Drawn:
    """Four ports with lanes between all of them, and towns behind, some joined over land."""
    towns = [name.upper() for name in PLACES]
    links = [rail(f"{p}{p.upper()}", p, p.upper(), 100.0) for p in PLACES]
    links += [
        sea(f"{p}~{q}", p, q, draw(st.sampled_from([200.0, 400.0, 900.0])))
        for p in PLACES
        for q in PLACES
        if p < q
    ]
    if draw(st.booleans()):
        links += [road("land", "A", "B", 500.0), rail("track", "B", "C", 300.0)]
    land = st.sampled_from([1.0, 30.0, 60.0])
    limit = st.sampled_from([1, 2, 99])
    terminals = [
        *(terminal("railhead", x, 1, call_forward_limit=draw(limit)) for x in [*PLACES, *towns]),
        *(
            terminal("port", x, 1, staging_pieces=draw(land), call_forward_limit=draw(limit))
            for x in PLACES
        ),
    ]
    fleets = [fleet("train", x.upper(), 1) for x in PLACES]
    fleets += [fleet("ship", "a", 1), fleet("ferry", draw(st.sampled_from(PLACES)), 1)]
    world = scenario(
        [node(x) for x in [*PLACES, *towns]],
        links,
        terminals,
        [TRAIN, SHIP, FERRY, MARCH],
        fleets,
        draw(forces([*PLACES, *towns])),
        disruptions=draw(strikes()),
        horizon_h=20_000.0,
        news_delay=1.0,
        sea_hold_for_fill=draw(st.sampled_from([0, 24])),
        **DAY_AND_NIGHT,
    )
    return Drawn(world)


@st.composite
def forces(draw: st.DrawFn, places: list[str]) -> list[Force]:
    """Two to six units, each from one place to another."""
    pieces = st.lists(st.sampled_from([7.5, 30.0, 60.0, 150.0]), min_size=1, max_size=4)
    ends = st.lists(st.sampled_from(places), min_size=2, max_size=2, unique=True)
    found = []
    for name in "uvwxyz"[: draw(st.integers(2, 6))]:
        start, end = draw(ends)
        cargo = draw(st.sampled_from(["tracked", "wheeled"]))
        found.append(
            unit(name, start, end, {cargo: draw(pieces)}, priority=draw(st.integers(1, 3)))
        )
    return found


@st.composite
def strikes(draw: st.DrawFn) -> tuple[Disruption, ...]:
    """Up to two ports closed for some days."""
    return tuple(
        cut(
            id=f"strike {port}",
            terminals=(TerminalId(f"port:{port}"),),
            start=(start := draw(st.sampled_from([0.0, 20.0, 40.0, 70.0]))),
            end=start + draw(st.sampled_from([30.0, 200.0])),
        )
        for port in draw(st.lists(st.sampled_from(PLACES), max_size=2, unique=True))
    )


def played(world: Scenario) -> tuple[RunEnd, World]:
    last: list[World] = []

    def observe(at: World) -> None:
        last[:] = [at]

    end, _ = play(world, observe=observe)
    return end, last[0]


@given(drawn=archipelagos())
def test_ports_with_little_land_never_lock_each_other(drawn: Drawn) -> None:
    """Whoever has a way arrives, and then all land is free; a wider port strands nobody more."""
    world = drawn.world
    end, at = played(world)

    wide = {t.id: replace(t, staging_pieces=float("inf")) for t in world.terminals.values()}
    free, _ = played(replace(world, terminals=wide))

    assert {waiting.lot for waiting in end.waiting} == {waiting.lot for waiting in free.waiting}
    if not end.waiting:
        assert {s.taken for s in (*at.before_ships.values(), *at.off_ships.values())} == {0.0}
