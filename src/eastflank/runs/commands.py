"""The very command that makes what a stored run holds: its replications and its records too."""

import shlex

from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY, replication_name
from eastflank.store.parquet import Level


def command_of(run: StoredRun) -> str:
    """What it takes to make this folder again, with what was narrowed or kept beside the usual."""
    words = [run.manifest.command, *_narrowed(run), *_kept(run)]
    return " ".join(words)


def _kept(run: StoredRun) -> list[str]:
    """What was kept, where that is not the usual: stages, and all of the first that are run."""
    if run.is_sweep:
        return []
    later = [each for each in run.drawn if each > 0]
    usual = Level.STAGES if later else Level.FULL
    told = run.replication(later[0]) if later else run.told
    kept = Level(str(told.note.get("records", usual.value)))
    return [] if kept is usual else ["--records", kept.value]


def _narrowed(run: StoredRun) -> list[str]:
    """The replications that are there, where they are not all that the manifest asks for."""
    if run.is_sweep or len(run.drawn) == run.manifest.replications:
        return []
    there = [LIKELY] if run.is_stored(LIKELY) else []
    return [
        word
        for each in (*there, *run.drawn)
        for word in ("--only", shlex.quote(replication_name(each).lstrip("0") or "0"))
    ]
