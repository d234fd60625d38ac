"""From run folders to files: every chart, in every case, with equal bytes for equal data."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from tests import made

from eastflank.api import explain
from eastflank.charts import style
from eastflank.charts.drawn import Figure
from eastflank.charts.style import CAUSE_FAMILIES, Caption
from eastflank.gallery import alone, door, write_brief
from eastflank.gallery.days import longest_of, longest_waits_of, spells_of
from eastflank.measures.use.waiting import wait_spells
from eastflank.model.errors import PlannerError
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.names import FIRST

ALONE = {
    "assets",
    "binds",
    "bracket",
    "brigades",
    "closure",
    "crossings",
    "destinations",
    "fight-ready",
    "gantt",
    "gantt-corridor",
    "late",
    "map",
    "modes",
    "nations",
    "queues",
    "stages",
    "throughput",
    "utilisation",
}


def draw(
    runs: Sequence[Path], out: Path, which: Sequence[str] | None = None, *, workers: int = 1
) -> list[Path]:
    return door.draw([StoredRun(run) for run in runs], out, which, workers=workers)


def figure(runs: Sequence[Path], name: str) -> Figure:
    return door.figure([StoredRun(run) for run in runs], name)


@pytest.fixture(scope="module")
def runs() -> dict[str, Path]:
    """Runs of the small theatre; do not write to them."""
    names = {"open": "theatre", "cut": "theatre-cut", "one": "theatre-likely"}
    return {name: made.run(run) for name, run in names.items()}


@pytest.fixture
def never(tmp_path: Path) -> Path:
    """A run in which no unit ever closes."""
    return made.never_closed("theatre-likely", tmp_path / "never")


def names(paths: list[Path]) -> set[str]:
    return {path.stem for path in paths}


def test_one_run_has_every_chart_of_one_run(runs: dict[str, Path], tmp_path: Path) -> None:
    paths = draw([runs["open"]], tmp_path)

    assert names(paths) == ALONE
    assert {path.suffix for path in paths} == {".svg", ".png", ".pdf", ".csv"}
    assert all(path.stat().st_size > 0 for path in paths)


def test_equal_data_gives_equal_bytes(runs: dict[str, Path], tmp_path: Path) -> None:
    pair, some = [runs["open"], runs["cut"]], ["late", "open-cut"]
    first, again = (draw(pair, tmp_path / name, some) for name in ("first", "again"))

    assert [path.name for path in first] == [path.name for path in again]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, again, strict=True))


def test_several_processes_draw_the_same(runs: dict[str, Path], tmp_path: Path) -> None:
    every = [runs["open"], runs["cut"], runs["one"]]

    alone = draw(every, tmp_path / "alone", ["closure", "open-cut"])
    shared = draw(every, tmp_path / "shared", ["closure", "open-cut"], workers=2)

    assert [path.name for path in shared] == [path.name for path in alone]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(alone, shared, strict=True))


def test_a_mistake_found_in_another_process_is_the_readers_too(
    runs: dict[str, Path], tmp_path: Path
) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(runs["one"], bare)
    shutil.rmtree(bare / "closures")

    with pytest.raises(PlannerError, match="no replication is stored"):
        draw([runs["open"], runs["cut"], runs["one"], bare], tmp_path / "c", ["late"], workers=2)


def test_a_family_is_compared_with_its_open_run_first(
    runs: dict[str, Path], tmp_path: Path
) -> None:
    draw([runs["cut"], runs["open"]], tmp_path, ["open-cut"])

    drawn = pd.read_csv(tmp_path / "open-cut.csv")
    assert drawn["run"].unique().tolist() == ["open", "cut at C+8", "cut at C+8: troops short"]


def test_several_runs_have_their_own_charts_beside_the_common_ones(
    runs: dict[str, Path], tmp_path: Path
) -> None:
    paths = draw([runs["open"], runs["cut"]], tmp_path, ["closure", "destinations"])

    assert names(paths) == {"closure-theatre", "closure-theatre-cut", "destinations"}


def test_the_deterministic_run_stands_in_where_none_was_drawn(
    runs: dict[str, Path], tmp_path: Path
) -> None:
    draw([runs["one"]], tmp_path, ["closure"])

    assert set(pd.read_csv(tmp_path / "closure.csv")["replications"]) == {1}


def test_everything_draws_where_nothing_closes(never: Path, tmp_path: Path) -> None:
    assert all(figure([never], name).texts for name in ALONE)
    draw([never], tmp_path / "charts", ["closure"])

    curve = pd.read_csv(tmp_path / "charts" / "closure.csv")
    assert (curve["p90"] == 0).all()


def test_a_cut_against_which_nothing_closes_draws(
    runs: dict[str, Path], never: Path, tmp_path: Path
) -> None:
    manifest = json.loads((never / "manifest.json").read_text("utf-8"))
    (never / "manifest.json").write_text(json.dumps({**manifest, "experiment": "theatre-cut"}))

    assert len(draw([runs["one"], never], tmp_path / "charts", ["open-cut", "destinations"])) == 8


def test_a_run_without_the_corridor_has_no_crossings(
    runs: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "save", lambda _, __, out, name, **___: [out / f"{name}.svg"])
    root = tmp_path / "elsewhere"
    shutil.copytree(runs["one"], root)
    (root / "resolved.json").write_text(json.dumps({"corridors": {}, "disruptions": []}))

    assert names(draw([root], tmp_path / "charts")) == ALONE - {"crossings", "gantt-corridor"}
    with pytest.raises(PlannerError, match="no corridor"):
        draw([root], tmp_path / "charts", ["crossings"])


def test_a_misspelt_chart_is_told_the_nearest(runs: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="Did you mean 'closure'"):
        draw([runs["one"]], tmp_path, ["closur"])


def test_no_folder_and_no_run_folder_are_the_readers_mistakes(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="no run was given"):
        draw([], tmp_path)
    with pytest.raises(PlannerError, match="not a run folder"):
        draw([tmp_path], tmp_path)


def test_figures_are_to_be_had_in_memory(runs: dict[str, Path]) -> None:
    assert len(figure([runs["open"], runs["cut"]], "open-cut").axes) == 2
    with pytest.raises(PlannerError, match="no chart 'map'"):  # a map is of one run
        figure([runs["open"], runs["cut"]], "map")


def test_one_run_cannot_be_compared(runs: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="compares runs, and one was given"):
        draw([runs["one"]], tmp_path, ["open-cut"])


def test_a_run_with_nothing_stored_says_how_to_run_it(
    runs: dict[str, Path], tmp_path: Path
) -> None:
    root = tmp_path / "bare"
    shutil.copytree(runs["one"], root)
    shutil.rmtree(root / "closures")

    with pytest.raises(PlannerError, match=r"eastflank run experiments/theatre\.toml"):
        draw([root], tmp_path / "charts")


def test_runs_with_other_luck_are_not_compared(runs: dict[str, Path], tmp_path: Path) -> None:
    root = tmp_path / "other"
    shutil.copytree(runs["cut"], root)
    manifest = json.loads((root / "manifest.json").read_text("utf-8"))
    (root / "manifest.json").write_text(json.dumps({**manifest, "seed": 2}))

    with pytest.raises(PlannerError, match="they met different luck: seeds 1 and 2"):
        draw([runs["open"], root], tmp_path / "charts", ["open-cut"])


def test_wherever_a_priority_is_shown_it_says_which_goes_first(runs: dict[str, Path]) -> None:
    drawn = figure([runs["one"]], "late")

    assert any(FIRST in text.get_text() for text in drawn.texts)
    assert FIRST in explain("U000", runs["one"])[0]


def test_the_colours_of_what_binds_have_a_legend(runs: dict[str, Path]) -> None:
    """Of the families of causes that are shown, in the colours of the bars."""
    drawn = figure([runs["cut"]], "binds")

    legend = drawn.axes[0].get_legend()
    assert legend is not None
    named = {text.get_text() for text in legend.get_texts()}
    assert {"lift", "call-forward"} <= named <= set(CAUSE_FAMILIES)


def test_a_gantt_says_what_each_unit_waited_for_longest() -> None:
    run = StoredRun(made.run("theatre-cut"))
    waits = longest_waits_of(run)

    drawn, table = alone.ALONE["gantt"](run)

    written = {text.get_text() for text in drawn.axes[0].texts}
    assert waits
    assert all(" d: " in told for told in waits.values())
    assert written >= {"longest wait of the last lot"}
    assert written & set(waits.values())
    assert set(table["longest_wait"]) <= {*waits.values(), ""}


def test_the_longest_wait_is_no_longer_than_all_waits_of_the_last_lot() -> None:
    run = StoredRun(made.run("theatre-cut"))
    spells = spells_of(run)
    waited = spells.loc[spells["doing"].str.startswith("waiting")]
    days = (waited["end"] - waited["start"]).groupby(waited["unit"]).sum()

    for unit, told in longest_waits_of(run).items():
        assert float(told.split(" d: ")[0]) <= days.get(unit, 0.0) + 0.051


def test_parts_of_a_lot_that_wait_at_once_wait_no_longer_than_the_lot() -> None:
    """Half of a lot waits ten hours for a train, the other half the same ten: ten hours."""
    told = StoredRun(made.run("theatre")).told
    whole = wait_spells(told.records, told.waiting, told.end_h)
    lots = sorted(set(whole["lot"]))
    halves = pd.concat([whole.assign(part=whole["part"] / 2)] * 2, ignore_index=True)

    assert longest_of(whole, lots)["hours"].sum() > 0
    pd.testing.assert_frame_equal(longest_of(halves, lots), longest_of(whole, lots))


def test_a_number_in_a_dark_bar_is_light() -> None:
    drawn, _ = alone.ALONE["stages"](StoredRun(made.run("theatre")))

    colours = {text.get_color() for axes in drawn.axes for text in axes.texts}
    assert colours >= {"white", style.INK}


def test_a_caption_stays_on_the_page() -> None:
    caption = Caption(
        title="A question " * 20, policy="substitute", basis="one", run_id="r", version="0"
    )
    drawn = style.figure("T", "", [caption])
    drawn.draw_without_rendering()

    ends = [text.get_window_extent().x1 for text in drawn.texts]
    assert max(ends) <= drawn.bbox.x1


def changed(run: Path, to: Path, **told: object) -> Path:
    """A copy of a run with something else in its manifest."""
    shutil.copytree(run, to)
    path = to / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | told), "utf-8")
    return to


def test_a_chart_of_runs_with_different_targets_is_refused(
    runs: dict[str, Path], tmp_path: Path
) -> None:
    pair = [runs["open"], changed(runs["cut"], tmp_path / "early", target_day=20.0)]
    mistake = r"targets differ: 95 % by C\+30 and 95 % by C\+20"

    with pytest.raises(PlannerError, match=mistake):
        draw(pair, tmp_path / "c", ["open-cut"])
    with pytest.raises(PlannerError, match=mistake):
        figure(pair, "destinations")
    assert len(names(draw(pair, tmp_path / "c", ["closure"]))) == 2


@pytest.mark.parametrize(
    ("told", "mistake"),
    [
        ({"target_day": 20.0}, r"targets differ: 95 % by C\+30 and 95 % by C\+20"),
        ({"question": "another"}, "theatre-cut does not ask what theatre asks"),
    ],
)
def test_a_brief_leaves_no_run_out_in_silence(
    runs: dict[str, Path], tmp_path: Path, told: dict[str, object], mistake: str
) -> None:
    pair = [runs["open"], changed(runs["cut"], tmp_path / "other", **told)]

    with pytest.raises(PlannerError, match=mistake):
        write_brief([StoredRun(run) for run in pair], tmp_path / "b")


@pytest.mark.parametrize("name", ["open-cut", "destinations"])
@pytest.mark.parametrize("title", ["word " * 300, "x" * 1500], ids=["words", "one word"])
def test_a_very_long_title_leaves_room_for_the_chart(
    runs: dict[str, Path], tmp_path: Path, name: str, title: str
) -> None:
    pair = [changed(runs[key], tmp_path / key, title=title) for key in ("open", "cut")]

    drawn = figure(pair, name)

    drawn.draw_without_rendering()
    assert all(axes.get_position().height > 0.05 for axes in drawn.axes)
