"""What is closed on the ground, by which disruptions, and what was and when."""

from collections.abc import Iterator

By = tuple[str, ...]  # the disruptions, by id


class ShutPlaces:
    """The links and terminals that disruptions have closed, known to movement control or not."""

    __slots__ = ("_now", "_past")

    def __init__(self) -> None:
        self._now: dict[str, tuple[float, By]] = {}
        self._past: dict[str, list[tuple[float, float, By]]] = {}

    def set(self, place: str, by: By, now: float) -> None:
        """From now a place is closed by these, or open if there are none."""
        since_h, before = self._now.pop(place, (now, ()))
        if before and now > since_h:
            self._past.setdefault(place, []).append((since_h, now, before))
        if by:
            self._now[place] = (now, by)

    def by(self, place: str | None) -> By:
        """What has closed a place that is closed now."""
        return self._now[place][1] if place in self._now else ()

    def during(self, place: str, from_h: float, to_h: float) -> By:
        """What kept a place closed for more than half of a time; nothing if it was open longer."""
        if place not in self._now and place not in self._past:
            return ()
        shut = list(self._overlaps(place, from_h, to_h))
        if 2.0 * sum(hours for hours, _ in shut) <= to_h - from_h:
            return ()
        return tuple(sorted({name for _, by in shut for name in by}))

    def _overlaps(self, place: str, from_h: float, to_h: float) -> Iterator[tuple[float, By]]:
        spells = list(self._past.get(place, ()))
        if place in self._now:
            since_h, by = self._now[place]
            spells.append((since_h, to_h, by))
        for since_h, until_h, by in spells:
            hours = min(until_h, to_h) - max(since_h, from_h)
            if hours > 0.0:
                yield hours, by
