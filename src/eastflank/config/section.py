"""What all sections of an experiment file share, and the plain values in them."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Strict

Number = Annotated[float, Strict()]
Whole = Annotated[int, Strict()]
YesNo = Annotated[bool, Strict()]

EACH: Final = "\n"  # between what is wrong with a section, so that each is told for itself


class Section(BaseModel):
    """What all sections share: frozen, no unknown keys, no number written as text."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False
    )
