"""The planner of a demo board: what it makes, of what, for whom, and when; orders become tasks by way of the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from prodtui.domain.rows import TaskRow
from prodtui.domain.rows_planning import PlanEdit
from prodtui.services import (
    absences,
    calendars,
    capacity_changes,
    demand,
    demand_rules,
    plan,
    plan_level,
    plan_release,
    products,
    resources,
    stock,
    tasks,
    what_ifs,
)
from prodtui.services.demo.agenda import Agenda
from prodtui.services.demo.hands import Hands
from prodtui.services.demo.plan_script import (
    AbsenceScript,
    DemandScript,
    PlanScript,
    ReleaseScript,
    RuleScript,
    StockScript,
)
from prodtui.services.demo.when import When
from prodtui.services.workspace import Workspace

_WEEK = timedelta(days=7)
_FRIDAY, _SUNDAY = 4, 6
#: The working day before the present on which the weeks to come are planned, and that of the last acts.
_PLANNED, _LAST = 2, 1
#: Rules make their lines so many days ahead: all that the plan shows.
_AHEAD = 84


class Planner:
    """Plans one board for its lead. Hands of its own: what it does changes nothing of what the others do by chance."""

    def __init__(self, script: PlanScript, lead: str, hands: Hands, agenda: Agenda, when: When) -> None:
        self._script = script
        self._lead = lead
        self._hands = hands
        self._when = when
        self._planned: dict[tuple[str, date], float] = defaultdict(float)
        self._batches: dict[str, float] = {}
        self._materials: dict[str, list[str]] = {}
        for receipt in script.stock:
            self._put(agenda, receipt.on, partial(self._store, receipt))
        for absence in script.absences:
            self._put(agenda, absence.on, partial(self._be_away, absence))
        for line in script.demand:
            self._put(agenda, line.on, partial(self._ask, line))
        for rule in script.rules:
            self._put(agenda, rule.on, partial(self._repeat, rule))
        self._put(agenda, _PLANNED, self._plan)
        for release in script.releases:
            self._put(agenda, _LAST, partial(self._release, release))
        self._put(agenda, _LAST, self._try_out)

    def set_up(self) -> None:
        """Say what there is, and what is made of it."""
        calendars.set_calendar(self._ws, country=self._script.country)
        for thing in self._script.resources:
            fields = asdict(thing)
            there, batch = fields.pop("stock"), fields.pop("batch")
            key = resources.add_resource(self._ws, **fields).value.key
            if there is not None:
                stock.count(self._ws, key, there, note="Counted when the board began")
            if batch is not None:
                self._batches[key] = batch
        for product in self._script.products:
            row = products.add_product(self._ws, **asdict(product)).value
            self._materials[row.key] = [need.material for need in row.materials if need.material in self._batches]

    def takes(self, product: str | None, at: datetime) -> bool:
        """Tell whether an order of a product, as it comes in at a moment, is planned before it becomes a task."""
        since = self._when.present - self._script.weeks * _WEEK
        return product in self._script.released and at.astimezone(self._when.tz).date() >= since

    def order(self, title: str, fields: Mapping[str, Any], words: Mapping[str, str]) -> TaskRow:
        """Enter an order with the fields of its task, plan it for the week in which it is due, and release it."""
        product, due = str(fields["product"]), fields["due"].date()
        quantity = fields["quantity"] or 1.0
        customer = words[self._script.customer]
        demand.add_demand(self._ws, product, quantity, due, customer=customer, priority=fields["priority"])
        cell = product, _monday(due)
        self._planned[cell] += quantity
        plan.set_quantity(self._ws, *cell, self._planned[cell])
        [row] = plan_release.release(self._ws, *cell, quantity=quantity, lot=quantity, due=due).value
        for material in self._materials[product]:
            self._restock(material)
        more = {name: fields[name] for name in ("notes", "priority", "service_class", "labels", "estimate_hours")}
        return tasks.edit(self._ws, row.ref, {"title": title, **more}).value

    def _restock(self, material: str) -> None:
        row = resources.show_resource(self._ws, material).resource
        if row.stock - row.reserved < (row.reorder_level or 0.0):
            stock.receive(self._ws, material, self._batches[material])

    @property
    def _ws(self) -> Workspace:
        return self._hands.of(self._lead)

    def _put(self, agenda: Agenda, days_left: int, act: Callable[[datetime], None]) -> None:
        """Put an act on the agenda unless its day lies before the history."""
        if days_left <= self._when.days:
            agenda.put(days_left, 0, act)

    def _day(self, week: int, weekday: int = 0) -> date:
        return _monday(self._when.present) + week * _WEEK + timedelta(days=weekday)

    def _store(self, script: StockScript, at: datetime) -> None:
        if script.week is None:
            stock.receive(self._ws, script.material, script.quantity, note=script.note)
        else:
            stock.expect(self._ws, script.material, script.quantity, self._day(script.week, _FRIDAY), note=script.note)

    def _be_away(self, script: AbsenceScript, at: datetime) -> None:
        first, last = self._day(script.week), self._day(script.week, script.days - 1)
        who = {"person": script.person, "resource": script.resource}
        absences.add_absence(self._ws, first, last, reason=script.reason, **who)

    def _ask(self, script: DemandScript, at: datetime) -> None:
        due = self._day(script.week, _FRIDAY)
        more = {"customer": script.customer, "kind": script.kind, "priority": script.priority}
        demand.add_demand(self._ws, script.product, script.quantity, due, **more)

    def _repeat(self, script: RuleScript, at: datetime) -> None:
        start = self._day(script.week, _FRIDAY)
        what = script.rule, script.product, script.quantity
        demand_rules.add_rule(self._ws, *what, start=start, ahead=_AHEAD, customer=script.customer)

    def _plan(self, at: datetime) -> None:
        """Plan what the script says on top of what is planned for orders, all at once."""
        edits = []
        for product, quantities in self._script.plan.items():
            for number, quantity in enumerate(quantities):
                cell = product, self._day(number)
                if quantity:
                    edits.append(PlanEdit(*cell, self._planned[cell], self._planned[cell] + quantity))
                    self._planned[cell] += quantity
        plan_level.apply(self._ws, edits)

    def _release(self, script: ReleaseScript, at: datetime) -> None:
        plan_release.release(self._ws, script.product, self._day(script.week), quantity=script.quantity)

    def _try_out(self, at: datetime) -> None:
        """Copy the plan under a name, and change capacity and quantities there."""
        script = self._script.what_if
        what_ifs.add(self._ws, script.name)
        for each in script.changes:
            first, last = self._day(each.first), self._day(each.last, _SUNDAY)
            capacity_changes.add(
                self._ws, each.kind, each.target, first, last, each.hours, reason=each.reason, what_if=script.name
            )
        for product, weeks in script.quantities.items():
            for week, quantity in weeks.items():
                plan.set_quantity(self._ws, product, self._day(int(week)), quantity, what_if=script.name)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
