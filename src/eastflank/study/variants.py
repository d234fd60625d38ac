"""Variants: one question asked in several ways, each replicated under the same luck.

What is stored is read, what is missing is run: to ask again is to resume, and to ask for more
replications keeps those that are there.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import RunFolder
from eastflank.store.manifest import read_manifest
from eastflank.store.parquet import Level
from eastflank.study.case import Case, load_case
from eastflank.study.conduct import Progress
from eastflank.study.plan import default_workers
from eastflank.study.pool import each
from eastflank.study.prepare import folder_of
from eastflank.study.settings import Settings
from eastflank.study.sweep import Swept, carry_out_sweep

ROOM: Final = "decisions"  # below the folder of all results: runs that keep closures alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """An experiment file with what is set beside it, under a name that tells it from others."""

    name: str
    file: Path
    sets: tuple[str, ...] = ()

    def case(self, replications: int) -> Case:
        """Its case, compiled."""
        return load_case(self.file, (*self.sets, f"run.replications={replications}"))


def run_variants(
    variants: Sequence[Variant],
    replications: int,
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
) -> Mapping[str, StoredRun]:
    """Each variant with at least so many drawn replications; the workers take one each.

    A variant that was run by itself, with ``eastflank run``, is read where it lies.
    """
    settings = settings or Settings()
    work = functools.partial(_answered, replications=replications, settings=settings)
    roots: dict[str, Path] = {}
    workers = settings.workers or default_workers()
    for done, (name, root) in enumerate(each(work, variants, workers), start=1):
        roots[name] = root
        if progress:
            progress(done, len(variants))
    return {each.name: StoredRun(roots[each.name]).called(each.name) for each in variants}


def _answered(variant: Variant, replications: int, settings: Settings) -> tuple[str, Path]:
    """Where the replications of a variant lie, run now where they are missing."""
    case = variant.case(replications)
    alone = folder_of(case, settings.out)
    if _drawn(alone) >= replications:
        return variant.name, alone.root
    out = settings.out / ROOM
    before = _drawn(folder_of(case, out))
    if before < replications:
        only = tuple(range(replications))
        lean = replace(
            settings, out=out, workers=1, lean=True, only=only, records=Level.SUMMARY, cluster=""
        )
        carry_out_sweep(Swept(case=case), lean)
    return variant.name, folder_of(case, out).root


def _drawn(folder: RunFolder) -> int:
    """How many replications of a folder are there from the first on."""
    try:
        wanted = read_manifest(folder.manifest_path).replications
    except PlannerError:
        return 0
    there = (number for number in range(wanted) if not folder.is_stored(number, Level.SUMMARY))
    return next(there, wanted)
