"""``python -m bench``: small cases, two minutes; ``theatre``: the real one; ``--against REV``.

Both write ``bench/results.md``. ``--against REV`` alone sets one replication of another commit
beside this one; with ``theatre`` it names the commit that the table is set against. Each row of the
theatre is kept when it is measured: after a stop the same command measures the others.
"""

import argparse

from bench import against, naive, page, pool, theatre
from bench.table import BASE


def main() -> None:
    """Measure what was asked for, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["small", "theatre"], default="small")
    parser.add_argument("--against", metavar="REV", help="another commit, run beside this one")
    parser.add_argument(
        "--experiment", action="append", metavar="NAME", help="with --against; may be repeated"
    )
    asked = parser.parse_args()
    if asked.what == "theatre":
        for name, figure in theatre.measured(asked.against or BASE, page.of_this_commit()):
            page.write({name: figure})
        print(page.PAGE.read_text(encoding="utf-8"))
    elif asked.against:
        against.tell(asked.against, asked.experiment or against.EXPERIMENTS)
    else:
        page.write({**naive.measured(), **pool.measured()})
        print(page.PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
