"""STRESS-DES: the items that a report of a simulation owes its reader, filled from the run."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.basis import basis_of_chances
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item: its number and part, its title, and what the run says to it."""

    number: str
    part: str
    title: str
    text: str


def stress_items(runs: Sequence[StoredRun]) -> list[Item]:
    """The items, filled from the first run; the experiments are those of all."""
    known = tomllib.loads(files("eastflank.report").joinpath("stress.toml").read_text("utf-8"))
    told = _told(runs)
    return [Item(**{**item, "text": item["text"].format_map(told)}) for item in known["item"]]


def _told(runs: Sequence[StoredRun]) -> dict[str, str]:
    run = runs[0]
    basis = basis_of_chances(run)
    manifest, resolved = run.manifest, run.resolved
    experiment: Mapping[str, Any] = resolved.get("experiment", {})
    counts = {name: f"{number:,}" for name, number in manifest.counts.items()}
    scopes = [str(row.get("scope", "")) for row in run.evidence]
    frame = experiment.get("frame", {})
    return _Told(
        {
            **counts,
            "units_in_place": str(
                manifest.counts.get("units", 0) - manifest.counts.get("units_moving", 0)
            ),
            "force": f"{numbers.count(run.force)}",
            "day": f"{run.day:g}",
            "question": experiment.get("experiment", {}).get("question") or manifest.title,
            "experiments": numbers.listing(
                [f"{each.label} ({basis_of_chances(each)})" for each in runs]
            ),
            "disruptions": " ".join(map(disruption_sentence, run.disruptions))
            or "The first run has no disruption."
            if len(runs) == 1
            else _all_disruptions(runs),
            "policy": manifest.policy,
            "inputs": str(len(manifest.inputs)),
            "evidence": str(len(scopes)),
            "knowledge": str(scopes.count("knowledge")),
            "luck": str(scopes.count("luck")),
            "warning": f"{frame.get('warning_days', 0):g}",
            "horizon": f"{manifest.horizon_h / HOURS_PER_DAY:g}",
            "estimation": f"{basis[0].upper()}{basis[1:]}.",
            **_made_with(manifest.versions),
            "seed": str(manifest.seed),
            "seconds": f"{manifest.timings_s.get('mean_replication', 0.0):.0f}",
            "commit": manifest.commit or "unknown",
        }
    )


class _Told(dict[str, str]):
    """What a run does not say is told as such."""

    def __missing__(self, key: str) -> str:
        return "an unknown number of"


def _made_with(versions: Mapping[str, str]) -> dict[str, str]:
    return {
        "version": versions.get("eastflank", "unknown"),
        "model": versions.get("model", "unknown"),
        "build": versions.get("build", "pure"),
        "python": versions.get("python", "unknown"),
        "libraries": _libraries(versions),
    }


def _libraries(versions: Mapping[str, str]) -> str:
    ours = ("eastflank", "model", "build", "python")
    named = [f"{name} {number}" for name, number in versions.items() if name not in ours]
    return numbers.listing(named) if named else "libraries that were not kept"


def _all_disruptions(runs: Sequence[StoredRun]) -> str:
    told = [
        f"{run.name}: {' '.join(map(disruption_sentence, run.disruptions))}"
        for run in runs
        if run.disruptions
    ]
    return " ".join(told) or "No run has a disruption."


def disruption_sentence(disruption: Mapping[str, Any]) -> str:
    """A disruption in words: what, from when to when, how severe, known or not."""
    start = float(disruption["start_h"]) / HOURS_PER_DAY
    severity = float(disruption["severity"])
    state = "closed" if severity >= 1 else f"{numbers.share(severity)} degraded"
    told = f"{disruption['id']}: {_what_is_hit(disruption)} {state} from {numbers.on_day(start)}"
    return f"{told}, {', '.join(_manner(disruption))}."


def _what_is_hit(disruption: Mapping[str, Any]) -> str:
    words = {key: key for key in ("links", "terminals", "fleets")}
    words["asset_types"] = "kinds of asset"
    hit = [(len(disruption.get(key, ())), what) for key, what in words.items()]
    parts = [f"{n} {what}" for n, what in hit if n]
    parts += ["movement control"] if disruption.get("control") else []
    return " and ".join(parts) or "nothing"


def _manner(disruption: Mapping[str, Any]) -> Iterator[str]:
    """How often, until when, how well known, how likely."""
    recurs, end = disruption.get("recurs"), disruption["end_h"]
    if recurs:
        yield f"for {recurs['lasts_h']:g} h every {recurs['every_h'] / HOURS_PER_DAY:g} days"
        end = recurs["until_h"]
    yield "open-ended" if end is None else f"until {numbers.on_day(float(end) / HOURS_PER_DAY)}"
    if repair_h := disruption.get("repair_h"):
        yield f"then repaired in {repair_h / HOURS_PER_DAY:g} days"
    warning_h = disruption.get("warning_h") or 0.0
    told = f"{warning_h / HOURS_PER_DAY:g} days of warning" if warning_h else "unannounced"
    yield "known from the start" if disruption.get("known") else told
    if (said := disruption.get("announced_end", "unknown")) != "unknown":
        yield "its end known" if said == "known" else "its end estimated"
    if (chance := disruption.get("chance", 1.0)) < 1.0:
        yield f"with a chance of {numbers.share(chance)}"
