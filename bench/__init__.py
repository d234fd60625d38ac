"""How fast the engine is: ratios measured side by side in one run, for absolute times lie."""
