"""Networks small enough to work out on paper, and what they must give to the hour."""
