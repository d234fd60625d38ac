"""Use: what finite things did, who waited for them, who used them."""
