"""Commands that make tables and pages of this repository."""
