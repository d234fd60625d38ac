"""Commands: results on stdout, talk on stderr, an exit code that says how it went."""

import os


def main() -> None:
    """The command ``eastflank``."""
    from eastflank.cli.app import app

    os.environ.pop("MPLBACKEND", None)  # no command opens a window, whatever backend is named
    app()
