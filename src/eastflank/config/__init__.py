"""Config: experiment files to one validated experiment; all errors at once."""

from eastflank.config.cut import CONTROL, Cut
from eastflank.config.experiment import Experiment, Override, experiment_schema
from eastflank.config.project import experiment_file, experiments_of, project_root, shipped_root
from eastflank.config.reading import Reading, read_as_far, read_experiment, with_sets
from eastflank.config.sets import in_one_spelling

__all__ = [
    "CONTROL",
    "Cut",
    "Experiment",
    "Override",
    "Reading",
    "experiment_file",
    "experiment_schema",
    "experiments_of",
    "in_one_spelling",
    "project_root",
    "read_as_far",
    "read_experiment",
    "shipped_root",
    "with_sets",
]
