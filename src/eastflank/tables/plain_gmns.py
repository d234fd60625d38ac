"""A plain GMNS network in the place of one of ours: one error that says so, not thousands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError
from eastflank.tables.sheet import read_sheet

OURS: Final = {"node": frozenset({"country", "source"}), "link": frozenset({"border", "source"})}


def plain_gmns(root: Path, network: str) -> Iterator[PlannerError]:
    """A network whose nodes and links have none of the columns that ours add to GMNS."""
    folder = f"networks/{network}"
    heads = {name: read_sheet(root / folder / f"{name}.csv", name).header for name in OURS}
    if all(head and OURS[name].isdisjoint(head) for name, head in heads.items()):
        yield PlannerError(
            where=folder,
            found="this is a plain GMNS network, without what the model adds to it.",
            right=f"Make it ours: eastflank import gmns {folder} --name {network}-network.",
        )
