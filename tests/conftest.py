"""Screens of all tests are as wide as a page, whatever the terminal of whoever runs them is."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def screen() -> None:
    """A hundred columns, unless a test says otherwise."""
    pytest.MonkeyPatch().setenv("COLUMNS", "100")
