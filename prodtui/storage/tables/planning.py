"""Products, resources and their stock, absences, demand, the plan with its what-ifs, and what left the plan."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from prodtui.storage.tables import boards, people, quality, tasks  # noqa: F401 (its rows refer to theirs)
from prodtui.storage.tables.types import Row, Versioned, json_field, key_field, ref_field, time_field

_NUMBERED = (UniqueConstraint("board_id", "number"), {"sqlite_autoincrement": True})
_NAMED = (UniqueConstraint("board_id", "key"), *_NUMBERED)


class Product(Versioned, table=True):
    """What is made or done; `routing` and `materials` are lists of plain objects, see RoutingRow and NeedRow."""

    __tablename__ = "product"
    __table_args__ = _NAMED

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    key: str
    name: str
    unit: str
    routing: list[Any] = json_field()
    materials: list[Any] = json_field()
    checklist_id: int | None = ref_field("checklist.id", null=True)
    lot_size: float | None = None
    task_title: str = ""
    task_notes: str = ""
    task_labels: list[Any] = json_field()
    task_priority: str | None = None
    task_assignees: list[Any] = json_field()
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class Resource(Versioned, table=True):
    """A tool, machine, room or material; `workweek` is its own calendar, the board's when NULL."""

    __tablename__ = "resource"
    __table_args__ = _NAMED

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    key: str
    name: str
    kind: str
    pool: str = ""
    parallel: int = 1
    workweek: list[Any] | None = json_field(null=True)
    unit: str = ""
    reorder_level: float | None = None
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class StockMove(Versioned, table=True):
    """A quantity of a material that came, went, is promised to a task, or is expected on a day."""

    __tablename__ = "stock_move"
    __table_args__ = (*_NUMBERED[:1], Index("ix_stock_move_resource", "resource_id", "day"), _NUMBERED[1])

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    resource_id: int = ref_field("resource.id")
    kind: str
    quantity: float
    day: date
    task_id: int | None = ref_field("task.id", null=True, index=True)
    note: str = ""
    at: datetime = time_field()
    by: str
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class Absence(Versioned, table=True):
    """Days, both ends included, on which a person or a resource is away; `uid` is that of a calendar file."""

    __tablename__ = "absence"
    __table_args__ = (
        UniqueConstraint("board_id", "uid"),
        *_NUMBERED[:1],
        Index("ix_absence_person", "person_id", "starts"),
        _NUMBERED[1],
    )

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    person_id: int | None = ref_field("person.id", null=True)
    resource_id: int | None = ref_field("resource.id", null=True)
    starts: date
    ends: date
    reason: str = ""
    uid: str | None = None
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class DemandRule(Versioned, table=True):
    """A rule (RFC 5545) that makes demand lines with `fields`, up to `ahead` days before they are due."""

    __tablename__ = "demand_rule"
    __table_args__ = _NUMBERED

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    rule: str
    start: date
    ahead: int
    fields: dict[str, Any] = json_field()
    last_due: date | None = None
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class Demand(Versioned, table=True):
    """What is asked for; `closed` says how it ended by hand, its other states follow from the plan and the board.

    `occurrence` is the day for which a rule made it, which stays when the line is due on another.
    """

    __tablename__ = "demand"
    __table_args__ = (
        UniqueConstraint("board_id", "external_key"),
        UniqueConstraint("rule_id", "occurrence"),
        *_NUMBERED[:1],
        Index("ix_demand_product", "product_id", "due"),
        _NUMBERED[1],
    )

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    product_id: int = ref_field("product.id")
    quantity: float
    due: date
    kind: str = "order"
    priority: str = "normal"
    customer: str = ""
    source: str = ""
    notes: str = ""
    closed: str | None = None
    external_key: str | None = None
    rule_id: int | None = ref_field("demand_rule.id", null=True)
    occurrence: date | None = None
    created_at: datetime = time_field()
    created_by: str
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class WhatIf(Versioned, table=True):
    """A named copy of plan and capacity to play with."""

    __tablename__ = "what_if"
    __table_args__ = _NUMBERED

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    name: str
    created_at: datetime = time_field()
    created_by: str
    applied_at: datetime | None = time_field(null=True)
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class PlanLine(Versioned, table=True):
    """A quantity of a product that is planned for the period that starts on a day, in the plan or in a what-if."""

    __tablename__ = "plan_line"
    __table_args__ = (
        *_NUMBERED[:1],
        Index("ix_plan_line_cell", "board_id", "what_if_id", "product_id", "starts"),
        _NUMBERED[1],
    )

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    what_if_id: int | None = ref_field("what_if.id", null=True)
    product_id: int = ref_field("product.id")
    starts: date
    quantity: float
    version: int = 1


class CapacityChange(Versioned, table=True):
    """Hours more or fewer on each working day from `starts` to `ends`, both included, such as overtime."""

    __tablename__ = "capacity_change"
    __table_args__ = _NUMBERED

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    number: int
    what_if_id: int | None = ref_field("what_if.id", null=True)
    kind: str
    target: str
    starts: date
    ends: date
    hours: float
    reason: str = ""
    archived_at: datetime | None = time_field(null=True)
    version: int = 1


class Release(Row, table=True):
    """The planned quantity that a task was released for, and the demand that it serves."""

    __tablename__ = "release"

    task_id: int = Field(foreign_key="task.id", primary_key=True, ondelete="CASCADE")
    plan_line_id: int = ref_field("plan_line.id", index=True)
    demand_id: int | None = ref_field("demand.id", null=True, index=True)


class Output(Row, table=True):
    """What came out of a finished task, where it is not simply its whole quantity."""

    __tablename__ = "output"

    task_id: int = Field(foreign_key="task.id", primary_key=True, ondelete="CASCADE")
    good: float
    scrap: float = 0.0
    rework: float = 0.0
