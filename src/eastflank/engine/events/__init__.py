"""Events from outside: what closes, degrades or is out when, and who is told when."""
