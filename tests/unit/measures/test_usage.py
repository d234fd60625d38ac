"""Use of finite things, flows and waits, worked out by hand."""

import pandas as pd
import pytest
from tests.records import force, frame, row

from eastflank.measures.frames import country_of
from eastflank.measures.use.flows import air_flows, link_flows, places_used
from eastflank.measures.use.usage import (
    asset_usage,
    crossings_per_day,
    entry_modes,
    link_usage,
    mode_of,
    terminal_usage,
)
from eastflank.measures.use.waiting import kind_of, waits_by_cause, waits_by_kind
from eastflank.model.records import Stage, StageRecord

TRAIN = {"lift": "t1", "asset": "A1", "asset_type": "flat4_1435"}
LOT = {"unit": "U1", "lot": "U1/tracked/0", "pieces": 10.0, "tonnes": 300.0, "troops": 20}


def test_a_terminal_is_busy_while_its_servers_work() -> None:
    serve = [
        row(Stage.SERVE, place="RH_A", hours=(0, 0, 4), **TRAIN),
        row(Stage.SERVE, place="RH_A", hours=(2, 4, 8), **TRAIN),
    ]
    terminals = pd.DataFrame({"terminal_id": ["RH_A"], "servers": [2]})

    usage = terminal_usage(frame(serve), terminals).iloc[0]

    assert usage["lifts"] == 2
    assert usage["mean_wait_h"] == 1.0
    assert usage["max_wait_h"] == 2.0
    assert usage["busy_share"] == 8 / (2 * 8)


def link(way: str, day: int, *, loaded: bool) -> StageRecord:
    cargo = {"pieces": 10.0, "tonnes": 100.0} if loaded else {}
    hour = 24.0 * day
    return row(
        Stage.LINK, place="L1", towards=way, hours=(hour, hour + 1, hour + 2), **TRAIN, **cargo
    )


def test_links_are_counted_each_way_loaded_and_empty() -> None:
    rows = [link("B", 0, loaded=True), link("B", 0, loaded=True), link("B", 3, loaded=True),
            link("A", 1, loaded=False)]  # fmt: skip

    usage = link_usage(frame(rows)).set_index("towards")

    assert usage.loc["B", ["lifts", "loaded", "empty"]].tolist() == [3, 3, 0]
    assert usage.loc["A", ["lifts", "loaded", "empty"]].tolist() == [1, 0, 1]
    assert usage.loc["B", "per_day"] == 3 / 4  # days 0 to 3
    assert usage.loc["B", "peak_per_day"] == 2
    assert usage.loc["B", "mean_wait_h"] == 1.0


def test_crossings_are_told_by_day_as_means_over_replications() -> None:
    records = pd.concat(
        [frame([link("B", 2, loaded=True)], 0), frame([link("A", 5, loaded=False)], 1)]
    )

    daily = crossings_per_day(records, ["L1"])

    assert daily[["towards", "day", "loaded", "lifts"]].to_dict("records") == [
        {"towards": "A", "day": 5, "loaded": False, "lifts": 0.5},
        {"towards": "B", "day": 2, "loaded": True, "lifts": 0.5},
    ]


def test_assets_turn_from_load_to_load_and_idle_in_between() -> None:
    legs = [
        row(Stage.TRANSIT, towards="B", hours=(h, h, h + 10), **{**TRAIN, "lift": lift}, **LOT)
        for lift, h in (("t1", 0), ("t2", 48))
    ]
    back = row(Stage.EMPTY, place="B", towards="A", asset="A1", asset_type="flat4_1435",
               hours=(10, 10, 18))  # fmt: skip

    usage = asset_usage(frame([*legs, back])).iloc[0]

    assert usage["assets"] == 1
    assert usage["loads"] == 2
    assert usage["turn_days"] == 2.0
    assert usage["loaded_h"] == 20
    assert usage["empty_h"] == 8
    assert usage["idle_h"] == 58 - 20 - 8  # until hour 58


def test_a_wait_is_weighted_with_what_waits() -> None:
    wait = row(Stage.WAIT, hours=(0, 48, 48), waited_for="asset flat4_1435", **LOT)

    table = waits_by_cause(frame([wait])).iloc[0]

    assert (table["cause"], table["kind"]) == ("asset flat4_1435", "lift")
    assert table["lot_hours"] == 48
    assert table["troop_days"] == 2 * 20
    assert table["tonne_days"] == 2 * 300


def test_queues_without_a_named_cause_are_those_of_their_place() -> None:
    rows = [
        row(Stage.UNLOAD, place="LT_RUKLA", hours=(0, 5, 9), **LOT),
        row(Stage.INTEGRATION, place="SA_LT", unit="U1", hours=(0, 3, 40), troops=500),
        row(Stage.STRANDED, place="PL_ELK", hours=(0, 0, 7), waited_for="no open way", **LOT),
    ]

    hours = waits_by_cause(frame(rows)).set_index("cause")["lot_hours"].to_dict()

    assert hours == {"no open way": 7, "unloading at LT_RUKLA": 5, "integration at SA_LT": 3}


def test_lots_that_still_wait_at_the_end_are_counted() -> None:
    records = frame([row(Stage.READY, hours=(0, 0, 24), **LOT)])
    open_lots = [{"lot": "U1/tracked/0", "for_what": "lift by rail", "since_h": 24.0}]

    table = waits_by_cause(records, open_lots, end_h=72.0).iloc[0]

    assert table["lot_hours"] == 48
    assert table["tonne_days"] == 600
    assert table["open_lots"] == 1


