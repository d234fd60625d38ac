"""How a stored run was drawn."""

from collections.abc import Mapping
from typing import Any

from eastflank.model.sampling import Draws, Sampling


def draws_of(resolved: Mapping[str, Any]) -> Draws:
    """The sampling of a stored run; runs that do not tell it were drawn as is usual."""
    run = resolved.get("experiment", {}).get("run", {})
    return Draws(
        sampling=Sampling(run.get("sampling", Sampling.LATIN)),
        luck_per_draw=int(run.get("luck_per_draw", 1)),
    )
