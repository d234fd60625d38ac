"""Every class of broken experiment file gives file, key and a way to mend it."""

# ruff: noqa: E501  a file and its message read best on one line

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.tables import write_project

from eastflank.config import read_experiment
from eastflank.model.errors import CollectedError

CUT = '[[disruptions]]\nid = "a"\ntargets = ["node:A"]\n'


@dataclass(frozen=True)
class Broken:
    """A file, and the message that must come of it."""

    name: str
    text: str
    where: str
    says: str


CASES = [
    Broken(
        "unknown key",
        "[run]\nhorizon_hours = 9\n",
        "run.horizon_hours",
        "Did you mean 'horizon_days'?",
    ),
    Broken(
        "a seed as a factor",
        '[sweep.factors]\n"run.seed" = [1, 2]\n',
        "sweep.factors.run.seed",
        "run.seed is one for all points. Run the experiment once for each value",
    ),
    Broken(
        "replications as a factor",
        '[sweep.factors]\n"run.replications" = [1, 2]\n',
        "sweep.factors.run.replications",
        "run.replications is one for all points.",
    ),
    Broken(
        "a target at a point",
        '[[sweep.points]]\n"target.day" = 20.0\n',
        "sweep.points.target.day",
        "target.day is one for all points.",
    ),
    Broken(
        "a width as a range",
        '[sweep.design]\npoints = 4\nranges = {"stopping.width" = [0.1, 0.2]}\n',
        "sweep.design.ranges.stopping.width",
        "stopping.width is one for all points.",
    ),
    Broken(
        "sampling as a base",
        '[sweep.factors]\n"run.theta" = [0.9]\n[sweep.base]\n"run.sampling" = "plain"\n',
        "sweep.base.run.sampling",
        "run.sampling is one for all points.",
    ),
    Broken(
        "a seed as a factor in another spelling",
        '[sweep.factors]\n"run . seed" = [1, 2]\n',
        "sweep.factors.run.seed",
        "run.seed is one for all points.",
    ),
    Broken(
        "one factor in two spellings",
        '[sweep.factors]\nrun.theta = [0.9]\n"run . theta" = [0.8]\n',
        "sweep.factors.run.theta",
        "the key stands there twice, in two spellings. Give it once.",
    ),
    Broken(
        "one point twice",
        '[[sweep.points]]\n"frame.warning_days" = 1\n[[sweep.points]]\nframe."warning_days" = 1.0\n',
        "sweep.points",
        "points[1] sets the same as points[0].",
    ),
    Broken(
        "a factor that is a key of the points in another spelling",
        '[sweep.factors]\n"run.theta" = [0.9]\n[[sweep.points]]\n"run.\'theta\'" = 0.8\n',
        "sweep",
        "run.theta is both a factor and a key of the points.",
    ),
    Broken(
        "unknown key as a base",
        '[sweep.factors]\n"run.theta" = [0.9]\n[sweep.base]\n"run.thetta" = 0.9\n',
        "sweep.base: run.thetta = 0.9, run.thetta",
        "Did you mean 'theta'?",
    ),
    Broken(
        "a control character in the id of a disruption",
        '[[disruptions]]\nid = "a\\u001b[2J"\ntargets = ["node:A"]\n',
        "disruptions[0].id",
        "'a\\x1b[2J' holds the control character '\\x1b'; take it out.",
    ),
    Broken(
        "a control character in the name of what is added",
        '[[force.add]]\ntype = "tank_bn"\norigin = "A"\ndestination = "B"\nname = "1st\\u202etB"\n',
        "force.add[0].name",
        "holds the control character '\\u202e'; take it out.",
    ),
    Broken(
        "a control character in a level",
        '[sweep.factors]\n"force.list" = ["nato", "na\\u0007to"]\n',
        "sweep.factors",
        "holds the control character '\\x07'; take it out.",
    ),
    Broken("unknown section", "[police]\n", "police", "Did you mean 'policy'?"),
    Broken("key of another section", "theta = 0.9\n", "theta", "Did you mean 'run.theta'?"),
    Broken(
        "key in a list",
        CUT + "severty = 1.0\n",
        "disruptions[0].severty",
        "Did you mean 'severity'?",
    ),
    Broken(
        "key of an override",
        "[assumptions.set.rail_speed]\nlikly = 4\n",
        "assumptions.set.rail_speed.likly",
        "Did you mean 'likely'?",
    ),
    Broken(
        "number in quotes",
        '[run]\nhorizon_days = "60"\n',
        "run.horizon_days",
        "found '60'. Write a number, without quotes.",
    ),
    Broken(
        "true for a number", "[run]\nseed = true\n", "run.seed", "found True. Write a whole number"
    ),
    Broken(
        "a point in a whole number",
        "[run]\nreplications = 20.0\n",
        "run.replications",
        "found 20.0. Write a whole number, without",
    ),
    Broken(
        "not finite",
        "[run]\nhorizon_days = inf\n",
        "run.horizon_days",
        "found inf. Write a finite number.",
    ),
    Broken("not a number", "[target]\nday = nan\n", "target.day", "Write a finite number."),
    Broken(
        "out of range",
        "[run]\ntheta = 1.5\n",
        "run.theta",
        "found 1.5. It should be less than or equal to 1.",
    ),
    Broken(
        "1 for true",
        CUT + "known = 1\n",
        "disruptions[0].known",
        "Write true or false, without quotes.",
    ),
    Broken("text for a table", 'run = "fast"\n', "run", "Make it a table."),
    Broken(
        "text for a list",
        '[[disruptions]]\nid = "a"\ntargets = "node:A"\n',
        "disruptions[0].targets",
        "Make it a list in [ ].",
    ),
    Broken(
        "unknown word", '[policy]\ncut = "substitut"\n', "policy.cut", "Did you mean 'substitute'?"
    ),
    Broken("unknown regime", '[frame]\nregime = "peac"\n', "frame.regime", "Did you mean 'peace'?"),
    Broken(
        "no targets", '[[disruptions]]\nid = "a"\n', "disruptions[0].targets", "the key is missing."
    ),
    Broken(
        "no id",
        '[[disruptions]]\ntargets = ["node:A"]\n',
        "disruptions[0].id",
        "the key is missing.",
    ),
    Broken("one id twice", CUT + CUT, "disruptions[1]", "the id 'a' stands there twice."),
    Broken(
        "end before start",
        CUT + "start_day = 9\nend_day = 8\n",
        "disruptions[0]",
        "it ends at day 8, not after its start at day 9.",
    ),
    Broken(
        "a kind of target",
        '[[disruptions]]\nid = "a"\ntargets = ["contry:LT"]\n',
        "disruptions[0].targets",
        "'contry:LT' is not a target; write corridor:ID, link:ID, terminal:ID, node:ID, country:ID, mode:ID, fleet:ID, assets:ID or control.",
    ),
    Broken(
        "warning of what is known",
        CUT + "known = true\nwarning_days = 5\n",
        "disruptions[0]",
        "known = true needs no warning_days: it is known from the start.",
    ),
    Broken(
        "estimate without a day",
        CUT + 'announced_end = "estimate"\n',
        "disruptions[0]",
        'announced_end = "estimate" and estimate_day go together.',
    ),
    Broken(
        "a day without estimate",
        CUT + "estimate_day = 9\n",
        "disruptions[0]",
        'announced_end = "estimate" and estimate_day go together.',
    ),
    Broken(
        "estimate before start",
        CUT + 'start_day = 9\nannounced_end = "estimate"\nestimate_day = 8\n',
        "disruptions[0]",
        "its end is believed at day 8, not after its start at 9.",
    ),
    Broken(
        "known end that never comes",
        CUT + 'announced_end = "known"\n',
        "disruptions[0]",
        'announced_end = "known" needs an end_day.',
    ),
    Broken(
        "unknown word for the end",
        CUT + 'announced_end = "knwon"\n',
        "disruptions[0].announced_end",
        "Did you mean 'known'?",
    ),
    Broken(
        "chance above 1",
        CUT + "chance = 1.5\n",
        "disruptions[0].chance",
        "found 1.5. It should be less than or equal to 1.",
    ),
    Broken(
        "recurring without length",
        CUT + "every_days = 2\n",
        "disruptions[0]",
        "every_days and lasts_hours go together.",
    ),
    Broken(
        "length without recurring",
        CUT + "lasts_hours = 2\n",
        "disruptions[0]",
        "every_days and lasts_hours go together.",
    ),
    Broken(
        "never open between",
        CUT + "every_days = 2\nlasts_hours = 48\n",
        "disruptions[0]",
        "it lasts 48 h every 2 days: that is never open; leave both out.",
    ),
    Broken(
        "recurring until before",
        CUT + "start_day = 9\nevery_days = 2\nlasts_hours = 4\nuntil_day = 9\n",
        "disruptions[0]",
        "until_day 9 is not after its start at day 9.",
    ),
    Broken(
        "recurring with an end",
        CUT + "every_days = 2\nlasts_hours = 4\nend_day = 9\n",
        "disruptions[0]",
        "end_day does not go with every_days: write until_day.",
    ),
    Broken(
        "recurring with an estimate",
        CUT + 'every_days = 2\nlasts_hours = 4\nannounced_end = "estimate"\nestimate_day = 9\n',
        "disruptions[0]",
        "estimate_day does not go with every_days.",
    ),
    Broken(
        "jitter of one closing",
        CUT + "jitter = 0.5\n",
        "disruptions[0]",
        "until_day and jitter belong to every_days.",
    ),
    Broken(
        "ramp without days",
        CUT + 'end_day = 9\nrepair = "ramp"\n',
        "disruptions[0]",
        'repair = "ramp" and repair_days go together.',
    ),
    Broken(
        "days without ramp",
        CUT + "end_day = 9\nrepair_days = 3\n",
        "disruptions[0]",
        'repair = "ramp" and repair_days go together.',
    ),
    Broken(
        "ramp without an end",
        CUT + 'repair = "ramp"\nrepair_days = 3\n',
        "disruptions[0]",
        'repair = "ramp" begins at end_day: give one.',
    ),
    Broken(
        "what a caught train does",
        '[policy]\ncaught = "clears"\n',
        "policy.caught",
        "Did you mean 'clear'?",
    ),
    Broken(
        "unknown dispatch",
        '[policy]\ndispatch = "system-optimum"\n',
        "policy.dispatch",
        "Give one of user-optimal, system-optimal, planned. Did you mean 'system-optimal'?",
    ),
    Broken(
        "old name of a dispatch",
        '[policy]\ndispatch = "considerate"\n',
        "policy.dispatch",
        "'considerate' is called 'system-optimal' now. Write 'system-optimal'.",
    ),
    Broken(
        "old name as a level",
        '[sweep.factors]\n"policy.dispatch" = ["soonest"]\n',
        "sweep.factors: policy.dispatch = 'soonest', policy.dispatch",
        "'soonest' is called 'user-optimal' now. Write 'user-optimal'.",
    ),
    Broken(
        "where trains wait",
        '[policy]\ntrains_wait = "holding"\n',
        "policy.trains_wait",
        "Give one of anywhere, holding_tracks.",
    ),
    Broken(
        "fixed with a width",
        "[assumptions.set.rail_speed]\nfixed = 4\nlow = 3\n",
        "assumptions.set.rail_speed",
        "'fixed' stands alone",
    ),
    Broken(
        "version",
        "schema_version = 2\n",
        "schema_version",
        "version 2 is not known; this model reads 1.",
    ),
    Broken(
        "level of a factor",
        '[sweep.factors]\n"run.theta" = [0.9, 1.9]\n',
        "sweep.factors: run.theta = 1.9, run.theta",
        "found 1.9.",
    ),
    Broken(
        "unknown factor",
        '[sweep.factors]\n"run.thetta" = [0.9]\n',
        "sweep.factors: run.thetta = 0.9, run.thetta",
        "Did you mean 'theta'?",
    ),
    Broken(
        "factor of an unknown disruption",
        '[sweep.factors]\n"disruptions.a.severity" = [1]\n',
        "sweep.factors.disruptions.a.severity",
        "there is no table with id 'a'. There are none.",
    ),
    Broken("unlike any key", "[run]\nxyz = 1\n", "run.xyz", "there is no such key."),
]


