"""Routing: the network, the ways over it, what can carry what, and the book of itineraries."""
