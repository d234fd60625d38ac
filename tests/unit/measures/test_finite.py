"""Fill, turn, empty running, crossings and every finite thing, in small runs that fit on paper."""

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests import made
from tests.frames import cells, line
from tests.rows import frame, row

from eastflank import api
from eastflank.cli.text.usage import THINGS as SHOWN
from eastflank.cli.text.usage import usage_text
from eastflank.measures.use.crossings import BY_COUNTRIES, border_crossings
from eastflank.measures.use.finite import THINGS, finite_things, most_at_once
from eastflank.measures.use.fleets import fleet_usage, kilometres, lift_fill, trains_per_day
from eastflank.measures.use.situation import Situation
from eastflank.measures.use.tables import usage_tables
from eastflank.measures.use.usage import asset_usage
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import Stage
from eastflank.runs.stored import StoredRun
from eastflank.runs.usage import usage_of
from eastflank.store.folder import LIKELY

LOT: dict[str, Any] = {"unit": "U1", "lot": "U1/wheeled/01", "pieces": 33.0, "tonnes": 297.0}


def things(name: str) -> pd.DataFrame:
    return (
        usage_of(StoredRun(made.run(name)), LIKELY)
        .tables["finite-things"]
        .set_index(["kind", "id"])
    )


def situation(name: str) -> Situation:
    return StoredRun(made.run(name)).situation


# -- fill, turn and empty running -----------------------------------------------------------------


def test_fill_is_pieces_over_the_room_for_them_over_all_lots_aboard() -> None:
    """Half a trainload leaves half empty; 22.5 and 7.5 pieces together fill one."""
    half, whole = (
        lift_fill(made.records(name), situation(name).capacities).loc["train"]
        for name in ("filling", "shared")
    )

    assert (half["mean_fill"], half["part_full"]) == (0.5, 1.0)
    assert (whole["mean_fill"], whole["part_full"]) == (1.0, 0.0)


def test_march_columns_have_no_fill() -> None:
    assert lift_fill(made.records("column"), situation("column").capacities).empty


def test_a_turn_is_from_load_to_load_in_the_mean_and_in_the_middle() -> None:
    """Loads at 0, 24, 48 and 168 h: turns of 1, 1 and 5 days; mean 7 / 3, median 1."""
    train: dict[str, Any] = {"asset": "F/000", "asset_type": "train"}
    rows = [
        row(Stage.TRANSIT, lift=f"t{hour}", hours=(hour, hour, hour + 10), **train, **LOT)
        for hour in (0, 24, 48, 168)
    ]

    usage = asset_usage(frame(rows)).iloc[0]

    assert usage["turn_days"] == pytest.approx(7 / 3)
    assert usage["turn_days_median"] == 1.0


def test_sets_that_carry_once_have_not_turned() -> None:
    assert math.isnan(asset_usage(made.records("paths")).iloc[0]["turn_days"])


def test_empty_kilometres_are_those_of_trains_that_carry_nothing() -> None:
    """Three trains over 400 km, one set back: a quarter of 1,600 km."""
    km = kilometres(made.records("ramp"), situation("ramp").links).loc["train"]

    assert (km["loaded_km"], km["empty_km"], km["empty_share"]) == (1200.0, 400.0, 0.25)


def test_the_fleet_table_puts_it_side_by_side() -> None:
    """Two sets in use for 38 and 32 h: 24 h loaded, 36 h at ramps with the queue, 8 h empty."""
    usage = fleet_usage(made.records("ramp"), situation("ramp")).iloc[0]

    assert (usage["asset_type"], usage["mode"]) == ("train", "rail")
    assert (usage["fleet"], usage["assets"], usage["loads"]) == (2, 2, 3)
    assert (usage["tonnes_per_load"], usage["load_h"], usage["unload_h"]) == (300.0, 6.0, 4.0)
    assert usage["speed_kmh"] == 50.0
    shares = usage[["loaded_share", "served_share", "empty_share_h", "idle_share"]].tolist()
    assert shares == pytest.approx([24 / 70, 36 / 70, 8 / 70, 2 / 70])


def test_trains_are_counted_on_the_day_that_they_set_out() -> None:
    """At 6 and 12, and at 32."""
    daily = trains_per_day(made.records("ramp"), situation("ramp").modes)

    assert daily[["day", "trains"]].to_numpy().tolist() == [[0, 2], [1, 1]]


