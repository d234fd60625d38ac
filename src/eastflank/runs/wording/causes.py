"""How causes are said: why a lot, a lift or a unit waited, and why a lot has no way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from eastflank.model.causes import CauseKind, Refusal, RefusalKind, WaitCause, refusals_of
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
        "date in its plan", "plan: not before {hour}", "{hour} by its plan"
    ),
    CauseKind.PLAN_ORDER: Saying("order in its plan", "plan: after {thing}", "{thing} to close"),
    CauseKind.CONTROL: Saying("movement control", "movement control", "movement control"),
    CauseKind.CALL_FORWARD: Saying(
        "call-forward", "call-forward to {place} ({kind})", "a call-forward place at {place}"
    ),
    CauseKind.FILL: Saying("fill of a lift", "fill of a lift", "more lots to fill a lift"),
    CauseKind.ASSET: Saying("lift", "{asset}", "free {asset}"),
    CauseKind.LOCOMOTIVE: Saying("locomotive", "locomotives of {thing}", "a locomotive of {thing}"),
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
    CauseKind.FIELD_HOURS: Saying(
        "airfield hours", "hours of the airfield at {place}", "the airfield at {place} to open"
    ),
    CauseKind.PATH: Saying("path", "path on {link}", "a path on {link}"),
    CauseKind.HOLDING_TRACK: Saying(
        "holding track", "holding track after {link}", "a holding track after {link}"
    ),
    CauseKind.CLOSED_LINK: Saying("closed way", "closed: {link}", "{link} to open"),
    CauseKind.CLOSED_TERMINAL: Saying(
        "closed terminal", "closed: {kind} {place}", "the {kind} at {place} to open"
    ),
    CauseKind.NO_WAY: Saying("no way", "{refusals}", "a way: {refusals}"),
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
    RefusalKind.NO_FLIGHT: "by air: {things}",
}


def kind_word(kind: str) -> str:
    """What all causes of a kind are called together."""
    return SAYINGS[CauseKind(kind)].kind


def label(cause: WaitCause, names: Names) -> str:
    """A cause as a chart or a table names what was waited for."""
    said = SAYINGS[cause.kind].label.format_map(_parts(cause, names))
    return f"{said}{_closed_by(cause, ', {}')}"


def sentence(cause: WaitCause, names: Names) -> str:
    """A cause as a sentence says it, after "waited for"."""
    said = SAYINGS[cause.kind].sentence.format_map(_parts(cause, names))
    return f"{said}{_closed_by(cause, ', {}')}"


def _closed_by(cause: WaitCause, form: str) -> str:
    """What has closed it, if anything has."""
    if not cause.closed_by:
        return ""
    verb = "hit" if cause.kind is CauseKind.CONTROL else "closed"
    return form.format(f"{verb} by {listing(cause.closed_by)}")


def _parts(cause: WaitCause, names: Names) -> dict[str, str]:
    """What a saying may name of the thing that was waited for."""
    thing = cause.thing
    return {
        "thing": thing,
        "place": names.place(thing),
        "link": names.link(thing),
        "kind": names.kind(thing),
        "server": names.server(thing),
        "a_server": article(names.server(thing)),
        "asset": asset(thing),
        "country": country(thing),
        "hour": _hour(thing),
        "refusals": reasons(refusals_of(cause), names) if cause.kind is CauseKind.NO_WAY else "",
    }


def reasons(refusals: Sequence[Refusal], names: Names) -> str:
    """Why a lot has no way, mode after mode."""
    return "; ".join(_reason(refusal, names) for refusal in refusals) or "no way"


def _reason(refusal: Refusal, names: Names) -> str:
    *before, last = refusal.things or ("",)
    said = {
        "place": names.place(last),
        "gauges": " or ".join(before),
        "places": listing([names.place(thing) for thing in (*before, last)]),
        "cargo": plain(last),
        "hour": _hour(last),
        "things": ", ".join(refusal.things),
    }
    return REFUSALS[refusal.kind].format_map(said)


def _hour(thing: str) -> str:
    """The moment that a thing names, where it is one."""
    try:
        return c_hour(float(thing))
    except ValueError:
        return thing
