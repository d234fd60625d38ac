"""The project: the folder with networks/ and experiments/ that a file belongs to."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError

NETWORKS: Final = "networks"
EXPERIMENTS: Final = "experiments"
ENDING: Final = ".toml"


def resolved(path: Path) -> Path:
    """The file itself behind its name."""
    try:
        return path.resolve()
    except RuntimeError:  # pathlib says so of links that lead to each other
        raise PlannerError(
            where=path.as_posix(),
            found="the name is a link that leads back to itself.",
            right="Put the file itself in its place.",
        ) from None


def project_root(path: Path) -> Path:
    """The nearest folder above ``path`` that holds ``networks/``; else that of the shipped theatre.

    Where nothing is shipped it is the file's own folder.
    """
    folders = resolved(path).parents
    own = next((folder for folder in folders if (folder / NETWORKS).is_dir()), None)
    return own or shipped_root() or folders[0]


def shipped_root() -> Path | None:
    """Where the shipped theatre lies: inside the package, or beside its source in a checkout."""
    package = Path(str(files("eastflank")))
    places = (package / "shipped", package.parent.parent)
    return next((place for place in places if (place / NETWORKS).is_dir()), None)


def experiment_file(asked: Path) -> Path:
    """The file of an experiment that is given by its path, or by its name alone.

    What is not there as it was given is looked for below experiments/ of the project that the
    command is given in; where that folder belongs to no project, in the shipped theatre.
    """
    if asked.is_file() or asked.is_absolute():
        return asked
    root = project_root(Path.cwd() / EXPERIMENTS)
    is_name = len(asked.parts) == 1
    named = experiments_of(root).get(asked.name.removesuffix(ENDING)) if is_name else None
    found = root / asked if (root / asked).is_file() else named
    return asked if found is None else _as_given(found)


def experiments_of(root: Path) -> dict[str, Path]:
    """The experiment files of a project by their names; the one nearest to the top has the name."""
    named: dict[str, Path] = {}
    files = (root / EXPERIMENTS).rglob(f"*{ENDING}")
    for file in sorted(files, key=lambda file: (len(file.parts), file)):
        named.setdefault(file.stem, file)
    return named


def _as_given(file: Path) -> Path:
    """Relative to the folder that the command is given in, where it lies inside."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file
