"""J3 and J6 through the real input files: trains a day, tonnes a day, pipelines, a closed line.

Published figures round up to whole trains, or to tens; the exact one stands beside them.
"""

import math
from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.ids import EvidenceKey
from eastflank.model.modes import Mode
from eastflank.model.records import StageRecord
from eastflank.model.scenario import Scenario
from tests.small import arrivals, of, play
from tests.worlds import Part, asset, cargo, fleet, line, place, rail, railhead, world

ROOT = Path(__file__).parents[2]
SHORT_TON_T = 0.90718474
MILE_KM = 1.609344
ENDS = (*place("a"), *place("b", 2000, country="PL"))
TRAINS = (*asset("train", wheeled=30), *fleet("train", "a", 200), *fleet("train", "b", 200))


def trains(count: int, a: str = "a", b: str = "b") -> Part:
    """A unit of so many trainloads."""
    return line(f"from-{a}", a, b, wheeled=30 * count)


def a_day(hours: list[float]) -> float:
    """Events a day in the steady flow: the intervals between the first and the last."""
    return 24 * (len(hours) - 1) / (max(hours) - min(hours))


def entries(rows: list[StageRecord], link: str, towards: str = "") -> list[float]:
    """When trains entered a link."""
    return [
        row.work_h for row in of(rows, "link") if row.place == link and towards in ("", row.towards)
    ]


def short_tons_a_day(rows: list[StageRecord]) -> float:
    """Net tonnage delivered a day in the steady flow."""
    ends = [row.to_h for row in of(rows, "unload")]
    (train_t,) = {round(row.tonnes, 9) for row in of(rows, "unload")}
    return train_t / SHORT_TON_T * a_day(ends)


def net_trainload(short_tons: float) -> Part:
    """Wheeled pieces such that a train of 30 carries so many short tons."""
    return cargo("wheeled", piece_t=short_tons * SHORT_TON_T / 30)


# -- trains a day -----------------------------------------------------------------------------


@pytest.mark.parametrize(("paths", "share"), [(30, 1.0), (20, 0.5), (72, 0.4)])
def test_double_track_lets_the_share_of_its_paths_through_each_way(
    tmp_path: Path, paths: float, share: float
) -> None:
    """P x s a day: the rule of thumb of 30; 10; and a main line of ours at 0.4: 28.8 a day."""
    parts = (
        rail("ab", "a", "b", 2000, paths_per_day_each_way=paths),
        railhead("a"),
        railhead("b"),
        TRAINS,
        trains(40),
        trains(40, "b", "a"),
    )

    _, rows = play(world(tmp_path, ENDS, *parts, military_path_share=share))

    assert a_day(entries(rows, "ab", "b")) == pytest.approx(paths * share, abs=1e-9)
    assert a_day(entries(rows, "ab", "a")) == pytest.approx(paths * share, abs=1e-9)


def test_single_track_is_one_pool_of_twice_the_number(tmp_path: Path) -> None:
    """The rule of thumb: 10 each way, 20 a day together; one way alone may have all 20."""
    line_ab = rail("ab", "a", "b", 2000, paths_per_day_each_way=10, tracks=1)
    heads = (*railhead("a"), *railhead("b"))

    _, both = play(
        world(tmp_path / "two", ENDS, line_ab, heads, TRAINS, trains(20), trains(20, "b", "a"))
    )
    _, one = play(world(tmp_path / "one", ENDS, line_ab, heads, TRAINS, trains(40)))

    assert a_day(entries(both, "ab")) == pytest.approx(20.0, abs=1e-9)
    assert a_day(entries(one, "ab")) == pytest.approx(20.0, abs=1e-9)


def paths_a_day(theatre: Scenario) -> list[tuple[int, float]]:
    """Tracks and paths a day each way of each railway; one without a limit has no end of them."""
    return [
        (link.tracks, link.paths_per_day_each_way or math.inf)
        for link in theatre.links.values()
        if link.mode is Mode.RAIL
    ]


def train_density(passing_tracks: int, *, kmh: float, km: float) -> float:
    """TR0603: (NT + 1) / 2 x 24 h x speed / length, trains a day each way, not yet rounded."""
    return (passing_tracks + 1) / 2 * 24 * kmh / km


@pytest.fixture(scope="module")
def theatre() -> Scenario:
    return compile_scenario(read_experiment(ROOT / "experiments/baseline.toml"), ROOT)


def test_train_density_is_the_rule_behind_our_table(theatre: Scenario) -> None:
    """Exact beside published, which rounds up; and our single lines by the same formula.

    14 usable passing tracks on 110 mi at 10 mph: 16.36, published 17. 7 on 110 mi at 8 mph: 6.98,
    published 7. Ours: 2 on a block of 50 km at 25 km/h = 18 for a main single line.
    """
    dense = train_density(14, kmh=10 * MILE_KM, km=110 * MILE_KM)
    steep = train_density(7, kmh=8 * MILE_KM, km=110 * MILE_KM)
    main_line = train_density(2, kmh=25, km=50)

    assert (dense, steep) == pytest.approx((16.3636, 6.9818), abs=1e-4)
    assert (math.ceil(dense), math.ceil(steep)) == (17, 7)
    single = [paths for tracks, paths in paths_a_day(theatre) if tracks == 1]
    assert max(single) == pytest.approx(main_line, abs=1e-9)


