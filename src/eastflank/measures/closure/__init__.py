"""Closing: when lots, units and brigades are in place, and the verdict."""
