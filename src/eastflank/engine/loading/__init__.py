"""Loading: where consignments wait for lift, how lifts are made, loaded, run and unloaded."""
