"""Relaxing a constraint changes what its name says, and nothing else."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from tests.small import (
    HET,
    MARCH,
    asset_type,
    fleet,
    node,
    rail,
    road,
    scenario,
    sea,
    terminal,
    unit,
)
from tests.tables import BASELINE, replace_text, write_project

from eastflank.compile import compile_scenario
from eastflank.compile.relax import PLENTY, RELAXATIONS, UNLIMITED, relaxed
from eastflank.config import read_experiment
from eastflank.model.errors import CollectedError
from eastflank.model.ids import DistrictId, EvidenceKey, LinkId, NodeId
from eastflank.model.scenario import District, Readiness, Scenario, Sustainment

ROOT = Path(__file__).parents[3]
KINDS = [
    asset_type("flat6", "rail", {"heavy_tracked": 16}),
    asset_type("flat4", "rail", {"wheeled": 66, "tracked": 45}),
    asset_type("box", "rail", {"containers": 90}),
    asset_type("coach", "rail", {"people": 800}),
    asset_type("wide", "rail", {"tracked": 45}, gauge_mm=1520),
    HET,
    asset_type("bus", "road", {"people": 200}),
    asset_type("truck", "road", {"containers": 30}),
    asset_type("plane", "air", {"people": 180}),
    asset_type("ship", "sea", {"wheeled": 295, "tracked": 300}),
    MARCH,
]


def world() -> Scenario:
    """One of everything: two held and one to be called up of each type, one server each."""
    carriers = [kind for kind in KINDS if kind is not MARCH]
    return scenario(
        [node("a"), node("b", country="LT")],
        [
            rail("single", "a", "b", 100, tracks=1, train_km=0.6, train_t=1600.0),
            rail("double", "a", "b", 100, holding_tracks=4, train_km=0.74, train_t=2000.0),
            road("road", "a", "b", 100),
            sea("sea", "a", "b", 100),
        ],
        [
            terminal("railhead", "a", train_km=0.6),
            terminal("transfer_yard", "b", far_gauge_mm=1520, cranes=1),
            terminal("port", "a", staging_pieces=600.0),
            terminal("airfield", "a", open_h=6.0, close_h=22.0),
            terminal("staging_area", "b"),
        ],
        KINDS,
        [fleet(kind.id, "b" if kind.id == "wide" else "a", 2, callup=1) for kind in carriers],
        [unit("u", "a", "b", {"wheeled": [30]})],
    )


def differences(before: Scenario, after: Scenario) -> set[str]:
    """What differs, as ``table/id.column``; a row that is new as ``table/id``."""
    found: set[str] = set()
    for each in fields(Scenario):
        old, new = getattr(before, each.name), getattr(after, each.name)
        if isinstance(old, Mapping):
            found |= {f"{each.name}/{name}" for name in set(old) ^ set(new)}
            found |= set(_columns(each.name, old, new))
        elif each.name == "frame":
            found |= {f"frame.{f.name}" for f in fields(old) if _differs(old, new, f.name)}
        elif old != new:
            found.add(each.name)
    return found


def _columns(table: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    for key in set(old) & set(new):
        before, after = old[key], new[key]
        if before != after:
            assert is_dataclass(before)
            columns = [f.name for f in fields(before) if _differs(before, after, f.name)]
            yield from (f"{table}/{key}.{column}" for column in columns)


def _differs(old: object, new: object, name: str) -> bool:
    return bool(getattr(old, name) != getattr(new, name))


def fleets(*kinds: str) -> set[str]:
    """Fleets that are plentiful: how many, and since when."""
    columns = ("held", "callup", "held_ready_key")
    rows = {f"fleets/{kind}@a.{column}" for kind in kinds for column in columns}
    return rows | {"evidence/relaxed_at_once"}


def evidence(*keys: str) -> set[str]:
    """Rows of the evidence table that have another value than the hand world's fixed one."""
    return {f"evidence/{key}.{column}" for key in keys for column in ("low", "likely", "high")}


@pytest.fixture(scope="module")
def theatre() -> Scenario:
    """The shipped theatre."""
    return compile_scenario(read_experiment(ROOT / "experiments" / "baseline.toml"), ROOT)


