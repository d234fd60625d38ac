"""Fill, turn, empty running, crossings and every finite thing, from records made by hand."""

import math
from dataclasses import replace

import pandas as pd
import pytest
from tests.records import frame, row

from eastflank.measures.use.crossings import BY_COUNTRIES, border_crossings
from eastflank.measures.use.finite import finite_things, most_at_once
from eastflank.measures.use.fleets import fleet_usage, kilometres, lift_fill, trains_per_day
from eastflank.measures.use.situation import Situation
from eastflank.measures.use.tables import usage_tables
from eastflank.measures.use.usage import asset_usage
from eastflank.model.records import HOLDING, Stage, StageRecord

FLAT = {"asset": "F/000", "asset_type": "flat4"}
LOT = {"unit": "U1", "lot": "U1/wheeled/01", "pieces": 33.0, "tonnes": 297.0}

SITUATION = Situation(
    terminals=pd.DataFrame(
        [
            ("RH_A", "railhead", 2, 6),
            ("TY_B", "transfer_yard", 1, 4),
            ("SA_B", "staging_area", 1, 9),
        ],
        columns=["terminal_id", "kind", "servers", "call_forward_limit"],
    ),
    fleets=pd.DataFrame(
        [("flat4", "rail", 3, 1), ("flat4", "rail", 2, 4), ("het", "road", 5, 5)],
        columns=["asset_type", "mode", "held", "callup"],
    ),
    links=pd.DataFrame(
        [
            ("L1", "rail", "P", "L", "PL", "LT", 50.0, 1, 12.0, True),
            ("L2", "rail", "L", "M", "LT", "LT", 100.0, 2, 24.0, False),
            ("R1", "road", "P", "L", "PL", "LT", 60.0, 2, None, True),
        ],
        columns=[
            "link_id", "mode", "a", "b", "a_country", "b_country", "length_km", "tracks",
            "paths_per_day_each_way", "border",
        ],
    ),
    capacities=pd.DataFrame(
        [("flat4", "wheeled", 66.0), ("flat4", "tracked", 45.0), ("het", "tracked", 16.0)],
        columns=["asset_type", "cargo", "pieces"],
    ),
    path_share=0.5,
)  # fmt: skip


def leg(lift: str, hour: float, lot: str = "U1/wheeled/01", pieces: float = 33.0) -> StageRecord:
    """A loaded train from hour ``hour``, ten hours on its way."""
    return row(
        Stage.TRANSIT, place="P", towards="L", lift=lift, unit="U1", lot=lot, pieces=pieces,
        hours=(hour, hour, hour + 10), tonnes=9.0 * pieces, **FLAT,
    )  # fmt: skip


def passage(
    lift: str, hours: tuple[float, float], *, link: str = "L1", to: str = "L", pieces: float = 33.0
) -> StageRecord:
    """A train that asks for a link, enters it and is out an hour later."""
    asked, entered = hours
    return row(
        Stage.LINK, place=link, towards=to, lift=lift, pieces=pieces,
        hours=(asked, entered, entered + 1), **FLAT,
    )  # fmt: skip


def things(*rows: StageRecord, situation: Situation = SITUATION) -> pd.DataFrame:
    return finite_things(frame(rows), situation).set_index(["kind", "id"])


# -- fill -----------------------------------------------------------------------------------------


def test_fill_is_pieces_over_the_room_for_them_over_all_lots_aboard() -> None:
    """33 of 66 wheeled and 22.5 of 45 tracked fill a train; 33 wheeled alone fill half of one."""
    rows = [leg("t1", 0), leg("t1", 0, "U1/tracked/01", 22.5), leg("t2", 50)]

    fill = lift_fill(frame(rows), SITUATION.capacities).loc["flat4"]

    assert fill["mean_fill"] == (1.0 + 0.5) / 2
    assert fill["part_full"] == 1 / 2


def test_march_columns_have_no_fill() -> None:
    column = row(Stage.TRANSIT, lift="r1", asset="r1", asset_type="march", **LOT)

    assert lift_fill(frame([column]), SITUATION.capacities).empty


# -- turn and empty running -----------------------------------------------------------------------


