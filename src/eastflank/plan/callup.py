"""Call-up: from which hour each asset of a fleet can be used."""

import math

from eastflank.model.luck import Luck
from eastflank.model.scenario import Fleet


def asset_hours(fleet: Fleet, luck: Luck, order_h: float) -> list[float]:
    """When each asset of a fleet can be used: what is held, then what is called up."""
    held_h = order_h + luck.value(fleet.held_ready_key)
    start_h = order_h + luck.value(fleet.callup_start_key)
    ramp_h = luck.value(fleet.callup_ramp_key)
    called = math.floor(fleet.callup * luck.value(fleet.callup_factor_key) + 0.5)
    hours = [held_h] * fleet.held
    return hours + [start_h + ramp_h * (i + 1) / called for i in range(called)]
