"""The example notebooks: kept with what they showed, light, and they run."""

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "examples").glob("*.ipynb"))
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|work|tmp|Users|opt|mnt)/\w")
LIGHT = 500_000  # bytes
TELLS = {"execute_result", "display_data"}


def told(cells: list[dict[str, Any]]) -> list[list[str]]:
    """The kinds of what each cell showed."""
    return [
        [kind for output in cell["outputs"] for kind in sorted(output.get("data", {}))]
        for cell in cells
        if cell["cell_type"] == "code"
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_with_what_it_showed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]

    outputs = [out for cell in cells for out in cell.get("outputs", [])]
    assert len(text) < LIGHT
    assert MACHINE_PATH.search(text) is None
    assert {output["output_type"] for output in outputs} <= TELLS  # no error, no talk
    assert sum("image/png" in kinds for kinds in told(cells)) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_the_same_kinds(path: Path) -> None:
    pytest.importorskip("nbclient", reason="pip install eastflank[notebook]")
    source = importlib.util.spec_from_file_location("notebooks", ROOT / "tools" / "notebooks.py")
    assert source
    assert source.loader
    tool = importlib.util.module_from_spec(source)
    source.loader.exec_module(tool)

    again = tool.executed(path)

    assert told(again.cells) == told(json.loads(path.read_text(encoding="utf-8"))["cells"])
