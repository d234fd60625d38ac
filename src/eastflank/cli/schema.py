"""``eastflank schema``: what an experiment file may hold, for editors and other programs."""

from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result_json


@ends_well()
def schema() -> None:
    """Print the JSON Schema of experiment files."""
    from eastflank import api

    result_json(api.schema())
