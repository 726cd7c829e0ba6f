"""The demo's plan: something of everything that a plan can hold, made the way people make it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from prodtui.domain.enums import DemandKind, DemandStatus, ExceptionKind, ResourceKind, StockKind
from prodtui.domain.rows_event import EventRow
from prodtui.services import (
    absences,
    calendars,
    capacity_changes,
    demand,
    demand_rules,
    figures,
    plan_exceptions,
    plan_grid,
    plan_level,
    products,
    resources,
    stock,
    stores,
    task_view,
    what_ifs,
)
from prodtui.services.workspace import Workspace, open_workspace
from tests.helpers.demo import NOW

pytestmark = pytest.mark.xdist_group("demo")  # so that it is made once

TODAY = NOW.date()
MEASURED = ("plan-attainment", "takt", "oee", "defect-rate")
#: the one after the next
WEEK = TODAY - timedelta(days=TODAY.weekday()) + timedelta(days=14)


@pytest.fixture(params=["OPS", "IT"])
def ws(request: pytest.FixtureRequest, demo: Workspace) -> Workspace:
    return demo.with_board(request.param)


def test_products_have_steps_hours_and_pools_that_there_are(ws: Workspace) -> None:
    rows = products.list_products(ws)
    assert 4 <= len(rows) <= 8
    assert all(row.routing and sum(step.hours for step in row.routing) > 0 for row in rows)
    assert any(step.setup for row in rows for step in row.routing)
    pools = {row.pool or row.key for row in resources.list_resources(ws) if row.kind is not ResourceKind.MATERIAL}
    assert {step.pool for row in rows for step in row.routing if step.pool} <= pools
    known = {row.key for row in rows}
    assert any(task.product in known for task in task_view.list_tasks(ws))


def test_resources_are_of_every_kind_and_materials_came_and_will_come(ws: Workspace) -> None:
    assert {row.kind for row in resources.list_resources(ws)} == set(ResourceKind)
    assert {move.kind for move in stock.list_moves(ws)} >= {StockKind.RECEIPT, StockKind.EXPECTED}
    assert all(move.day >= TODAY for move in stock.list_moves(ws, kind=StockKind.EXPECTED))
    assert all(row.stock > 0 for row in resources.list_resources(ws, kind=ResourceKind.MATERIAL))


def test_the_calendar_has_a_country_and_somebody_is_away(ws: Workspace) -> None:
    christmas = calendars.show_month(ws, date(2026, 12, 1))
    assert christmas.country == "DE"
    assert [day.day.day for day in christmas.days if day.name] == [25, 26]
    away = absences.list_absences(ws, first=TODAY)
    assert len(away) == 2
    assert any(row.person for row in away)


def test_demand_reaches_back_and_ahead_from_orders_a_rule_and_forecasts(ws: Workspace) -> None:
    rows = demand.list_demand(ws, all=True, limit=None)
    ordered = [row for row in rows if row.kind is DemandKind.ORDER]
    assert min(row.due for row in rows) < TODAY - timedelta(weeks=6)
    assert max(row.due for row in rows) > TODAY + timedelta(weeks=10)
    assert any(row.kind is DemandKind.FORECAST for row in rows)
    assert all(row.customer for row in ordered)
    assert {row.status for row in ordered} >= {DemandStatus.DELIVERED, DemandStatus.PLANNED, DemandStatus.OPEN}
    [rule] = demand_rules.list_rules(ws)
    assert sum(row.rule == rule.ref for row in rows) >= 4


def test_orders_came_to_the_board_by_the_plan_and_raised_what_was_made(demo: Workspace) -> None:
    ws = demo.with_board("OPS")
    shown = plan_grid.grid(ws, first=TODAY - timedelta(weeks=12), count=13)
    made = sum(cell.actual for row in shown.products for cell in row.cells)
    released = sum(cell.released for row in shown.products for cell in row.cells)
    assert made > 300
    assert released > 300
    assert all(cell.released <= cell.planned for row in shown.products for cell in row.cells)


def test_one_week_is_overloaded_and_levelling_takes_it_away(ws: Workspace, tmp_path: Path) -> None:
    copy = open_workspace(stores.backup(ws, tmp_path / "copy.db"), board=ws.need_board().key, clock=lambda: NOW)
    assert overloaded(copy) == {WEEK}
    plan_level.apply(copy, plan_level.propose(copy).edits)
    assert overloaded(copy) == set()
    copy.close()


def overloaded(ws: Workspace) -> set[date]:
    return {row.day for row in plan_exceptions.exceptions(ws) if row.kind is ExceptionKind.OVERLOAD}


def test_the_exceptions_are_of_many_kinds_and_few_enough_to_read(ws: Workspace) -> None:
    found = Counter(row.kind for row in plan_exceptions.exceptions(ws))
    assert found.keys() >= {ExceptionKind.OVERLOAD, ExceptionKind.SHORTAGE, ExceptionKind.UNPLANNED}
    assert sum(found.values()) <= 16


def test_a_part_of_the_week_to_come_is_released(ws: Workspace) -> None:
    cells = [row.cells[1] for row in plan_grid.grid(ws).products]
    assert any(0 < cell.released < cell.planned for cell in cells)


def test_one_what_if_has_more_hours_and_other_quantities(ws: Workspace) -> None:
    [row] = what_ifs.list_what_ifs(ws)
    assert capacity_changes.list_changes(ws) == ()
    assert capacity_changes.list_changes(ws, what_if=row.name)
    assert plan_grid.grid(ws, what_if=row.name).products != plan_grid.grid(ws).products


def test_whoever_leads_the_board_plans_it(events: tuple[EventRow, ...]) -> None:
    planned = {event.actor for event in events if event.command in ("plan.set", "plan.level", "plan.release")}
    assert planned == {"ann", "zoe"}


def test_plan_pace_and_machines_are_measured_and_not_all_is_good(demo: Workspace) -> None:
    shop = demo.with_board("OPS")
    for days in (30, 90):
        first = TODAY - timedelta(days=days)
        found = {key: figures.measure(shop, key, first, TODAY).value or 0.0 for key in MEASURED}
        assert all(found.values()), found
    assert 80 <= found["plan-attainment"] < 100
    assert 0 < found["defect-rate"] < 5