def test_our_lines_stand_beside_the_rule_of_thumb(theatre: Scenario) -> None:
    """10 on single and 30 on double track a day each way, if nothing else is known.

    At the likely military share of 0.55 ours have at most 9.9 on single track, and on double track
    26 to 53 (1.8 times the rule, on the freight line of 96 paths); less only on a spur (5.5) and
    through the Channel (11).
    """
    share = theatre.evidence[EvidenceKey("military_path_share")].likely
    ours = {
        single: [paths * share for tracks, paths in paths_a_day(theatre) if (tracks == 1) is single]
        for single in (True, False)
    }

    assert max(ours[True]) <= 10.0
    assert max(ours[False]) <= 1.8 * 30
    assert sum(paths < 20.0 for paths in ours[False]) <= 3


# -- tonnes a day -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("net_st", "density", "published_st"),
    [(419, 15, 6285), (383, 17, 6511), (383, 13, 4979), (383, 10, 3830), (383, 11, 4213)],
)
def test_a_division_delivers_its_trainload_times_its_density(
    tmp_path: Path, net_st: float, density: float, published_st: float
) -> None:
    """NDT = NTL x TD in short tons: exact."""
    parts = (
        rail("ab", "a", "b", 2000, paths_per_day_each_way=density),
        railhead("a"),
        railhead("b"),
        TRAINS,
        trains(40),
        net_trainload(net_st),
    )

    _, rows = play(world(tmp_path, ENDS, *parts))

    assert short_tons_a_day(rows) == pytest.approx(published_st, rel=1e-9)


def test_three_divisions_in_series_deliver_what_the_worst_of_them_does(tmp_path: Path) -> None:
    """TD 10, 9, 11, NTL 383 st: end delivery 9 trains a day = 3,447 st: exact."""
    density = {"ap": 10, "pq": 9, "qb": 11}
    lines = [
        part
        for name, each_way in density.items()
        for part in rail(name, name[0], name[1], 700, paths_per_day_each_way=each_way)
    ]
    between = (*place("p", 700), *place("q", 1400))

    _, rows = play(
        world(
            tmp_path,
            ENDS,
            between,
            lines,
            railhead("a"),
            railhead("b"),
            TRAINS,
            trains(60),
            net_trainload(383),
        )
    )

    assert a_day([row.to_h for row in of(rows, "unload")]) == pytest.approx(9.0, abs=1e-9)
    assert short_tons_a_day(rows) == pytest.approx(3447.0, rel=1e-9)


# -- pipelines and a closed line --------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "ramps", "km", "load_h", "whole_h"),
    [(10, (1, 1), 2000, 6.0, 104.0), (30, (2, 1), 2350, 8.0, 175.0)],
)
def test_a_pipeline_takes_its_stages_once_and_its_slowest_stage_often(
    tmp_path: Path, count: int, ramps: tuple[int, int], km: float, load_h: float, whole_h: float
) -> None:
    """10 x 6 + 40 + 4 = 104 h; 15 pairs x 8 + 47 + 2 x 4 = 175 h."""
    far = (*place("a"), *place("b", km, country="PL"))
    parts = (rail("ab", "a", "b", km), railhead("a", ramps[0]), railhead("b", ramps[1]))

    end, rows = play(world(tmp_path, far, *parts, TRAINS, trains(count), train_load=load_h))

    assert max(arrivals(rows).values()) == pytest.approx(whole_h, abs=1e-9)
    assert end.end_h == pytest.approx(whole_h, abs=1e-9)


CLOSED = """
policy = {{ cut = "{policy}" }}
[[disruptions]]
id = "line"
targets = ["link:ab"]
start_day = {start}
end_day = {end}
"""


def one_train(root: Path, start_h: float, end_h: float, policy: str) -> float:
    """Loaded at 6, 40 h direct or 44 by C, off 4 h later; the direct line is closed for a time."""
    detour = (
        *place("c", 1000, north_km=300),
        *rail("ac", "a", "c", 1100),
        *rail("cb", "c", "b", 1100),
    )
    closed = CLOSED.format(policy=policy, start=start_h / 24, end=end_h / 24)
    parts = (rail("ab", "a", "b", 2000), detour, railhead("a"), railhead("b"), TRAINS, trains(1))
    _, rows = play(world(root, ENDS, *parts, toml=closed, news_delay=0))
    (hour,) = arrivals(rows).values()
    return hour


@pytest.mark.parametrize(("start_h", "end_h"), [(0, 3), (0, 6), (3, 9), (6, 12), (0, 48)])
def test_a_train_that_finds_its_line_closed_enters_when_it_opens(
    tmp_path: Path, start_h: float, end_h: float
) -> None:
    """Closed for [a, b): it enters at the later of 6 and b; so it loses at most b - a."""
    hour = one_train(tmp_path, start_h, end_h, "none")

    assert hour == pytest.approx(max(6.0, end_h) + 44.0, abs=1e-9)
    assert hour - 50.0 <= end_h - start_h


def test_a_train_that_finds_its_line_closed_takes_the_detour(tmp_path: Path) -> None:
    """4 h longer than the direct line, and 38 h shorter than to wait for an end that is unknown."""
    assert one_train(tmp_path, 3, 48, "reroute") == pytest.approx(54.0, abs=1e-9)
