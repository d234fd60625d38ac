"""Values of evidence rows in one replication: knowledge once, luck per thing and visit."""

import math
from collections.abc import Mapping
from typing import Final

from eastflank.model.evidence import Assumption, Scope
from eastflank.model.ids import EvidenceKey
from eastflank.model.sampling import Draws, Knowledge
from eastflank.model.streams import uniform

BY_DEFAULT: Final = Draws()
NATIONAL_SLIP: Final = "notice_slip_national"  # the one row that each nation draws for itself

EVEN: Final = 0.5


class Luck:
    """Answers with the likely value in a deterministic run, else with the keyed draw."""

    def __init__(
        self,
        evidence: Mapping[EvidenceKey, Assumption],
        seed: int,
        replication: int | None,
        draws: Draws = BY_DEFAULT,
    ) -> None:
        groups = [row.group for row in evidence.values() if row.scope is Scope.KNOWLEDGE]
        self._knowledge = Knowledge(draws, seed, replication or 0, groups)
        self._evidence = evidence
        self._seed = seed
        self._replication = replication
        self._known: dict[str, float] = {}

    def value(self, key: str) -> float:
        """The replication's value of a knowledge row (of a luck row: its likely value)."""
        if key not in self._known:
            self._known[key] = self._draw_knowledge(self._evidence[EvidenceKey(key)])
        return self._known[key]

    def _draw_knowledge(self, row: Assumption) -> float:
        if self._replication is None or row.scope is Scope.LUCK:
            return row.likely
        return row.quantile(self._knowledge.uniform(row.group))

    def draw(self, key: str, thing: str, visit: int = 0) -> float:
        """The value that belongs to this thing and visit; a knowledge row gives its one value."""
        row = self._evidence[EvidenceKey(key)]
        if row.scope is Scope.KNOWLEDGE:
            return self.value(key)
        if self._replication is None:
            return row.likely
        return row.quantile(uniform(self._seed, self._replication, key, thing, visit))

    def exponential(self, purpose: str, mean: float, thing: str, visit: int) -> float:
        """A waiting time of this mean that belongs to this thing and visit; likely: the mean."""
        if self._replication is None:
            return mean
        return -mean * math.log1p(-uniform(self._seed, self._replication, purpose, thing, visit))

    def share(self, purpose: str, thing: str, visit: int) -> float:
        """A share between 0 and 1 that belongs to this thing and visit; likely: a half."""
        if self._replication is None:
            return EVEN
        return uniform(self._seed, self._replication, purpose, thing, visit)

    def part(self, purpose: str, thing: str, chance: float) -> float:
        """1 with this chance, else 0, as belongs to this thing; likely: the chance itself."""
        if self._replication is None:
            return chance
        return float(uniform(self._seed, self._replication, purpose, thing) < chance)

    def happens(self, thing: str, chance: float) -> bool:
        """Whether something of this chance happens; likely: from even chances on."""
        if self._replication is None or chance in {0.0, 1.0}:
            return chance >= EVEN
        return uniform(self._seed, self._replication, "disruption", thing) < chance

    def national(self, key: str, nation: str) -> float:
        """A knowledge row drawn once for each nation."""
        row = self._evidence[EvidenceKey(key)]
        if self._replication is None:
            return row.likely
        return row.quantile(self._knowledge.uniform(f"{row.group}/{nation}"))
