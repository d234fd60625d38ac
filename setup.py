"""Builds eastflank: the package, and in it the theatre, so that it answers anywhere."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED: Final = ("networks", "experiments")  # of the project, as they stand
KINDS: Final = ("*.csv", "*.toml", "*.json", "*.geojson", "*.topojson", "*.md", "LICENSE")


def shipped() -> Iterator[Path]:
    """The files of the theatre."""
    for name in SHIPPED:
        for kind in KINDS:
            yield from sorted(Path(name).rglob(kind))


class Ship(build_py):
    """Copies the theatre into the package; in a checkout that is not copied it is read in place."""

    def run(self) -> None:
        """Build the package, then lay the theatre beside its modules."""
        super().run()
        if self.editable_mode:
            return
        for file in shipped():
            target = Path(self.build_lib) / "eastflank" / "shipped" / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)


setup(cmdclass={"build_py": Ship})
