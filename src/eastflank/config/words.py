"""Words of a question: texts that screens, charts and pages show as they are written."""

from typing import Annotated

from pydantic import AfterValidator

from eastflank.model.spelling import CONTROL


def _printable(text: str) -> str:
    if found := CONTROL.search(text):
        raise ValueError(f"{text!r} holds the control character {found[0]!r}; take it out")
    return text


Words = Annotated[str, AfterValidator(_printable)]
