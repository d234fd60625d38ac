"""Permission: the factor of each pair of nation and host, wildcards resolved."""

from collections.abc import Iterator, Mapping

from eastflank.tables import Library
from eastflank.tables.columns import ANY


def permission_factors_of(library: Library) -> Mapping[tuple[str, str], float]:
    """The factor of every pair that a row speaks of; the most specific row wins.

    The host gives the permission, so a row that names it goes before one that names the nation.
    """
    if library.permission is None:
        return {}
    given = {(row.nation, row.host): row.factor for row in library.permission.rows}
    hosts = sorted({row.country for row in library.theatre.node.rows})
    nations = sorted({line.nation for line in library.force.force.rows})
    pairs = [(nation, host) for nation in nations for host in hosts if nation != host]
    return {
        pair: given[row]
        for pair in pairs
        if (row := next((row for row in _rows_for(*pair) if row in given), None))
    }


def _rows_for(nation: str, host: str) -> Iterator[tuple[str, str]]:
    """The rows that speak of a pair, the most specific first."""
    yield from ((nation, host), (ANY, host), (nation, ANY), (ANY, ANY))
