"""A small shop to plan for: three steps, two products, two people and an oven."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from prodtui.domain.enums import PeriodKind, ResourceKind, Role, StepKind
from prodtui.domain.planning.capacity import Shop
from prodtui.domain.planning.periods import periods
from prodtui.domain.rows import BoardSettings, PersonRow
from prodtui.domain.rows_planning import ProductRow, ResourceRow, RoutingRow, Workweek
from tests.helpers.rows import a_step

MONDAY = date(2026, 11, 30)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
#: four weeks from the Monday on which the tests take place
WEEKS = periods(PeriodKind.WEEK, MONDAY, 4)


def a_product(key: str, *routing: RoutingRow, lot_size: float | None = None) -> ProductRow:
    return ProductRow(1, 1, "OPS-P1", key, key.title(), "pcs", routing, (), None, lot_size, "", None, 1)


def a_person(login: str, *skills: str, active: bool = True, week: Workweek | None = None) -> PersonRow:
    return PersonRow(1, login, login.title(), login[:2], Role.MEMBER, skills, 8.0, None, active, 1, week)


def a_machine(key: str, pool: str = "", parallel: int = 1) -> ResourceRow:
    kind = ResourceKind.MACHINE
    return ResourceRow(1, 1, "OPS-R1", key, key.title(), kind, pool, parallel, None, "", None, 0, 0, 0, None, 1)


def a_material(key: str, stock: float) -> ResourceRow:
    kind = ResourceKind.MATERIAL
    return ResourceRow(1, 1, "OPS-R1", key, key.title(), kind, "", 1, None, "kg", None, stock, 0, 0, None, 1)


def hours_on(day: date, week: Workweek | None) -> float:
    spans = (week or BoardSettings().workweek)[day.weekday()]
    return sum(last - first for first, last in spans) / 60


STEPS = (
    a_step("ready", StepKind.QUEUE),
    a_step("cut", role="cutter"),
    a_step("paint", role="painter"),
    a_step("bake"),
    a_step("done", StepKind.DONE),
)
CHAIR = a_product("chair", RoutingRow("cut", 0.5, 1.0), RoutingRow("paint", 1.0), RoutingRow("bake", 0.25, 0.0, "oven"))
SHELF = a_product("shelf", RoutingRow("cut", 2.0, 0.5), lot_size=10)


def a_shop(**changed: Any) -> Shop:
    """Return the shop: Ann cuts, Bo cuts and paints, two bake at once; all of them 40 h a week."""
    usual: dict[str, Any] = {
        "steps": STEPS,
        "products": (CHAIR, SHELF),
        "people": (a_person("ann", "cutter"), a_person("bo", "cutter", "painter")),
        "resources": (a_machine("oven", parallel=2),),
        "absences": (),
        "changes": (),
        "hours_on": hours_on,
        "hours_ahead": lambda hours, _: hours,
    }
    return Shop(**(usual | changed))
