"""Store: the run folder, its manifest, its records as Parquet; nothing else touches results."""
