"""How a bound is said: the shares that are told, and what is optimistic in it."""

from collections.abc import Mapping
from typing import Final

from eastflank.model.ids import NodeId
from eastflank.plan.dearest import Dear
from eastflank.runs.wording.names import SERVERS, asset
from eastflank.runs.wording.numbers import whole_troops

PLACES_TOLD: Final = 3

SHARES: Final = (0.5, 0.8, 0.95)

OPTIMISTIC: Final = (
    "Cargo flows in any small part: no lot must stay together, and every lift is full.",
    "Everything is known beforehand, also closures; what is closed only for a time counts as open.",
    "Places in one region count as one place: moves within it take no time.",
    "Fleets carry every nation, and assets are where they are wanted early enough.",
    "Vehicles march any distance; nothing breaks down, no lift waits for more cargo.",
    "Line sections, road flow, cranes, port land, holding tracks and crews are never scarce.",
    "Supplies and empty trains take nothing from the force; call-forward places are free.",
    "In a replication every loading, unloading and stop takes the least that it can.",
)


def dear_said(dear: Dear, places: Mapping[NodeId, str]) -> str:
    """What one more could add at most: one more berth at Klaipėda: 1,700 troops."""
    what = f"{asset(dear.asset)} from C-day on" if dear.asset else _server_said(dear, places)
    return f"one more of {what}: at most {whole_troops(dear.troops)} troops"


def _server_said(dear: Dear, places: Mapping[NodeId, str]) -> str:
    server = SERVERS.get(dear.kind or "", "server")
    names = [places.get(node, node) for node in dear.places]
    more = f" and {len(names) - PLACES_TOLD} more" if len(names) > PLACES_TOLD else ""
    return f"the {server}s at {', '.join(names[:PLACES_TOLD])}{more}"
