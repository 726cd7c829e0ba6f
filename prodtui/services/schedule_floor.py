"""What the schedule of a board is made from, read once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import add_working_hours
from prodtui.domain.enums import ResourceKind
from prodtui.domain.planning.shortages import MaterialNeed, waited_for
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import AbsenceRow
from prodtui.domain.scheduling.floor import Away, Floor, Lacks
from prodtui.domain.scheduling.stored import unpacked
from prodtui.services.change import Change
from prodtui.services.lookup import pick_person
from prodtui.storage.queries import materials, products, supply, what_ifs
from prodtui.storage.queries import schedule as queries


def read_work(
    change: Change, board: BoardRow, *, away: Sequence[Away] = (), only: Collection[int] | None = None
) -> Floor:
    """Return the open work of a board, of it `only` these tasks (ids) unless None, and those who can do it.

    That is enough to look at a schedule, not to make one. `away` are further absences. Raises NotFound for an unknown
    person.
    """
    session = change.session
    today = change.now.astimezone(ZoneInfo(board.timezone)).date()
    return Floor(
        board=board,
        now=change.now,
        steps=change.steps(board),
        tasks=queries.open_work(session, board, change.all_steps(board), only),
        waits=queries.waits(session, board),
        people=change.people(),
        resources=supply.resources(session, board),
        absences=(*supply.absences(session, board, first=today), *_absences(change, away)),
        changes=what_ifs.capacity_changes(session, board, what_if_id=None),
        products={row.key: row for row in products.products(session, board)},
    )


def read_floor(
    change: Change, board: BoardRow, *, away: Sequence[Away] = (), thaw: bool = False, promises: bool = False
) -> Floor:
    """Return all that a schedule of a board is made from, as it stands now.

    `away` are further absences. What is promised for the near future keeps its place unless `thaw`; with `promises`
    what is promised for later is known too, but may move. Raises NotFound for an unknown person.
    """
    floor, zone = read_work(change, board, away=away), ZoneInfo(board.timezone)
    until = None if thaw else frozen_until(board, change.now, zone)
    wanted = until is not None or promises
    parts = queries.parts_before(change.session, board, None if promises else until) if wanted else {}
    return replace(
        floor,
        lacks=_lacks(change, floor, change.now.astimezone(zone).date()),
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


def _lacks(change: Change, floor: Floor, today: date) -> dict[int, Lacks]:
    """Return what tasks have to wait for of materials.

    What is promised to them is served by the day on which it is needed; after that what the product of a task takes to
    which nothing ever was promised.
    """
    stock = [row for row in floor.resources if row.kind is ResourceKind.MATERIAL and row.archived_at is None]
    if not stock:
        return {}
    promised = queries.promised_materials(change.session, floor.board)
    refs = {task.id: task.ref for task in floor.tasks}
    needs = [
        MaterialNeed(each.material, each.day, each.reserved - each.issued, None, refs[each.task_id])
        for each in promised
        if each.reserved is not None and each.day is not None and each.reserved > each.issued
    ]
    issued = {(each.task_id, each.material): each.issued for each in promised}
    known = {each.task_id for each in promised if each.reserved is not None}
    for task in floor.tasks:
        product = floor.products.get(task.product or "")
        if product is None or task.id in known:
            continue
        for need in product.materials:
            quantity = need.per_unit * (1.0 if task.quantity is None else task.quantity)
            left = quantity - issued.get((task.id, need.material), 0.0)
            if left > 0:
                needs.append(MaterialNeed(need.material, date.max, left, task.product, task.ref))
    waiting = waited_for(stock, materials.receipts(change.session, floor.board), needs, today)
    return {task.id: Lacks(*waiting[task.ref]) for task in floor.tasks if task.ref in waiting}
