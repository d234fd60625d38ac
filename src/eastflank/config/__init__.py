"""Config: experiment files to one validated experiment; all errors at once."""

from eastflank.config.cut import CONTROL, Cut
from eastflank.config.experiment import Experiment, Override, experiment_schema
from eastflank.config.layers import project_root
from eastflank.config.reading import read_experiment, with_sets

__all__ = [
    "CONTROL",
    "Cut",
    "Experiment",
    "Override",
    "experiment_schema",
    "project_root",
    "read_experiment",
    "with_sets",
]
