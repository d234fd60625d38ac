"""Precedence: what formations are worth, and in which order they go that want the same pools.

Each formation puts work on several pools of assets, which work side by side, and is in place when
the last of them has done with it: a concurrent open shop. What counts is the mean day on which what
the formations are worth is in place. The order is made from its end (Mastrolilli, Queyranne,
Schulz, Svensson and Uhan, 2010): at the pool that has most work left, the formation that is worth
least for its work goes last; what the others there are worth is then less by what their own work
costs at that rate, and the place before it is filled in the same way. With one pool this is Smith's
rule of 1956. A pool that others do not want is no reason to let a formation wait: the wagons of
tanks carry nobody's infantry.
"""

from collections.abc import Iterable, Mapping, Sequence

from eastflank.model.ids import UnitId
from eastflank.model.scenario import Unit
from eastflank.model.units import NEGLIGIBLE

Formation = tuple[str, ...]
Pool = tuple[str, ...]
Work = Mapping[Formation, Mapping[Pool, float]]  # hours for which each keeps whole pools at work


def worth(units: Sequence[Unit], fighting_share: float) -> Mapping[UnitId, float]:
    """What each unit is worth: its share of all troops, and of what all units fight with.

    The second is the mean of its shares of all tanks, infantry battalions and so on, each kind
    alike; it counts ``fighting_share`` of the whole. All units together are worth 1.
    """
    troops = sum(unit.personnel for unit in units) or 1
    kinds = sorted({kind for unit in units for kind, number in unit.strength.items() if number})
    whole = {kind: sum(unit.strength.get(kind, 0) for unit in units) for kind in kinds}
    fights = fighting_share if kinds else 0.0
    found: dict[UnitId, float] = {}
    for unit in units:
        shares = [unit.strength.get(kind, 0) / whole[kind] for kind in kinds]
        mean = sum(shares) / max(len(shares), 1)
        found[unit.id] = (1.0 - fights) * unit.personnel / troops + fights * mean
    return found


def in_order(work: Work, worths: Mapping[Formation, float]) -> list[Formation]:
    """The formations in the order in which they go; those that are alike go by name."""
    rest, total = dict(worths), _totals(work.values())
    left, backwards = sorted(work), list[Formation]()
    while total:
        pool = max(sorted(total), key=total.__getitem__)
        users = [name for name in left if work[name].get(pool, 0.0) > 0.0]
        if not users:
            del total[pool]
            continue
        last = min(reversed(users), key=lambda name: rest[name] / work[name][pool])
        rate = rest[last] / work[last][pool]
        for name in users:
            less = rest[name] - rate * work[name][pool]
            rest[name] = less if less > NEGLIGIBLE * worths[name] else 0.0
        for used, hours in work[last].items():
            if used in total:
                total[used] -= hours
        left.remove(last)
        backwards.append(last)
    return [*left, *reversed(backwards)]


def _totals(work: Iterable[Mapping[Pool, float]]) -> dict[Pool, float]:
    total: dict[Pool, float] = {}
    for each in work:
        for pool, hours in each.items():
            total[pool] = total.get(pool, 0.0) + hours
    return total