@pytest.mark.parametrize("broken", CASES, ids=lambda broken: broken.name)
def test_a_broken_key_is_named_with_its_file_and_the_mending(
    broken: Broken, tmp_path: Path
) -> None:
    path = write_project(tmp_path) / "experiments/mine.toml"
    path.write_text(f'extends = "baseline.toml"\n{broken.text}', encoding="utf-8")

    with pytest.raises(CollectedError) as caught:
        read_experiment(path)

    (error,) = caught.value.errors
    assert error.where == f"experiments/mine.toml, {broken.where}"
    assert broken.says in str(error)


def test_all_mistakes_come_at_once_each_with_the_file_that_made_it(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    base = root / "experiments/baseline.toml"
    base.write_text(base.read_text() + 'theta = "all"\n[target]\ndays = 30\n')
    path = root / "experiments/mine.toml"
    path.write_text('extends = "baseline.toml"\n[run]\nseed = 1.5\n')

    with pytest.raises(CollectedError) as caught:
        read_experiment(path, ["run.replications=-1"])

    assert {error.where for error in caught.value.errors} == {
        "experiments/baseline.toml, run.theta",
        "experiments/baseline.toml, target.days",
        "experiments/mine.toml, run.seed",
        "--set run.replications=-1, run.replications",
    }


def test_files_that_extend_in_a_circle_are_named(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    for name, base in (("a", "b"), ("b", "c"), ("c", "a")):
        (root / f"experiments/{name}.toml").write_text(f'extends = "{base}.toml"\n')

    with pytest.raises(
        CollectedError, match=r"in a circle: .*a\.toml -> .*b\.toml -> .*c\.toml -> .*a\.toml"
    ):
        read_experiment(root / "experiments/a.toml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            'extends = "basline.toml"\n',
            "mine.toml, extends: there is no file experiments/basline.toml. Did you mean 'baseline.toml'?",
        ),
        ("extends = 3\n", "mine.toml, extends: 3 is not the name of a file."),
        ("[run]\nseed = = 1\n", "mine.toml: not TOML: Invalid value (at line 2, column 8)."),
    ],
    ids=["unknown file", "no file", "not TOML"],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: str, says: str) -> None:
    path = write_project(tmp_path) / "experiments/mine.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CollectedError) as caught:
        read_experiment(path)

    assert says in str(caught.value)


