"""Config: experiment files to one validated experiment; all errors at once."""

from eastflank.config.experiment import Cut, Experiment, Override, experiment_schema
from eastflank.config.layers import project_root
from eastflank.config.reading import read_experiment, with_sets

__all__ = [
    "Cut",
    "Experiment",
    "Override",
    "experiment_schema",
    "project_root",
    "read_experiment",
    "with_sets",
]
