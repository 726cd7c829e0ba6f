"""Which inspections the tasks of a board need, and how far each is: for the list of what is due, and for cards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select

from prodtui.domain.enums import Frequency, InspectionResult, InspectionState
from prodtui.domain.gates import is_of_visit, opens_gate
from prodtui.domain.rows import BoardRow, TaskRow
from prodtui.domain.rows_board import CardRow, CardSigns
from prodtui.domain.rows_quality import DueInspectionRow
from prodtui.services import draws
from prodtui.services.change import Change
from prodtui.storage.queries import marks
from prodtui.storage.queries.marks import Made
from prodtui.storage.queries.uses import Use
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task = table_of(Task)

#: What a card shows when several are true: the first of these.
_MARKS = ("failed", "waiting", "running", "due")
_SIGNS = tuple(CardSigns.__dataclass_fields__)
#: More ids than this and the whole board is read: SQLite limits the variables of a statement.
_MOST_IDS = 900


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


def due(change: Change, board: BoardRow, ids: Collection[int] | None = None) -> tuple[DueInspectionRow, ...]:
    """Return what tasks need and nobody has started, longest waiting first; `ids` names the tasks, None: all."""
    found: dict[tuple[str, int], DueInspectionRow] = {}
    made = marks.made(change.session, board, ids)
    for task, use in _needed(change, board, ids):
        if _is_begun(made.get(task.id, ()), use, task):
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


def marked(change: Change, board: BoardRow, cards: Sequence[CardRow]) -> tuple[CardRow, ...]:
    """Return cards with what their checklists and issues say, as `signs` does."""
    found = signs(change, board, cards)
    return tuple(
        replace(card, **{name: getattr(found[card.id], name) for name in _SIGNS}) if card.id in found else card
        for card in cards
    )


def signs(change: Change, board: BoardRow, tasks: Sequence[CardRow | TaskRow]) -> dict[int, CardSigns]:
    """Return by id what checklists and issues say about tasks, of those about which they say anything.

    Two queries, three more where a checklist is used, and a fixed number where a signature is waited for.
    """
    ids = None if len(tasks) > _MOST_IDS else [task.id for task in tasks]
    if not tasks:
        return {}
    made, issues = marks.made(change.session, board, ids), marks.open_issues(change.session, board, ids)
    is_due, held = set[int](), set[int]()
    for standing, use in _needed(change, board, ids):
        mine = made.get(standing.id, ())
        if not _is_begun(mine, use, standing):
            is_due.add(standing.id)
        if use.step_id is not None and not _is_open(mine, use, standing):
            held.add(standing.id)
    signed_by_me = _to_sign(change, board, made)
    said = made.keys() | issues.keys() | is_due | held
    return {
        task.id: CardSigns(
            _mark(task, made.get(task.id, ()), task.id in is_due), issues.get(task.id, 0), task.id in held,
            task.id in signed_by_me,
        )
        for task in tasks if task.id in said
    }  # fmt: skip


def _mark(task: CardRow | TaskRow, made: Sequence[Made], is_due: bool) -> str | None:
    """Return the word for the checks of a card at its step, None when there is nothing to say."""
    here = {each.state.value for each in made if is_of_visit(each.completed_at, task.entered_at)}
    states = here - {InspectionState.SIGNED.value} | ({"due"} if is_due else set())
    return next((word for word in _MARKS if word in states), None)


def _to_sign(change: Change, board: BoardRow, made: Mapping[int, Sequence[Made]]) -> frozenset[int]:
    """Return the tasks with an inspection that waits for a signature which the actor may give."""
    waiting = [task for task, mine in made.items() if any(each.state is InspectionState.WAITING for each in mine)]
    if not waiting:
        return frozenset()
    from prodtui.services.signing import signable_tasks  # a board on which nothing waits does without

    return signable_tasks(change, board, None if len(waiting) > _MOST_IDS else waiting)


def _needed(change: Change, board: BoardRow, ids: Collection[int] | None) -> Iterator[tuple[Standing, Use]]:
    """Yield each open task with each use that is meant for it where it stands.

    A use without a step is meant for the tasks that were started. `ids` names the tasks, None: those of the board.
    """
    uses = change.uses(board)
    if not uses:
        return
    drawn = draws.known(change, [use.id for use in uses if use.frequency is not Frequency.EVERY])
    for task in _standing(change, board, uses, ids):
        for use in uses:
            here = task.started_at is not None if use.step_id is None else use.step_id == task.step_id
            if not here or not draws.is_meant(use, task.product):
                continue
            chosen = drawn.get((use.id, task.id))
            if draws.is_chosen(change, use, task.id, record=False) if chosen is None else chosen:
                yield task, use


def _is_begun(made: Sequence[Made], use: Use, task: Standing) -> bool:
    return any(_goes_on(each, use, task) for each in made)


def _is_open(made: Sequence[Made], use: Use, task: Standing) -> bool:
    """Tell whether a gate lets a task go."""
    return any(
        each.checklist_id == use.checklist_id
        and opens_gate(each.state, each.result, each.completed_at, task.entered_at)
        for each in made
    )


def _goes_on(made: Made, use: Use, task: Standing) -> bool:
    """Tell whether an inspection is under way or has answered the need; a signed failure has to be made again."""
    if made.checklist_id != use.checklist_id:
        return False
    if made.state is InspectionState.SIGNED and made.result is InspectionResult.FAIL:
        return False
    return use.step_id is None or is_of_visit(made.completed_at, task.entered_at)


def _standing(
    change: Change, board: BoardRow, uses: tuple[Use, ...], ids: Collection[int] | None
) -> tuple[Standing, ...]:
    columns = [_task.c[name] for name in Standing.__dataclass_fields__]
    of_steps = _task.c.step_id.in_({use.step_id for use in uses if use.step_id is not None})
    wanted = of_steps if all(use.step_id for use in uses) else or_(of_steps, _task.c.started_at.is_not(None))
    query = select(*columns).where(
        _task.c.board_id == board.id, _task.c.archived_at.is_(None), _task.c.finished_at.is_(None), wanted
    )
    if ids is not None:
        query = query.where(_task.c.id.in_(ids))
    return tuple(Standing(*row) for row in change.session.execute(query.order_by(_task.c.entered_at, _task.c.id)))