def test_an_experiment_that_is_not_there_has_a_near_name(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    with pytest.raises(CollectedError, match=r"Did you mean 'cut\.toml'\?"):
        read_experiment(root / "experiments/cuts.toml")


def test_a_file_that_is_not_utf8_says_the_line(tmp_path: Path) -> None:
    path = write_project(tmp_path) / "experiments/mine.toml"
    path.write_bytes('[experiment]\ntitle = "Suwałki"\n'.encode("cp1250"))

    with pytest.raises(CollectedError, match=r"mine\.toml, line 2: the byte 0xb3 is not UTF-8"):
        read_experiment(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("run.seed", "there is no key=value. For example run.seed=7."),
        ("run seed=7", "'run seed' is not a dotted key."),
        ("run.seed=7 days", "'7 days' is not a TOML value."),
        ("run.seed=7\nrun.theta = 1", "is not a TOML value."),
        ("disruptions.suwalky.severity=1", "There are suwalki. Did you mean 'suwalki'?"),
        ("run.seed.first=1", "there is no table that could hold 'first'."),
        ("run.horizon_day=9", "there is no such key. Did you mean 'horizon_days'?"),
    ],
)
def test_a_broken_set_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = write_project(tmp_path) / "experiments/cut.toml"

    with pytest.raises(CollectedError) as caught:
        read_experiment(path, ["run.seed=3", text])

    (error,) = caught.value.errors
    assert error.where.startswith(f"--set {text.partition(' days')[0]}")
    assert says in str(error)
