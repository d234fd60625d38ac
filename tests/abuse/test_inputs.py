"""Inputs that no planner means: refused with their place, or said to change nothing."""

import contextlib
from pathlib import Path

import pytest

from eastflank.api import load_all
from eastflank.model.errors import CollectedError
from eastflank.tables.plausible import bounds_of
from tests.cli.commands import Answer, eastflank, small_project
from tests.tables import EVIDENCE, EVIDENCE_KEYS, FLEETS, FORCES, NETWORK, row_of, set_cell

BASELINE = "experiments/baseline.toml"
OWN = "experiments/own.toml"


@pytest.fixture(scope="module")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project; do not write to its tables."""
    return small_project(tmp_path_factory.mktemp("abuse"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of one's own."""
    return small_project(tmp_path)


def question(project: Path, text: str, *words: str, command: str = "check") -> Answer:
    """What is said of the open question with a text behind it."""
    (project / OWN).write_text(f'schema_version = 1\nextends = "baseline.toml"\n{text}\n')
    return eastflank(project, command, OWN, *words)


# -- layers and levels ----------------------------------------------------------------------------


def test_a_table_that_is_set_keeps_the_keys_that_it_does_not_name(common: Path) -> None:
    sets = ["frame.readiness=ready", "frame={warning_days=3.0}"]

    with contextlib.chdir(common):
        (case,) = load_all([Path(BASELINE)], sets)

    assert case.experiment.frame.readiness == "ready"
    assert case.experiment.frame.warning_days == 3.0


@pytest.mark.parametrize("levels", ["[0.0, 10.0, 0.0]", "[10, 10.0]"])
def test_a_level_that_stands_twice_is_refused(common: Path, levels: str) -> None:
    text = f'[sweep.factors]\n"frame.warning_days" = {levels}'

    answer = question(common, text, "--dry-run", command="sweep")

    assert answer.code == 3
    assert "frame.warning_days has the level" in answer.err


def test_a_sweep_of_more_points_than_can_be_run_is_refused(common: Path) -> None:
    hundred = ", ".join(f"{level}.0" for level in range(100))
    factors = "\n".join(
        f'"{key}" = [{hundred}]'
        for key in ("frame.warning_days", "run.horizon_days", "fleets.factors.het")
    )

    answer = question(common, f"[sweep.factors]\n{factors}", "--dry-run", command="sweep")

    assert answer.code == 3
    assert "it has 1,000,000 points; at most 100,000 can be run" in answer.err


# -- disruptions that change nothing --------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("start_day = 70.0", "begins on day 70, when the run has ended"),
        ("start_day = -20.0\nend_day = -10.0", "is over on day -10, before the run begins"),
        ("severity = 0.0", "has severity 0"),
        ("chance = 0.0", "has chance 0"),
    ],
)
def test_a_disruption_that_never_happens_is_told(common: Path, keys: str, said: str) -> None:
    text = f'[[disruptions]]\nid = "x"\ntargets = ["corridor:suwalki"]\n{keys}'

    answer = question(common, text)

    assert answer.code == 0
    assert f"disruptions[0]: 'x' {said}, so it changes nothing." in answer.err


def test_a_disruption_that_happens_is_not_told_of(common: Path) -> None:
    text = '[[disruptions]]\nid = "x"\ntargets = ["corridor:suwalki"]\nstart_day = -1.0'

    assert "changes nothing" not in question(common, text).err


def test_harassment_every_few_microseconds_is_refused(common: Path) -> None:
    text = '[[disruptions]]\nid = "x"\ntargets = ["corridor:suwalki"]\n'

    answer = question(common, f"{text}every_days = 1e-9\nlasts_hours = 1e-10")

    assert answer.code == 3
    assert "every_days" in answer.err


def test_a_force_of_which_nobody_moves_is_refused_by_check(project: Path) -> None:
    for row in (2, 3):
        set_cell(project, f"{FORCES}/nato.csv", row, "in_place", "1")

    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 3
    assert f"{FORCES}/nato.csv: no line moves: all are in place." in answer.err


# -- texts that the reader of TOML gives up on ----------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"x = {'[' * 5000}{']' * 5000}",
        f"x = {'[' * 60}{']' * 60}",
        f"[{'.'.join(['a'] * 3000)}]\nb = 1",
        f"[run]\nseed = {'9' * 5000}",
    ],
    ids=["lists", "sixty lists", "tables", "digits"],
)
def test_what_no_question_needs_is_refused_with_its_file(common: Path, text: str) -> None:
    answer = question(common, text)

    assert answer.code == 3
    assert "experiments/own.toml: not TOML:" in answer.err


@pytest.mark.parametrize(
    "text", ["#x=1", f"x={'[' * 5000}{']' * 5000}", f"run.seed={'9' * 5000}", ".=1", "a\nb=1"]
)
def test_a_set_that_cannot_be_read_is_refused(common: Path, text: str) -> None:
    answer = eastflank(common, "check", BASELINE, "--set", text)

    assert answer.code == 3
    assert "--set" in answer.err