def test_a_turn_is_from_load_to_load_in_the_mean_and_in_the_middle() -> None:
    """Loads at 0, 24, 48 and 168 h: turns of 1, 1 and 5 days; mean 7 / 3, median 1."""
    rows = [leg(f"t{hour}", hour) for hour in (0, 24, 48, 168)]

    usage = asset_usage(frame(rows)).iloc[0]

    assert usage["turn_days"] == pytest.approx(7 / 3)
    assert usage["turn_days_median"] == 1.0


def test_turns_of_different_assets_are_not_mixed() -> None:
    """Two sets that load at 0 and 12 h have not turned."""
    rows = [leg("t1", 0), leg("t2", 12)._replace(asset="F/001")]

    assert math.isnan(asset_usage(frame(rows)).iloc[0]["turn_days"])


def test_empty_kilometres_are_those_of_trains_that_carry_nothing() -> None:
    """50 + 100 km loaded, 100 km and 50 km back empty: half."""
    rows = [
        passage("t1", (0, 0)),
        passage("t1", (1, 1), link="L2", to="M"),
        passage("t2", (9, 9), link="L2", pieces=0.0),
        passage("t2", (10, 10), to="P", pieces=0.0),
    ]

    km = kilometres(frame(rows), SITUATION.links).loc["flat4"]

    assert (km["loaded_km"], km["empty_km"], km["empty_share"]) == (150.0, 150.0, 0.5)


def test_the_fleet_table_puts_it_side_by_side() -> None:
    """One set: 8 h to load, 10 h under way over 50 km, 3 h to unload, 12 h back, 27 h in all."""
    rows = [
        row(Stage.LOAD, place="P", lift="t1", hours=(-8, -8, 0), **LOT, **FLAT),
        leg("t1", 0),
        passage("t1", (0, 0)),
        row(Stage.UNLOAD, place="L", lift="t1", hours=(10, 12, 15), **LOT, **FLAT),
        row(Stage.SERVE, place="RH_A", lift="t1", hours=(10, 12, 15), **FLAT),
        row(Stage.EMPTY, place="L", towards="P", hours=(15, 15, 27), **FLAT),
    ]

    usage = fleet_usage(frame(rows), SITUATION).iloc[0]

    assert (usage["asset_type"], usage["mode"]) == ("flat4", "rail")
    assert (usage["fleet"], usage["assets"], usage["loads"]) == (10, 1, 1)
    assert usage["tonnes_per_load"] == 297.0
    assert (usage["load_h"], usage["unload_h"], usage["speed_kmh"]) == (8.0, 3.0, 5.0)
    shares = usage[["loaded_share", "served_share", "empty_share_h", "idle_share"]].tolist()
    assert shares == pytest.approx([10 / 27, 5 / 27, 12 / 27, 0.0])


def test_trains_are_counted_on_the_day_that_they_set_out() -> None:
    rows = [leg("t1", 2), leg("t1", 2, "U1/tracked/01"), leg("t2", 5), leg("t3", 25)]

    daily = trains_per_day(frame(rows), SITUATION.modes)

    assert daily[["day", "trains"]].to_numpy().tolist() == [[0, 2], [1, 1]]


# -- crossings ------------------------------------------------------------------------------------


def test_a_crossing_is_told_each_way_in_the_mean_and_on_the_peak_day() -> None:
    """Loaded north on days 0, 0, 0 and 3: four over four days, peak three; one empty back."""
    rows = [
        *(passage(f"t{n}", (hour, hour + 2)) for n, hour in enumerate((0, 4, 8, 72))),
        passage("t9", (90, 90), to="P", pieces=0.0),
    ]

    table = border_crossings(frame(rows), SITUATION).set_index("crossing")

    north, south = table.loc["PL>LT"], table.loc["LT>PL"]
    assert (north["loaded"], north["empty"]) == (4, 0)
    assert (north["loaded_per_day"], north["peak_per_day"]) == (1.0, 3)
    assert (north["mean_wait_h"], north["max_wait_h"]) == (2.0, 2.0)
    assert (south["loaded"], south["empty"], south["peak_per_day"]) == (0, 1, 0)
    assert table["link_id"].tolist() == ["L1", "L1"]


