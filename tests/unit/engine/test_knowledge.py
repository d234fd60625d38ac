"""What has closed a place is told for the waits of which it took more than half."""

from eastflank.engine.state.knowledge import ShutPlaces


def struck() -> ShutPlaces:
    """A port that a strike closes from 10 to 20, and a storm with it from 16 to 22."""
    places = ShutPlaces()
    places.set("port", ("strike",), 10.0)
    places.set("port", ("storm", "strike"), 16.0)
    places.set("port", ("storm",), 20.0)
    places.set("port", (), 22.0)
    return places


def test_what_closes_a_place_now_is_told_until_it_opens() -> None:
    places = struck()
    assert places.by("port") == ()

    places.set("port", ("flood",), 30.0)

    assert places.by("port") == ("flood",)
    assert places.by("other") == places.by(None) == ()


def test_a_wait_is_a_closures_if_it_took_more_than_half_of_it() -> None:
    places = struck()

    assert places.during("port", 8.0, 16.0) == ("strike",)  # 6 of 8 h
    assert places.during("port", 8.0, 18.0) == ("storm", "strike")
    assert places.during("port", 4.0, 16.0) == ()  # 6 of 12 h are not more than half
    assert places.during("port", 20.0, 26.0) == ()
