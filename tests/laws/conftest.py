"""Laws are tried on few examples, the same ones as long as the code is the same.

Hypothesis takes numbers from the code that is loaded, so a law may meet other examples in another
order of tests. ``pytest tests/laws --hypothesis-profile=hunt`` tries many, new ones each time.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "laws",
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "hunt", settings.get_profile("laws"), derandomize=False, max_examples=500, print_blob=True
)
if settings.get_current_profile_name() == "default":
    settings.load_profile("laws")