def test_crossings_of_two_states_may_be_told_together() -> None:
    """Two links between PL and LT by rail: their trains of one day add up."""
    second = SITUATION.links.iloc[[0]].assign(link_id="L3")
    both = replace(SITUATION, links=pd.concat([SITUATION.links, second]))
    rows = [passage("t1", (0, 0)), passage("t2", (1, 1), link="L3")]

    table = border_crossings(frame(rows), both, by=BY_COUNTRIES)

    assert table[["crossing", "mode", "loaded", "peak_per_day"]].to_numpy().tolist() == [
        ["PL>LT", "rail", 2, 2]
    ]


def test_crossings_are_means_over_replications_and_the_peak_of_any() -> None:
    records = pd.concat(
        [
            frame([passage("t1", (0, 0)), passage("t2", (1, 1))], 0),
            frame([passage("t1", (0, 0)), passage("t2", (30, 30))], 1),
        ]
    )

    (line,) = border_crossings(records, SITUATION).to_dict("records")

    assert (line["loaded"], line["peak_per_day"]) == (2.0, 2.0)


# -- every finite thing ---------------------------------------------------------------------------


def test_most_at_once_counts_spells_over_one_moment() -> None:
    """0–4, 1–3 and 3–5 of one thing: two at a time, since the second is gone at 3."""
    keys = pd.Series(["a", "a", "a", "b"])

    most = most_at_once(keys, pd.Series([0, 1, 3, 0]), pd.Series([4, 3, 5, 1]))

    assert most.to_dict() == {"a": 2, "b": 1}


def test_a_ramp_says_how_busy_it_was_and_who_stood_before_it() -> None:
    """Two ramps, three trains from 0 to 12 h: 4 + 6 + 8 of 24 hours; one stood 4 h."""
    rows = [
        row(Stage.SERVE, place="RH_A", lift=f"t{n}", hours=hours, **FLAT)
        for n, hours in enumerate([(0, 0, 4), (0, 0, 6), (0, 4, 12)])
    ]

    ramp = things(*rows).loc[("ramp", "RH_A")]

    assert (ramp["capacity"], ramp["lifts"]) == (2, 3)
    assert ramp["busy_share"] == pytest.approx(18 / 24)
    assert (ramp["wait_h"], ramp["max_wait_h"], ramp["longest_queue"]) == (4, 4, 1)
    assert ramp["mean_wait_h"] == pytest.approx(4 / 3)


def test_slots_of_a_staging_area_are_those_of_units() -> None:
    rows = [
        row(Stage.INTEGRATION, place="SA_B", unit=unit, hours=hours)
        for unit, hours in {"U1": (0, 0, 10), "U2": (2, 10, 20), "U3": (3, 20, 30)}.items()
    ]

    slot = things(*rows).loc[("integration slot", "SA_B")]

    assert (slot["capacity"], slot["busy_share"], slot["lifts"]) == (1, 1.0, 3)
    assert (slot["wait_h"], slot["max_wait_h"], slot["longest_queue"]) == (8 + 17, 17, 2)


def test_single_track_is_one_section_and_double_track_two() -> None:
    """12 paths each way × half × 2 = 12 trains a day on one track; 24 × half each way on two."""
    rows = [
        passage("t1", (0, 0)),
        passage("t2", (0, 2), to="P"),
        passage("t3", (0, 4)),
        passage("t1", (5, 5), link="L2", to="M"),
        passage("t2", (5, 5), link="L2", to="L"),
    ]

    table = things(*rows)

    single = table.loc[("section", "L1")]
    assert (single["capacity"], single["lifts"]) == (12, 3)
    assert single["busy_share"] == pytest.approx(1.0)  # three trains two hours apart
    assert (single["wait_h"], single["longest_queue"]) == (6, 2)
    assert table.loc[("section", "L2 > M"), "capacity"] == 12
    assert table.loc[("section", "L2 > L"), "lifts"] == 1


