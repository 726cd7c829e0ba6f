"""Which inspections the tasks of a board need, and how far each is: for the list of what is due, and for cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from prodtui.domain.enums import InspectionResult, InspectionState
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_quality import DueInspectionRow
from prodtui.services.change import Change
from prodtui.services.draws import is_chosen, is_meant
from prodtui.storage.queries import checks as queries
from prodtui.storage.queries.uses import Use
from prodtui.storage.tables.quality import ChecklistVersion, Inspection
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task, _inspection, _version = table_of(Task), table_of(Inspection), table_of(ChecklistVersion)


@dataclass(frozen=True, slots=True)
class Standing:
    """An open task as its checklists see it."""

    id: int
    number: int
    title: str
    step_id: int
    product: str | None
    entered_at: datetime
    started_at: datetime | None


@dataclass(frozen=True, slots=True)
class Made:
    """An inspection that counts for a task."""

    task_id: int
    checklist_id: int
    state: InspectionState
    result: InspectionResult | None
    completed_at: datetime | None

    def is_of_visit(self, entered_at: datetime) -> bool:
        """Tell whether it belongs to the present visit of its task: it runs, or was completed since the task came."""
        return self.completed_at is None or self.completed_at >= entered_at

    def is_met(self, entered_at: datetime) -> bool:
        """Tell whether it opens a gate for a task that came to its step at this moment."""
        passed = self.result in (InspectionResult.PASS, InspectionResult.CONCESSION)
        return self.state is InspectionState.SIGNED and passed and self.is_of_visit(entered_at)


def due(change: Change, board: BoardRow) -> tuple[DueInspectionRow, ...]:
    """Return what tasks need and nobody has started, longest waiting first."""
    found: dict[tuple[str, int], DueInspectionRow] = {}
    for task, use, made in needed(change, board):
        if any(_goes_on(other, use, task) for other in made):
            continue
        gate = use.step_id is not None
        known = found.get((use.checklist, task.id))
        if known is None or (gate and not known.gate):
            step = change.all_steps(board)[task.step_id].key
            since = task.entered_at if gate else task.started_at or task.entered_at
            found[use.checklist, task.id] = DueInspectionRow(
                use.checklist, use.name, f"{board.key}-{task.number}", task.title, step, since, gate
            )
    return tuple(sorted(found.values(), key=lambda row: (row.since, row.task, row.checklist)))


def needed(
    change: Change, board: BoardRow, ids: Collection[int] | None = None
) -> Iterator[tuple[Standing, Use, tuple[Made, ...]]]:
    """Yield each open task with each use that is meant for it where it stands, and its inspections of that checklist.

    A use without a step is meant for the tasks that were started. `ids` names the tasks, None: those of the board.
    """
    uses = change.uses(board)
    if not uses:
        return
    tasks, made = _standing(change, board, uses, ids), made_of(change, board, ids)
    for task in tasks:
        for use in uses:
            here = task.started_at is not None if use.step_id is None else use.step_id == task.step_id
            if here and is_meant(use, task.product) and is_chosen(change, use, task.id, record=False):
                yield task, use, tuple(m for m in made.get(task.id, ()) if m.checklist_id == use.checklist_id)


def made_of(change: Change, board: BoardRow, ids: Collection[int] | None = None) -> Mapping[int, tuple[Made, ...]]:
    """Return the inspections that count, by the task, of the open tasks of a board or of those named by `ids`."""
    query = (
        select(
            _inspection.c.task_id, _version.c.checklist_id, _inspection.c.state, _inspection.c.result,
            _inspection.c.completed_at,
        )
        .join_from(_inspection, _version, _inspection.c.version_id == _version.c.id)
        .join(_task, _inspection.c.task_id == _task.c.id)
        .where(_inspection.c.board_id == board.id, *_open(board, ids), queries.present())
        .order_by(_inspection.c.number)
    )  # fmt: skip
    found = defaultdict[int, list[Made]](list)
    for task_id, checklist_id, state, result, completed in change.session.execute(query):
        judged = None if result is None else InspectionResult(result)
        found[task_id].append(Made(task_id, checklist_id, InspectionState(state), judged, completed))
    return {task_id: tuple(rows) for task_id, rows in found.items()}


def _goes_on(made: Made, use: Use, task: Standing) -> bool:
    """Tell whether an inspection is under way or has answered the need; a signed failure has to be made again."""
    if made.state is InspectionState.SIGNED and made.result is InspectionResult.FAIL:
        return False
    return use.step_id is None or made.is_of_visit(task.entered_at)


def _standing(
    change: Change, board: BoardRow, uses: tuple[Use, ...], ids: Collection[int] | None
) -> tuple[Standing, ...]:
    columns = [_task.c[name] for name in Standing.__dataclass_fields__]
    steps = {use.step_id for use in uses if use.step_id is not None}
    where = [*_open(board, ids)]
    if all(use.step_id is not None for use in uses):
        where.append(_task.c.step_id.in_(steps))
    else:
        where.append(or_(_task.c.step_id.in_(steps), _task.c.started_at.is_not(None)))
    query = select(*columns).where(*where).order_by(_task.c.entered_at, _task.c.id)
    return tuple(Standing(*row) for row in change.session.execute(query))


def _open(board: BoardRow, ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    parts = [_task.c.board_id == board.id, _task.c.archived_at.is_(None), _task.c.finished_at.is_(None)]
    return parts if ids is None else [*parts, _task.c.id.in_(ids)]
