"""TOML as it is read: what the library cannot read is a mistake of the text, never a traceback."""

import tomllib
from typing import Any, Final

DEEPEST: Final = 32  # tables and lists in each other; a question needs six


class TOMLError(ValueError):
    """Why a text is not TOML that a question may be written in."""


def parse_toml(text: str) -> dict[str, Any]:
    """The content of a TOML text."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TOMLError(str(error)) from None
    except RecursionError:
        raise TOMLError("it is nested too deep") from None
    except ValueError:
        raise TOMLError("a number has too many digits") from None
    if _is_deeper(content, DEEPEST):
        raise TOMLError("it is nested too deep")
    return content


def _is_deeper(content: object, most: int) -> bool:
    layer: list[object] = [content]
    for _ in range(most):
        layer = [inner for each in layer for inner in _inside(each)]
    return bool(layer)


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
