"""How numbers, names, causes and verdicts are said; each is said in one place."""

import math
import re
from pathlib import Path

import pytest

from eastflank.charts import style
from eastflank.measures.use.waiting import TOLD_IN
from eastflank.model.causes import CauseKind, Refusal, RefusalKind, WaitCause, no_way
from eastflank.model.modes import TerminalKind
from eastflank.model.scenario import (
    CargoClass,
)
from eastflank.runs.wording import numbers
from eastflank.runs.wording.causes import REFUSALS, SAYINGS, kind_word, label, sentence
from eastflank.runs.wording.names import SERVERS, Names, asset, closed, factor, level
from eastflank.runs.wording.quantities import quantity
from eastflank.runs.wording.verdicts import DETERMINISTIC, basis, blocks, cost

SOURCE = Path(__file__).parents[3] / "src" / "eastflank"
NAMES = Names(
    places={"LT_RUKLA": "Rukla", "PL_ELK": "Ełk", "LT_KLAIPEDA": "Klaipėda"},
    terminals={
        "RH_RUKLA": ("railhead", "LT_RUKLA"),
        "PT_KLAIPEDA": ("port", "LT_KLAIPEDA"),
        "SA_RUKLA": ("staging_area", "LT_RUKLA"),
    },
    links={"RL1": ("PL_ELK", "LT_RUKLA"), "RD1": ("PL_ELK", "LT_RUKLA")},
    modes={"RD1": "road"},
)


@pytest.mark.parametrize(
    ("hour", "said"),
    [(0.0, "C+0.0"), (-36.0, "C-1.5"), (228.0, "C+9.5"), (math.inf, "never"), (math.nan, "–")],
)
def test_hours_are_said_as_planners_say_them(hour: float, said: str) -> None:
    assert numbers.c_hour(hour) == said


def test_a_day_that_was_asked_for_keeps_its_decimals() -> None:
    assert [numbers.on_day(day) for day in (30.0, 7.5, -10.0)] == ["C+30", "C+7.5", "C-10"]


def test_a_span_is_told_in_days_from_two_days_on() -> None:
    assert [numbers.span(hours) for hours in (47.9, 48.0)] == ["47.9 h", "2.0 days"]


def test_numbers_are_said_as_a_reader_says_them() -> None:
    assert numbers.troops(239_340, 300_000) == "239.3"
    assert numbers.troops(1_850, 2_000) == "1,850"
    assert numbers.whole_troops(7_909) == "7,900"
    assert numbers.whole_troops(1_251, force=1_251) == "1,251"
    assert numbers.interval(-0.3, -1.2, 0.04, ".1f") == "−0.3 (−1.2 to 0.0)"
    assert numbers.interval(-0.04, math.nan, math.nan, ".1f") == "0.0"
    assert numbers.band("1", "1", "1") == "1"
    assert numbers.c_day(math.inf) == "never"
    assert numbers.listing(["a", "b", "c"]) == "a, b and c"
    assert [numbers.thousands(n) for n in (0, 850, 184_320)] == ["0", "850", "184 k"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("flat4_1435", "four-axle flats"),
        ("flat6_1520", "six-axle flats 1520 mm"),
        ("het", "heavy transporters"),
        ("new_kind", "new kind"),
    ],
)
def test_assets_are_called_by_their_names(name: str, said: str) -> None:
    assert asset(name) == said


def test_a_level_that_a_point_leaves_as_it_is_is_a_dash() -> None:
    assert [level(each) for each in (None, math.nan, 0.5, "none")] == ["–", "–", "0.5", "none"]


def test_a_factor_is_called_by_the_title_of_its_evidence_row() -> None:
    assert factor("assumptions.set.rail_speed.fixed", {"rail_speed": "Speed"}) == "Speed"
    assert factor("disruptions.suwalki.start_day", {}) == "suwalki: begins (day after C-day)"


def test_every_kind_of_terminal_has_a_name_for_its_servers() -> None:
    assert set(SERVERS) == set(TerminalKind)


def test_a_thing_that_is_not_known_is_called_by_its_id() -> None:
    assert (NAMES.place("X"), NAMES.link("X"), NAMES.server("X")) == ("X", "X", "place")
    assert (NAMES.place("RH_RUKLA"), NAMES.link("RL1")) == ("Rukla", "Ełk–Rukla")


@pytest.mark.parametrize("kind", CauseKind)
def test_every_kind_of_cause_has_its_words(kind: CauseKind) -> None:
    cause = no_way([Refusal(RefusalKind.NO_ROUTE, ("LT_RUKLA",))])
    told = cause if kind is CauseKind.NO_WAY else WaitCause(kind, "RH_RUKLA", ("strike",))

    said = [kind_word(kind), label(told, NAMES), sentence(told, NAMES)]

    assert all(said)
    assert not any(re.search(r"[{}]|RH_RUKLA_", text) for text in said)


def test_every_kind_of_cause_has_a_word_a_colour_and_a_place_in_usage() -> None:
    assert set(SAYINGS) == set(style.CAUSES) == set(TOLD_IN) == set(CauseKind)
    assert all(places for kind, places in TOLD_IN.items() if kind is not CauseKind.UNDER_WAY)


def test_kinds_are_told_apart_by_their_words() -> None:
    assert len({saying.kind for saying in SAYINGS.values()}) == len(CauseKind)


@pytest.mark.parametrize("kind", RefusalKind)
def test_every_refusal_has_its_words(kind: RefusalKind) -> None:
    things = ("RH_RUKLA", "PT_KLAIPEDA", "2000", "c17", "1500")

    said = sentence(no_way([Refusal(kind, things)]), NAMES)

    assert said.startswith("a way (")
    assert not re.search(r"[{}]", said)
    assert set(REFUSALS) == set(RefusalKind)