def test_holding_tracks_tell_who_stood_there_and_who_waited_for_a_place() -> None:
    """Two places at the end of L1: t1 stands 1-11, t2 3-11, 18 of 20 h; t3 was kept out 8 h."""
    held = SITUATION.links.assign(holding_tracks=[2.0, None, None])
    rows = [
        passage("t1", (0, 0)),
        passage("t1", (1, 11), link="L2", to="M"),
        passage("t2", (2, 2)),
        passage("t2", (3, 11), link="L2", to="M"),
        passage("t3", (3, 11))._replace(waited_for=HOLDING),
    ]

    table = things(*rows, situation=replace(SITUATION, links=held))

    place = table.loc[("holding track", "L1")]
    assert (place["capacity"], place["lifts"], place["busy_share"]) == (2, 2, 0.9)
    assert (place["wait_h"], place["mean_wait_h"], place["longest_queue"]) == (8, 8, 1)
    assert "holding track" not in things(*rows).index.get_level_values("kind")


def test_a_road_has_no_trains_a_day() -> None:
    column = row(
        Stage.LINK, place="R1", towards="L", lift="r1", asset="r1", asset_type="march",
        pieces=20.0, hours=(0, 1, 3),
    )  # fmt: skip

    road = things(column).loc[("section", "R1 > L")]

    assert math.isnan(road["capacity"])
    assert math.isnan(road["busy_share"])
    assert road["wait_h"] == 1


def waited(lift: str, lot: str, hours: tuple[float, float], cause: str) -> StageRecord:
    since, until = hours
    return row(
        Stage.WAIT, place="P", lift=lift, unit="U1", lot=lot, hours=(since, until, until),
        waited_for=cause, **FLAT,
    )  # fmt: skip


def test_a_fleet_was_waited_for_by_lifts_not_by_lots() -> None:
    """One train for two lots that waited 20 and 10 h: a wait of 20 h; the set is out 10 of 10 h."""
    rows = [
        waited("t1", "U1/wheeled/01", (0, 20), "asset flat4"),
        waited("t1", "U1/wheeled/02", (10, 20), "asset flat4"),
        leg("t1", 20),
    ]

    fleet = things(*rows).loc[("fleet", "flat4")]

    assert (fleet["capacity"], fleet["lifts"], fleet["busy_share"]) == (10, 1, 1.0)
    assert (fleet["wait_h"], fleet["mean_wait_h"], fleet["longest_queue"]) == (20, 20, 1)


def test_where_several_types_would_do_the_wait_is_for_the_one_that_came() -> None:
    rows = [waited("t1", "U1/wheeled/01", (0, 20), "asset flat6"), leg("t1", 20)]

    assert things(*rows).loc[("fleet", "flat4"), "wait_h"] == 20


def test_call_forward_places_are_used_by_what_ends_there() -> None:
    """Of two trains that end at RH_A one waited 30 h for its place."""
    ends = [
        each
        for n, hour in enumerate((60.0, 70.0))
        for each in (
            row(Stage.UNLOAD, place="L", lift=f"t{n}", hours=(hour, hour, hour + 3), **LOT, **FLAT),
            row(Stage.SERVE, place="RH_A", lift=f"t{n}", hours=(hour, hour, hour + 3), **FLAT),
        )
    ]
    wait = waited("t0", "U1/wheeled/01", (0, 30), "call-forward RH_A")

    place = things(*ends, wait).loc[("call-forward place", "RH_A")]

    assert (place["capacity"], place["lifts"]) == (6, 2)
    assert (place["wait_h"], place["mean_wait_h"], place["longest_queue"]) == (30, 15, 1)


def test_what_is_waited_for_most_stands_first() -> None:
    rows = [
        row(Stage.SERVE, place="TY_B", lift="t1", hours=(0, 9, 12), **FLAT),
        row(Stage.SERVE, place="RH_A", lift="t1", hours=(20, 21, 23), **FLAT),
        passage("t1", (12, 15)),
        leg("t1", 12),
    ]

    assert things(*rows)["wait_h"].to_dict() == {
        ("transfer track", "TY_B"): 9,
        ("section", "L1"): 3,
        ("ramp", "RH_A"): 1,
        ("fleet", "flat4"): 0,
    }
    assert things(*rows)["wait_h"].is_monotonic_decreasing


def test_empty_records_have_empty_tables() -> None:
    tables = usage_tables(frame([]), SITUATION)

    assert {name: len(table) for name, table in tables.items()} == dict.fromkeys(tables, 0)
