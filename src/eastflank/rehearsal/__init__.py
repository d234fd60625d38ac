"""Rehearsal: a planned force runs on likely values until it knows the queues that it makes."""
