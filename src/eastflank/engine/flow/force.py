"""The force as it comes into the world: its lots in order of priority, precedence and id."""

from eastflank.engine.flow.precedence import turns
from eastflank.engine.moves.cargo import enter
from eastflank.engine.state.consignment import Consignment, Plan
from eastflank.engine.state.ledger import State
from eastflank.engine.state.world import World
from eastflank.plan.permission import Permissions
from eastflank.plan.readiness import departure
from eastflank.routing.legs import fixed_by


def enter_force(world: World) -> list[Consignment]:
    """All lots of the force; their rank keeps the order in which they enter."""
    scenario = world.scenario
    permissions = Permissions(scenario, world.book, world.luck)
    lots = [scenario.lots[name] for name in sorted(scenario.lots)]
    leaves = [departure(scenario, world.luck, permissions, lot) for lot in lots]
    turn = turns(world, lots, [hour for hour, _ in leaves])
    order = sorted(
        (float(lot.priority), turn[place], lot.id, place) for place, lot in enumerate(lots)
    )
    for number, (priority, due, name, place) in enumerate(order):
        lot, plan = lots[place], Plan(fixed=fixed_by(scenario.movement_plan.get(name)))
        consignment = Consignment(
            number,
            lot,
            scenario.units[lot.unit],
            (priority, due, float(number)),
            node=lot.origin,
            pieces=lot.pieces,
            plan=plan,
            leaves=leaves[place],
        )
        enter(world, consignment, name)
        world.ledger.add(lot, State.NOT_READY, world.clock.now)
    return list(world.consignments)
