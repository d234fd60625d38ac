"""Stored runs, as they are read: frames, families, timelines of units, the words for them."""
