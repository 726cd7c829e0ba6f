"""A store with a year of plan to measure on."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bench.stores import PRODTUI

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

PRODUCTS, WEEKS, ORDERS, TASKS = 200, 52, 20_000, 10_000
#: Weeks of orders before the present one, of the tasks that are finished, and of those that are open.
_PAST, _FINISHED, _OPEN = 12, 8, 4
_ROLES = ("cutter", "welder", "painter", "packer")
#: People with each role: enough for the year, too few for some of its weeks.
_CREW = 12
_WEEK = timedelta(days=7)


def make_planned(folder: Path) -> Path:
    """Make a store with products, orders, planned weeks and tasks, a part of which was released from the plan."""
    from prodtui.services.stores import init_store
    from prodtui.services.workspace import open_workspace

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "planned.db"
    ws = init_store(path, template=None, board_key="OPS", board_name="Bench").workspace
    _add_shop(ws)
    ws.close()
    today = datetime.now(tz=UTC).date()
    monday = today - timedelta(days=today.weekday())
    source = _write_tasks(folder / "planned.csv", monday)
    subprocess.run([*PRODTUI, "--store", str(path), "import", "csv", str(source)], check=True, capture_output=True)
    ws = open_workspace(path)
    _add_plan(ws, monday)
    ws.close()
    return path


def key_of(number: int) -> str:
    """Return the key of a product, counted from 0."""
    return f"part-{number:03}"


def _add_shop(ws: Workspace) -> None:
    from prodtui.services import people, products, resources, steps

    steps.add_step(ws, "Ready", kind="queue")
    for role in _ROLES:
        steps.add_step(ws, role.capitalize(), role=role)
    steps.add_step(ws, "Done", kind="done")
    for number in range(_CREW * len(_ROLES)):
        people.add_person(ws, f"p{number:02}", skills=(_ROLES[number % len(_ROLES)],))
    for number in range(8):
        resources.add_resource(ws, f"Machine {number}", "machine", pool=f"line-{number % 4}", parallel=8)
    for number in range(PRODUCTS):
        routing = [f"{role}:0.1:0.5:line-{number % 4}" for role in _ROLES]
        products.add_product(ws, f"Part {number:03}", key=key_of(number), routing=routing, lot_size=20.0)


def _write_tasks(path: Path, monday: date) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "title", "status", "product", "quantity", "due", "created", "started", "finished"])
        for number in range(TASKS):
            product = key_of(number % PRODUCTS)
            head = [f"K{number}", f"{product} in lot {number}"]
            if number % 3:
                day = monday - timedelta(days=1 + number % (7 * _FINISHED))
                dates = [f"{day - _WEEK}T08:00:00Z", f"{day}T08:00:00Z", f"{day}T12:00:00Z"]
                writer.writerow([*head, "Done", product, 10, day, *dates])
            else:
                due = monday + timedelta(days=number % (7 * _OPEN))
                step = _ROLES[number % 4].capitalize()
                writer.writerow([*head, step, product, 2, due, f"{monday - _WEEK}T08:00:00Z", "", ""])
    return path


def _add_plan(ws: Workspace, monday: date) -> None:
    """Put orders, planned weeks and what was released of them into the store, as they would stand there."""
    from sqlalchemy import insert, text

    from prodtui.services.change import begin
    from prodtui.storage.tables.counters import Counter
    from prodtui.storage.tables.planning import Demand, PlanLine, Release
    from prodtui.storage.tables.types import table_of

    with begin(ws, "bench") as change:
        board, session = change.board(), change.session
        planned: dict[tuple[int, date], float] = {}
        orders = list(_orders(monday))
        for order in orders:
            week = order["due"] - timedelta(days=order["due"].weekday())
            if week >= monday:
                cell = order["product_id"], week
                planned[cell] = planned.get(cell, 0.0) + order["quantity"]
        made = {"board_id": board.id, "kind": "order", "created_at": change.now, "created_by": "ann", "version": 1}
        empty: Mapping[str, Any] = {"source": "", "notes": "", "priority": "normal"}
        session.execute(insert(table_of(Demand)), [{**order, **made, **empty} for order in orders])
        lines: list[dict[str, Any]] = [
            {"id": number, "number": number, "board_id": board.id, "product_id": product, "starts": week}
            | {"quantity": quantity, "version": 1}
            for number, ((product, week), quantity) in enumerate(sorted(planned.items()), start=1)
        ]
        session.execute(insert(table_of(PlanLine)), lines)
        # Every open task is of the first week of its product that holds enough.
        first = {line["product_id"]: line["id"] for line in reversed(lines) if line["quantity"] >= 40}
        open_tasks = session.execute(text("SELECT id, product FROM task WHERE finished_at IS NULL ORDER BY id")).all()
        links = [
            {"task_id": id, "plan_line_id": first[1 + int(product.rpartition("-")[2])]}
            for id, product in open_tasks[::2]
        ]
        session.execute(insert(table_of(Release)), links)
        last = [("demand", len(orders)), ("plan_line", len(lines))]
        counters = [{"board_id": board.id, "kind": kind, "next_number": number + 1} for kind, number in last]
        session.execute(insert(table_of(Counter)), counters)
        change.unit.commit()


def _orders(monday: date) -> Iterator[dict[str, Any]]:
    random = Random(1)
    for number in range(1, ORDERS + 1):
        week = random.randint(-_PAST, WEEKS - 1)
        yield {
            "id": number,
            "number": number,
            "product_id": 1 + number % PRODUCTS,
            "quantity": float(random.choice((4, 8, 10, 12, 20))),
            "due": monday + week * _WEEK + timedelta(days=random.randint(0, 4)),
            "customer": f"Customer {number % 40}",
        }
