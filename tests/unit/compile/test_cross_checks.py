"""What no table alone can know: errors between the experiment and its tables."""

# ruff: noqa: E501  a spoilt cell and its message read best on one line

from pathlib import Path

import pytest
from tests.compiling import Broken, cell, compiled, refused
from tests.tables import (
    BASELINE,
    EVIDENCE,
    FLEETS,
    FORCES,
    NETWORK,
    drop_row,
    replace_text,
    row_of,
    set_cell,
    write_project,
)

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.errors import CollectedError
from eastflank.model.ids import EvidenceKey, LinkId

CUT = "experiments/cut.toml"
FORCE = f"{FORCES}/nato.csv"
POOLS = f"{FLEETS}/mini.csv"


def misspell(root: Path) -> None:
    set_cell(root, EVIDENCE, row_of(root, EVIDENCE, "news_delay"), "key", "news_delays")


def in_hours(root: Path) -> None:
    set_cell(root, EVIDENCE, row_of(root, EVIDENCE, "rail_speed"), "unit", "h")


def endless_night(root: Path) -> None:
    for column in ("low", "likely", "high"):
        set_cell(root, EVIDENCE, row_of(root, EVIDENCE, "march_day_end"), column, "6")


def nobody(root: Path) -> None:
    set_cell(root, FORCE, 3, "personnel", "0")
    for column in ("wheeled", "containers"):
        set_cell(root, f"{FORCES}/unit_types.csv", 3, column, "0")


def carries_nothing(root: Path) -> None:
    path = root / f"{FORCES}/loading.csv"
    kept = [line for line in path.read_text().splitlines() if ",truck," not in line]
    path.write_text("\n".join(kept) + "\n")


TABLES = [
    Broken(
        "evidence that is missing",
        misspell,
        EVIDENCE,
        "the key 'news_delay' is missing. The model reads it in h. Did you mean 'news_delays'?",
    ),
    Broken(
        "evidence in another unit",
        in_hours,
        EVIDENCE,
        "'rail_speed' is in h. The model reads it in km/h.",
    ),
    cell(
        "no staging area",
        FORCE,
        2,
        "destination_node_id",
        "LT_MOCKAVA",
        "'007' goes to 'LT_MOCKAVA', which has no staging area.",
    ),
    Broken(
        "a march day without hours",
        endless_night,
        EVIDENCE,
        "the march day goes from 6 to 6 o'clock",
    ),
    Broken(
        "within one country",
        lambda root: set_cell(root, FORCE, 2, "origin_node_id", "LT_KLAIPEDA"),
        f"{FORCE}, row 2, column destination_node_id",
        "'007' begins and ends in LT. Only troops that cross a border count",
    ),
    Broken(
        "nobody",
        nobody,
        f"{FORCE}, row 3, column personnel",
        "'1e3' has neither people nor pieces.",
    ),
    Broken(
        "no class of cargo",
        lambda root: drop_row(root, f"{FORCES}/cargo_classes.csv", 6),
        f"{FORCES}/cargo_classes.csv",
        "the class 'containers' is missing.",
    ),
    Broken(
        "asset that carries nothing",
        carries_nothing,
        f"{FLEETS}/asset_types.csv, row 9, column asset_type",
        "'truck' carries nothing.",
    ),
    cell(
        "home without a railhead of the gauge",
        POOLS,
        3,
        "home_node_id",
        "PL_GDYNIA",
        "has no railhead of 1520 mm for 'flat_1520'.",
    ),
    cell("home without a port", POOLS, 10, "home_node_id", "DE_BERGEN", "has no port for 'roro'."),
    cell(
        "home without an airfield",
        POOLS,
        9,
        "home_node_id",
        "PL_GDYNIA",
        "has no airfield for 'airliner'.",
    ),
]

