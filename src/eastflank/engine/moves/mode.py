"""What a mode must be able to do for the floors above: to run lifts, loaded and empty."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from eastflank.engine.clock import Work
from eastflank.engine.moves.empty_hours import EmptyHours
from eastflank.engine.state.consignment import Consignment, Load
from eastflank.engine.state.lift import Asset, Fittings, Lift, Size
from eastflank.model.causes import Refusal, WaitCause
from eastflank.model.ids import LinkId, NodeId, TerminalId
from eastflank.model.modes import Mode
from eastflank.model.scenario import Terminal
from eastflank.routing.network import Way


@dataclass(frozen=True, slots=True)
class EmptyLeg:
    """When an asset was sent on an empty leg, when it left, and what it waited for between."""

    sent_h: float
    left_h: float
    cause: WaitCause | None = None


class Mover(Protocol):
    """One mode: how its lifts move, what they are like, where they may end."""

    mode: ClassVar[Mode]
    asset_first: bool  # an asset is found before the places at the far end are called forward
    fills_lot_by_lot: bool  # each lot fills assets of its own; else lots fill them together
    parts_lots: bool  # where no full set may run, a lift takes part of a lot
    handled_by_fill: bool  # a half empty lift is loaded and unloaded in half the time
    rests: bool  # an asset goes home after each lift, and rests there
    empties: EmptyHours

    # -- lifts ------------------------------------------------------------------------------------

    def size(self, loads: Sequence[Load], asset: Asset | None) -> Size:
        """What a lift with these loads carries, and how long it is."""

    def fittings(self, loads: Sequence[Load], asset: Asset | None) -> Fittings:
        """What a lift brings along."""

    def run(self, lift: Lift) -> Work[None]:
        """Take a loaded lift over its leg, or to another end if the way there is barred."""

    # -- empty legs -------------------------------------------------------------------------------

    def go_empty(self, asset: Asset, to: NodeId) -> Work[EmptyLeg | None]:
        """Take an empty asset to a place, or as far as it gets; None if it has not even left."""

    def is_joined(self, start: NodeId, end: NodeId, empty_h: float) -> bool:
        """Whether an empty asset has an open way at all, be it longer than it may go empty."""

    def set_out_empty(self, asset: Asset, at_h: float, hours: float) -> None:
        """An empty leg of so many hours begins, which counts where hours are counted."""

    def prepare_h(self, lift: Lift) -> float:
        """Hours from the end of loading until a lift can leave."""

    def order(self, lift: Lift) -> tuple[float, WaitCause] | None:
        """Hours from the request for a lift until it may leave, and what is waited for."""

    def place_h(self, lift: Lift) -> float:
        """Hours from its arrival until it can be unloaded."""

    def turn_h(self, asset: Asset) -> float:
        """Hours from the end of unloading until an asset can go again."""

    def rest_h(self, asset: Asset) -> float:
        """Hours that an asset rests after a lift; its count begins anew."""

    def end_rest(self, asset: Asset) -> None:
        """An asset has rested, at home or where it could get."""

    # -- where a lift goes whose way is barred ----------------------------------------------------

    def way(self, lift: Lift, end: NodeId) -> Way | None:
        """The quickest known-open way of a lift to a place; None if there is none."""

    def hours_to(self, lift: Lift, end: NodeId) -> float:
        """Hours of a lift to a place over what is known to be open; inf if there is no way."""

    def link_h(self, link: LinkId) -> float:
        """Likely hours over a link."""

    def other_ends(self, lift: Lift) -> list[Terminal]:
        """Where a lift might end instead of the end of its leg."""

    def unloads_at(self, terminal: TerminalId) -> TerminalId | None:
        """The terminal whose servers unload a lift that ends there; None if it needs none."""

    # -- closures ---------------------------------------------------------------------------------

    def refusal(self, consignment: Consignment) -> Refusal | None:
        """Why this mode has no way for a consignment, if it is asked for at all."""

    def on_ground_change(self) -> None:
        """Something has closed or opened."""


class MoverBase:
    """What a mode does that does nothing of its own: no rest, no other way, no limit."""

    def is_joined(self, start: NodeId, end: NodeId, empty_h: float) -> bool:
        """It may go empty as far as there is a way."""
        return math.isfinite(empty_h)

    def set_out_empty(self, asset: Asset, at_h: float, hours: float) -> None:
        """Its hours are not counted."""

    def prepare_h(self, lift: Lift) -> float:
        """It leaves when it is loaded."""
        return 0.0

    def order(self, lift: Lift) -> tuple[float, WaitCause] | None:
        """Nothing is ordered for it."""
        return None

    def place_h(self, lift: Lift) -> float:
        """It is where it is unloaded when it arrives."""
        return 0.0

    def turn_h(self, asset: Asset) -> float:
        """It can go at once."""
        return 0.0

    def rest_h(self, asset: Asset) -> float:
        """It needs no rest."""
        return 0.0

    def end_rest(self, asset: Asset) -> None:
        """It has not rested."""

    def way(self, lift: Lift, end: NodeId) -> Way | None:
        """It finds its way by itself."""
        return None

    def hours_to(self, lift: Lift, end: NodeId) -> float:
        """It finds its way by itself."""
        return math.inf

    def link_h(self, link: LinkId) -> float:
        """It finds its way by itself."""
        return math.inf

    def other_ends(self, lift: Lift) -> list[Terminal]:
        """It finds its end by itself."""
        return []

    def unloads_at(self, terminal: TerminalId) -> TerminalId | None:
        """It needs a server of the terminal."""
        return terminal

    def on_ground_change(self) -> None:
        """It notices when it comes there."""
