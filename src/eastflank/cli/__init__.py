"""Commands: results on stdout, talk on stderr, an exit code that says how it went."""


def main() -> None:
    """The command ``eastflank``."""
    from eastflank.cli.app import app

    app()