SETS = [
    (
        "disruptions.suwalki.targets=['Klaipda']",
        "disruptions[0].targets",
        "there is no 'Klaipda'. Did you mean 'node:LT_KLAIPEDA'?",
    ),
    (
        "disruptions.suwalki.targets=['terminal:Mockava']",
        "disruptions[0].targets",
        "Did you mean",
    ),
    (
        "disruptions.suwalki.targets=['node:Gdnyia']",
        "disruptions[0].targets",
        "there is no 'node:Gdnyia'. Did you mean 'node:PL_GDYNIA'?",
    ),
    (
        "disruptions.suwalki.targets=['corridor:suwalky']",
        "disruptions[0].targets",
        "there is no 'corridor:suwalky'. Did you mean 'corridor:suwalki'?",
    ),
    (
        "disruptions.suwalki.targets=['link:RL22']",
        "disruptions[0].targets",
        "Did you mean 'link:RL2'?",
    ),
    (
        "disruptions.suwalki.targets=['terminal:PT_GDYNA']",
        "disruptions[0].targets",
        "Did you mean 'terminal:PT_GDYNIA'?",
    ),
    (
        "disruptions.suwalki.targets=['node:PT_GDYNIA']",
        "disruptions[0].targets",
        "there is no 'node:PT_GDYNIA'.",
    ),
    (
        "disruptions.suwalki.targets=['node:PL_WARSZAWA']",
        "disruptions[0].targets",
        "'node:PL_WARSZAWA' has no terminal that may be used",
    ),
    (
        "disruptions.suwalki.targets=['country:LI']",
        "disruptions[0].targets",
        "there is no 'country:LI'.",
    ),
    (
        "disruptions.suwalki.targets=['mode:rails']",
        "disruptions[0].targets",
        "Did you mean 'mode:rail'?",
    ),
    (
        "disruptions.suwalki.targets=['fleet:FL_DE_FLATS']",
        "disruptions[0].targets",
        "Did you mean 'fleet:FL_DE_FLAT'?",
    ),
    (
        "disruptions.suwalki.targets=['assets:roros']",
        "disruptions[0].targets",
        "Did you mean 'assets:roro'?",
    ),
    ("fleets.factors.roros=0.5", "fleets.factors.roros", "Did you mean 'roro'?"),
    (
        "assumptions.set.rail_speeds.likely=40",
        "assumptions.set.rail_speeds",
        "Did you mean 'rail_speed'?",
    ),
    (
        "assumptions.set.rail_speed.likely=90",
        "assumptions.set.rail_speed",
        "low 30, likely 90, high 70: out of order. low <= likely <= high must hold. Give low and high too",
    ),
    (
        "assumptions.set.halts_share.high=130",
        "assumptions.set.halts_share",
        "'halts_share' may be 130 pct. Give 0 to 90 pct.",
    ),
    (
        "assumptions.set.march_day_start.fixed=23",
        "assumptions.set.march_day_start",
        "the march day goes from 23 to 22 o'clock",
    ),
    (
        "assumptions.set.driving_hours_per_day.fixed=0",
        "assumptions.set.driving_hours_per_day",
        "'driving_hours_per_day' may be 0 h/d. Give 0.5 to 24 h/d.",
    ),
]


SUPPLY_ON = ["sustainment.on=true"]
SUPPLY = "experiments/supply.csv"
DEPOTS = [
    ("LT,PL_GDYNIA", SUPPLY, None),
    ("PL,PL_GDYNIA", SUPPLY, "LT has no depot, and '007' goes there. Give the country a row"),
    (
        "LT,PL_GDYNI",
        f"{SUPPLY}, row 2, column depot_node_id",
        "'PL_GDYNI' is not in networks/mini/node.csv. Did you mean 'PL_GDYNIA'?",
    ),
    (
        "LX,PL_GDYNIA",
        f"{SUPPLY}, row 2, column country",
        "'LX' is not in networks/mini/country.csv",
    ),
    (
        "LT,PL_WARSZAWA",
        f"{SUPPLY}, row 2, column depot_node_id",
        "the depot 'PL_WARSZAWA' has neither a railhead nor a port.",
    ),
]


