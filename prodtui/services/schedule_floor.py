"""What the schedule of a board is made from, read once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import add_working_hours
from prodtui.domain.enums import ResourceKind
from prodtui.domain.planning.shortages import MaterialNeed, waited_for
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import AbsenceRow, ProductRow, ResourceRow
from prodtui.domain.scheduling.floor import Away, Floor, Lacks, OpenWork
from prodtui.domain.scheduling.stored import unpacked
from prodtui.services.change import Change
from prodtui.services.lookup import pick_person
from prodtui.storage.queries import materials, products, supply, what_ifs
from prodtui.storage.queries import schedule as queries


def read_floor(
    change: Change,
    board: BoardRow,
    *,
    away: Sequence[Away] = (),
    thaw: bool = False,
    promises: bool = False,
    only: Collection[int] | None = None,
) -> Floor:
    """Return the open work of a board and those who can do it, as they stand now.

    `away` are further absences. What is promised for the near future keeps its place unless `thaw`; with `promises`
    what is promised for later is known too, but may move. With `only` the tasks are those (ids): enough to look at
    them, not to make a schedule. Raises NotFound for an unknown person.
    """
    session, now = change.session, change.now
    zone = ZoneInfo(board.timezone)
    today = now.astimezone(zone).date()
    tasks = queries.open_work(session, board, change.all_steps(board), only)
    until = None if thaw else frozen_until(board, now, zone)
    wanted = until is not None or promises
    parts = queries.parts_before(session, board, None if promises else until) if wanted else {}
    by_key = {row.key: row for row in products.products(session, board)}
    resources = supply.resources(session, board)
    return Floor(
        board=board,
        now=now,
        steps=change.steps(board),
        tasks=tasks,
        waits=queries.waits(session, board),
        people=change.people(),
        resources=resources,
        absences=(*supply.absences(session, board, first=today), *_absences(change, away)),
        changes=what_ifs.capacity_changes(session, board, what_if_id=None),
        products=by_key,
        lacks=_lacks(change, board, tasks, by_key, resources, today),
        promised={task: unpacked(each) for task, each in parts.items()},
        frozen_until=until,
    )


def frozen_until(board: BoardRow, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return until when what is promised keeps its place, None where nothing does."""
    hours, settings = board.settings.frozen_hours, board.settings
    return add_working_hours(now, hours, settings, zone) if hours and any(settings.workweek) else None


def _absences(change: Change, away: Sequence[Away]) -> list[AbsenceRow]:
    people = change.people()
    return [
        AbsenceRow(0, 0, "", pick_person(people, name).login, None, starts, ends, "", None, None, 1)
        for name, starts, ends in away
    ]


def _lacks(
    change: Change,
    board: BoardRow,
    tasks: Sequence[OpenWork],
    by_key: Mapping[str, ProductRow],
    resources: Sequence[ResourceRow],
    today: date,
) -> dict[int, Lacks]:
    """Return what tasks have to wait for of materials.

    What is promised to them is served by the day on which it is needed; after that what the product of a task takes to
    which nothing ever was promised.
    """
    stock = [row for row in resources if row.kind is ResourceKind.MATERIAL and row.archived_at is None]
    if not stock:
        return {}
    promised = queries.promised_materials(change.session, board)
    refs = {task.id: task.ref for task in tasks}
    needs = [
        MaterialNeed(each.material, each.day, each.reserved - each.issued, None, refs[each.task_id])
        for each in promised
        if each.reserved is not None and each.day is not None and each.reserved > each.issued
    ]
    issued = {(each.task_id, each.material): each.issued for each in promised}
    known = {each.task_id for each in promised if each.reserved is not None}
    for task in tasks:
        product = by_key.get(task.product or "")
        if product is None or task.id in known:
            continue
        for need in product.materials:
            quantity = need.per_unit * (1.0 if task.quantity is None else task.quantity)
            left = quantity - issued.get((task.id, need.material), 0.0)
            if left > 0:
                needs.append(MaterialNeed(need.material, date.max, left, task.product, task.ref))
    waiting = waited_for(stock, materials.receipts(change.session, board), needs, today)
    return {task.id: Lacks(*waiting[task.ref]) for task in tasks if task.ref in waiting}