def test_a_factor_that_is_no_key_is_refused(common: Path) -> None:
    answer = question(common, '[sweep.factors]\n"#" = [1, 2]', "--dry-run", command="sweep")

    assert answer.code == 3
    assert "'#' is not a dotted key" in answer.err


@pytest.mark.parametrize(
    "words",
    [("--only", "²"), ("--shard", "²/²"), ("--budget", "²s"), ("--only", "9" * 400)],
    ids=lambda words: words[0],
)
def test_a_figure_that_is_no_number_is_a_wrong_use(common: Path, words: tuple[str, str]) -> None:
    assert eastflank(common, "run", BASELINE, *words).code == 2


def test_a_link_to_itself_is_refused(project: Path) -> None:
    (project / "experiments" / "loop.toml").symlink_to("loop.toml")

    answer = eastflank(project, "check", "experiments/loop.toml")

    assert answer.code == 3
    assert "the name is a link that leads back to itself" in answer.err


# -- evidence -------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [-1000.0, 1e9])
def test_each_evidence_key_refuses_what_no_planner_accepts(common: Path, value: float) -> None:
    for key in EVIDENCE_KEYS:
        with contextlib.chdir(common), pytest.raises(CollectedError) as found:
            load_all([Path(BASELINE)], [f"assumptions.set.{key}.fixed={value}"])

        assert any(f"assumptions.set.{key}: " in str(each) for each in found.value.errors), key


def test_no_speed_flow_or_share_that_divides_may_be_nothing(common: Path) -> None:
    divide = {key for key, unit in EVIDENCE_KEYS.items() if unit in {"km/h", "veh/h", "h/d"}}
    divide |= {"military_path_share", "service_scale", "air_route_factor", "review_interval"}

    for key in sorted(divide):
        for value in (0.0, 1e-12):
            with contextlib.chdir(common), pytest.raises(CollectedError, match=key):
                load_all([Path(BASELINE)], [f"assumptions.set.{key}.fixed={value}"])


def test_bounds_are_told_in_the_unit_of_the_row(project: Path) -> None:
    row = row_of(project, EVIDENCE, "border_stop")
    set_cell(project, EVIDENCE, row, "high", "4000")

    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 3
    assert f"{EVIDENCE}, row {row}, column high: 'border_stop' may be 4000 d." in answer.err
    assert "Give 0 to 365 d." in answer.err


def test_every_bound_holds_something(common: Path) -> None:
    for key, unit in EVIDENCE_KEYS.items():
        bounds = bounds_of(key, unit)
        assert bounds is not None
        assert bounds[0] < bounds[1]


# -- tiny numbers, and letters that a screen obeys ------------------------------------------------


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        (f"{FORCES}/loading.csv", 2, "pieces_per_carrier"),
        (f"{FORCES}/cargo_classes.csv", 6, "piece_t"),
        (f"{NETWORK}/link.csv", 2, "free_speed"),
        (f"{NETWORK}/rail.csv", 2, "paths_per_day_each_way"),
        (f"{NETWORK}/terminal.csv", 2, "service_factor"),
        (f"{FLEETS}/asset_types.csv", 10, "speed_kmh"),
        (f"{FLEETS}/asset_types.csv", 10, "utilisation_h_per_day"),
        (f"{FLEETS}/asset_types.csv", 2, "tare_t"),
    ],
)
def test_a_number_too_small_for_the_thing_is_refused(
    project: Path, file: str, row: int, column: str
) -> None:
    set_cell(project, file, row, column, "1e-6")

    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 3
    assert f"{file}, row {row}, column {column}: 1e-6 is out of range." in answer.err


@pytest.mark.parametrize("letter", ["\0", "\x1b", "\x0b", "\x9b", "\u202e"])
@pytest.mark.parametrize("column", ["uln", "name"])
def test_a_control_character_in_a_cell_is_refused(project: Path, column: str, letter: str) -> None:
    set_cell(project, f"{FORCES}/nato.csv", 2, column, f"a{letter}b")

    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 3
    assert f"row 2, column {column}" in answer.err
    assert "holds the control character" in answer.err
    assert letter not in answer.err


def test_a_control_character_in_a_title_is_refused(common: Path) -> None:
    answer = eastflank(common, "check", BASELINE, "--set", 'experiment.title="a\\u001bb"')

    assert answer.code == 3
    assert "control character" in answer.err
    assert "\x1b" not in answer.err


@pytest.mark.parametrize("uln", ["=1+1", "=cmd|'/c calc'!A0", "@SUM(A1)", "+1", "-1"])
def test_an_id_that_a_spreadsheet_would_compute_is_refused(project: Path, uln: str) -> None:
    set_cell(project, f"{FORCES}/nato.csv", 2, "uln", uln)

    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 3
    assert "row 2, column uln" in answer.err


def test_an_experiment_whose_name_leads_out_of_the_results_is_refused(project: Path) -> None:
    (project / "experiments" / "...toml").write_text((project / BASELINE).read_text())

    answer = eastflank(project, "run", "experiments/...toml", "-q")

    assert answer.code == 3
    assert "begins with a point" in answer.err
    assert sorted(path.name for path in project.iterdir()) == ["experiments", "networks"]
