"""The names of things: ids stay strings, and each kind of id has its own type."""

from typing import NewType

NodeId = NewType("NodeId", str)
LinkId = NewType("LinkId", str)
TerminalId = NewType("TerminalId", str)
UnitId = NewType("UnitId", str)
LotId = NewType("LotId", str)
LiftId = NewType("LiftId", str)
AssetId = NewType("AssetId", str)
AssetTypeId = NewType("AssetTypeId", str)
FleetId = NewType("FleetId", str)
EvidenceKey = NewType("EvidenceKey", str)
