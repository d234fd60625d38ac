"""``python -m bench``: small cases, two minutes; ``theatre``: the real one; ``against REV``."""

import sys

from bench import against, naive, pool, replication

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["theatre"]:
            replication.main()
        case ["against", revision, *experiments]:
            against.main(revision, experiments)
        case _:
            naive.main()
            pool.main()
