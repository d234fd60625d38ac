"""The model: what a scenario, a record and a cause are; frozen data, no behaviour."""
