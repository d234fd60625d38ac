"""Validation: published moves run on the shipped theatre, judged, and told on a page."""

from eastflank.validation.checks import Check, Checks, chosen, read_checks, root_of
from eastflank.validation.page import page_of
from eastflank.validation.results import Result, result_of, run_checks
from eastflank.validation.speeds import run_trains
from eastflank.validation.stored import read_table, table_of, write_table

__all__ = [
    "Check",
    "Checks",
    "Result",
    "chosen",
    "page_of",
    "read_checks",
    "read_table",
    "result_of",
    "root_of",
    "run_checks",
    "run_trains",
    "table_of",
    "write_table",
]
