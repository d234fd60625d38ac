"""Execute the example notebooks and keep what they showed: ``python tools/notebooks.py``."""

import base64
import io
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image

EXAMPLES: Final = Path(__file__).parents[1] / "docs" / "examples"
CELL_S: Final = 900  # a run of the shipped theatre on a slow machine
COLOURS: Final = 96
PNG: Final = "image/png"

# nbformat has no types of its own
read: Callable[[Path], NotebookNode] = partial(nbformat.read, as_version=4)
write: Callable[[NotebookNode, Path], None] = nbformat.write


def executed(path: Path) -> NotebookNode:
    """The notebook with the outputs of a run, without its times."""
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=CELL_S,
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
    )
    client.execute()
    return lightened(notebook)


def lightened(notebook: NotebookNode) -> NotebookNode:
    """The notebook with pictures of few colours, a third of the size."""
    for data in _shown(notebook):
        if PNG in data:
            picture = Image.open(io.BytesIO(base64.b64decode(data[PNG]))).convert("RGB")
            content = io.BytesIO()
            picture.quantize(COLOURS, dither=Image.Dither.NONE).save(content, "png", optimize=True)
            data[PNG] = base64.b64encode(content.getvalue()).decode("ascii")
    return notebook


def _shown(notebook: NotebookNode) -> Iterator[NotebookNode]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "data" in output:
                yield output["data"]


if __name__ == "__main__":
    for example in sorted(EXAMPLES.glob("*.ipynb")):
        write(executed(example), example)
        print(example.name)
