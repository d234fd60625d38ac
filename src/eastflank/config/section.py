"""What all sections of an experiment file share, and the plain values in them."""

from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Strict, field_validator

from eastflank.model.spelling import CONTROL

Number = Annotated[float, Strict()]
Whole = Annotated[int, Strict()]
YesNo = Annotated[bool, Strict()]

EACH: Final = "\n"  # between what is wrong with a section, so that each is told for itself


class Section(BaseModel):
    """What all sections share: frozen, no unknown keys, no number written as text.

    Nor does any text hold what a screen obeys in place of showing it.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False
    )

    @field_validator("*")
    @classmethod
    def _printable(cls, value: object) -> object:
        for text in _texts(value):
            if found := CONTROL.search(text):
                raise ValueError(f"{text!r} holds the control character {found[0]!r}; take it out")
        return value


def _texts(value: object) -> Iterator[str]:
    """The texts of a value, be it one or a list or table of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.items() for each in item for text in _texts(each))
    elif isinstance(value, tuple):
        yield from (text for each in value for text in _texts(each))
