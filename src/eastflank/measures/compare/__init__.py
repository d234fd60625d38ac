"""Comparing runs: the penalty of a cut, gains, moves, ablations."""
