"""Results in prose: one register, read from stored runs, from which pages are filled."""
