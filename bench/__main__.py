"""``python -m bench``: small cases, some two minutes; ``python -m bench theatre``: the real one."""

import sys

from bench import naive, pool, replication

if __name__ == "__main__":
    if sys.argv[1:] == ["theatre"]:
        replication.main()
    else:
        naive.main()
        pool.main()
