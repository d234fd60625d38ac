"""How large a scenario is: what there is of each thing, counted."""

from eastflank.model.scenario import Scenario


def counts(scenario: Scenario) -> dict[str, int]:
    """How large the scenario is. Units in place are shown, never counted as moving."""
    moving = [unit for unit in scenario.units.values() if not unit.in_place]
    return {
        "nodes": len(scenario.nodes),
        "links": len(scenario.links),
        "terminals": len(scenario.terminals),
        "fleets": len(scenario.fleets),
        "units": len(scenario.units),
        "units_moving": len(moving),
        "troops_moving": sum(unit.personnel for unit in moving),
        "lots": len(scenario.lots),
        "evidence": len(scenario.evidence),
        "disruptions": sum(not each.works for each in scenario.disruptions),
        "works": sum(each.works for each in scenario.disruptions),
    }
