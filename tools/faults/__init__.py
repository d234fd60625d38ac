"""Deliberate faults in the model, each of which a named test must catch."""
