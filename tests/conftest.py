"""Screens of all tests are as wide as a page, whatever the terminal of whoever runs them is."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def screen() -> Iterator[None]:
    """A hundred columns, unless a test says otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "100")
        yield
