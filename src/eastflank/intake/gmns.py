"""GMNS: a plain network of the General Modeling Network Specification made into ours.

Read are node.csv, link.csv and, where they are there, config.csv and geometry.csv. GMNS knows no
gauge, no paths a day, no load class of bridges, no terminals and no countries: what is assumed for
them stands in ``link_defaults.csv`` and ``terminal_defaults.csv``, is graded E, and is told.
"""

from pathlib import Path
from typing import Final

from eastflank.intake.files import Intake, write_tables
from eastflank.intake.gmns_reading import read_gmns
from eastflank.intake.gmns_tables import assumed, missing, tables_of

COUNTED: Final = {
    "one_way": "{} one-way links are taken both ways: links have no direction here.",
    "straight": "{} links have no length and no geometry: theirs is the great circle.",
    "short": "{} links were shorter than the great circle: theirs is the great circle.",
    "speed": "{} links have no free_speed: theirs is that of their kind.",
    "kind": "{} links have no facility_type that is known here: they are taken as secondary roads.",
    "foot": "{} links for walking and bicycles alone were left out.",
    "loop": "{} links that begin and end at one node were left out.",
    "parallel": "{} links beside another of the same mode were left out: the shorter one stays.",
}


def import_gmns(source: Path, root: Path, name: str, *, country: str) -> Intake:
    """Make the GMNS network in a folder the network ``name`` of the project at ``root``."""
    reading = read_gmns(source)
    made = tables_of(reading, name, country)
    tables = {f"networks/{name}/{file}.csv": rows for file, rows in made if rows}
    counts = reading.counts
    told = [text.format(counts[key]) for key, text in COUNTED.items() if counts[key]]
    return Intake(
        written=write_tables(root, tables),
        said=[*reading.said, *told, *assumed(reading)],
        missing=[*missing(reading)],
    )
