"""Files that are there whole or not at all: written beside, then renamed."""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

LEFT_BEHIND_S: Final = 3600.0  # a file takes milliseconds to write: one this old has no writer


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the same folder that becomes ``path`` when the block ends well.

    Its name is its own, so that two processes may write the same file: the last one stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:12]}.part")
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        if error.filename == str(beside):  # the reader knows the file, not what stands in for it
            error.filename = str(path)
        raise
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole."""
    with replacing(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, content: object) -> None:
    """Write JSON that a person can read, with keys in the order given."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n")


def remove_left_behind(folder: Path) -> None:
    """Remove the temporary files of processes that were killed while they wrote."""
    for path in folder.rglob(".*.part"):
        if time.time() - path.stat().st_mtime > LEFT_BEHIND_S:
            path.unlink(missing_ok=True)
