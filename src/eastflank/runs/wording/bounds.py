"""How a bound is said: the shares that are told, and what is optimistic in it."""

from typing import Final

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
