"""The small project of the commands, and the one that has been run."""

from tests.cli.conftest import project, run_project

__all__ = ["project", "run_project"]
