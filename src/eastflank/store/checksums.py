"""Checksums: whether a file of a run folder is still, byte for byte, what was written."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from eastflank.store.atomic import write_json
from eastflank.store.damage import damaged

NAME: Final = "checksums.json"
NOT_AS_WRITTEN: Final = "it is not what was written, by its checksum"
BLANK: Final = "0" * 32
MARK: Final = b"eastflank-checksum"


def checksum(content: bytes) -> str:
    """A digest of what a file holds."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def seal(root: Path, paths: Iterable[Path]) -> None:
    """Write down what these files of a run folder hold."""
    write_json(root / NAME, {p.name: checksum(p.read_bytes()) for p in paths if p.is_file()})


def read_sealed(path: Path) -> str:
    """The text of a file that holds what was written down of it, if anything was."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8")
    except (OSError, ValueError) as error:
        raise damaged(path, str(error)) from None
    if _sealed(path.parent / NAME).get(path.name) not in {None, checksum(content)}:
        raise damaged(path, NOT_AS_WRITTEN)
    return text


def is_sealed(path: Path) -> bool:
    """Whether it was written down what a file holds, be it there or not."""
    return path.name in _sealed(path.parent / NAME)


def _sealed(path: Path) -> dict[str, str]:
    """What was written down of the files of a folder; a list that holds nothing is damaged."""
    if not path.is_file():
        return {}  # of an older version, or of a run that keeps closures alone
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(path, str(error)) from None
    if not isinstance(content, dict) or not content:
        raise damaged(path, "it holds no checksums")
    return content


def stamped(content: bytes) -> bytes:
    """A file that was written with a blank checksum behind ``MARK``, with its own in its place."""
    place = _place(content)
    if place is None:
        return content
    end = place + len(BLANK)
    return content[:place] + checksum(content).encode() + content[end:]


def is_as_stamped(content: bytes) -> bool:
    """Whether a file is the one that was stamped; one without a stamp is of an older version."""
    place = _place(content)
    if place is None:
        return True
    end = place + len(BLANK)
    blank = content[:place] + BLANK.encode() + content[end:]
    return content[place:end] == checksum(blank).encode()


def _place(content: bytes) -> int | None:
    """Where the checksum stands: the last place, a few bytes of the format behind the mark."""
    found = content.rfind(MARK)
    if found < 0:
        return None
    begin = content.find(b"\x18\x20", found)  # thrift: field 2, text of 32 bytes
    return begin + 2 if 0 <= begin <= found + len(MARK) + 4 else None
