"""A block: a header in JSON and arrays of numbers, compressed, as one text that a page can hold."""

import base64
import gzip
import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from eastflank.model.errors import PlannerError

ALIGNED: Final = 4  # typed arrays of the page begin at multiples of their size
TYPES: Final = {"u1": "Uint8", "u2": "Uint16", "u4": "Uint32", "i2": "Int16"}
LENGTH: Final = "<u4"


def packed(header: Mapping[str, object], arrays: Mapping[str, NDArray[Any]]) -> str:
    """The block as base64 of its gzip; equal content gives an equal text."""
    listed, body = {}, b""
    for name, array in arrays.items():
        kind = array.dtype.str[1:]
        listed[name] = {"type": TYPES[kind], "at": len(body), "length": int(array.size)}
        body += _padded(array.astype(array.dtype.newbyteorder("<")).tobytes(), b"\0")
    told = json.dumps({**header, "arrays": listed}, ensure_ascii=False, separators=(",", ":"))
    head = _padded(told.encode("utf-8"), b" ")
    length = np.array([len(head)], dtype=LENGTH).tobytes()
    return base64.b64encode(gzip.compress(length + head + body, 9, mtime=0)).decode("ascii")


def whole(values: object, kind: str, what: str) -> NDArray[Any]:
    """Numbers rounded into a small type; one that has no room in it is an error."""
    rounded = np.rint(np.asarray(values, dtype=float))
    limits = np.iinfo(kind)
    if rounded.size and (rounded.min() < limits.min or rounded.max() > limits.max):
        raise PlannerError(
            where="replay",
            found=f"{what} from {rounded.min():g} to {rounded.max():g} have no room in the page.",
            right=f"A replay holds {limits.min} to {limits.max} of them.",
        )
    found: NDArray[Any] = rounded.astype(kind)
    return found


def _padded(content: bytes, filler: bytes) -> bytes:
    return content + filler * (-len(content) % ALIGNED)