LIMITS = ("train_km", "train_t")
WIDE = {f"fleets/wide@b.{column}" for column in ("held", "callup", "held_ready_key")}
CHANGES: dict[str, set[str]] = {
    "wagons-six-axle": fleets("flat6"),
    "wagons-four-axle": fleets("flat4") | WIDE,
    "wagons-container": fleets("box"),
    "coaches": fleets("coach"),
    "wagons": fleets("flat6", "flat4", "box", "coach") | WIDE,
    "het": fleets("het"),
    "buses": fleets("bus"),
    "trucks": fleets("truck"),
    "aircraft": fleets("plane"),
    "ships": fleets("ship"),
    "callup-delay": evidence("held_ready_rail", "callup_start_rail", "callup_ramp_rail"),
    "empties": {"free_empties", *evidence("road_empty_limit")},
    "hold-for-fill": evidence("rail_hold_for_fill", "sea_hold_for_fill", "air_hold_for_fill"),
    "ramps": {"terminals/railhead:a.servers"},
    "separations": {f"links/{name}.paths_per_day_each_way" for name in ("single", "double")},
    "single-track": {"links/single.tracks"},
    "holding-tracks": {"links/double.holding_tracks"},
    "train-limits": {
        *(f"links/{name}.{limit}" for name in ("single", "double") for limit in LIMITS),
        "terminals/railhead:a.train_km",
    },
    "crew-change": evidence("crew_change"),
    "out-of-gauge": evidence("out_of_gauge_meetings", "out_of_gauge_order"),
    "path-order": evidence("path_order"),
    "yards": evidence("train_prepare", "train_place"),
    "wagon-turn": evidence("wagon_turn"),
    "train-stand": evidence("train_stand"),
    "traction": {"districts/suwalki"},
    "border-stop": evidence("border_stop"),
    "transfer": {
        "terminals/transfer_yard:b.cranes",
        *evidence("gauge_transfer", "gauge_transfer_people"),
        "terminals/transfer_yard:b.servers",
        "terminals/transfer_yard:b.call_forward_limit",
        *WIDE,
        "evidence/relaxed_at_once",
    },
    "driving-hours": evidence("driving_hours_per_day", "march_day_start", "march_day_end"),
    "road-flow": evidence(*(f"packet_flow_{on}" for on in ("motorway", "two_lane", "local"))),
    "heavy-hours": {"heavy_road"},
    "column-gaps": evidence("packet_gap", "serial_gap", "extra_time"),
    "breakdown": evidence("breakdown_per_1000_km"),
    "airfield-hours": {"terminals/airfield:a.open_h", "terminals/airfield:a.close_h"},
    "ground-crews": evidence("airfield_crew_hours"),
    "block-time": evidence("air_block_extra"),
    "sustainment": {"sustainment"},
    "mog": {"terminals/airfield:a.servers"},
    "berths": {"terminals/port:a.servers"},
    "port-staging": {"terminals/port:a.staging_pieces"},
    "notice": {"frame.readiness"},
    "stored-kit": evidence("prepositioned_draw"),
    "permission": evidence("permission"),
    "call-forward": {
        f"terminals/{name}.call_forward_limit"
        for name in ("railhead:a", "transfer_yard:b", "port:a", "airfield:a", "staging_area:b")
    },
    "rsom": {*evidence("staging", "integration"), "terminals/staging_area:b.servers"},
}
BUSY: dict[str, float] = {  # rows of the hand world that relaxing would otherwise not change
    **dict.fromkeys(("held_ready_rail", "callup_start_rail", "callup_ramp_rail"), 48.0),
    **dict.fromkeys(("rail_hold_for_fill", "sea_hold_for_fill", "air_hold_for_fill"), 12.0),
    **dict.fromkeys(("staging", "integration", "permission", "prepositioned_draw"), 24.0),
    **dict.fromkeys(("border_stop", "crew_change", "train_stand", "wagon_turn"), 2.0),
    **dict.fromkeys(
        ("path_order", "train_prepare", "train_place", "packet_gap", "serial_gap"), 2.0
    ),
    **dict.fromkeys(("extra_time", "breakdown_per_1000_km", "air_block_extra"), 0.1),
    **dict.fromkeys(("out_of_gauge_meetings", "out_of_gauge_order"), 0.5),
    **dict.fromkeys(("road_empty_limit", "airfield_crew_hours"), 16.0),
}


def busy_world() -> Scenario:
    """The world where every constraint takes time; units follow their notice."""
    plain = world()
    rows = {
        key: replace(row, low=BUSY[key], likely=BUSY[key], high=BUSY[key]) if key in BUSY else row
        for key, row in plain.evidence.items()
    }
    frame = replace(plain.frame, readiness=Readiness.TIERS)
    suwalki = District(
        id=DistrictId("suwalki"), links=(LinkId("single"),), engines=1, home=NodeId("a")
    )
    supplies = Sustainment(
        depots={"LT": (NodeId("a"),)}, lot_pieces_max=30, piece_t=10.0, piece_km=0.0061
    )
    return replace(
        plain,
        evidence=rows,
        frame=frame,
        districts={suwalki.id: suwalki},
        sustainment=supplies,
    )


