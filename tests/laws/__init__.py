"""Laws that hold whatever the network, the force and the luck."""