@pytest.mark.parametrize(("row", "where", "says"), DEPOTS)
def test_depots_that_do_not_fit_are_named(
    tmp_path: Path, row: str, where: str, says: str | None
) -> None:
    root = write_project(tmp_path)
    (root / SUPPLY).write_text(f"country,depot_node_id,grade,source\n{row},E,study\n")
    experiment = read_experiment(root / BASELINE, SUPPLY_ON)
    if says is None:
        assert compile_scenario(experiment, root).sustainment is not None
        return

    with pytest.raises(CollectedError) as caught:
        compile_scenario(experiment, root)

    told = [error for error in caught.value.errors if error.where == where]
    assert any(says in str(error) for error in told), str(caught.value)


def test_without_its_table_sustainment_cannot_be_on(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    with pytest.raises(CollectedError, match=r"experiments/supply\.csv: there is no such file"):
        compile_scenario(read_experiment(root / BASELINE, SUPPLY_ON), root)


LEVERS = "experiments/levers.csv"
LEVER_COLUMNS = "lever,title,acts_on,things,step,unit,most,price_low_meur,price_meur,price_high_meur,grade,source"


def pull(root: Path, acts_on: str, things: str, step: str, unit: str) -> None:
    """A table of levers with one lever that may be pulled up to 20 times."""
    write_project(root)
    row = f"more,More of it,{acts_on},{things},{step},{unit},20,1,1,1,E,study"
    (root / LEVERS).write_text(f"{LEVER_COLUMNS}\n{row}\n")


@pytest.mark.parametrize(
    ("step", "unit", "hours"), [("1", "d", 24.0), ("6", "h", 6.0), ("90", "min", 1.5)]
)
def test_a_lever_raises_a_row_by_its_step_in_the_unit_that_it_names(
    tmp_path: Path, step: str, unit: str, hours: float
) -> None:
    """The row of staging is half a day, a day, two days."""
    pull(tmp_path, "evidence", "staging", step, unit)

    row = compiled(tmp_path, "levers.steps.more=2").evidence[EvidenceKey("staging")]

    assert (row.low, row.likely, row.high) == (12 + 2 * hours, 24 + 2 * hours, 48 + 2 * hours)


@pytest.mark.parametrize(
    ("acts_on", "things", "step", "unit", "column", "says"),
    [
        (
            "evidence",
            "staging",
            "1",
            "km",
            "unit",
            "a step of 'more' is in km, but 'staging' in d. Give step in d.",
        ),
        ("evidence", "rail_speed", "5", "faster trains", "unit", "Give step in km/h."),
        (
            "evidence",
            "halts_share",
            "20",
            "pct",
            "step",
            "take 'halts_share' to 100 pct. experiments/assumptions.csv, row {row} may be at most 90",
        ),
        (
            "evidence",
            "march_day_start",
            "8",
            "clock_h",
            "step",
            "which leaves a march day no hours.",
        ),
        ("warning", "", "180", "days", "step", "2 steps of 'more' make 370 days of warning."),
    ],
)
def test_a_lever_that_leaves_what_may_be_is_told_with_its_row(
    tmp_path: Path, acts_on: str, things: str, step: str, unit: str, column: str, says: str
) -> None:
    pull(tmp_path, acts_on, things, step, unit)
    row = row_of(tmp_path, EVIDENCE, things) if "{row}" in says else ""

    (told,) = refused(tmp_path, "levers.steps.more=2")

    assert told.startswith(f"{LEVERS}, row 2, column {column}: ")
    assert says.format(row=row) in told


def test_a_lever_on_a_terminal_that_nobody_may_enter_is_told(tmp_path: Path) -> None:
    pull(tmp_path, "servers", "RH_BERGEN", "1", "ramps")
    set_cell(tmp_path, f"{NETWORK}/country.csv", 2, "transit_allowed", "0")

    told = refused(tmp_path, "levers.steps.more=1")

    assert any("there is no 'RH_BERGEN' among what servers are" in each for each in told)


def test_no_line_of_the_force_is_called_like_supplies(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    set_cell(root, FORCE, 2, "uln", "SUPPLY-LT_KAUNAS")

    with pytest.raises(CollectedError, match="'SUPPLY-LT_KAUNAS' is called like supplies"):
        compile_scenario(read_experiment(root / BASELINE), root)


@pytest.mark.parametrize("broken", TABLES, ids=lambda broken: broken.name)
def test_tables_that_do_not_fit_are_named(broken: Broken, tmp_path: Path) -> None:
    root = write_project(tmp_path)
    broken.spoil(root)

    with pytest.raises(CollectedError) as caught:
        compile_scenario(read_experiment(root / BASELINE), root)

    told = [str(error) for error in caught.value.errors if error.where.startswith(broken.where)]
    assert any(broken.says in message for message in told), str(caught.value)


@pytest.mark.parametrize(("text", "key", "says"), SETS)
def test_settings_that_do_not_fit_are_named(tmp_path: Path, text: str, key: str, says: str) -> None:
    root = write_project(tmp_path)

    with pytest.raises(CollectedError) as caught:
        compile_scenario(read_experiment(root / CUT, [text]), root)

    (error,) = caught.value.errors
    assert error.where == f"--set {text}, {key}"
    assert says in str(error)


def test_what_does_not_fit_is_told_of_the_file_that_says_so(tmp_path: Path) -> None:
    """The cut stands in one file, the factor in the file that extends it."""
    root = write_project(tmp_path)
    replace_text(root, CUT, "corridor:suwalki", "corridor:suwalky")
    near = root / "experiments/near.toml"
    near.write_text('extends = "cut.toml"\n[fleets.factors]\nroros = 0.5\n')

    with pytest.raises(CollectedError) as caught:
        compile_scenario(read_experiment(near), root)

    assert {error.where for error in caught.value.errors} == {
        f"{CUT}, disruptions[0].targets",
        "experiments/near.toml, fleets.factors.roros",
    }


def test_a_destination_that_may_not_be_entered_has_no_staging_area(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    set_cell(root, f"{NETWORK}/country.csv", 4, "transit_allowed", "0")

    with pytest.raises(
        CollectedError, match="'007' goes to 'LT_KAUNAS', which has no staging area"
    ):
        compile_scenario(read_experiment(root / BASELINE), root)


def test_the_row_that_moved_a_line_is_the_one_named(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / FORCES / "west.csv").write_text(
        "uln,destination_node_id,grade,source\n1e3,PL_WARSZAWA,E,study\n", encoding="utf-8"
    )

    with pytest.raises(
        CollectedError, match=r"west\.csv, row 2, column destination_node_id: '1e3'"
    ):
        compile_scenario(read_experiment(root / BASELINE, ["force.destinations=west"]), root)


def test_all_errors_of_the_phase_come_at_once(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    misspell(root)
    set_cell(root, POOLS, 10, "home_node_id", "DE_BERGEN")

    with pytest.raises(CollectedError) as caught:
        compile_scenario(read_experiment(root / BASELINE, ["fleets.factors.roros=0.5"]), root)

    assert len(caught.value.errors) == 3


def test_trains_cannot_wait_on_holding_tracks_that_nobody_tells(tmp_path: Path) -> None:
    """An empty cell is no limit there; a whole column of them would silently change nothing."""
    write_project(tmp_path)
    rail = f"{NETWORK}/rail.csv"
    experiment = read_experiment(tmp_path / BASELINE, ["policy.trains_wait=holding_tracks"])
    told = compile_scenario(experiment, tmp_path)
    for row in range(2, len((tmp_path / rail).read_text("utf-8").splitlines()) + 1):
        set_cell(tmp_path, rail, row, "holding_tracks", "")

    with pytest.raises(CollectedError) as caught:
        compile_scenario(experiment, tmp_path)

    assert [told.links[LinkId(name)].holding_tracks for name in ("RL1", "RL2")] == [6, 2]
    assert "policy.trains_wait: the column holding_tracks of rail.csv is empty." in str(
        caught.value
    )
