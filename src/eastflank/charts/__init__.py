"""Charts: tidy frame in, Figure out; nothing here reads a run folder."""
