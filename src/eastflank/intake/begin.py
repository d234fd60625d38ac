"""Begin: a folder of one's own, with a worked example or a copy of the theatre."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

from eastflank.config import shipped_root
from eastflank.model.errors import CollectedError, PlannerError

EXAMPLE: Final = "two-towns"
SHARED: Final = (  # of the theatre: what every project needs, wherever its network lies
    "experiments/assumptions.csv",
    "experiments/experiment.schema.json",
    "experiments/fleets/asset_types.csv",
    "experiments/forces/brigade_types.csv",
    "experiments/forces/cargo_classes.csv",
    "experiments/forces/loading.csv",
    "experiments/forces/unit_types.csv",
    "experiments/neutral.csv",
    "experiments/sources.csv",
)
THEATRE: Final = ("networks", "experiments")
Copies = dict[Path, Path]  # file of the new folder -> file that it is a copy of


def begin(folder: Path, *, theatre: bool = False) -> list[Path]:
    """Fill a folder with a project that runs; what is there already is never written over."""
    copies = _theatre() if theatre else {**_shared(), **_example()}
    there = [name for name in sorted(copies) if (folder / name).exists()]
    if there:
        raise CollectedError(
            PlannerError(
                where=str(folder / name),
                found="the file is there already.",
                right="Give another folder.",
            )
            for name in there
        )
    for name, source in copies.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(source.read_bytes())
    return sorted(folder / name for name in copies)


def _example() -> Copies:
    return _below(Path(str(files("eastflank"))) / "examples" / EXAMPLE)


def _shared() -> Copies:
    root = _shipped()
    return {Path(name): root / name for name in SHARED}


def _theatre() -> Copies:
    root = _shipped()
    parts = (part for name in THEATRE for part in _below(root / name, at=Path(name)).items())
    return dict(parts)


def _shipped() -> Path:
    root = shipped_root()
    if root is None:
        raise PlannerError(
            where="eastflank",
            found="the theatre was not shipped with this package.",
            right="Install the wheel, or work in a checkout.",
        )
    return root


def _below(root: Path, at: Path = Path()) -> Copies:
    return {at / path.relative_to(root): path for path in _files(root)}


def _files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.is_file())
