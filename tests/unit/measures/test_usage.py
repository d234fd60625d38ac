"""Use of terminals, links and assets, flows, and modes, in small runs that fit on paper."""

from typing import Any

import pandas as pd
import pytest
from tests import made
from tests.frames import cells
from tests.rows import force, frame, row

from eastflank.measures.frames import country_of
from eastflank.measures.use.flows import air_flows, link_flows, places_used
from eastflank.measures.use.situation import Situation, modes_of
from eastflank.measures.use.usage import (
    asset_usage,
    crossings_per_day,
    entry_modes,
    link_usage,
    mode_of,
)
from eastflank.measures.use.waiting import halts_by_cause, waits_by_cause
from eastflank.model.errors import PlannerError
from eastflank.model.modes import Mode
from eastflank.model.records import Stage
from eastflank.runs.stored import StoredRun

MODES = {"train": "rail", "roro": "sea", "march": "road", "c17": "air"}
LOT: dict[str, Any] = {
    "unit": "U1",
    "lot": "U1/tracked/0",
    "pieces": 10.0,
    "tonnes": 300.0,
    "troops": 20,
}


def situation(name: str) -> Situation:
    return StoredRun(made.run(name)).situation


def test_links_are_counted_each_way_loaded_and_empty() -> None:
    """Three trains with cargo to M on the days 0, 0 and 1; one set comes back empty."""
    usage = link_usage(made.records("ramp"), modes=MODES).set_index(["link_id", "towards"])

    assert cells(usage, ("AM", "M"), "lifts", "loaded", "empty") == [3, 3, 0]
    assert cells(usage, ("AM", "A"), "lifts", "loaded", "empty") == [1, 0, 1]
    assert cells(usage, ("AM", "M"), "per_day", "peak_per_day") == [1.5, 2]


def test_a_train_that_stood_before_a_link_waited_for_it() -> None:
    """Loaded at 6, a path every 12 h: 0, 12 and 24 h."""
    usage = link_usage(made.records("paths"), modes=MODES).set_index(["link_id", "towards"])

    assert usage.loc[("AM", "M"), "mean_wait_h"] == 12.0


def test_crossings_are_told_by_day_as_means_over_replications() -> None:
    folder = StoredRun(made.run("theatre"))
    runs = [folder.records(each) for each in folder.drawn]
    modes = modes_of(folder.table("capacities"))

    daily = crossings_per_day(pd.concat(runs), ["RL8"], modes=modes)

    alone = [crossings_per_day(each, ["RL8"], modes=modes)["lifts"].sum() for each in runs]
    assert daily["lifts"].sum() == pytest.approx(sum(alone) / len(alone))
    assert set(daily["towards"]) == {"LT_MOCKAVA", "PL_SUWALKI"}


def test_assets_turn_from_load_to_load_and_idle_in_between() -> None:
    """Two sets; one is under way from 6 and again from 32. At work loaded 3 x 8 h, empty 8 h."""
    usage = asset_usage(made.records("ramp")).iloc[0]

    assert (usage["assets"], usage["loads"]) == (2, 3)
    assert usage["turn_days"] == 26 / 24
    assert (usage["loaded_h"], usage["empty_h"], usage["served_h"]) == (24.0, 8.0, 36.0)
    # until hour 44 from the first loads at 6 and 12: 38 + 32 h, of which 68 in use
    assert usage["idle_h"] == 38 + 32 - 24 - 8 - 36


def test_a_halt_for_a_repair_does_not_make_two_loads() -> None:
    """A platoon drives 0-4, halts to 9, drives to 12: one load, 7 h loaded."""
    het: dict[str, Any] = {"asset": "H1", "asset_type": "het", "lift": "h1"}
    legs = [
        row(Stage.TRANSIT, towards="M", hours=(0, 0, 4), **het, **LOT),
        row(Stage.TRANSIT, place="M", towards="B", hours=(9, 9, 12), **het, **LOT),
    ]

    usage = asset_usage(frame(legs)).iloc[0]

    assert (usage["loads"], usage["loaded_h"]) == (1, 7)


def test_a_column_is_as_long_under_way_as_its_last_vehicle() -> None:
    """Nine of ten drive on from N: 5 h; the tenth follows in 2 h: two loads, 7 h."""
    usage = asset_usage(made.records("breakdown")).iloc[0]

    assert (usage["loads"], usage["loaded_h"]) == (2, 7)


