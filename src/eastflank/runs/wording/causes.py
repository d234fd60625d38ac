"""How causes are said: why a lot, a lift or a unit waited, and why a lot has no way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from eastflank.model.causes import CauseKind, Refusal, RefusalKind, WaitCause, refusals_of
from eastflank.routing.flights import told
from eastflank.runs.wording.names import Names, article, asset, country, plain
from eastflank.runs.wording.numbers import c_hour, listing


@dataclass(frozen=True, slots=True)
class Saying:
    """How one kind of cause is said.

    - kind: what all causes of the kind are called together.
    - label: one of them, as a chart names what was waited for.
    - sentence: one of them, after "waited for".

    The names between braces are those of :func:`_parts`.
    """

    kind: str
    label: str
    sentence: str


SAYINGS: Final[dict[CauseKind, Saying]] = {
    CauseKind.C_DAY: Saying("C-day", "C-day", "C-day"),
    CauseKind.NOTICE: Saying("notice", "notice", "the end of its notice"),
    CauseKind.PERMISSION: Saying(
        "permission", "permission of {country}", "the permission of {country}"
    ),
    CauseKind.STORED_KIT: Saying(
        "stored equipment", "draw of stored equipment", "the draw of its stored equipment"
    ),
    CauseKind.PLAN_DATE: Saying(
        "date in its plan", "plan: not before {hour}", "the day of its plan, {hour}"
    ),
    CauseKind.PLAN_ORDER: Saying("order in its plan", "plan: after {thing}", "{thing} to close"),
    CauseKind.CONTROL: Saying("movement control", "movement control", "movement control"),
    CauseKind.CALL_FORWARD: Saying(
        "call-forward", "call-forward to {place} ({kind})", "a call-forward place at {place}"
    ),
    CauseKind.FILL: Saying("fill of a lift", "fill of a lift", "more lots to fill a lift"),
    CauseKind.ASSET: Saying("lift", "{asset}", "free {asset}"),
    CauseKind.LOCOMOTIVE: Saying("locomotive", "locomotives of {thing}", "a locomotive of {thing}"),
    CauseKind.STANDING: Saying(
        "standing aside", "trains standing aside", "others to pass, standing aside"
    ),
    CauseKind.CREW: Saying("crew", "train crews", "a new crew"),
    CauseKind.BREAKDOWN: Saying(
        "breakdown", "repair of broken-down vehicles", "the repair of a vehicle"
    ),
    CauseKind.LOADING: Saying("loading", "{server} at {place}, loading", "{a_server} at {place}"),
    CauseKind.UNLOADING: Saying(
        "unloading", "{server} at {place}, unloading", "{a_server} at {place}"
    ),
    CauseKind.TRANSFER: Saying("change of gauge", "{server} at {place}", "{a_server} at {place}"),
    CauseKind.CRANE: Saying("crane", "crane at {place}", "a crane at {place}"),
    CauseKind.PORT_LAND: Saying(
        "port land", "land of the port of {place}", "room on the land of the port of {place}"
    ),
    CauseKind.INTEGRATION: Saying("integration", "{server} at {place}", "{a_server} at {place}"),
    CauseKind.REST_OF_UNIT: Saying("rest of the unit", "rest of {thing}", "the rest of {thing}"),
    CauseKind.GROUND_CREW: Saying(
        "ground crews", "ground crews at {place}", "the ground crews at {place}"
    ),
    CauseKind.FIELD_HOURS: Saying(
        "airfield hours", "hours of the airfield at {place}", "the airfield at {place} to open"
    ),
    CauseKind.OUT_OF_GAUGE: Saying(
        "exceptional transport",
        "notice of exceptional transport",
        "the notice of exceptional transport",
    ),
    CauseKind.PATH_ORDER: Saying(
        "order of a path", "order of a train's path", "the path that was ordered"
    ),
    CauseKind.PATH: Saying("path", "{turn} on {link}", "a {turn} on {link}"),
    CauseKind.HOLDING_TRACK: Saying(
        "holding track", "holding track after {link}", "a holding track after {link}"
    ),
    CauseKind.CLOSED_LINK: Saying("closed way", "closed: {link}", "{link} to open"),
    CauseKind.CLOSED_TERMINAL: Saying(
        "closed terminal", "closed: {kind} {place}", "the {kind} at {place} to open"
    ),
    CauseKind.NO_WAY: Saying("no way", "{refusals}", "a way ({refusals})"),
    CauseKind.UNDER_WAY: Saying("under way", "under way", "the end of its stage"),
}
REFUSALS: Final[dict[RefusalKind, str]] = {
    RefusalKind.LOCKED_IN: "it stands on the land of the closed port of {place}",
    RefusalKind.NO_ASSET: "no asset on this side carries {cargo}",
    RefusalKind.NO_RAIL_PATH: "no {gauges} mm path to {place}",
    RefusalKind.NO_ROUTE: "no way to {place}",
    RefusalKind.OTHER_MODES: "other modes are not allowed",
    RefusalKind.NO_SHIP: "by sea: no ship carries {cargo}",
    RefusalKind.NO_BERTH_BEFORE: "by sea: no berth before {hour}",
    RefusalKind.PORTS_CLOSED: "by sea: no open berth, {places} closed",
    RefusalKind.NO_SEA_ROUTE: "by sea: no open way to a port, from a port, or between two",
    RefusalKind.MAY_NOT_FLY: "by air: it may not fly",
    RefusalKind.NO_AIRCRAFT: "by air: no aircraft carries {cargo}",
    RefusalKind.OUT_OF_RANGE: "by air: {flight}",
    RefusalKind.SHORT_RUNWAY: "by air: {flight}",
    RefusalKind.NEVER_BOTH_OPEN: "by air: {flight}",
    RefusalKind.NO_VESSEL: "by {mode}: nothing carries {cargo}",
    RefusalKind.NO_WATERWAY: "by {mode}: no open way to a port, from a port, or between two",
    RefusalKind.NO_AIRFIELD: "by air: no open airfields within reach by road",
}


def kind_word(kind: str) -> str:
    """What all causes of a kind are called together."""
    return SAYINGS[CauseKind(kind)].kind


def label(cause: WaitCause, names: Names) -> str:
    """A cause as a chart or a table names what was waited for."""
    return _said(SAYINGS[cause.kind].label, cause, names)


def labels(causes: Iterable[tuple[str, str, str]], names: Names) -> list[str]:
    """The labels of causes that are told by the columns of a record."""
    return [label(WaitCause.of(*cause), names) for cause in causes]


def sentence(cause: WaitCause, names: Names) -> str:
    """A cause as a sentence says it, after "waited for"."""
    return _said(SAYINGS[cause.kind].sentence, cause, names)


def _said(saying: str, cause: WaitCause, names: Names) -> str:
    """A cause in words, and what has closed the thing, if anything has."""
    said = saying.format_map(_parts(cause, names))
    if not cause.closed_by or cause.kind is CauseKind.NO_WAY:
        return said
    verb = "hit" if cause.kind is CauseKind.CONTROL else "closed"
    return f"{said}, {verb} by {listing(cause.closed_by)}"


def _parts(cause: WaitCause, names: Names) -> dict[str, str]:
    """What a saying may name of the thing that was waited for."""
    thing = cause.thing
    return {
        "thing": thing,
        "place": names.place(thing),
        "link": names.link(thing),
        "turn": names.turn(thing),
        "kind": names.kind(thing),
        "server": names.server(thing),
        "a_server": article(names.server(thing)),
        "asset": asset(thing),
        "country": country(thing),
        "hour": _hour(thing),
        "refusals": reasons(cause, names),
    }


def reasons(cause: WaitCause, names: Names) -> str:
    """Why a lot has no way, mode after mode; nothing for another cause."""
    if cause.kind is not CauseKind.NO_WAY:
        return ""
    first, *others = [_reason(refusal, names) for refusal in refusals_of(cause)] or ["no way"]
    return "; ".join([f"{first}{_while(cause.closed_by)}", *others])


def _while(closed_by: Sequence[str]) -> str:
    if not closed_by:
        return ""
    return f" while {listing(closed_by)} {'is' if len(closed_by) == 1 else 'are'} closed"


def _reason(refusal: Refusal, names: Names) -> str:
    said = REFUSALS[refusal.kind]
    if "{flight}" in said:
        named = tuple(_named(thing, names) for thing in refusal.things)
        return said.format(flight=told(Refusal(refusal.kind, named)))
    *before, last = refusal.things or ("",)
    parts = {
        "place": names.place(last),
        "gauges": " or ".join(before),
        "places": listing([names.place(thing) for thing in (*before, last)]),
        "cargo": plain(last),
        "mode": (*before, last)[0],
        "hour": _hour(last),
    }
    return said.format_map(parts)


def _named(thing: str, names: Names) -> str:
    """An airfield by its place, an asset type by its name; a number stays."""
    return names.place(thing) if thing in names.terminals else asset(thing)


def _hour(thing: str) -> str:
    """The moment that a thing names, where it is one."""
    try:
        return c_hour(float(thing))
    except ValueError:
        return thing