# -- crossings ------------------------------------------------------------------------------------


def test_a_crossing_is_told_each_way_in_the_mean_and_on_the_peak_day() -> None:
    """Loaded to Poland on the days 0, 0 and 1; the one that comes back is empty."""
    table = border_crossings(made.records("ramp"), situation("ramp")).set_index("crossing")

    there, back = table.loc["DE>PL"], table.loc["PL>DE"]
    assert (there["loaded"], there["empty"]) == (3, 0)
    assert (there["loaded_per_day"], there["peak_per_day"]) == (1.5, 2)
    assert (back["loaded"], back["empty"], back["peak_per_day"]) == (0, 1, 0)
    assert table["link_id"].tolist() == ["AM", "MB", "MB", "AM"]


def test_who_stands_before_a_border_waits_there() -> None:
    """Two trains are loaded at 6, a path every hour."""
    table = border_crossings(made.records("slots"), situation("slots")).set_index("crossing")

    assert cells(table, "DE>PL", "mean_wait_h", "max_wait_h") == [0.5, 1.0]


def test_crossings_of_two_states_may_be_told_together() -> None:
    """A second railway between the same states would add its trains: here the table is doubled."""
    known = situation("ramp")
    second = known.links.loc[known.links["link_id"] == "AM"].assign(link_id="MB")
    both = replace(known, links=pd.concat([known.links.head(1), second]))

    table = border_crossings(made.records("ramp"), both, by=BY_COUNTRIES).set_index("crossing")

    assert (table.loc["DE>PL", "loaded"], table.loc["DE>PL", "peak_per_day"]) == (3, 2)


def test_crossings_are_means_over_replications_and_the_peak_of_any() -> None:
    folder = StoredRun(made.run("theatre"))
    runs = [folder.records(each) for each in folder.drawn]
    tables = [border_crossings(each, situation("theatre")).set_index("link_id") for each in runs]

    table = border_crossings(pd.concat(runs), situation("theatre")).set_index("link_id")

    for column, of_runs in (("loaded", pd.Series.mean), ("peak_per_day", pd.Series.max)):
        alone = pd.Series([each.loc[["RL8"], column].max() for each in tables])
        assert table.loc[["RL8"], column].max() == pytest.approx(of_runs(alone))


# -- every finite thing ---------------------------------------------------------------------------


def test_most_at_once_counts_spells_over_one_moment() -> None:
    """0–4, 1–3 and 3–5 of one thing: two at a time, since the second is gone at 3."""
    keys = pd.Series(["a", "a", "a", "b"])

    most = most_at_once(keys, pd.Series([0, 1, 3, 0]), pd.Series([4, 3, 5, 1]))

    assert most.to_dict() == {"a": 2, "b": 1}


def test_a_ramp_says_how_busy_it_was_and_who_stood_before_it() -> None:
    """One ramp: 0-6, 6-12 and 26-32; the second train stood 6 h."""
    ramp = line(things("ramp"), ("railhead", "railhead:A"))

    assert (ramp["capacity"], ramp["lifts"], ramp["busy_share"]) == (1, 3, 18 / 32)
    assert (ramp["wait_h"], ramp["max_wait_h"], ramp["longest_queue"]) == (6, 6, 1)
    assert ramp["mean_wait_h"] == 2.0


def test_slots_of_a_staging_area_are_those_of_units() -> None:
    """One slot: 18-42 and 42-66; the second unit was there at 19."""
    slot = line(things("slots"), ("staging_area", "staging_area:B"))

    assert (slot["capacity"], slot["busy_share"], slot["lifts"]) == (1, 1.0, 2)
    assert (slot["wait_h"], slot["max_wait_h"], slot["longest_queue"]) == (23, 23, 1)


def test_single_track_is_one_section_and_double_track_two() -> None:
    """20 paths a day each way, half of them military: 10 a way, and 20 for both on one track."""
    table = things("theatre")

    assert table.loc[("section", "RL8"), "capacity"] == 20.0
    assert table.loc[("section", "RL2 > DE_BERLIN"), "capacity"] == 10.0
    assert ("section", "RL2 > DE_BERGEN") in table.index


def test_who_stands_before_a_section_waits_there() -> None:
    section = line(things("paths"), ("section", "AM > M"))

    assert (section["capacity"], section["busy_share"], section["lifts"]) == (2, 1.0, 3)
    assert (section["wait_h"], section["max_wait_h"], section["longest_queue"]) == (36, 24, 2)


