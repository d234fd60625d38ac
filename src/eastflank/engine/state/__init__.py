"""State: what there is in one replication. It does nothing by itself: the floors above write it."""
