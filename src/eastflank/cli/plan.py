"""``eastflank plan``: rehearse a planned movement, and say where and when lots wait longest."""

from typing import TYPE_CHECKING, Final

from eastflank.cli import options
from eastflank.cli.carry import rehearse
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import columns, result, result_json
from eastflank.runs.wording.numbers import on_day, span

if TYPE_CHECKING:
    from eastflank.api import Rehearsal

SHOWN: Final = 10


@ends_well()
def plan(
    experiment: options.ExperimentFile,
    *,
    sets: options.Sets = None,
    out: options.Out = options.RESULTS,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Rehearse a movement by a staff, whatever the dispatch policy of the file says.

    The rehearsal is stored, and ``run`` uses it. What is printed is the mean wait of lots that come
    to need a pool on a day: a pool is all assets that could come for them.
    """
    from eastflank import api

    (case,) = api.load_all([experiment], (*(sets or ()), "policy.dispatch=planned"))
    rehearsal = rehearse(case, out, quiet=quiet)
    if rehearsal is None:
        return
    if as_json:
        result_json({"file": str(rehearsal.path), "waits": [w._asdict() for w in rehearsal.waits]})
        return
    result(_waits(rehearsal))
    result(f"\n{rehearsal.path}")


def _waits(rehearsal: "Rehearsal") -> str:
    rows = [
        (f"{', '.join(wait.assets)}, pool of {wait.place}", on_day(wait.day), span(wait.hours))
        for wait in rehearsal.waits[:SHOWN]
    ]
    return columns(("lots wait longest for", "day", "mean wait"), rows)
