"""Report: one self-contained HTML page of stored runs, and the tables that go with it."""

from eastflank.report.door import report

__all__ = ["report"]
