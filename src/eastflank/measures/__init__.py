"""Measures: pure functions from the frames of a run to numbers; docstrings are definitions."""
