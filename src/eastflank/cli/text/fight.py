"""Fight-ready as text: a line a country, a column a kind."""

from eastflank.cli.layout import columns
from eastflank.runs.fight_text import HEAD, fight_lines, fight_notes
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.numbers import on_day


def fight_text(run: StoredRun) -> str:
    """What of a run could fight by the target day, by country."""
    head = [f"{run.name}: fight-ready by {on_day(run.day)}", *HEAD[1:]]
    table = columns(head, [[line.label, *line.cells] for line in fight_lines(run)])
    return "\n".join([table, *fight_notes(run)])
