"""How a command ends: its exit code, and what it says on stderr when the reader can mend it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Final

import typer

from eastflank.cli.mistakes import mistakes_text
from eastflank.cli.screen import talk
from eastflank.model.errors import CollectedError, PlannerError


class Exit(IntEnum):
    """What the exit codes mean."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INPUTS = 3
    REPLICATIONS = 4
    REQUIREMENT = 5
    INTERRUPTED = 130


EXIT_CODES: Final = """\
Exit codes:

\b
  0    finished, whatever closed
  1    a bug: the traceback says where
  2    the command was used wrongly
  3    the inputs are wrong: every mistake is listed
  4    a replication failed, or a lot waits for what can never come
  5    a --require threshold is not met
  130  interrupted: the same command goes on where it stopped
"""


OF_THE_DISK: Final = frozenset(
    {  # what cannot be written or read where the reader wants it
        errno.EACCES,
        errno.EDQUOT,
        errno.EEXIST,
        errno.EFBIG,
        errno.EIO,
        errno.EISDIR,
        errno.ENOENT,
        errno.ELOOP,
        errno.ENAMETOOLONG,
        errno.ENOSPC,
        errno.ENOTDIR,
        errno.EPERM,
        errno.EROFS,
    }
)


@contextmanager
def ends_well() -> Iterator[None]:
    """Turn what the reader can mend, and an interrupt, into a message and an exit code."""
    try:
        yield
    except CollectedError as errors:
        talk(mistakes_text(errors.errors))
        raise typer.Exit(Exit.INPUTS) from None
    except PlannerError as error:
        talk(f"- {error}")
        raise typer.Exit(Exit.INPUTS) from None
    except OSError as error:
        if error.errno not in OF_THE_DISK:
            raise
        talk(f"- {error.filename or 'the disk'}: {error.strerror}.")
        raise typer.Exit(Exit.INPUTS) from None
    except KeyboardInterrupt:
        typer.echo("Interrupted. The same command goes on where it stopped.", err=True)
        raise typer.Exit(Exit.INTERRUPTED) from None
