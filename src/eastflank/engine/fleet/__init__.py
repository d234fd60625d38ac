"""Fleets: which asset goes to which transport request, and the empty leg that this costs."""
