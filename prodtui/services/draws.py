"""Which of the tasks that come to a checklist are inspected: drawn once and recorded, so that nobody draws again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import column, func, insert, select, table

from prodtui.domain.enums import Frequency
from prodtui.domain.gates import is_drawn, same_product
from prodtui.domain.rows import BoardRow
from prodtui.services.change import Change
from prodtui.storage.queries.uses import Use
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task = table_of(Task)
#: Named here, because every board asks for it and the classes of its tables cost more than the rest of a command.
_draw = table("checklist_draw", column("use_id"), column("task_id"), column("ordinal"), column("chosen"))


def known(change: Change, use_ids: Collection[int]) -> dict[tuple[int, int], bool]:
    """Return who was drawn already, by use and task."""
    if not use_ids:
        return {}
    query = select(_draw.c.use_id, _draw.c.task_id, _draw.c.chosen).where(_draw.c.use_id.in_(use_ids))
    return {(use_id, task_id): bool(chosen) for use_id, task_id, chosen in change.session.execute(query)}


def is_chosen(change: Change, use: Use, task_id: int, *, record: bool) -> bool:
    """Tell whether a task is inspected; one that was not drawn yet is drawn now, on record when `record` says so."""
    if use.frequency is Frequency.EVERY:
        return True
    mine = (_draw.c.use_id == use.id) & (_draw.c.task_id == task_id)
    known = change.session.scalar(select(_draw.c.chosen).where(mine))
    if known is not None:
        return bool(known)
    ordinal = (change.session.scalar(select(func.max(_draw.c.ordinal)).where(_draw.c.use_id == use.id)) or 0) + 1
    chosen = is_drawn(use.frequency, ordinal, every=use.every, share=use.share, seed=use.seed)
    if record:
        row = {"use_id": use.id, "task_id": task_id, "ordinal": ordinal, "chosen": chosen}
        change.session.execute(insert(_draw), row)
    return chosen


def draw_arrival(change: Change, board: BoardRow, task: Task) -> None:
    """Draw a task for the checklists of the step that it has come to; most boards have none that draw."""
    for use in change.uses(board):
        if use.step_id == task.step_id and is_meant(use, task.product):
            is_chosen(change, use, task.id or 0, record=True)


def draw_all(change: Change, board: BoardRow, use_id: int) -> None:
    """Draw the tasks that stand at a new use already, in the order in which they came."""
    use = next(use for use in change.uses(board) if use.id == use_id)
    if use.frequency is Frequency.EVERY:
        return
    here = [_task.c.board_id == board.id, _task.c.archived_at.is_(None), _task.c.finished_at.is_(None)]
    if use.step_id is not None:
        here.append(_task.c.step_id == use.step_id)
    query = select(_task.c.id, _task.c.product).where(*here).order_by(_task.c.entered_at, _task.c.id)
    for task_id, product in change.session.execute(query).all():
        if is_meant(use, product):
            is_chosen(change, use, task_id, record=True)


def is_meant(use: Use, product: str | None) -> bool:
    """Tell whether a use is meant for tasks of this product."""
    return use.product is None or same_product(use.product, product)
