"""Courses of ships over water, between all ports of a network."""
