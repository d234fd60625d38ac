"""Foresight: what a study would do, and a quote of what it takes, without writing anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eastflank.compile.counts import counts
from eastflank.model.errors import PlannerError
from eastflank.store.folder import RunFolder
from eastflank.store.manifest import Manifest, read_manifest
from eastflank.store.parquet import Level
from eastflank.study.plan import Plan, to_do
from eastflank.study.settings import Settings
from eastflank.study.sweep import Swept


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What the missing replications take, reckoned from replications that were run before."""

    replications: int
    minutes: float
    megabytes: float
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What a run would do: where it would lie and how many replications are missing."""

    folder: RunFolder
    experiment: str
    replications: int
    points: int
    missing: int
    counts: Mapping[str, int]
    quote: Quote | None


def foresee(swept: Swept, settings: Settings) -> Foresight:
    """What the study would do; without an earlier run to reckon from there is no quote."""
    case, folder = swept.case, swept.folder(settings.out)
    replications = case.replications
    plan = settings.plan(replications, len(swept.points) or 1)
    missing = len(plan.wanted() if settings.force else to_do(folder, plan))
    return Foresight(
        folder=folder,
        experiment=case.name,
        replications=replications,
        points=plan.points,
        missing=missing,
        counts=counts(case.scenario),
        quote=_quote(folder, plan, missing),
    )


def _quote(folder: RunFolder, plan: Plan, missing: int) -> Quote | None:
    """By the folder itself, else by the latest run of the same name, else by any other."""
    others = sorted(folder.root.parent.parent.glob("*/*/manifest.json"), key=_age)
    near = [path for path in others if path.parent.parent == folder.root.parent]
    for path in [folder.manifest_path, *reversed(near), *reversed(others)]:
        if path.is_file() and (found := _quote_from(RunFolder(path.parent), plan, missing)):
            return found
    return None


def _age(path: Path) -> float:
    return path.stat().st_mtime


def _quote_from(earlier: RunFolder, plan: Plan, missing: int) -> Quote | None:
    manifest = _readable(earlier)
    mean_s = manifest.timings_s.get("mean_replication") if manifest else None
    sizes = list(_sizes(earlier, plan))
    if not manifest or not mean_s or not sizes:
        return None
    workers = 1 if plan.cluster else max(1, min(plan.workers, missing))
    return Quote(
        replications=missing,
        minutes=missing * mean_s / workers / 60,
        megabytes=missing * sum(sizes) / len(sizes) / 1e6,
        basis=f"{mean_s:.1f} s a replication in {manifest.label} ({earlier.root.name})",
    )


def _readable(folder: RunFolder) -> Manifest | None:
    try:
        return read_manifest(folder.manifest_path)
    except PlannerError:
        return None


def _sizes(folder: RunFolder, plan: Plan) -> Iterator[int]:
    """Bytes of some stored replications, records counted where the plan keeps them."""
    keeps = plan.level is not Level.SUMMARY and not plan.lean
    for closures in sorted(folder.root.glob("closures/point=*/*.parquet"))[-5:]:
        records = folder.root / "records" / closures.parent.name / closures.name
        kept = keeps and records.is_file()
        yield closures.stat().st_size + (records.stat().st_size if kept else 0)