def test_holding_tracks_tell_who_stood_there_and_who_waited_for_a_place() -> None:
    """Three stand at M, 22.5, 45 and 22 h on one track each way; the fourth is kept out 50 h."""
    track = line(things("holding"), ("holding_track", "AM > M"))

    assert (track["capacity"], track["lifts"]) == (1, 3)
    assert track["busy_share"] == pytest.approx((22.5 + 45 + 22) / (80 - 9.5))
    assert (track["wait_h"], track["mean_wait_h"], track["longest_queue"]) == (50, 50, 1)
    assert "holding_track" not in things("paths").index.get_level_values("kind")


def test_a_road_has_no_trains_a_day() -> None:
    road = line(things("column"), ("section", "NB > B"))

    assert math.isnan(road["capacity"])
    assert math.isnan(road["busy_share"])
    assert road["wait_h"] == 106.0


def test_a_fleet_was_waited_for_by_lifts() -> None:
    """One train waited 26 h for a set; the sets were at work 68 of 70 h."""
    fleet = line(things("ramp"), ("fleet", "train"))

    assert (fleet["capacity"], fleet["lifts"], fleet["busy_share"]) == (2, 3, 68 / 70)
    assert (fleet["wait_h"], fleet["mean_wait_h"], fleet["longest_queue"]) == (26, 26 / 3, 1)


def test_two_lots_of_one_train_wait_as_one_lift_for_the_type_that_came() -> None:
    """They waited 20 and 10 h, for six-axle flats; four-axle ones came."""
    flat: dict[str, Any] = {"lift": "t1", "asset": "F/000", "asset_type": "train"}
    wanted = WaitCause(CauseKind.ASSET, "flat6")
    rows = [
        row(Stage.WAIT, hours=(since, 20, 20), cause=wanted, **flat, **{**LOT, "lot": f"U1/x/{n}"})
        for n, since in enumerate((0, 10))
    ]
    rows.append(row(Stage.TRANSIT, hours=(20, 20, 30), **flat, **LOT))

    table = finite_things(frame(rows), situation("ramp")).set_index(["kind", "id"])

    assert cells(table, ("fleet", "train"), "wait_h", "longest_queue") == [20, 1]


def test_call_forward_places_are_used_by_what_ends_there() -> None:
    """Of two trains that end at B one waited 18 h for its place."""
    place = line(things("calling"), ("call_forward", "railhead:B"))

    assert (place["capacity"], place["lifts"]) == (1, 2)
    assert (place["wait_h"], place["mean_wait_h"], place["longest_queue"]) == (18, 9, 1)


def test_what_is_waited_for_most_stands_first() -> None:
    waited = things("yard")["wait_h"]

    assert waited.is_monotonic_decreasing
    assert waited.head(3).to_dict() == {
        ("transfer_yard", "transfer_yard:Y"): 5 + 9,
        ("section", "AY > Y"): 1 + 2 + 3,
        ("railhead", "railhead:B"): 2 + 2,
    }


# -- as usage prints them -------------------------------------------------------------------------


def test_usage_tells_who_stood_on_holding_tracks_and_who_was_kept_out() -> None:
    lines = usage_text(api.usage(made.run("holding")), top=10).splitlines()

    at = lines.index("Holding tracks: who stood there, who was kept out")
    assert lines[at + 1].split("  ")[-1].strip() == "most at once"
    cells = lines[at + 2].split()
    assert cells[:5] == ["A–M", "(AM", ">", "M)", "1.0"]
    assert cells[-5:] == ["3", "50", "50.0", "50.0", "1"]  # stood, kept out, mean, longest, queue


def test_usage_prints_every_kind_of_finite_thing() -> None:
    assert {kind for kinds, _ in SHOWN.values() for kind in kinds} == set(THINGS)


def test_usage_names_what_was_waited_for_in_the_words_of_all_pages() -> None:
    text = usage_text(api.usage(made.run("yard")), top=10)

    assert "crane at Y" in text
    assert "ramp at B, unloading" in text
    assert "railhead railhead:B" not in text


def test_empty_records_have_empty_tables() -> None:
    tables = usage_tables(frame([]), situation("ramp"))

    assert {name: len(table) for name, table in tables.items()} == dict.fromkeys(tables, 0)
