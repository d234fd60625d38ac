"""Moves: how lifts move, loaded and empty: rail, road, sea and air, and what they share."""
