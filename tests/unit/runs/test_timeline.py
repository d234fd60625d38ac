"""The story of a unit: what it waited for, how long, and when it closed, in plain words."""

import pytest
from tests import made

from eastflank import api
from eastflank.model.errors import PlannerError
from eastflank.runs.account import account_of
from eastflank.runs.stored import StoredRun
from eastflank.runs.timeline import Stories, unit_story
from eastflank.store.folder import LIKELY


def story(name: str, unit: str = "U1") -> list[str]:
    """What ``explain`` says of a unit of one of the small runs."""
    return api.explain(unit, made.run(name))


def lot(name: str, start: str, unit: str = "U1") -> str:
    """The sentence about the lots that begins so."""
    (line,) = [line for line in story(name, unit) if line.startswith(start)]
    return line


def test_a_unit_that_closed_tells_every_step() -> None:
    """Ready at 0, 26 h for a set, 6 h to load, 400 km in 8 h, 4 h to unload: 44 h."""
    assert story("ramp") == [
        (
            "U1, U1 (DE, 1 Bde): 100 troops, tier 1, priority 3 (1 goes first). "
            "It goes from A to B and is required by C+30.0."
        ),
        "All its lots were ready at C+0.0, held by nothing but C-day.",
        (
            "wheeled/00 (30 pieces): ready at C+0.0; loaded in 6.0 h; by train to B in 8.0 h; "
            "unloaded in 4.0 h; staged, present at C+0.8."
        ),
        (
            "wheeled/01 (30 pieces): ready at C+0.0; waited 6.0 h for a ramp at A; loaded in "
            "6.0 h; by train to B in 8.0 h; unloaded in 4.0 h; staged, present at C+1.0."
        ),
        (
            "wheeled/02 (30 pieces): ready at C+0.0; waited 26.0 h at A for free train; loaded in "
            "6.0 h; by train to B in 8.0 h; unloaded in 4.0 h; staged, present at C+1.8."
        ),
        "Longest: waited 26.0 h at A for free train; waited 6.0 h for a ramp at A.",
        (
            "What closed it last: wheeled/02, present at C+1.8, 44.0 h after it was ready: "
            "26.0 h waiting, 8.0 h on the way, 10.0 h loading, yards, transfer and unloading."
        ),
        "Enough of it was present at C+1.8; it took 0.0 h to integrate.",
        "Closed at C+1.8, 28.2 days in hand.",
    ]


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("U1", "held last by the end of its notice"),
        ("U2", "held last by the permission of Germany"),
        ("U3", "held last by the draw of its stored equipment"),
    ],
)
def test_a_unit_says_what_held_it_back_until_it_was_ready(unit: str, said: str) -> None:
    assert said in story("hosts", unit)[1]


def test_the_day_and_the_order_of_a_plan_are_told() -> None:
    """U1 leaves at 48 and is there at 66; U2 is sent after it."""
    assert "held last by the day of its plan, C+2.0" in story("plan")[1]
    assert "waited 2.8 days at A for U1 to close" in lot("plan", "wheeled", "U2")


def test_a_plan_that_was_given_up_says_why() -> None:
    assert "gave up its plan at A at C+0.2: no way while bridge is closed" in lot("void", "wheeled")


def test_a_unit_waits_for_movement_control_that_is_hit() -> None:
    said = "waited 2.0 days at A for movement control, hit by cyber"

    assert said in lot("control", "wheeled")


def test_lots_to_which_the_same_happened_are_told_together() -> None:
    assert "waiting for free train, to go by rail to B" in lot("short", "wheeled/03, 04, 05")


def test_lifts_that_did_the_same_are_told_once() -> None:
    """A column in two parts, one of which stayed for a repair."""
    assert "by march columns to Tapa in 25.1 h (in 2 lifts)" in lot("theatre", "wheeled", "U004")


def test_places_and_assets_have_their_names_and_a_late_unit_says_by_how_much() -> None:
    told = story("theatre", "U004")

    assert "waited 36.7 h at Bergen for free four-axle flats" in " ".join(told)
    assert told[-1] == "Closed at C+22.8, 4.8 days late."


# -- what is waited for on the way ----------------------------------------------------------------


