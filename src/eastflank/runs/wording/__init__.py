"""Words: how numbers, days, names, causes and verdicts are said, once for all who say them."""
