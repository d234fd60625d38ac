"""Intake: a project begun from what is shipped, and tables of other formats made into ours."""
