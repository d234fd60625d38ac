"""Compile: config and tables to a scenario with lots; every cross-check, all errors at once."""

from eastflank.compile.required import REQUIRED_KEYS
from eastflank.compile.scenario import Compiled, compile_experiment, compile_scenario

__all__ = ["REQUIRED_KEYS", "Compiled", "compile_experiment", "compile_scenario"]
