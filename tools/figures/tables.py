"""The tables on pages: of figures alone, and the ladders of dispatch policies."""

from collections.abc import Iterator, Sequence
from typing import Final

from tools.figures import facts
from tools.figures.readings import LIKELY
from tools.figures.register import Figures, said
from tools.ladder.table import stored_ladders
from tools.page_table import markdown

HEADLINE: Final = ("ready-force", "ready-force-cut")
NOBODY: Final = ("user-optimal", "user-optimal-cut")  # the headline pair, without a staff plan
FRAMES: Final = {
    "ready-force": "all units ready at C-day",
    "order-on-c-day": "all units ready, order on C-day",
    "baseline": "tiers of notice, ten days of warning",
    "no-warning": "tiers of notice, no warning",
}
BESIDE: Final = ("peacetime-rules",)  # told on a page, and in no table of frames
CUTS: Final = {
    "": "open",
    "-cut": "cut at C+8, unannounced",
    "-cut-c0": "closed from C-day, known",
}
OF_FRAMES: Final = (
    "question",
    "C+30 is",
    "closed by C+30",
    "of them in EE, LV, LT",
    "80 % closed",
    "95 % closed",
    "the same, day",
    "replications",
)
OF_LIKELY: Final = OF_FRAMES[:-1]
OF_BRACKET: Final = (
    "who moves the force",
    "closed by C+30, open",
    "closed by C+30, cut at C+8",
    "95 % closed, open",
    "95 % closed, cut at C+8",
    "chance of 95 % by C+30, open",
    "the same, cut",
)
OF_CUTS: Final = (
    "cut",
    "troops short at C+30",
    "short in EE, LV, LT",
    "80 % later, days",
    "95 % later, days",
    "pairs",
)


def tables_of(figures: Figures) -> dict[str, str]:
    """The tables by the names that marks use."""
    return {
        "frames": markdown(OF_FRAMES, [_frame(figures, *each) for each in drawn(figures)]),
        "frames-likely": markdown(OF_LIKELY, [_at_likely(figures, *each) for each in questions()]),
        "cuts": markdown(OF_CUTS, [_cut(figures, *each) for each in drawn(figures) if each[1]]),
        "bracket": markdown(OF_BRACKET, list(_bracket(figures))),
        "measures": markdown(facts.HEAD, facts.rows(figures)),
        **stored_ladders(),
    }


def questions() -> list[tuple[str, str]]:
    """Each frame with each of its cuts; the open one first."""
    return [(frame, cut) for frame in FRAMES for cut in CUTS]


def drawn(figures: Figures) -> list[tuple[str, str]]:
    """Those of them that have replications."""
    many = "{}{}.closed:replications"
    return [each for each in questions() if said(figures, many.format(*each)) != LIKELY]


def asked() -> list[str]:
    """The experiments that figures are told of."""
    return [*(f"{frame}{cut}" for frame, cut in questions()), *NOBODY, *BESIDE]


def _bracket(figures: Figures) -> Iterator[Sequence[str]]:
    """What is reached when nobody coordinates, under a staff plan, and by no plan."""
    for who, pair in (("nobody coordinates", NOBODY), ("a staff plan", HEADLINE)):
        cells = ("closed", "day-95", "chance")
        yield [who, *(said(figures, f"{name}.{cell}:band") for cell in cells for name in pair)]
    most = [said(figures, f"{name}.{cell}") for cell in ("most", "most-95") for name in HEADLINE]
    yield ["no plan can beat, rows at their likely values", *most, "–", "–"]


def _frame(figures: Figures, frame: str, cut: str) -> Sequence[str]:
    name = f"{frame}{cut}"
    order = said(figures, f"{name}.target-of-order")
    title = f"{FRAMES[frame]}, {CUTS[cut]}"
    cells = ("closed", "baltic", "day-80", "day-95", "day-95-of-order")
    bands = [said(figures, f"{name}.{cell}:band") for cell in cells]
    bands[1] += f" of {said(figures, f'{name}.baltic-bound')}"
    return [title, f"day {order}", *bands, said(figures, f"{name}.closed:replications")]


def _at_likely(figures: Figures, frame: str, cut: str) -> Sequence[str]:
    name = f"{frame}{cut}"
    order = said(figures, f"{name}.target-of-order")
    cells = ("closed", "baltic", "80", "95", "95-of-order")
    told = [said(figures, f"{name}.likely-{cell}") for cell in cells]
    told[1] += f" of {said(figures, f'{name}.baltic-bound')}"
    return [f"{FRAMES[frame]}, {CUTS[cut]}", f"day {order}", *told]


def _cut(figures: Figures, frame: str, cut: str) -> Sequence[str]:
    name = f"{frame}{cut}"
    cells = ("short", "short-baltic", "later-80", "later-95")
    bands = [said(figures, f"{name}.{cell}:band") for cell in cells]
    pairs = said(figures, f"{name}.short:replications")
    return [f"{FRAMES[frame]}, {CUTS[cut]}", *bands, pairs]
