"""The commands of ``eastflank``, by name."""

from typing import Annotated

import typer

import eastflank
from eastflank.cli.ablate import ablate
from eastflank.cli.bound import bound
from eastflank.cli.brief import brief
from eastflank.cli.chart import chart
from eastflank.cli.check import check
from eastflank.cli.compare import compare
from eastflank.cli.conditions import conditions
from eastflank.cli.critical import critical
from eastflank.cli.exits import EXIT_CODES
from eastflank.cli.explain import explain
from eastflank.cli.importing import gmns, tpfdd
from eastflank.cli.init import init
from eastflank.cli.latest import latest
from eastflank.cli.ledger import ledger
from eastflank.cli.listing import list_things
from eastflank.cli.overview import overview
from eastflank.cli.plan import plan
from eastflank.cli.report import report
from eastflank.cli.require import require
from eastflank.cli.run import run
from eastflank.cli.schema import schema
from eastflank.cli.sensitivity import sensitivity
from eastflank.cli.shelves import clean, runs
from eastflank.cli.sweep import sweep
from eastflank.cli.usage import usage
from eastflank.cli.validate import validate
from eastflank.cli.verdict import verdict
from eastflank.cli.who_uses import who_uses
from eastflank.store.build import build

app = typer.Typer(
    name="eastflank",
    help="Can 300,000 troops be in place on NATO's eastern flank within 30 days?",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    init,
    check,
    plan,
    run,
    sweep,
    verdict,
    chart,
    report,
    overview,
    brief,
    compare,
    usage,
    who_uses,
    ablate,
    bound,
    explain,
    ledger,
    sensitivity,
    conditions,
    latest,
    require,
    critical,
    validate,
    runs,
    clean,
    schema,
):
    app.command()(command)
app.command(name="list")(list_things)
imports = typer.Typer(
    help="Make a network or a force list of another format one of this project.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
imports.command()(gmns)
imports.command()(tpfdd)
app.add_typer(imports, name="import")


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"eastflank {eastflank.__version__} ({build()})")
        raise typer.Exit


@app.callback()
def eastflank_command(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_say_version,
            is_eager=True,
            help="Say the version and the build, pure Python or compiled.",
        ),
    ] = False,
) -> None:
    """Can 300,000 troops be in place on NATO's eastern flank within 30 days?"""
