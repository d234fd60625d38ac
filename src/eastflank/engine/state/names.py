"""Names: what the state knows by number, as records and keys of luck call it."""

from collections.abc import Iterable

from eastflank.model.ids import AssetId, LinkId, TerminalId
from eastflank.model.scenario import Scenario

Carrier = tuple[str, str, str]  # a lift, its asset (or itself), the type of asset or ``march``


class Names:
    """One table a kind of thing; the number is the place in it."""

    def __init__(self, scenario: Scenario) -> None:
        self.links: list[LinkId] = list(scenario.links)
        self.link_number = {name: number for number, name in enumerate(self.links)}
        self.terminals: list[TerminalId] = list(scenario.terminals)
        self.assets: list[AssetId] = []  # by id
        self.consignments: list[str] = []
        self._consignments: set[str] = set()
        self.carriers: list[Carrier] = []

    def name_assets(self, names: Iterable[AssetId]) -> dict[AssetId, int]:
        """Number the assets in the order of their ids."""
        self.assets = sorted(names)
        return {name: number for number, name in enumerate(self.assets)}

    def add_consignment(self, name: str) -> None:
        """The next consignment is called so."""
        self.consignments.append(name)
        self._consignments.add(name)

    def is_consignment(self, name: str) -> bool:
        """Whether a consignment is called so already."""
        return name in self._consignments

    def add_lift(self, mode: str, asset: AssetId | None, asset_type: str) -> int:
        """A new lift is called by its mode and a running number; its place in the table."""
        name = f"{mode}-{len(self.carriers) + 1:05d}"
        self.carriers.append((name, asset or name, asset_type))
        return len(self.carriers) - 1

    def change_asset(self, lift: int, asset: AssetId, asset_type: str) -> None:
        """Another asset carries a lift."""
        self.carriers[lift] = (self.carriers[lift][0], asset, asset_type)
