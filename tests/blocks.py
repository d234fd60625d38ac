"""Reading a block of the replay as the page does."""

import base64
import gzip
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eastflank.report.replay.block import ALIGNED, LENGTH, TYPES


def unpacked(text: str) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What a page reads from a block."""
    content = gzip.decompress(base64.b64decode(text))
    length = int(np.frombuffer(content, dtype=LENGTH, count=1)[0])
    header: dict[str, Any] = json.loads(content[ALIGNED : ALIGNED + length])
    body = content[ALIGNED + length :]
    kinds = {name: kind for kind, name in TYPES.items()}
    arrays = {
        name: np.frombuffer(
            body, dtype=f"<{kinds[each['type']]}", count=each["length"], offset=each["at"]
        )
        for name, each in header["arrays"].items()
    }
    return header, arrays
