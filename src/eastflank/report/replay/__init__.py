"""Replay: one replication as a tape that a page can play, made of its records alone."""

from eastflank.report.replay.tape import Tape, can_replay, ground_block, tape_block

__all__ = ["Tape", "can_replay", "ground_block", "tape_block"]
