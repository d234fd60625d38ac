"""Failures: what went wrong in which replication, and the command that runs it again."""

import json
from collections.abc import Callable, Iterable

from eastflank.store.atomic import write_text
from eastflank.store.folder import LIKELY, RunFolder, replication_name
from eastflank.store.manifest import Manifest
from eastflank.study.replication import Outcome

Replay = Callable[[int, int], str]  # point, replication -> command


def write_failures(
    folder: RunFolder, failed: Iterable[Outcome], replay: Replay, manifest: Manifest
) -> None:
    """One line a failure that still stands; without failures there is no file.

    What an earlier call, or another process, found stays until the replication is stored, or is
    no longer wanted since its point stopped before it.
    """
    standing = {_place(line): line for line in _before(folder) if not _over(folder, line, manifest)}
    for outcome in failed:
        standing[outcome.point, outcome.replication] = _line(outcome, replay)
    if not standing:
        folder.failures_path.unlink(missing_ok=True)
        return
    lines = [json.dumps(standing[place]) for place in sorted(standing)]
    write_text(folder.failures_path, "\n".join(lines) + "\n")


def _line(outcome: Outcome, replay: Replay) -> dict[str, object]:
    return {
        "point": outcome.point,
        "replication": replication_name(outcome.replication),
        "error": (outcome.error or "").strip().splitlines()[-1],
        "traceback": outcome.error,
        "replay": replay(outcome.point, outcome.replication),
    }


def _before(folder: RunFolder) -> list[dict[str, object]]:
    if not folder.failures_path.is_file():
        return []
    lines = folder.failures_path.read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _place(line: dict[str, object]) -> tuple[int, int]:
    name = str(line["replication"])
    return int(str(line.get("point", 0))), LIKELY if name == "likely" else int(name)


def _over(folder: RunFolder, line: dict[str, object], manifest: Manifest) -> bool:
    point, replication = _place(line)
    return replication >= manifest.drawn_at(point) or folder.at(point).is_stored(replication)
