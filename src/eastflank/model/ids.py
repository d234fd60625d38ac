"""The names of things: ids stay strings, and each kind of id has its own type."""

from typing import Final, NewType

NodeId = NewType("NodeId", str)
LinkId = NewType("LinkId", str)
TerminalId = NewType("TerminalId", str)
UnitId = NewType("UnitId", str)
LotId = NewType("LotId", str)
LiftId = NewType("LiftId", str)
AssetId = NewType("AssetId", str)
AssetTypeId = NewType("AssetTypeId", str)
FleetId = NewType("FleetId", str)
DistrictId = NewType("DistrictId", str)
EvidenceKey = NewType("EvidenceKey", str)

# Supplies belong to no unit of the force: their records say SUPPLY- and the place they are for.
SUPPLY: Final = "SUPPLY-"

# What moves on its own wheels belongs to no fleet: its records name this type of asset.
MARCH: Final = "march"
