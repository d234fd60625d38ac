"""What the tables say is what the scenario holds, in the model's units."""

import hashlib
import math
from pathlib import Path

import pytest
from tests.compiling import refused
from tests.tables import (
    BASELINE,
    EVIDENCE,
    FLEETS,
    FORCES,
    NETWORK,
    STAGING_AT_WARSZAWA,
    add_row,
    read_records,
    row_of,
    set_cell,
    write_project,
)

from eastflank.compile import compile_experiment, compile_scenario
from eastflank.compile.fleets import half_up
from eastflank.config import read_experiment
from eastflank.model.evidence import Distribution
from eastflank.model.ids import (
    AssetTypeId,
    EvidenceKey,
    FleetId,
    LinkId,
    NodeId,
    TerminalId,
    UnitId,
)
from eastflank.model.modes import Mode
from eastflank.model.scenario import CargoClass, Recurrence, Scenario

CUT = "experiments/cut.toml"
RAIL_SPEED = EvidenceKey("rail_speed")


def compiled(root: Path, file: str = BASELINE, *sets: str) -> Scenario:
    return compile_scenario(read_experiment(root / file, sets), root)


def test_days_become_hours(tmp_path: Path) -> None:
    scenario = compiled(write_project(tmp_path), BASELINE, "frame.warning_days=5")

    unit = scenario.units[UnitId("007")]
    assert (unit.notice_h, unit.required_delivery_h) == (240, 480)
    assert scenario.horizon_h == 1440
    assert scenario.frame.order_h == -120


def test_links_carry_the_particulars_of_their_mode(tmp_path: Path) -> None:
    links = compiled(write_project(tmp_path)).links

    rail, road, lane = links[LinkId("RL3")], links[LinkId("RD2")], links[LinkId("SE1")]
    assert (rail.mode, rail.gauge_mm, rail.tracks, rail.border) == (Mode.RAIL, 1520, 1, False)
    assert (road.mode, road.road_class, road.bridge_mlc, road.border) == (
        Mode.ROAD,
        "trunk",
        80,
        True,
    )
    assert (lane.mode, lane.passages, lane.limit_kmh) == (Mode.SEA, {}, 40)


def test_nodes_have_the_clock_of_their_country(tmp_path: Path) -> None:
    nodes = compiled(write_project(tmp_path)).nodes

    assert nodes[NodeId("PL_GDYNIA")].utc_offset_h == 1
    assert nodes[NodeId("LT_KAUNAS")].utc_offset_h == 2


def test_airfields_have_their_runway_and_other_terminals_none(tmp_path: Path) -> None:
    terminals = compiled(write_project(tmp_path)).terminals

    assert terminals[TerminalId("AF_KAUNAS")].runway_m == 3250
    assert terminals[TerminalId("PT_GDYNIA")].runway_m is None


def test_an_asset_holds_pieces_a_carrier_times_carriers(tmp_path: Path) -> None:
    assets = compiled(write_project(tmp_path)).asset_types

    flat = assets[AssetTypeId("flat_1435")]
    assert flat.capacity == {
        CargoClass.WHEELED: 45,
        CargoClass.TRACKED: 30,
        CargoClass.HEAVY_TRACKED: 30,
        CargoClass.CONTAINERS: 60,
    }
    assert flat.length_km == 0.6
    assert assets[AssetTypeId("c17")].range_km == 4400
    assert flat.range_km == math.inf


