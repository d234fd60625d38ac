"""Uncertainty: intervals, quantiles, sensitivity, when to stop."""
