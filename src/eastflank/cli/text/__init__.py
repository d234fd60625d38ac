"""Texts of the commands: verdicts, costs, sweeps and use, laid out for a screen."""