@pytest.mark.parametrize(
    ("cause", "said", "shown"),
    [
        (WaitCause(CauseKind.ASSET, "flat6_1435"), "free six-axle flats", "six-axle flats"),
        (WaitCause(CauseKind.LOADING, "RH_RUKLA"), "a ramp at Rukla", "ramp at Rukla, loading"),
        (
            WaitCause(CauseKind.UNLOADING, "PT_KLAIPEDA"),
            "a berth at Klaipėda",
            "berth at Klaipėda, unloading",
        ),
        (
            WaitCause(CauseKind.INTEGRATION, "SA_RUKLA"),
            "an integration slot at Rukla",
            "integration slot at Rukla",
        ),
        (
            WaitCause(CauseKind.CLOSED_LINK, "RL1", ("suwalki", "strike")),
            "Ełk–Rukla to open, closed by suwalki and strike",
            "closed: Ełk–Rukla, closed by suwalki and strike",
        ),
        (WaitCause(CauseKind.PATH, "RL1"), "a path on Ełk–Rukla", "path on Ełk–Rukla"),
        (WaitCause(CauseKind.PATH, "RD1"), "a turn on Ełk–Rukla", "turn on Ełk–Rukla"),
        (
            WaitCause(CauseKind.CONTROL, "", ("cyber",)),
            "movement control, hit by cyber",
            "movement control, hit by cyber",
        ),
        (
            WaitCause(CauseKind.PERMISSION, "PL"),
            "the permission of Poland",
            "permission of Poland",
        ),
    ],
)
def test_causes_are_named_as_a_planner_names_them(cause: WaitCause, said: str, shown: str) -> None:
    assert (sentence(cause, NAMES), label(cause, NAMES)) == (said, shown)


def test_no_way_tells_what_each_mode_lacks() -> None:
    cause = no_way(
        [
            Refusal(RefusalKind.NO_RAIL_PATH, ("1435", "1520", "LT_RUKLA")),
            Refusal(RefusalKind.PORTS_CLOSED, ("PT_KLAIPEDA",)),
            Refusal(RefusalKind.NO_AIRCRAFT, (CargoClass.HEAVY_TRACKED,)),
        ],
        ("suwalki",),
    )

    assert label(cause, NAMES) == (
        "no 1435 or 1520 mm path to Rukla while suwalki is closed; "
        "by sea: no open berth, Klaipėda closed; by air: no aircraft carries heavy tracked"
    )


def test_a_flight_that_is_out_of_range_names_fields_and_aircraft() -> None:
    far = Refusal(RefusalKind.OUT_OF_RANGE, ("RH_RUKLA", "PT_KLAIPEDA", "2000", "c17", "1500"))

    said = label(no_way([far]), NAMES)

    assert said == "by air: Klaipėda is 2000 km from Rukla, C-17 flies 1500"


def test_what_a_run_rests_on_is_said_once() -> None:
    assert basis(0, wanted=20, seed=1) == DETERMINISTIC
    assert basis(1, wanted=1, seed=1) == "1 replication, not a forecast, seed 1"
    rough = "fewer than 64: the true spread is wider"
    assert basis(18, wanted=20, seed=3) == f"18 replications, 2 missing, seed 3; {rough}"
    assert basis(64, wanted=64, seed=3) == "64 replications, seed 3"


def test_a_cost_that_counts_the_horizon_has_a_star() -> None:
    row = {"mean": 2000.0, "low": 1000.0, "high": 3000.0, "note": "unfinished", "replications": 9}

    assert cost(row, ".1f", unit=1000.0) == "2.0 (1.0 to 3.0)*"
    assert cost(None, ".1f") == "–"


def test_every_block_of_the_verdict_names_its_lines() -> None:
    told = {
        block.measure: block.label(0.95 if "P" in block.heading else 30) for block in blocks(30)
    }

    assert told["troops_closed"] == "C+30"
    assert blocks(30)[2].label(0.95) == "x = 95 %"


def test_no_other_module_writes_days_on_the_clock_of_c_day() -> None:
    """Notes of measures and mistakes in inputs lie below the words, and name days themselves."""
    writes = re.compile(r"""["']never["']|C\+\{|C\{[a-z]""")
    rooms = ("cli", "report", "gallery", "charts", "runs", "study", "api.py")
    found = {
        path.relative_to(SOURCE).as_posix()
        for room in rooms
        for path in [SOURCE / room, *(SOURCE / room).rglob("*.py")]
        if path.is_file() and writes.search(path.read_text("utf-8"))
    }

    # units and penalty: a class of lateness and a column of a frame, no text of a number
    assert found == {"runs/wording/numbers.py", "charts/units.py", "report/penalty.py"}


@pytest.mark.parametrize(
    ("links", "severity", "told"),
    [
        (["a", "b"], 1.0, "Suwałki corridor closed"),
        (["a", "b"], 0.5, "Suwałki corridor closed in part"),
        (["a"], 1.0, "first strike closed"),
        ([], 1.0, "first strike closed"),
    ],
)
def test_a_closure_is_called_by_its_corridor_and_not_by_an_id(
    links: list[str], severity: float, told: str
) -> None:
    disruption = {"id": "first-strike", "links": links, "severity": severity}

    assert closed(disruption, {"suwalki": ["a", "b"]}) == told


@pytest.mark.parametrize(
    ("hours", "told"), [(0.0861, "5.17 min"), (1.0, "1.0 h"), (47.0, "47.0 h"), (60.0, "2.5 days")]
)
def test_spans_are_told_in_minutes_hours_and_days(hours: float, told: str) -> None:
    assert quantity(hours, "h") == told
