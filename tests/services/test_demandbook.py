"""Which orders there is something to say about."""

from __future__ import annotations

from datetime import date

from prodtui.domain.enums import DemandKind, DemandStatus
from prodtui.services import demand, plan
from prodtui.services.change import Change
from prodtui.services.demandbook import rows, unsettled
from prodtui.services.planfacts import PlanFacts
from prodtui.storage.unit_of_work import read
from tests.helpers.demand import chairs, make, order
from tests.helpers.team import Clock, Team


def test_orders_that_are_late_or_not_planned_are_unsettled_and_no_others(team: Team, ticking: Clock) -> None:
    chairs(team)
    chairs(team, "Table")
    make(team, 10)
    for quantity, due in (
        (10, "2026-11-26"),
        (5, "2026-11-27"),
        (20, "2026-12-04"),
        (30, "2026-12-18"),
        (4, "2027-01-08"),
    ):
        order(team, quantity, due)
    order(team, 7, "2026-12-04", product="table", kind="forecast")
    gone, ended = (order(team, 8, "2026-12-11", product="table").ref for _ in range(2))
    demand.cancel_demand(team.ann, gone)
    demand.close_demand(team.ann, ended)
    plan.set_quantity(team.ann, "chair", date(2026, 11, 30), 25)
    plan.set_quantity(team.ann, "chair", date(2026, 12, 21), 30)
    ticking.forward(days=7)
    with read(team.store) as session:
        change = Change.looking(team.ann, session)
        board = change.board()
        everything = list(rows(change, board))
        found = list(unsettled(change, board, PlanFacts(change, board)))
    orders = [row for row in everything if row.kind is DemandKind.ORDER]
    assert found == [row for row in orders if row.late or row.status is DemandStatus.OPEN]
    assert [(row.quantity, row.late) for row in found] == [(5, True), (30, True), (4, False)]
