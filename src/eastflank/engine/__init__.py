"""The SimPy room: the one place where time passes."""
