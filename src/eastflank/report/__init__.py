"""Report: one self-contained HTML page from run folders, and the tables that go with it."""

from eastflank.report.door import report

__all__ = ["report"]
