"""Study: many replications of one question, in processes, each kept as soon as it is done."""
