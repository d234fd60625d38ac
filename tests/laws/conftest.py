"""Laws are tried on few examples, the same ones as long as the code is the same, and on fresh ones.

Hypothesis takes numbers from the code that is loaded, so a law may meet other examples in another
order of tests. Where no marker chooses among the tests the examples are fresh each time; one that
breaks a law comes with the line that repeats it. ``make laws`` runs them so, and
``pytest tests/laws --hypothesis-profile=hunt`` tries many more.
"""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "laws",
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "fresh", settings.get_profile("laws"), derandomize=False, max_examples=60, print_blob=True
)
settings.register_profile("hunt", settings.get_profile("fresh"), max_examples=500)


def pytest_configure(config: pytest.Config) -> None:
    """Fixed examples where a marker chooses tests, else fresh ones; a profile goes before both."""
    if config.getoption("hypothesis_profile") is None:
        settings.load_profile("laws" if config.getoption("markexpr") else "fresh")
