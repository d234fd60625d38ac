"""The tape of a run: what moves, what waits, what is closed and what has closed, by the hour."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.gallery.flights import FlightLines
from eastflank.gallery.scene import course_lines, map_of
from eastflank.measures.use.waiting import Cause, causes_of, wait_spells
from eastflank.model.causes import CREW, STANDING, WaitCause
from eastflank.model.modes import MODES, Medium, Mode, modes_over
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY
from eastflank.report.replay.block import packed, whole
from eastflank.report.replay.courses import Courses
from eastflank.report.replay.ground import ground
from eastflank.report.replay.halts import train_halts
from eastflank.report.replay.unit_texts import as_object, unit_texts
from eastflank.report.replay.vehicles import units_aboard, vehicle_legs
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.causes import sentence
from eastflank.runs.wording.names import closed, plain

NUMBER: Final = {mode.value: number for number, mode in enumerate(MODES)}
LOADED: Final = 8  # bits of a vehicle's kind: three of mode, then loaded, against, turned back
BACKWARD: Final = 16
TURNED: Final = 32
LANES: Final = [mode.value for mode in modes_over(Medium.LANE)]
GROUND: Final = [mode.value for mode, row in MODES.items() if row.is_ground]
TICKS: Final = 60_000  # of the whole time, so that a time takes two bytes
PARTS: Final = 250  # of one lot
PER_KM: Final = 4
KEPT: Final = 1.0  # of a part that is told of as one


def can_replay(run: StoredRun) -> bool:
    """Whether the run kept the records of every link, which a replay is made of."""
    if not run.told.has_records or not len(run.network.nodes):
        return False
    return bool(run.told.records["stage"].isin([Stage.LINK, Stage.FLIGHT, Stage.VOYAGE]).any())


def ground_block(run: StoredRun) -> str:
    """The land under the replay."""
    return packed(*ground(run.drawing("backdrop.geojson"), map_of(run)))


def tape_block(tape: "Tape") -> str:
    """A tape as the page carries it."""
    return packed({"name": tape.run.name, **tape.header()}, tape.arrays())


@dataclass(frozen=True)
class Clock:
    """Hours as whole ticks from the first hour told."""

    first_h: float
    last_h: float

    @property
    def ticks_per_h(self) -> float:
        """How finely time is told."""
        return TICKS / max(1.0, self.last_h - self.first_h)

    def ticks(self, hours: pd.Series) -> NDArray[Any]:
        """Hours in ticks, each within the time told."""
        told = np.clip(hours.to_numpy(dtype=float), self.first_h, self.last_h)
        return whole((told - self.first_h) * self.ticks_per_h, "u2", "ticks")


class Tape:
    """The replication that the charts of a run tell of, ready to be packed."""

    def __init__(self, run: StoredRun) -> None:
        self.run = run
        self.links = run.network.ends
        self.node_number = {str(node): i for i, node in enumerate(run.network.nodes["id"])}
        self.map = map_of(run)
        self.courses = Courses(course_lines(run), FlightLines(run).line, self._lanes(), self.map)
        self.closed = [link for each in run.disruptions for link in each["links"]]

    def _lanes(self) -> dict[frozenset[str], str]:
        links = self.run.network.links
        return {
            frozenset(ends): link
            for link, ends in self.links.items()
            if links[link]["mode"] in LANES
        }

    @cached_property
    def legs(self) -> pd.DataFrame:
        """Every stretch of every lift between known places."""
        legs = vehicle_legs(self.run.told.records, self.links, self.run.modes)
        known = legs["start"].isin(list(self.node_number))
        return legs.loc[known & legs["towards"].isin(list(self.node_number))]

    @cached_property
    def halts(self) -> pd.DataFrame:
        """Every halt of a train at a known place: aside, for a crew or for a locomotive."""
        halts = train_halts(self.run.told.records, self.links)
        return halts.loc[halts["node"].isin(list(self.node_number))]

    @cached_property
    def spells(self) -> pd.DataFrame:
        """Every wait of a lot of the force at a known place, in the order in which they began."""
        told = self.run.told
        spells = wait_spells(told.records, told.waiting, told.end_h)
        known = spells["place"].isin(list(self.node_number))
        return spells.loc[known].sort_values("start_h", kind="stable")

    @cached_property
    def clock(self) -> Clock:
        """From the first lift or C-day to the end."""
        first = min([0.0, *self.legs["from_h"].head(1)])
        return Clock(math.floor(first / HOURS_PER_DAY) * HOURS_PER_DAY, self.run.told.end_h)

    @cached_property
    def units(self) -> pd.DataFrame:
        """The moving units with the hour at which each closed."""
        closures = self.run.told.closures
        named = closures["brigade"].fillna("").astype(str)
        ordered = closures.assign(brigade=named, alone=named == "")
        return ordered.sort_values(["alone", "brigade", "unit"]).reset_index(drop=True)

    @cached_property
    def unit_number(self) -> dict[str, int]:
        """Units by their number on the tape."""
        return {str(unit): i for i, unit in enumerate(self.units["unit"])}

    @cached_property
    def aboard(self) -> tuple[list[list[int]], NDArray[Any], NDArray[Any]]:
        """The sets of units that ride together; the set of each stretch, and of each halt."""
        aboard = units_aboard(self.run.told.records)
        sets: dict[tuple[int, ...], int] = {(): 0}

        def numbers(lifts: pd.Series) -> NDArray[Any]:
            found = []
            for lift in lifts.astype(str).tolist():
                units = (self.unit_number.get(unit) for unit in aboard.get(lift, ()))
                riding = tuple(unit for unit in units if unit is not None)
                found.append(sets.setdefault(riding, len(sets)))
            return whole(found, "u2", "sets of units")

        of_legs, of_halts = numbers(self.legs["lift"]), numbers(self.halts["lift"])
        return [list(riding) for riding in sets], of_legs, of_halts

    def header(self) -> dict[str, object]:
        """What is told in words."""
        run = self.run
        return {
            "label": run.manifest.title or run.label,
            "policy": run.manifest.policy,
            "first_h": self.clock.first_h,
            "last_h": self.clock.last_h,
            "ticks_per_h": self.clock.ticks_per_h,
            "target": {
                "day": run.day,
                "troops": run.force * run.manifest.target_share,
            },
            "force": run.force,
            "nodes": self._nodes(),
            "links": self._links(),
            "cuts": list(self._cuts()),
            "units": list(self._units()),
            "sets": self.aboard[0],
            "halts": [self._said(cause) for cause in self._halt_causes],
            "causes": [self._said(cause) for cause in self._causes],
            "modes": self._modes(),
            "per_km": PER_KM,
            "parts": PARTS,
        }

    @cached_property
    def modes(self) -> list[Mode]:
        """The modes that are told of: an optional one only if something went by it."""
        used = set(self.legs["mode"])
        return [mode for mode, row in MODES.items() if mode in used or not row.is_optional]

    def _modes(self) -> list[dict[str, object]]:
        return [
            {
                "name": mode.value,
                "seen": row.seen,
                "colour": row.dark,
                "symbol": row.symbol,
                "told": mode in self.modes,
            }
            for mode, row in MODES.items()
        ]

    def _nodes(self) -> list[dict[str, object]]:
        nodes = self.run.network.nodes
        east_north = self.map(nodes[["lon", "lat"]].to_numpy())
        kinds: dict[str, list[str]] = {}
        for node, kind in self.run.terminals.values():
            kinds.setdefault(node, []).append(plain(kind))
        return [
            {
                "name": name,
                "x": round(float(x), 1),
                "y": round(float(y), 1),
                "kinds": sorted(set(kinds.get(node, []))),
            }
            for node, name, (x, y) in zip(nodes["id"], nodes["name"], east_north, strict=True)
        ]

    def _links(self) -> list[list[object]]:
        """The railways and roads, drawn under what moves: mode and course."""
        return [
            [each["mode"], self.courses.of_link(link)]
            for link, each in self.run.network.links.items()
            if each["mode"] in GROUND
        ]

    def _cuts(self) -> Iterator[dict[str, object]]:
        for each in self.run.disruptions:
            yield {
                "id": each["id"],
                "told": closed(each, self.run.corridors),
                "from_h": each["start_h"],
                "to_h": each["end_h"],
                "severity": each["severity"],
                "courses": [self.courses.of_link(i) for i in each["links"] if i in self.links],
                "nodes": [
                    self.node_number[self.run.terminals[terminal][0]]
                    for terminal in each.get("terminals", ())
                    if terminal in self.run.terminals
                ],
            }

    def _units(self) -> Iterator[dict[str, object]]:
        kinds = self.run.units.set_index("uln")
        stories = unit_texts(self.run, list(self.units["unit"].astype(str)))
        for row in self.units.to_dict("records"):
            unit = str(row["unit"])
            line = kinds.loc[unit]
            closed = float(row["closed_095_h"])
            yield {
                "id": unit,
                "name": row["name"],
                "nation": row["nation"],
                "brigade": row["brigade"],
                "type": line.get("unit_type", ""),
                "weight": row.get("weight", ""),
                "troops": int(row["troops"]),
                "to": self.node_number.get(str(line["destination_node_id"]), -1),
                "closed_h": closed if math.isfinite(closed) else None,
                "due_h": float(row["required_delivery_h"]),
                "story": as_object(stories[unit]),
            }

    @cached_property
    def _causes(self) -> list[Cause]:
        return sorted(set(causes_of(self.spells)))

    @cached_property
    def _halt_causes(self) -> list[Cause]:
        first = [CREW.columns, STANDING.columns]  # the page has letters for them, by place
        return [*first, *sorted(set(causes_of(self.halts)) - set(first))]

    def _said(self, cause: Cause) -> str:
        """What is waited for, as a sentence says it."""
        return sentence(WaitCause.of(*cause), self.run.short_names)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is told in numbers: stretches of lifts, halts, waits, courses."""
        return {
            **self._leg_arrays(),
            **self._halt_arrays(),
            **self._wait_arrays(),
            **self._course_arrays(),
        }

    def _leg_arrays(self) -> dict[str, NDArray[Any]]:
        legs = self.legs
        courses = self.courses.numbers_of(legs, self.links)
        turned = (legs["start"] == legs["towards"]).to_numpy()
        kind = legs["mode"].map(NUMBER).to_numpy(dtype=int)
        kind = kind + LOADED * legs["loaded"].to_numpy(dtype=int) + TURNED * turned
        kind = kind + BACKWARD * np.array([backward for _, backward in courses], dtype=int)
        return {
            "leg_from": self.clock.ticks(legs["from_h"]),
            "leg_work": self.clock.ticks(legs["work_h"]),
            "leg_to": self.clock.ticks(legs["to_h"]),
            "leg_course": whole([number for number, _ in courses], "u2", "courses"),
            "leg_kind": whole(kind, "u1", "kinds"),
            "leg_reach": whole(255 * legs["reach"].to_numpy(dtype=float), "u1", "shares"),
            "leg_set": self.aboard[1],
        }

    def _halt_arrays(self) -> dict[str, NDArray[Any]]:
        halts = self.halts
        number = {cause: i for i, cause in enumerate(self._halt_causes)}
        causes = [number[cause] for cause in causes_of(halts)]
        return {
            "halt_from": self.clock.ticks(halts["from_h"]),
            "halt_to": self.clock.ticks(halts["to_h"]),
            "halt_node": whole(halts["node"].map(self.node_number), "u2", "places"),
            "halt_cause": whole(causes, "u1", "causes of halts"),
            "halt_loaded": whole(halts["loaded"], "u1", "loaded trains"),
            "halt_set": self.aboard[2],
        }

    def _wait_arrays(self) -> dict[str, NDArray[Any]]:
        spells = self.spells
        number = {cause: i for i, cause in enumerate(self._causes)}
        causes, unit = [number[cause] for cause in causes_of(spells)], self.unit_number
        return {
            "wait_from": self.clock.ticks(spells["start_h"]),
            "wait_to": self.clock.ticks(spells["end_h"]),
            "wait_node": whole(spells["place"].map(self.node_number), "u2", "places"),
            "wait_cause": whole(causes, "u2", "causes"),
            "wait_unit": whole([unit.get(u, len(unit)) for u in spells["unit"]], "u2", "units"),
            "wait_part": whole(PARTS * spells["part"].clip(0, KEPT), "u1", "parts of a lot"),
        }

    def _course_arrays(self) -> dict[str, NDArray[Any]]:
        points = self.courses.points
        at = np.cumsum([0, *map(len, points)])
        joined = np.vstack(points) if points else np.zeros((0, 2))
        return {
            "course_at": whole(at, "u4", "points"),
            "course_xy": whole(PER_KM * joined.ravel(), "i2", "kilometres on the map"),
        }