# -- modes ----------------------------------------------------------------------------------------


def test_troops_are_told_by_the_mode_that_last_brought_them_into_the_country() -> None:
    """A train takes them to the port, the ship to the country, a train of that country home."""
    folder = StoredRun(made.run("coast"))
    country = {"H": "DE", "P": "DE", "Q": "LT", "B": "LT"}

    table = entry_modes(
        folder.records(), folder.units, modes=situation("coast").modes, node_country=country
    )

    assert table.to_dict("records") == [
        {"destination_country": "LT", "mode": "sea", "troops": 0, "tonnes": 2000.0}
    ]


def test_every_piece_counts_by_the_mode_that_brought_it_in_last() -> None:
    """Nine pieces sail; one broke down before the port and comes by rail, after the others."""
    by_sea = {**LOT, "pieces": 9.0, "tonnes": 270.0, "troops": 18}
    by_rail = {**LOT, "pieces": 1.0, "tonnes": 30.0, "troops": 2}
    legs = [
        row(Stage.READY, **LOT),
        row(
            Stage.TRANSIT,
            place="DE_ROSTOCK",
            towards="LT_KLAIPEDA",
            hours=(0, 0, 30),
            lift="s1",
            asset_type="roro",
            **by_sea,
        ),
        row(
            Stage.TRANSIT,
            place="PL_ELK",
            towards="LT_KAUNAS",
            hours=(40, 40, 60),
            lift="t1",
            asset_type="train",
            **by_rail,
        ),
    ]

    table = entry_modes(frame(legs), force({"uln": "U1"}), modes=MODES).set_index("mode")

    assert table["troops"].to_dict() == {"rail": 2, "sea": 18}


@pytest.mark.parametrize("name", made.WORLDS)
def test_every_lift_has_the_mode_of_its_scenario(name: str) -> None:
    """Whatever an asset type is called: the table of what it carries says what it is."""
    world = made.WORLDS[name].make()
    rows = made.records(name)
    carried = rows.loc[rows["asset_type"] != "", "asset_type"]

    modes = mode_of(carried, situation(name).modes)

    expected = {kind: each.mode for kind, each in world.asset_types.items()}
    assert modes.tolist() == [expected.get(kind, Mode.ROAD) for kind in carried]


def test_a_type_that_no_table_has_is_a_mistake_and_no_train() -> None:
    with pytest.raises(PlannerError, match="no mode of a330mrtt"):
        mode_of(pd.Series(["train", "a330mrtt"]), MODES)


# -- flows and places -----------------------------------------------------------------------------


def test_flows_leave_out_empty_lifts_and_join_both_ways() -> None:
    flows = link_flows(made.records("ramp"), modes=MODES)

    assert flows[["link_id", "mode", "lifts", "tonnes"]].to_dict("records") == [
        {"link_id": "AM", "mode": "rail", "lifts": 3.0, "tonnes": 900.0},
        {"link_id": "MB", "mode": "rail", "lifts": 3.0, "tonnes": 900.0},
    ]


def test_sorties_of_a_pair_of_airfields_are_counted_together() -> None:
    flows = air_flows(made.records("field"))

    assert flows[["a", "b", "lifts"]].to_numpy().tolist() == [["A", "B", 2.0]]


def test_a_lift_with_several_lots_is_one_lift_at_its_place() -> None:
    """Two half trainloads of two units ride together."""
    used = places_used(made.records("shared"), modes=MODES).set_index("node_id")

    assert (used.loc["A", "lifts"], used.loc["A", "tonnes"]) == (1, 300.0)


@pytest.mark.parametrize(
    ("place", "country"),
    [("LT_RUKLA", "LT"), ("RH_LT_RUKLA", "LT"), ("RH15_LT_KAUNAS", "LT"), ("EYKA", "")],
)
def test_the_country_of_a_place(place: str, country: str) -> None:
    assert country_of(pd.Series([place])).tolist() == [country]


def test_empty_records_have_no_use() -> None:
    empty = frame([])

    for measure in (asset_usage, waits_by_cause, halts_by_cause, air_flows):
        assert len(measure(empty)) == 0
    assert len(link_usage(empty, modes=MODES)) == len(link_flows(empty, modes=MODES)) == 0
