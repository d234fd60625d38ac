"""``eastflank import``: a network or a force list of another format made into our tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, talk

if TYPE_CHECKING:
    from eastflank.api import Intake

Name = Annotated[str, typer.Option("--name", help="What it is called here; else as the source.")]
Project = Annotated[Path, typer.Option("--project", help="The project; else that of this folder.")]
HERE = Path()


@ends_well()
def gmns(
    folder: Annotated[Path, typer.Argument(help="A folder with node.csv and link.csv.")],
    name: Name = "",
    country: Annotated[
        str, typer.Option("--country", help="The two letters of its country.")
    ] = "ZZ",
    project: Project = HERE,
) -> None:
    """Make a plain GMNS 0.96 network one of this project, and say what it lacks."""
    from eastflank import api

    called = name or folder.resolve().name
    _tell(api.import_gmns(folder, project, called, country=country))
    talk(f'Go on: name it in an experiment, [network] folder = "{called}"; then eastflank check')


@ends_well()
def tpfdd(
    file: Annotated[Path, typer.Argument(help="A list with ULN, unit type, origin, destination.")],
    network: Annotated[
        str, typer.Option("--network", help="The network of this project that it names places of.")
    ],
    name: Name = "",
    nation: Annotated[
        str, typer.Option("--nation", help="The nation of lines that tell none.")
    ] = "",
    types: Annotated[
        list[str] | None, typer.Option("--type", help="CODE=TYPE: a code is this unit type.")
    ] = None,
    project: Project = HERE,
) -> None:
    """Make a TPFDD-shaped list a force list of this project, with its plan where it fixes ports."""
    from eastflank import api

    called = name or file.stem
    pairs = [text.partition("=") for text in types or ()]
    if wrong := [code for code, sign, kind in pairs if not (code and sign and kind)]:
        raise typer.BadParameter(f"--type is CODE=TYPE, not {wrong[0]!r}")
    named = {code: kind for code, _, kind in pairs}
    _tell(api.import_tpfdd(file, project, called, network=network, nation=nation, types=named))
    talk(f'Go on: name it in an experiment, [force] list = "{called}"; then eastflank check')


def _tell(intake: "Intake") -> None:
    for path in intake.written:
        result(str(path))
    for line in (*intake.said, *intake.missing):
        talk(f"note: {line}")
