"""The plan: what is known before anything moves, and what no plan can pass."""