def test_kinds_sum_their_causes() -> None:
    rows = [row(Stage.WAIT, hours=(0, h, h), waited_for=f"terminal RH_{h}", **LOT) for h in (1, 2)]

    kinds = waits_by_kind(waits_by_cause(frame(rows)))

    assert kinds[["kind", "lot_hours"]].to_dict("records") == [{"kind": "loading", "lot_hours": 3}]
    assert kind_of("call-forward RH_LT_RUKLA") == "call-forward"


def test_troops_are_told_by_the_mode_that_last_brought_them_into_the_country() -> None:
    legs = [
        row(Stage.TRANSIT, place="DE_ROSTOCK", towards="LT_KLAIPEDA", hours=(0, 0, 30),
            lift="s1", asset_type="roro_civil", **LOT),
        row(Stage.TRANSIT, place="LT_KLAIPEDA", towards="LT_RUKLA", hours=(40, 40, 50),
            lift="m1", asset_type="march", **LOT),
    ]  # fmt: skip

    table = entry_modes(frame(legs), force({"uln": "U1"}))

    assert table.to_dict("records") == [
        {"destination_country": "LT", "mode": "sea", "troops": 20, "tonnes": 300.0}
    ]


def test_every_piece_counts_by_the_mode_that_brought_it_in_last() -> None:
    """Nine pieces sail; one broke down before the port and comes by rail, after the others."""
    by_sea = {**LOT, "pieces": 9.0, "tonnes": 270.0, "troops": 18}
    by_rail = {**LOT, "pieces": 1.0, "tonnes": 30.0, "troops": 2}
    legs = [
        row(Stage.READY, **LOT),
        row(Stage.TRANSIT, place="DE_ROSTOCK", towards="LT_KLAIPEDA", hours=(0, 0, 30),
            lift="s1", asset_type="roro_civil", **by_sea),
        row(Stage.TRANSIT, place="PL_ELK", towards="LT_KAUNAS", hours=(40, 40, 60),
            lift="t1", asset_type="flat4_1435", **by_rail),
    ]  # fmt: skip

    table = entry_modes(frame(legs), force({"uln": "U1"})).set_index("mode")

    assert table["troops"].to_dict() == {"rail": 2, "sea": 18}


def test_a_halt_for_a_repair_does_not_make_two_loads() -> None:
    """A platoon drives 0-4, halts to 9, drives to 12: one load, 7 h loaded."""
    het = {"asset": "H1", "asset_type": "het", "lift": "h1"}
    legs = [
        row(Stage.TRANSIT, towards="M", hours=(0, 0, 4), **het, **LOT),
        row(Stage.REPAIR, place="M", hours=(4, 9, 9), waited_for="breakdown", **het, **LOT),
        row(Stage.TRANSIT, place="M", towards="B", hours=(9, 9, 12), **het, **LOT),
    ]

    usage = asset_usage(frame(legs)).iloc[0]
    waits = waits_by_cause(frame(legs)).iloc[0]

    assert (usage["loads"], usage["loaded_h"]) == (1, 7)
    assert (waits["cause"], waits["lot_hours"]) == ("breakdown", 5)


def test_a_column_is_as_long_under_way_as_its_last_vehicle() -> None:
    """Ten leave at 0; one falls out at 3, nine arrive at 8: 8 h, and one load."""
    column = {"asset": "m1", "asset_type": "march", "lift": "m1"}
    legs = [
        row(Stage.TRANSIT, towards="M", hours=(0, 0, 3), **column, **{**LOT, "pieces": 1.0}),
        row(Stage.TRANSIT, towards="B", hours=(0, 0, 8), **column, **{**LOT, "pieces": 9.0}),
    ]

    usage = asset_usage(frame(legs)).iloc[0]

    assert (usage["loads"], usage["loaded_h"]) == (1, 8)


def test_flows_leave_out_empty_lifts_and_join_both_ways() -> None:
    rows = [link("B", 0, loaded=True), link("A", 1, loaded=True), link("A", 2, loaded=False)]

    flows = link_flows(frame(rows))

    assert flows[["link_id", "mode", "lifts"]].to_dict("records") == [
        {"link_id": "L1", "mode": "rail", "lifts": 2.0}
    ]


def test_sorties_of_a_pair_of_airfields_are_counted_together() -> None:
    flights = [
        row(Stage.FLIGHT, place=a, towards=b, troops=100, lift=a, asset="P", asset_type="c17")
        for a, b in (("X", "Y"), ("Y", "X"))
    ]

    assert air_flows(frame(flights))[["a", "b", "lifts"]].to_numpy().tolist() == [["X", "Y", 2.0]]


def test_a_lift_with_several_lots_is_one_lift_at_its_place() -> None:
    loads = [
        row(Stage.LOAD, place="A", **TRAIN, **{**LOT, "lot": f"U1/tracked/{n}"}) for n in (0, 1)
    ]

    used = places_used(frame(loads)).iloc[0]

    assert used["lifts"] == 1
    assert used["tonnes"] == 600


@pytest.mark.parametrize(
    ("asset_type", "mode"),
    [("flat6_1520", "rail"), ("march", "road"), ("airliner", "air"), ("roro_military", "sea")],
)
def test_the_mode_of_an_asset_type(asset_type: str, mode: str) -> None:
    assert mode_of(pd.Series([asset_type])).tolist() == [mode]


@pytest.mark.parametrize(
    ("place", "country"),
    [("LT_RUKLA", "LT"), ("RH_LT_RUKLA", "LT"), ("RH15_LT_KAUNAS", "LT"), ("EYKA", "")],
)
def test_the_country_of_a_place(place: str, country: str) -> None:
    assert country_of(pd.Series([place])).tolist() == [country]


def test_empty_records_have_no_use() -> None:
    empty = frame([])

    for measure in (terminal_usage, link_usage, asset_usage, waits_by_cause, link_flows, air_flows):
        assert len(measure(empty)) == 0
