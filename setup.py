"""Builds eastflank: the package, in it the theatre, and if asked its inner rooms compiled by mypyc.

``EASTFLANK_COMPILE=1`` compiles the very same sources; whoever does not ask for it gets the plain
wheel, and needs no compiler.
"""

import hashlib
import importlib
import importlib.util
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from setuptools import setup
from setuptools.command.build_ext import build_ext
from setuptools.command.build_py import build_py

SHIPPED: Final = ("networks", "experiments")  # of the project, as they stand
KINDS: Final = ("*.csv", "*.toml", "*.json", "*.geojson", "*.topojson", "*.md", "LICENSE")
PACKAGE: Final = Path("src/eastflank")
ROOMS: Final = ("engine", "routing", "model")  # where a replication spends its time
TOOLS: Final = ["mypy>=2.4", "numpy>=2.3", "simpy>=4.1.2"]  # numpy and SimPy for their types
NOTE: Final = "compiled.json"  # beside the modules: of which sources they were made


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


def compiled() -> list[Path]:
    """The modules that are compiled."""
    return sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))


def digests() -> dict[str, str]:
    """A digest of each source that is compiled, so that one that was changed since is noticed."""
    return {
        path.relative_to(PACKAGE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in compiled()
    }


class Compile(build_ext):
    """Compiles, and writes down what was compiled."""

    def run(self) -> None:
        """Compile, then leave the note beside the modules."""
        super().run()
        room = Path(self.get_ext_fullpath("eastflank.engine.run")).parents[1]
        (room / NOTE).write_text(json.dumps(digests(), indent=1) + "\n", encoding="utf-8")


def extensions() -> list[Any]:
    """What mypyc makes of the modules."""
    mypycify = importlib.import_module("mypyc.build").mypycify  # there only when it is asked for
    words = ["--config-file", "pyproject.toml", *map(str, compiled())]
    level = os.environ.get("EASTFLANK_OPT_LEVEL", "3")  # 0 to 3, as the C compiler counts
    return list(mypycify(words, opt_level=level, group_name="eastflank"))


if os.environ.get("EASTFLANK_COMPILE") != "1":
    setup(cmdclass={"build_py": Ship})
elif importlib.util.find_spec("mypyc") is None:
    setup(setup_requires=TOOLS)  # the builder asks first what is needed, and goes no further
    raise SystemExit("EASTFLANK_COMPILE=1 needs mypyc, which comes with mypy: pip install mypy")
else:
    setup(
        setup_requires=TOOLS,
        ext_modules=extensions(),
        cmdclass={"build_py": Ship, "build_ext": Compile},
    )
