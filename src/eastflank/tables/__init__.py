"""Tables: CSV files to typed rows with file and row number; all errors of a phase at once."""

from eastflank.tables.library import Library, Shelf, read_library

__all__ = ["Library", "Shelf", "read_library"]
