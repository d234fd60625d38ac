"""Another force by choice: what stays, what goes, what is added, and what no list can answer to."""

# ruff: noqa: E501  a setting and its message read best on one line

import json
from pathlib import Path

import pytest
from tests.tables import NETWORK, STAGING_AT_WARSZAWA, add_row, row_of, set_cell, write_project

from eastflank.compile import Compiled, compile_experiment
from eastflank.config import Experiment, read_experiment
from eastflank.model.errors import CollectedError
from eastflank.model.ids import UnitId
from eastflank.model.scenario import Unit
from eastflank.store.identity import run_id

FORCE = "experiments/forces/nato.csv"
BRIGADES = """
brigade_type,unit_type,count,grade,source
tank_brigade,tank_bn,1,D,study
tank_brigade,infantry_bn,2,D,study
"""
FOUR_LINES = """
[[force.add]]
type = "tank_brigade"
origin = "Bergen"
destination = "Kaunas"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """600 German troops in 007 (tier 1), 651 in 1e3 (tier 2), 1,200 Lithuanians in place."""
    write_project(tmp_path)
    (tmp_path / "experiments/forces/brigade_types.csv").write_text(BRIGADES.lstrip())
    return tmp_path


def asked(root: Path, text: str = "", *sets: str) -> Experiment:
    path = root / "experiments/mine.toml"
    path.write_text(f'extends = "baseline.toml"\n{text}', encoding="utf-8")
    return read_experiment(path, sets)


def compiled(root: Path, text: str = "", *sets: str) -> Compiled:
    return compile_experiment(asked(root, text, *sets), root)


def units(root: Path, text: str = "", *sets: str) -> dict[str, Unit]:
    """The units that move, by id."""
    found = compiled(root, text, *sets).scenario.units
    return {str(name): unit for name, unit in found.items() if not unit.in_place}


def refused(root: Path, text: str = "", *sets: str) -> list[str]:
    with pytest.raises(CollectedError) as caught:
        compiled(root, text, *sets)
    return [str(error) for error in caught.value.errors]


def test_without_a_choice_the_whole_list_goes(root: Path) -> None:
    force = compiled(root).force

    assert not force.is_another
    assert force.counts() == {
        "troops_listed": 1_251,
        "troops_in_place": 1_200,
        "units_listed": 2,
        "units_stay": 0,
        "units_added": 0,
        "brigades_thinned": 0,
    }


@pytest.mark.parametrize(
    ("key", "going"),
    [
        ("force.tiers=1", {"007"}),
        ("force.tiers=[2]", {"1e3"}),
        ('force.tiers="1;2"', {"007", "1e3"}),
        ("force.total=1251", {"007", "1e3"}),
        ("force.total=1250", {"007"}),  # both stand at 1/2; the first id goes first
        ("force.share.DE=1.0", {"007", "1e3"}),
        ("force.share.DE=0.6", {"007", "1e3"}),  # each is the middle of its own tier
        ('force.remove=[{uln="007"}]', {"1e3"}),
        ('force.remove=[{brigade="Brigade 9"},{id="b",nation="DE",on=false}]', set()),
        ('force.remove=[{nation="DE",on=false}]', {"007", "1e3"}),
        ('force.remove=[{uln="FORWARD"}]', {"007", "1e3"}),
    ],
)
def test_a_choice_leaves_these_units(root: Path, key: str, going: set[str]) -> None:
    if not going:
        assert refused(root, "", key) == ["experiments/mine.toml, force: no unit is left to go."]
        return

    assert units(root, "", key).keys() == going


def test_troops_in_place_stay_unless_they_are_removed(root: Path) -> None:
    """They are no part of tiers, shares and totals."""
    whole = compiled(root, "", "force.tiers=2").scenario.units
    without = compiled(root, "", 'force.remove=[{uln="FORWARD"}]').scenario.units

    assert UnitId("FORWARD") in whole
    assert UnitId("FORWARD") not in without


def test_troops_in_place_may_be_counted_in_the_total(root: Path) -> None:
    """1,851 less 1,200 in place leave 651 that move: 007 is first, 1e3 would be too many."""
    assert units(root, '[force]\ntotal = 1851\nin_place = "counted"\n').keys() == {"007"}
    assert 'in_place = "counted" needs a total' in refused(root, "", "force.in_place=counted")[0]


def test_who_goes_to_a_nation_named_first_has_priority_1_and_nobody_else_has(root: Path) -> None:
    add_row(root, f"{NETWORK}/terminal.csv", *STAGING_AT_WARSZAWA)
    set_cell(root, FORCE, row_of(root, FORCE, "007"), "destination_node_id", "PL_WARSZAWA")

    def priorities(*sets: str) -> dict[str, set[int]]:
        scenario = compiled(root, "", *sets).scenario
        found: dict[str, set[int]] = {}
        for lot in scenario.lots.values():
            assert lot.priority == scenario.units[lot.unit].priority
            found.setdefault(str(lot.unit), set()).add(lot.priority)
        return found

    assert priorities() == {"007": {1}, "1e3": {2}}
    assert priorities("force.first=LT") == {"007": {2}, "1e3": {1}}
    assert priorities("force.first=PL") == {"007": {1}, "1e3": {2}}
    assert priorities('force.first="LT;PL"') == {"007": {1}, "1e3": {1}}


def test_who_is_added_may_go_first_and_who_stays_at_home_may_not(root: Path) -> None:
    add_row(root, f"{NETWORK}/terminal.csv", *STAGING_AT_WARSZAWA)
    to_warsaw = FOUR_LINES.replace("Kaunas", "Warszawa")

    added = units(root, to_warsaw, "force.first=PL")

    assert {unit.priority for name, unit in added.items() if "WARSZAWA" in name} == {1}
    assert refused(root, "", "force.first=PL") == [
        "--set force.first=PL, force.first: no unit that moves goes to 'PL'. Units go to LT."
    ]


def test_who_goes_first_is_no_other_force_but_is_told(root: Path) -> None:
    account = compiled(root, "", "force.first=LT").force

    assert not account.is_another
    assert account.said == ("units for LT first",)


def test_only_lines_with_a_public_pledge_go(root: Path) -> None:
    with_column = (root / FORCE).read_text().splitlines()
    cells = ["pledge", "study", "", ""]
    (root / FORCE).write_text(
        "\n".join(f"{line},{cell}" for line, cell in zip(with_column, cells, strict=True)) + "\n"
    )

    assert units(root, "", "force.pledged_only=true").keys() == {"007"}


def test_a_brigade_is_added_in_four_lines(root: Path) -> None:
    added = {name: unit for name, unit in units(root, FOUR_LINES).items() if "brigade" in name}

    named = "DE_BERGEN-LT_KAUNAS-tank_brigade"
    assert list(added) == [f"{named}-01", f"{named}-02", f"{named}-03"]
    assert [unit.unit_type for unit in added.values()] == ["tank_bn", "infantry_bn", "infantry_bn"]
    assert {unit.nation for unit in added.values()} == {"DE"}
    assert {unit.brigade for unit in added.values()} == {named}
    assert sum(unit.personnel for unit in added.values()) == 600 + 2 * 700
    assert {unit.notice_h for unit in added.values()} == {20 * 24}  # that of 1e3, of tier 2 too


def test_what_is_added_says_more_where_it_is_asked(root: Path) -> None:
    text = """
    [[force.add]]
    id = "GUARD"
    type = "infantry_bn"
    name = "Guard battalion"
    nation = "PL"
    origin = "de_bergen"
    kit = "GDYNIA"
    destination = "Klaipeda"
    tier = 1
    notice_days = 3
    priority = 4
    rdd_day = 12
    """
    set_cell(
        root,
        f"{NETWORK}/terminal.csv",
        row_of(root, f"{NETWORK}/terminal.csv", "SA_KAUNAS"),
        "node_id",
        "LT_KLAIPEDA",
    )
    for row in (2, 3):
        set_cell(root, FORCE, row, "destination_node_id", "LT_KLAIPEDA")

    unit = units(root, text)["GUARD"]

    assert (unit.name, unit.nation, unit.brigade) == (
        "Guard battalion, light infantry battalion",
        "PL",
        "",
    )
    assert (unit.origin, unit.kit_origin, unit.destination) == (
        "DE_BERGEN",
        "PL_GDYNIA",
        "LT_KLAIPEDA",
    )
    assert (unit.tier, unit.notice_h, unit.priority, unit.required_delivery_h) == (1, 72, 4, 288)


@pytest.mark.parametrize(
    ("more", "people"),
    [
        ("count = 0", []),
        ("count = 2", [700, 700]),
        ("troops = 450", [450]),
        ("troops = 1399", [700, 699]),
        ("troops = 1049", [1049]),
        ("troops = 1051", [526, 525]),
    ],
)
def test_troops_are_met_to_a_man_by_as_many_units_as_come_nearest(
    root: Path, more: str, people: list[int]
) -> None:
    text = f'[[force.add]]\nid = "X"\ntype = "infantry_bn"\norigin = "Bergen"\ndestination = "Kaunas"\n{more}\n'

    found = [unit.personnel for name, unit in units(root, text).items() if name.startswith("X")]

    assert found == people


def test_the_total_counts_what_is_added_and_the_list_gives_way(root: Path) -> None:
    """2,000 in the added brigade and 600 of the list make 2,600; 651 more are too many."""
    account = compiled(root, FOUR_LINES + "[force]\ntotal = 2700\n").force

    assert account.troops_moving == 2_600
    assert account.stay == ("1e3",)
    assert len(account.added) == 3


def test_what_is_added_goes_whatever_tiers_and_shares_say(root: Path) -> None:
    found = units(root, FOUR_LINES + "[force]\ntiers = [1]\nshare = { DE = 0.6 }\n")

    assert len(found) == 1 + 3


def test_files_that_extend_lay_additions_over_each_other_by_id(root: Path) -> None:
    first = root / "experiments/first.toml"
    first.write_text(
        'extends = "baseline.toml"\n[[force.add]]\nid = "X"\ntype = "tank_bn"\n'
        'origin = "Bergen"\ndestination = "Kaunas"\n'
    )
    second = root / "experiments/second.toml"
    second.write_text(
        'extends = "first.toml"\n[[force.add]]\nid = "X"\ncount = 2\n'
        '[[force.remove]]\nid = "r"\nuln = "007"\n'
    )

    found = compile_experiment(read_experiment(second), root).scenario.units

    assert set(found) == {"1e3", "FORWARD", "X-1", "X-2"}


def test_an_addition_can_be_set_by_its_id(root: Path) -> None:
    text = FOUR_LINES.replace("]]\n", ']]\nid = "X"\n')

    assert len(units(root, text, "force.add.X.count=0")) == 2
    assert len(units(root, text, "force.add.X.count=2")) == 2 + 2 * 3


def test_what_was_asked_is_resolved_and_reads_back(root: Path) -> None:
    text = (
        FOUR_LINES
        + '[force]\ntotal = 2700\ntiers = [2, 1]\nshare = { DE = 0.9 }\n[[force.remove]]\nuln = "007"\n'
    )

    resolved = asked(root, text).resolved()

    again = Experiment.model_validate({**json.loads(json.dumps(resolved)), "name": "mine"})
    assert again.resolved() == resolved
    assert again.force.tiers == (1, 2)


def test_another_force_is_another_question_however_it_is_written(root: Path) -> None:
    def named(*sets: str) -> str:
        return run_id(asked(root, "", *sets).resolved(), {}, 1)

    assert named("force.tiers=[2, 1]") == named('force.tiers="1;2"')
    assert named('force.first=["LT", "EE"]') == named('force.first="EE;LT"') != named()
    ids = {named(), named("force.tiers=1"), named("force.total=700"), named("force.share.DE=0.6")}
    assert len(ids) == 4


def test_the_account_is_told_in_words(root: Path) -> None:
    text = (
        FOUR_LINES
        + '[force]\ntotal = 2651\n[[force.remove]]\nnation = "DE"\norigin_country = "DE"\nuln = "007"\n'
    )

    account = compiled(root, text).force

    assert account.said == (
        "without 007 that start in DE",
        "at most 2,651 troops",
        "2,000 troops added in 3 units",
    )
    assert account.told()["is_another"] is True


def test_thinned_brigades_are_named(root: Path) -> None:
    account = compiled(root, "", "force.tiers=1").force

    assert account.thinned == ("Brigade 9",)


REFUSED = [
    ("force.tiers=3", "force.tiers: experiments/forces/nato.csv has no line of tier 3."),
    ("force.tiers=4", "force.tiers[0]: found 4. It should be less than or equal to 3."),
    ('force.tiers="a;b"', "force.tiers: 'a;b' is no list of tiers; write [1, 2] or \"1;2\"."),
    (
        "force.total=1252",
        "force.total: only 1251 troops can go, not 1252. Give a smaller total, or add units with [[force.add]].",
    ),
    ("force.total=599", "force: no unit is left to go."),
    ("force.total=0", "force.total: found 0. It should be greater than or equal to 1."),
    ("force.total=1e5", "force.total: found 100000.0. Write a whole number"),
    (
        "force.share.Germany=0.5",
        "force.share.Germany: no line of experiments/forces/nato.csv is of 'Germany'. Give one of DE, LT. Did you mean 'DE'?",
    ),
    ("force.share.DE=1.5", "force.share.DE: found 1.5. It should be less than or equal to 1."),
    (
        'force.remove=[{uln="1e4"}]',
        "force.remove[0].uln: '1e4' is not in experiments/forces/nato.csv. Did you mean '1e3'?",
    ),
    ('force.remove=[{brigade="Brigade9"}]', "Did you mean 'Brigade 9'?"),
    (
        'force.remove=[{nation="FR"}]',
        "force.remove[0].nation: no line of experiments/forces/nato.csv is of 'FR'. Give one of DE, LT.",
    ),
    ('force.remove=[{origin_country="Poland"}]', "force.remove[0].origin_country: no line"),
    (
        'force.remove=[{uln="007",nation="LT"}]',
        "force.remove[0]: no line of experiments/forces/nato.csv has all of this at once.",
    ),
    (
        "force.remove=[{id='x'}]",
        "force.remove[0]: it removes nothing; give uln, brigade, nation or origin_country.",
    ),
    (
        "force.pledged_only=true",
        "force.pledged_only: experiments/forces/nato.csv has no line with a pledge.",
    ),
    (
        "force.first=Lithuania",
        "force.first: no unit that moves goes to 'Lithuania'. Units go to LT. Did you mean 'LT'?",
    ),
    ("force.add.X.count=2", "there is no table with id 'X'. There are none."),
    ("force.totl=9", "force.totl: there is no such key. Did you mean 'total'?"),
]


@pytest.mark.parametrize(("key", "says"), REFUSED)
def test_a_choice_that_does_not_fit_the_list_is_named(root: Path, key: str, says: str) -> None:
    (message,) = refused(root, "", key)

    assert says in message


WRONG = [
    (
        "type",
        "tank_brigad",
        "force.add[0].type: 'tank_brigad' is neither a unit type nor a type of brigade. Brigades are tank_brigade. Did you mean 'tank_brigade'?",
    ),
    ("type", "tank_bm", "Did you mean 'tank_bn'?"),
    (
        "origin",
        "Bergn",
        f"force.add[0].origin: 'Bergn' is no place of {NETWORK}/node.csv. Give a node_id or a name. Did you mean 'Bergen'?",
    ),
    ("origin", "DE_BERGN", "Did you mean 'DE_BERGEN'?"),
    ("destination", "Klaipedda", "Did you mean 'Klaipėda'?"),
    ("destination", "Klaipeda", "goes to 'LT_KLAIPEDA', which has no staging area."),
    ("destination", "Bergen", "begins and ends in DE."),
    ("kit", "Gdinia", "force.add[0].kit: 'Gdinia' is no place"),
    ("nation", "Polnd", "Did you mean 'PL'?"),
    ("id", "a b", "force.add[0].id: 'a b' names units. Ids have no spaces"),
    ("id", "Brigade 9", "force.add[0].id: 'Brigade 9' names units."),
    (
        "name",
        "Brigade 9",
        "force.add[0].name: there is 'Brigade 9' in the force already. Give another name.",
    ),
]


@pytest.mark.parametrize(("key", "value", "says"), WRONG)
def test_an_addition_that_does_not_fit_is_named(
    root: Path, key: str, value: str, says: str
) -> None:
    told = {"type": "tank_brigade", "origin": "Bergen", "destination": "Kaunas", key: value}
    text = "[[force.add]]\n" + "".join(f'{name} = "{word}"\n' for name, word in told.items())

    messages = refused(root, text)

    assert any(says in message for message in messages), messages


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("count = 1\ntroops = 9", "give count or troops, not both."),
        (
            "tier = 3",
            "force.add[0].tier: the list has no line of tier 3 to take notice_days, priority, rdd_day from. Give them.",
        ),
        ("troops = 0", "force.add[0].troops: found 0."),
    ],
)
def test_measures_of_an_addition_that_do_not_go_together_are_named(
    root: Path, more: str, says: str
) -> None:
    messages = refused(root, f"{FOUR_LINES}{more}\n")

    assert any(says in message for message in messages), messages


def test_one_addition_twice_needs_ids(root: Path) -> None:
    messages = refused(root, FOUR_LINES + FOUR_LINES)

    assert any(
        "force.add[1].id: there is 'DE_BERGEN-LT_KAUNAS-tank_brigade-01' in the force already. Give another id."
        in each
        for each in messages
    )


def test_a_unit_that_is_listed_cannot_be_added_again(root: Path) -> None:
    text = (
        '[[force.add]]\nid = "007"\ntype = "tank_bn"\norigin = "Bergen"\ndestination = "Kaunas"\n'
    )

    assert "force.add[0].id: there is '007' in the force already." in refused(root, text)[0]


def test_a_name_of_two_places_needs_an_id(root: Path) -> None:
    set_cell(root, f"{NETWORK}/node.csv", 3, "name", "Kaunas (west)")

    (message,) = refused(root, FOUR_LINES)

    assert "'Kaunas' is the name of 2 places. Give one of PL_WARSZAWA, LT_KAUNAS." in message


def test_mistakes_of_the_choice_come_with_those_of_the_tables(root: Path) -> None:
    set_cell(root, FORCE, 2, "origin_node_id", "LT_KLAIPEDA")

    messages = refused(root, "", "force.tiers=3")

    assert len(messages) == 2


PLAN = "uln,cargo,modes,via,not_before_day,after,note\n1e3,,,,,007,\n007,,rail,,,,\n"


def test_a_plan_may_speak_of_units_that_stay_at_home(root: Path) -> None:
    """The unit that should wait for one at home waits for nobody, and a note says so."""
    (root / "experiments/plans").mkdir()
    (root / "experiments/plans/own.csv").write_text(PLAN)

    found = compiled(root, "", "force.plan=own", "force.tiers=2")

    assert {line.after for line in found.scenario.movement_plan.values()} == {()}
    (warning,) = found.warnings
    assert warning.where == "experiments/plans/own.csv, row 2, column after"
    assert warning.found.endswith("stays at home by [force], and so in 2 cells of the plan.")
