"""Replay: one replication as a tape that a page can play, made of its records alone."""

from eastflank.report.replay.tape import can_replay, ground_block, tape_block

__all__ = ["can_replay", "ground_block", "tape_block"]
