"""Execute the example notebooks and keep what they showed: ``python tools/notebooks.py``."""

from pathlib import Path
from typing import Any, Final

import nbformat
from nbclient import NotebookClient

EXAMPLES: Final = Path(__file__).parents[1] / "docs" / "examples"
CELL_S: Final = 900  # a run of the shipped theatre on a slow machine


def executed(path: Path) -> Any:
    """The notebook with the outputs of a run, without times and ids of this run."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=CELL_S, resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
    )  # fmt: skip
    client.execute()
    return notebook


if __name__ == "__main__":
    for example in sorted(EXAMPLES.glob("*.ipynb")):
        nbformat.write(executed(example), example)
        print(example.name)
