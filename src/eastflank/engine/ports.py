"""Ports: the two ways in which a low floor calls a high one."""

from typing import Protocol

from eastflank.engine.clock import Work
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.lift import Lift
from eastflank.routing.network import Way


class Rerouter(Protocol):
    """Movement control, asked by a loaded train or column whose way is barred."""

    def divert(self, lift: Lift, ahead: Way, detour: Way | None) -> Way:
        """The way to go on: the same, the detour in the same mode, or one to another end."""


class Onward(Protocol):
    """The journey of what has parted from a consignment and goes its own way."""

    def go_on(self, consignment: Consignment) -> Work[None]:
        """Leg after leg from where it is to the staging area."""