def test_factors_multiply_what_is_held_and_called_up(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    fleet = compiled(root, BASELINE, "fleets.factors.flat_1435=0.5").fleets[FleetId("FL_DE_FLAT")]

    assert (fleet.held, fleet.callup) == (3, 8)  # 2.5 and 7.5, a half goes up


@pytest.mark.parametrize(("number", "whole"), [(0.49, 0), (0.5, 1), (1.5, 2), (2.5, 3), (7, 7)])
def test_a_half_goes_up(number: float, whole: int) -> None:
    assert half_up(number) == whole


def test_evidence_comes_in_canonical_units(tmp_path: Path) -> None:
    evidence = compiled(write_project(tmp_path)).evidence

    staging, share = evidence[EvidenceKey("staging")], evidence[EvidenceKey("halts_share")]
    assert (staging.unit, staging.low, staging.likely, staging.high) == ("h", 12, 24, 48)
    assert (share.unit, share.likely) == ("share", 0.4)


def test_a_row_without_a_group_is_its_own_group(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    set_cell(root, EVIDENCE, row_of(root, EVIDENCE, "train_load"), "group", "terminals")

    evidence = compiled(root).evidence

    assert evidence[EvidenceKey("train_load")].group == "terminals"
    assert evidence[RAIL_SPEED].group == "rail_speed"


@pytest.mark.parametrize(
    ("sets", "low", "likely", "high", "shape"),
    [
        (["likely=60"], 30, 60, 70, "triangular"),
        (["fixed=33"], 33, 33, 33, "fixed"),
        (["distribution=fixed"], 50, 50, 50, "fixed"),
        (["low=80", "likely=90", "high=100"], 80, 90, 100, "triangular"),
        (["distribution=uniform", "high=55"], 30, 50, 55, "uniform"),
    ],
)
def test_an_experiment_changes_a_row_of_the_evidence(
    tmp_path: Path, sets: list[str], low: float, likely: float, high: float, shape: str
) -> None:
    root = write_project(tmp_path)

    scenario = compiled(root, BASELINE, *(f"assumptions.set.rail_speed.{text}" for text in sets))

    row = scenario.evidence[RAIL_SPEED]
    assert (row.low, row.likely, row.high) == (low, likely, high)
    assert row.distribution is Distribution(shape)


def test_an_override_is_in_the_unit_of_its_row(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    scenario = compiled(root, BASELINE, "assumptions.set.staging.fixed=3")

    assert scenario.evidence[EvidenceKey("staging")].likely == 72  # 3 days


def in_two_regimes(root: Path, key: str, **peace: str) -> None:
    """The row of ``key`` for a crisis, and one for peace with other values."""
    header, *rows = read_records(root, EVIDENCE)
    (found,) = (row for row in rows if row[0] == key)
    cells = dict(zip(header, found, strict=True))
    set_cell(root, EVIDENCE, row_of(root, EVIDENCE, key), "regime", "crisis")
    add_row(root, EVIDENCE, *{**cells, "regime": "peace", **peace}.values())


def test_the_regime_chooses_between_the_rows_of_a_key(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    in_two_regimes(root, "border_stop", low="2", likely="4", high="6")

    crisis, peace = compiled(root), compiled(root, BASELINE, "frame.regime=peace")

    assert crisis.evidence[EvidenceKey("border_stop")].likely == 24
    assert peace.evidence[EvidenceKey("border_stop")].likely == 96  # 4 days
    assert peace.evidence[RAIL_SPEED] == crisis.evidence[RAIL_SPEED]


def test_an_override_changes_the_row_of_the_regime_that_is_asked_for(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    in_two_regimes(root, "border_stop", low="2", likely="4", high="6")

    peace = compiled(
        root, BASELINE, "frame.regime=peace", "assumptions.set.border_stop.likely=5"
    ).evidence[EvidenceKey("border_stop")]

    assert (peace.low, peace.likely, peace.high) == (48, 120, 144)


def test_a_row_whose_likely_value_is_its_mean_peaks_elsewhere(tmp_path: Path) -> None:
    """(30 + 50 + 70) / 3 = 50; with 45 likely as mean the peak is 3 x 45 - 30 - 70 = 35."""
    root = write_project(tmp_path)
    set_cell(root, EVIDENCE, row_of(root, EVIDENCE, "rail_speed"), "likely_is", "mean")

    row = compiled(root, BASELINE, "assumptions.set.rail_speed.likely=45").evidence[RAIL_SPEED]

    assert (row.likely, row.peak) == (45, 35)


def test_fleets_name_rows_in_hours_and_factors(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    set_cell(root, f"{FLEETS}/mini.csv", 2, "callup_factor_key", "news_delay")

    (told,) = refused(root)

    assert told.startswith(f"{FLEETS}/mini.csv, row 2, column callup_factor_key: ")
    assert "'news_delay' is read in factor and in h. Name another row here." in told


@pytest.mark.parametrize("unit", ["d", "factor"])
def test_a_row_that_fleets_read_in_two_units_is_told_whichever_it_has(
    tmp_path: Path, unit: str
) -> None:
    root = write_project(tmp_path)
    set_cell(root, f"{FLEETS}/mini.csv", 2, "held_ready_key", "callup_factor_sea")
    set_cell(root, EVIDENCE, row_of(root, EVIDENCE, "callup_factor_sea"), "unit", unit)

    (told,) = (each for each in refused(root) if "nothing reads" not in each)

    assert told.startswith(f"{FLEETS}/mini.csv, row ")
    assert "'callup_factor_sea' is read in" in told


def test_a_row_in_another_unit_than_all_read_it_in_is_told_at_its_cell(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    row = row_of(root, EVIDENCE, "callup_factor_sea")
    set_cell(root, EVIDENCE, row, "unit", "d")

    (told,) = refused(root)

    assert told.startswith(f"{EVIDENCE}, row {row}, column unit: 'callup_factor_sea' is in d.")


def test_a_corridor_closes_its_links_and_terminals(tmp_path: Path) -> None:
    scenario = compiled(write_project(tmp_path), CUT)

    (cut,) = scenario.disruptions
    assert (cut.links, cut.terminals) == (("RD2", "RL2"), ("TY_MOCKAVA",))
    assert (cut.start_h, cut.end_h) == (192, math.inf)
    assert scenario.corridors["suwalki"] == ("RL2", "RD2", "TY_MOCKAVA")


def test_targets_of_all_kinds_add_up_without_doubles(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    targets = '["corridor:suwalki", "link:SE1", "terminal:PT_GDYNIA", "node:PL_GDYNIA"]'

    (cut,) = compiled(root, CUT, f"disruptions.suwalki.targets={targets}").disruptions

    assert cut.links == ("RD2", "RL2", "SE1")
    assert cut.terminals == ("PT_GDYNIA", "RH_GDYNIA", "TY_MOCKAVA")


def test_a_country_is_all_its_terminals_and_all_links_with_an_end_there(tmp_path: Path) -> None:
    targets = "disruptions.suwalki.targets=['country:LT']"

    scenario = compiled(write_project(tmp_path), CUT, targets)

    (cut,), nodes = scenario.disruptions, scenario.nodes
    there = [t.id for t in scenario.terminals.values() if nodes[t.node].country == "LT"]
    assert sorted(cut.terminals) == sorted(there)
    assert {"RD2", "RL2"} <= set(cut.links)
    assert "RD1" not in cut.links


@pytest.mark.parametrize(
    ("mode", "first", "kinds"),
    [
        ("rail", "RL", ("RH", "TY")),
        ("road", "RD", ()),
        ("sea", "SE", ("PT_",)),
        ("air", "", ("AF_",)),
    ],
)
def test_a_mode_is_all_its_links_and_terminals(
    tmp_path: Path, mode: str, first: str, kinds: tuple[str, ...]
) -> None:
    targets = f"disruptions.suwalki.targets=['mode:{mode}']"

    scenario = compiled(write_project(tmp_path), CUT, targets)

    (cut,) = scenario.disruptions
    assert set(cut.links) == {link for link in scenario.links if first and link.startswith(first)}
    assert set(cut.terminals) == {name for name in scenario.terminals if name.startswith(kinds)}


def test_a_disruption_keeps_all_that_is_said_of_it(tmp_path: Path) -> None:
    keys = {
        "targets": "['control', 'fleet:FL_DE_FLAT', 'assets:roro']",
        "severity": "0.5",
        "warning_days": "2",
        "chance": "0.25",
        "every_days": "3",
        "lasts_hours": "6",
        "until_day": "20",
        "jitter": "0.5",
        "announced_end": "'known'",
        "known": "false",
    }

    sets = [f"disruptions.suwalki.{key}={value}" for key, value in keys.items()]
    (cut,) = compiled(write_project(tmp_path), CUT, *sets).disruptions

    assert (cut.links, cut.terminals, cut.control) == ((), (), True)
    assert (cut.fleets, cut.asset_types) == (("FL_DE_FLAT",), ("roro",))
    assert cut.recurs == Recurrence(every_h=72.0, lasts_h=6.0, until_h=480.0, jitter=0.5)
    assert (cut.warning_h, cut.chance, cut.severity) == (48.0, 0.25, 0.5)


def swiss(root: Path) -> None:
    """A second road from Bergen to Gdynia, over Basel."""
    add_row(
        root,
        f"{NETWORK}/node.csv",
        "CH_BASEL",
        "Basel",
        "7.6",
        "47.6",
        "town",
        "CH",
        "",
        "wider",
        "A",
        "atlas",
    )
    for link, a, b, km, border, transit in (
        ("RD8", "DE_BERGEN", "CH_BASEL", "700", "CH-DE", ""),
        ("RD9", "DE_BERGEN", "PL_GDYNIA", "1900", "DE-PL", "CH"),
    ):
        add_row(
            root,
            f"{NETWORK}/link.csv",
            link,
            "",
            a,
            b,
            "0",
            km,
            "trunk",
            "road",
            "80",
            border,
            transit,
            "",
            "open",
            "B",
            "atlas",
        )
        add_row(root, f"{NETWORK}/road.csv", link, "trunk", "1", "80", "E", "atlas")


def test_links_through_a_country_that_forbids_transit_are_left_out(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    swiss(root)

    scenario = compiled(root)

    assert scenario.transit_forbidden == ("CH",)
    assert {"RD8", "RD9"}.isdisjoint(scenario.links)
    assert "RD1" in scenario.links


def test_links_through_a_country_that_allows_transit_stay(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    swiss(root)
    set_cell(root, f"{NETWORK}/country.csv", 5, "transit_allowed", "1")

    assert {"RD8", "RD9"} <= set(compiled(root).links)


def test_a_table_of_destinations_moves_lines(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / FORCES / "west.csv").write_text(
        "uln,destination_node_id,grade,source\n007,PL_WARSZAWA,E,study\n", encoding="utf-8"
    )
    add_row(root, f"{NETWORK}/terminal.csv", *STAGING_AT_WARSZAWA)

    scenario = compiled(root, BASELINE, "force.destinations=west")

    assert scenario.units[UnitId("007")].destination == "PL_WARSZAWA"
    assert scenario.units[UnitId("1e3")].destination == "LT_KAUNAS"


def test_every_file_that_was_read_has_its_digest(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    digests = compile_experiment(read_experiment(root / CUT), root).inputs

    toml = (root / BASELINE).read_bytes()
    assert digests[BASELINE] == hashlib.sha256(toml).hexdigest()
    assert {CUT, EVIDENCE, f"{NETWORK}/sources.csv", f"{FORCES}/nato.csv"} <= set(digests)
    assert len(digests) == 20


def test_what_is_odd_and_harmless_is_a_warning(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    cells = ["rail_sped", "", "t", "km/h", "1", "2", "3", "mode", "triangular", "luck"]
    row = add_row(root, EVIDENCE, *cells, "", "", "", "", "E", "study")

    short = "run.horizon_days=20"
    warnings = compile_experiment(read_experiment(root / BASELINE, [short]), root).warnings

    assert [str(warning) for warning in warnings] == [
        f"{EVIDENCE}, row {row}, column key: nothing reads 'rail_sped'. Did you mean 'rail_speed'?",
        f"--set {short}, run.horizon_days: the run ends at C+20, before the target of C+30.",
    ]


def test_to_lay_on_assets_where_no_staff_plans_is_a_warning(tmp_path: Path) -> None:
    root, ahead = write_project(tmp_path), "policy.lay_on_hours=24"

    of_a_staff, of_nobody = (
        compile_experiment(read_experiment(root / BASELINE, [ahead, dispatch]), root).warnings
        for dispatch in ("policy.dispatch=planned", "policy.dispatch=user-optimal")
    )

    nothing = "nothing is laid on: no staff plans under user-optimal dispatch."
    assert [str(warning) for warning in of_nobody] == [
        f"--set {ahead}, policy.lay_on_hours: {nothing}"
    ]
    assert list(of_a_staff) == []


def test_supplies_are_off_unless_asked_for_and_their_table_is_an_input(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    table = root / "experiments/supply.csv"
    rows = "LT,PL_GDYNIA,E,study\nLT,DE_BERGEN,E,study\n"
    table.write_text(f"country,depot_node_id,grade,source\n{rows}")
    on = read_experiment(root / BASELINE, ["sustainment.on=true"])

    rules = compile_scenario(on, root).sustainment

    assert compiled(root).sustainment is None
    assert (
        "experiments/supply.csv"
        not in compile_experiment(read_experiment(root / BASELINE), root).inputs
    )
    assert rules is not None
    assert rules.depots == {"LT": ("PL_GDYNIA", "DE_BERGEN")}
    assert (rules.lot_pieces_max, rules.piece_t) == (30, 14)
    assert math.isclose(rules.piece_km, 0.0061)
    digests = compile_experiment(on, root).inputs
    assert digests["experiments/supply.csv"] == hashlib.sha256(table.read_bytes()).hexdigest()
