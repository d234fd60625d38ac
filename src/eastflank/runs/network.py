"""The network of a stored run: its nodes and links, as tables and by their ids."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import pandas as pd

from eastflank.model.units import Outline

Feature = dict[str, Any]
LINK_COLUMNS: Final = (
    "id",
    "mode",
    "a",
    "b",
    "length_km",
    "gauge_mm",
    "tracks",
    "paths_per_day_each_way",
    "holding_tracks",
    "road_class",
    "border",
)


class Network:
    """Nodes and links as the run knew them, from the features of its drawing."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = features

    @cached_property
    def _known(self) -> list[dict[str, Any]]:
        return [feature["properties"] for feature in self.features]

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Nodes: id, name, country, lon, lat; names shortened."""
        rows = [
            {
                **feature["properties"],
                "lon": feature["geometry"]["coordinates"][0],
                "lat": feature["geometry"]["coordinates"][1],
            }
            for feature in self.features
            if feature["properties"]["what"] == "node"
        ]
        table = pd.DataFrame(rows, columns=["id", "name", "country", "lon", "lat"])
        return table.assign(name=table["name"].map(short_name))

    @cached_property
    def links(self) -> dict[str, dict[str, Any]]:
        """Links by id: mode, a, b, length_km, paths_per_day_each_way."""
        return {each["id"]: each for each in self._known if each["what"] == "link"}

    @cached_property
    def link_table(self) -> pd.DataFrame:
        """The links with the countries at their ends, one row a link."""
        table = pd.DataFrame(list(self.links.values()), columns=list(LINK_COLUMNS))
        table = table.rename(columns={"id": "link_id"})
        ends = {f"{end}_country": table[end].map(self.country) for end in ("a", "b")}
        return table.assign(**ends)

    @cached_property
    def ends(self) -> dict[str, tuple[str, str]]:
        """The nodes at the ends of each link."""
        return {link: (each["a"], each["b"]) for link, each in self.links.items()}

    @property
    def no_fly(self) -> list[Outline]:
        """The outlines of closed airspace, each corner once."""
        areas = [each for each in self.features if each["properties"]["what"] == "no_fly"]
        rings = (area["geometry"]["coordinates"][0][:-1] for area in areas)
        return [tuple((float(lon), float(lat)) for lon, lat in ring) for ring in rings]

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of nodes, shortened for maps and tables."""
        return {node: short_name(name) for node, name in self.full_names.items()}

    @cached_property
    def full_names(self) -> dict[str, str]:
        """The names of nodes as the network has them."""
        return {each["id"]: each["name"] for each in self._known if each["what"] == "node"}

    @cached_property
    def country(self) -> dict[str, str]:
        """The country of each node."""
        return {each["id"]: each["country"] for each in self._known if each["what"] == "node"}


def short_name(name: str) -> str:
    """The first of several names, without what stands in brackets."""
    plain = re.sub(r"\s*\(.*?\)", "", name)
    first = re.split(r"\s*/\s*", plain, maxsplit=1)[0]
    return re.sub(r"\s+(International )?Airport$", "", first).strip()