@pytest.mark.parametrize("name", RELAXATIONS)
def test_a_relaxation_changes_what_it_says_and_nothing_else(name: str) -> None:
    before = busy_world()

    after = relaxed(before, [name])

    assert differences(before, after) == CHANGES[name]


def test_every_relaxation_has_its_proof() -> None:
    assert set(CHANGES) == set(RELAXATIONS)


def test_plentiful_fleets_are_many_times_what_could_be_had_and_all_held() -> None:
    """Two held and one to be called up: three times ten, none to be called up."""
    changed = relaxed(world(), ["wagons-six-axle"]).fleets

    (six,) = [each for each in changed.values() if each.asset_type == "flat6"]
    assert (six.held, six.callup) == (3 * PLENTY, 0)


def test_what_is_unlimited_is_a_number_that_no_queue_reaches() -> None:
    after = relaxed(world(), ["ramps", "call-forward"]).terminals

    (ramp,) = [each for each in after.values() if each.kind == "railhead"]
    assert (ramp.servers, ramp.call_forward_limit) == (UNLIMITED, UNLIMITED)


def test_removed_rows_of_the_evidence_table_are_fixed() -> None:
    """A row that was drawn between 6, 24 and 72 h is 0 whatever the luck."""
    drawn = scenario([node("a")], [], [], [], [], [], permission=(6.0, 24.0, 72.0))

    row = relaxed(drawn, ["permission"]).evidence[EvidenceKey("permission")]

    assert [row.quantile(share) for share in (0.01, 0.5, 0.99)] == [0.0, 0.0, 0.0]


def test_a_road_without_a_limit_of_flow_takes_any_number_of_vehicles() -> None:
    rows = relaxed(world(), ["road-flow"]).evidence

    assert {row.likely for key, row in rows.items() if key.startswith("packet_flow")} == {math.inf}


def test_constraints_may_be_removed_together_in_any_order() -> None:
    both = ["ramps", "wagons"]

    assert relaxed(world(), both) == relaxed(world(), both[::-1])
    assert differences(world(), relaxed(world(), both)) == CHANGES["ramps"] | CHANGES["wagons"]


def test_no_name_removes_nothing() -> None:
    assert relaxed(world(), []) == world()


def test_an_experiment_may_remove_constraints(tmp_path: Path) -> None:
    write_project(tmp_path)
    experiment = read_experiment(tmp_path / BASELINE, ['relax.constraints=["ramps", "ramps"]'])

    whole = compile_scenario(read_experiment(tmp_path / BASELINE), tmp_path)
    without = compile_scenario(experiment, tmp_path)

    assert experiment.relax.constraints == ("ramps",)
    assert differences(whole, without) == {
        f"terminals/{name}.servers"
        for name in ("RH_BERGEN", "RH_GDYNIA", "RH_MOCKAVA", "RH15_KAUNAS")
    }


def test_a_name_that_is_not_there_gets_the_nearest_spelling(tmp_path: Path) -> None:
    write_project(tmp_path)
    replace_text(tmp_path, BASELINE, "[run]", '[relax]\nconstraints = ["ramp", "heat"]\n[run]')

    with pytest.raises(CollectedError) as refused:
        compile_scenario(read_experiment(tmp_path / BASELINE), tmp_path)

    spelt = {error.found: error.near for error in refused.value.errors}
    assert spelt == {
        "there is no constraint 'ramp'.": "ramps",
        "there is no constraint 'heat'.": "het",
    }
    assert all("relax.constraints" in error.where for error in refused.value.errors)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("wagons-six-axle", {"flat6_1435", "flat6_1520", "flat6_1668"}),
        ("wagons-four-axle", {"flat4_1435", "flat4_1520", "flat4_1668"}),
        ("wagons-container", {"container_1435", "container_1520", "container_1668"}),
        ("coaches", {"coach_1435", "coach_1520", "coach_1668"}),
        ("het", {"het"}),
        ("buses", {"bus"}),
        ("trucks", {"truck"}),
        ("aircraft", {"c17", "a400m", "c130", "airliner"}),
        ("ships", {"roro_civil", "roro_military", "ropax"}),
    ],
)
def test_fleets_are_named_as_the_shipped_tables_name_them(
    name: str, kinds: set[str], theatre: Scenario
) -> None:
    after = relaxed(theatre, [name]).fleets

    assert {each.asset_type for each in after.values() if theatre.fleets[each.id] != each} == kinds


def test_every_relaxation_is_documented() -> None:
    """The first cell of a row of docs/relax.md is a name in backquotes."""
    page = ROOT / "docs" / "relax.md"
    named = {
        line.split("`")[1]
        for line in page.read_text("utf-8").splitlines()
        if line.startswith("| `")
    }

    assert named == set(RELAXATIONS)
