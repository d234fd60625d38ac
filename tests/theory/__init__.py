"""Closed forms of queueing theory through the engine."""
