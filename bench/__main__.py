"""``python -m bench``: the small case side by side, then a replication of the theatre."""

from bench import naive, pool, replication

if __name__ == "__main__":
    naive.main()
    pool.main()
    replication.main()