def test_a_column_that_stands_before_a_closed_road_waits() -> None:
    """At N after 1 + 3 h, the road is closed until 110: 106 h, and 80 km of it in 2 h."""
    told = story("column")

    assert "4.4 days of it waiting for N–B to open, closed by bridge" in lot("column", "wheeled")
    assert "It never waited once it was ready." not in told
    assert (
        "What closed it last: wheeled/00, present at C+4.7, 4.7 days after it was ready: "
        "4.4 days waiting, 5.0 h on the way, 2.0 h loading, yards, transfer and unloading."
    ) in told


def test_a_ship_that_waits_for_a_lane_waits_once() -> None:
    """Loaded at 24, the lane opens at 80: 56 h in port and 10 h at sea."""
    told = lot("lane", "wheeled/00")

    assert (
        "by ship to Q in 2.8 days, 2.3 days of it waiting for P–Q to open, closed by mines" in told
    )
    assert told.count("mines") == 1


def test_crews_paths_and_locomotives_are_told_apart() -> None:
    """A path every 12 h; a crew changes in half an hour; the engine is 9 h away."""
    assert (
        "in 20.5 h, 12.0 h of it waiting for a path on A–M, 0.5 h of it waiting for a new crew"
    ) in lot("paths", "wheeled/01")
    assert "9.0 h of it waiting for a locomotive of diesel" in lot("engines", "wheeled/01")


def test_a_train_that_may_not_set_out_waits_for_a_holding_track() -> None:
    assert "a holding track after A–M" in lot("holding", "wheeled/03")


# -- it adds up -----------------------------------------------------------------------------------


def test_a_part_that_broke_down_does_not_count_as_staging() -> None:
    """1 + 3 + 1 h of the part, 12 h of repair, 1 + 2 h: 20 h; staging takes none of them."""
    told = story("breakdown")

    assert (
        "What closed it last: wheeled/00, present at C+0.8, 20.0 h after it was ready: "
        "12.0 h waiting, 5.0 h on the way, 3.0 h loading, yards, transfer and unloading."
    ) in told
    assert "a vehicle broke down, repaired in 12.0 h at N, and followed by itself" in " ".join(told)


@pytest.mark.parametrize("unit", ["U1", "U2"])
def test_a_closed_staging_area_is_no_queue_for_a_slot(unit: str) -> None:
    """Closed from 10 to 60; both units are there at 18 and 19."""
    told = " ".join(story("struck", unit))

    assert "for the staging area at B to open, closed by strike, and took 24.0 h" in told
    assert "integration slot" not in told


def test_who_waits_for_a_slot_of_an_open_area_waits_for_the_slot() -> None:
    """U1 integrates from 18 to 42, U2 is there at 19."""
    assert "waited 23.0 h for an integration slot at B" in " ".join(story("slots", "U2"))


# -- what still waits -----------------------------------------------------------------------------


def test_lots_that_wait_at_the_end_say_where_and_for_what() -> None:
    here, before, stuck = (lot("stranded", f"wheeled/0{number}") for number in range(3))

    assert here.endswith("at the end of the run at B since C+0.8, waiting for the rest of U1.")
    assert "at the end of the run at M since" in before
    assert before.endswith("waiting for M–B to open, closed by bridge.")
    assert stuck.endswith(
        "at A since C+1.5, without a way: no 1435 mm path to B while bridge is closed."
    )


def test_a_lot_that_is_worked_on_at_the_end_waits_for_nothing() -> None:
    assert lot("short", "wheeled/02").endswith("at the end of the run loading since C+2.2.")
    assert story("short")[-1] == "It had not closed by the end of the run."


def test_a_unit_that_never_got_ready_says_what_held_it() -> None:
    assert story("short", "U2")[1] == (
        "None of its lots got ready within the run, held last by the end of its notice."
    )


def test_an_unknown_unit_gets_the_nearest_spelling() -> None:
    with pytest.raises(PlannerError, match="Did you mean 'U1'"):
        api.explain("U-1", made.run("ramp"))


def test_a_unit_told_among_all_is_told_as_it_is_alone() -> None:
    run = StoredRun(made.run("theatre-cut"))
    account = account_of(run, LIKELY)
    stories = Stories(account)

    units = sorted(account.units["uln"].astype(str))

    assert len(units) > 3
    assert [stories.of(unit) for unit in units] == [unit_story(account, unit) for unit in units]
