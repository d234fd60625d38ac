"""Least hours: what the rows of the evidence can come to at best in one replication."""

from eastflank.model.evidence import Scope
from eastflank.model.ids import EvidenceKey
from eastflank.model.luck import Luck
from eastflank.model.scenario import Scenario


class Least:
    """The knowledge of a replication, and the least that its luck can give.

    In the deterministic run (``None``) every row is at its likely value.
    """

    def __init__(self, scenario: Scenario, *, seed: int, replication: int | None) -> None:
        self._evidence = scenario.evidence
        self._replication = replication
        self.luck = Luck(dict(scenario.evidence), seed, replication, scenario.draws)

    def value(self, key: str) -> float:
        """The value of a knowledge row."""
        return self.luck.value(key)

    def hours(self, key: str) -> float:
        """The least that a draw of this row can be."""
        row = self._evidence[EvidenceKey(key)]
        if row.scope is Scope.KNOWLEDGE:
            return self.luck.value(key)
        return row.likely if self._replication is None else row.quantile(0.0)
