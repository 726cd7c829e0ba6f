"""Builders of what a schedule is made from: a small workshop on a Friday morning, task by task."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.enums import DependencyKind, Priority, ResourceKind, Role, ServiceClass, StepKind
from prodtui.domain.rows import BoardRow, BoardSettings, PersonRow, StepRow
from prodtui.domain.rows_planning import AbsenceRow, ProductRow, ResourceRow, RoutingRow
from prodtui.domain.rows_schedule import ScheduledRow, ScheduleView
from prodtui.domain.scheduling.build import Built, build
from prodtui.domain.scheduling.floor import Floor, OpenWork, Waits
from prodtui.domain.scheduling.schedule import schedule
from prodtui.domain.scheduling.view import view
from tests.helpers.rows import a_step

ZONE = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    """Return a moment of the workshop's clock, such as "11-27 9:00" of 2026."""
    day, clock = text.split()
    month, number = map(int, day.split("-"))
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, number, hour, minute, tzinfo=ZONE).astimezone(UTC)


#: Friday; the week goes from Monday to Friday, 8 to 12 and 13 to 17.
NOW = at("11-27 8:00")


def stamp(moment: datetime | None) -> str:
    """Return a moment as `at` reads it."""
    return "" if moment is None else f"{(local := moment.astimezone(ZONE)):%m-%d} {local.hour}:{local:%M}"


STEPS = (
    a_step("ready", StepKind.QUEUE, 0),
    a_step("cut", StepKind.ACTIVE, 1, role="cutter"),
    a_step("weld", StepKind.ACTIVE, 2, role="welder"),
    a_step("done", StepKind.DONE, 3),
)


def a_person(login: str, *skills: str, **changed: Any) -> PersonRow:
    """Return somebody who can do the roles `skills`, eight hours a day."""
    values: dict[str, Any] = {
        "id": 1, "login": login, "name": login.capitalize(), "initials": login[:2].upper(), "role": Role.MEMBER,
        "skills": skills, "hours_per_day": 8.0, "wip_limit": None, "active": True, "version": 1,
    }  # fmt: skip
    return PersonRow(**(values | changed))


ANN, BO, CY = a_person("ann", "cutter"), a_person("bo", "welder"), a_person("cy", "cutter", "welder")


def a_machine(key: str, **changed: Any) -> ResourceRow:
    """Return a machine that does one thing at a time on the board's calendar."""
    values: dict[str, Any] = {
        "id": 1, "number": 1, "ref": "OPS-F1", "key": key, "name": key.capitalize(), "kind": ResourceKind.MACHINE,
        "pool": "", "parallel": 1, "workweek": None, "unit": "", "reorder_level": None, "stock": 0.0, "reserved": 0.0,
        "expected": 0.0, "archived_at": None, "version": 1,
    }  # fmt: skip
    return ResourceRow(**(values | changed))


def a_routing(*rows: RoutingRow, key: str = "chair") -> ProductRow:
    """Return a product that goes through these steps."""
    return ProductRow(
        id=1, number=1, ref="OPS-P1", key=key, name=key.capitalize(), unit="pcs", routing=rows, materials=(),
        checklist=None, lot_size=None, task_title="", archived_at=None, version=1,
    )  # fmt: skip


def work(number: int, **changed: Any) -> OpenWork:
    """Return the open task OPS-`number` at Cut: ann's, four hours of it."""
    values: dict[str, Any] = {
        "id": number, "number": number, "ref": f"OPS-{number}", "title": f"Task {number}", "step": "cut",
        "priority": Priority.NORMAL, "service_class": ServiceClass.STANDARD, "assignees": ("ann",), "labels": (),
        "product": None, "quantity": None, "demand": None, "estimate_hours": 4.0, "spent_hours": 0.0, "due": None,
        "wait_until": None, "planned_start": None, "pinned_start": None, "started_at": None, "blocked": None,
        "sequence": None,
    }  # fmt: skip
    return OpenWork(**(values | changed))


def waits(before: int, after: int, kind: DependencyKind = DependencyKind.FINISH_START, **changed: Any) -> Waits:
    """Return that OPS-`after` waits for OPS-`before`."""
    return Waits(before, f"OPS-{before}", after, kind, changed.get("lag", 0.0), changed.get("since"))


def away(who: str, first: date, last: date, *, resource: bool = False) -> AbsenceRow:
    """Return days off of a person, or of a resource."""
    person, machine = (None, who) if resource else (who, None)
    return AbsenceRow(1, 1, "OPS-A1", person, machine, first, last, "", None, None, 1)


def a_floor(*tasks: OpenWork, settings: BoardSettings | None = None, **changed: Any) -> Floor:
    """Return the workshop with these tasks: ann cuts, bo welds, cy does both."""
    board = BoardRow(1, "OPS", "Operations", "Europe/Berlin", None, settings or BoardSettings(), None, 1)
    values: dict[str, Any] = {"board": board, "now": NOW, "steps": STEPS, "tasks": tasks, "people": (ANN, BO, CY)}
    return Floor(**(values | changed))


def made(floor: Floor) -> ScheduleView:
    """Return the schedule of a workshop in the board's order."""
    return made_of(build(floor))


def made_of(built: Built) -> ScheduleView:
    """Return the schedule of what is built already."""
    return view(built, schedule(built.problem, built.order()))


def rows(floor: Floor) -> dict[int, ScheduledRow]:
    """Return the scheduled tasks by number."""
    return {row.id: row for row in made(floor).tasks}


def times(row: ScheduledRow) -> tuple[str, str]:
    """Return when a task starts and ends on the workshop's clock."""
    return stamp(row.starts), stamp(row.ends)


def step_of(key: str) -> StepRow:
    """Return a step of the workshop."""
    return next(step for step in STEPS if step.key == key)
