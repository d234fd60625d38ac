"""eastflank: can 300,000 troops be in place on NATO's eastern flank within 30 days?"""

__version__ = "0.1.0"
