"""Report: one self-contained HTML page from run folders, and the tables that go with it."""

from eastflank.report.door import report
from eastflank.report.tables import movements, schedules

__all__ = ["movements", "report", "schedules"]
