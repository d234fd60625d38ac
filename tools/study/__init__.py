"""The study that ships: every question of the decision asked in one go, and its page."""
