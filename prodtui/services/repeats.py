"""What comes back by rule, tasks and demand: the one pump of every open board."""

from __future__ import annotations

from prodtui.services import recurring
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries.repeats import demand_repeats
from prodtui.storage.unit_of_work import read


def catch_up(ws: Workspace) -> Done[int]:
    """Make the tasks and demand lines that are due, and return how many; see `recurring.catch_up`.

    The notes tell which rules rest.
    """
    tasks = recurring.catch_up(ws)
    with read(ws.store) as session:
        repeats = demand_repeats(session, ws.need_board().id)
    if not repeats:
        return Done(len(tasks.value), tasks.notes)
    from prodtui.services import demand_rules  # boards without such a rule need not load the plan

    demand = demand_rules.catch_up(ws)
    return Done(len(tasks.value) + len(demand.value), (*tasks.notes, *demand.notes))
