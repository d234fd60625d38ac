"""Published moves over the shipped theatre."""
