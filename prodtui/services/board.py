"""The board at work: the verbs that move tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select, tuple_

from prodtui.domain.board import Clocks, clocks_after
from prodtui.domain.enums import StepKind
from prodtui.domain.rows import BoardRow, StepRow, TaskRow, Verdict
from prodtui.domain.text import clean_line
from prodtui.errors import NotFound, Refused, Usage
from prodtui.services import rules
from prodtui.services.change import Change, begin
from prodtui.services.lookup import first_step, pick_step
from prodtui.services.taskbook import RANK_GAP, TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import task_plan
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_task = table_of(Task)


def move(
    ws: Workspace,
    refs: str | Sequence[str],
    to: str,
    *,
    before: str | None = None,
    after: str | None = None,
    output: Mapping[str, object] | None = None,
    override: str | None = None,
    request_id: str | None = None,
) -> Done[tuple[TaskRow, ...]]:
    """Move tasks to a step (by key or name, or "next" or "prev"), all or none of them.

    They go to the end of the lane (the top of a done lane), or beside the task named in `before` or `after`; `output`
    is as in `finish`.
    Raises Refused with every reason; a lead or manager may pass limits and predecessors with the reason `override`.
    """

    def target(book: TaskBook, board: BoardRow, task: Task) -> StepRow | None:
        if to in ("next", "prev"):
            return _neighbour(book.change.steps(board), book.step(board, task), 1 if to == "next" else -1)
        return pick_step(book.change.steps(board), to)

    body = {"refs": refs, "to": to, "before": before, "after": after, "override": override} | _said(output)
    with begin(ws, "task.move", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(TaskRow)
        return _move_all(change, refs, target, override=override, before=before, after=after, output=output)


def start(
    ws: Workspace, refs: str | Sequence[str], *, override: str | None = None, request_id: str | None = None
) -> Done[tuple[TaskRow, ...]]:
    """Move waiting tasks to their next active step; a task that nobody is on becomes the actor's."""

    def target(book: TaskBook, board: BoardRow, task: Task) -> StepRow | None:
        here = book.step(board, task)
        if here.kind is StepKind.ACTIVE:
            return here
        later = (s for s in book.change.steps(board) if s.kind is StepKind.ACTIVE and s.position > here.position)
        return next(later, None)

    with begin(ws, "task.start", request_id=request_id, body={"refs": refs, "override": override}) as change:
        if change.first_answer:
            return change.repeat_many(TaskRow)
        return _move_all(change, refs, target, override=override, take=True)


def finish(
    ws: Workspace,
    refs: str | Sequence[str],
    *,
    output: Mapping[str, object] | None = None,
    override: str | None = None,
    request_id: str | None = None,
) -> Done[tuple[TaskRow, ...]]:
    """Move tasks to the first done step; `output` says what came out of a single one, see `outputs.put`."""

    def target(book: TaskBook, board: BoardRow, task: Task) -> StepRow | None:
        here = book.step(board, task)
        return here if here.kind is StepKind.DONE else first_step(book.change.steps(board), StepKind.DONE)

    body = {"refs": refs, "override": override} | _said(output)
    with begin(ws, "task.done", request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(TaskRow)
        return _move_all(change, refs, target, override=override, output=output)


def reorder(
    ws: Workspace, ref: str, *, before: str | None = None, after: str | None = None, request_id: str | None = None
) -> Done[TaskRow]:
    """Put a task directly before or after another one of the same step. Raises Usage unless one neighbour is named."""
    if not before and not after:
        raise Usage("Name the neighbour beside which it should stand.", hint="Use --before or --after.")
    with begin(
        ws, "task.reorder", request_id=request_id, body={"ref": ref, "before": before, "after": after}
    ) as change:
        if change.first_answer:
            return change.repeat(TaskRow)
        book = TaskBook(change)
        board, task = book.find(ref)
        book.apply(board, task, {"rank": _rank(book, board, task, book.step(board, task), before, after)})
        return change.done(book.row(board, task))


def block(
    ws: Workspace, refs: str | Sequence[str], reason: str, *, request_id: str | None = None
) -> Done[tuple[TaskRow, ...]]:
    """Mark tasks as blocked, with the reason, since when and by whom."""
    text = clean_line(reason, what="reason")
    with begin(ws, "task.block", request_id=request_id, body={"refs": refs, "reason": text}) as change:
        if change.first_answer:
            return change.repeat_many(TaskRow)
        book = TaskBook(change)
        found = book.find_all(refs)
        for board, task in found:
            book.block(board, task, text)
        return change.done(book.rows(found))


def unblock(ws: Workspace, refs: str | Sequence[str], *, request_id: str | None = None) -> Done[tuple[TaskRow, ...]]:
    """Take the block from tasks; one that is not blocked stays as it is and a note says so."""
    with begin(ws, "task.unblock", request_id=request_id, body={"refs": refs}) as change:
        if change.first_answer:
            return change.repeat_many(TaskRow)
        book = TaskBook(change)
        found, notes = book.find_all(refs), []
        for board, task in found:
            if not book.apply(board, task, {"blocked_reason": None, "blocked_since": None, "blocked_by": None}):
                notes.append(f"{board.key}-{task.number} was not blocked.")
        return change.done(book.rows(found), notes)


def why(ws: Workspace, ref: str, to: str | None = None) -> Verdict:
    """Return every reason why a task cannot go to a step (the next one when `to` is None)."""
    with read(ws.store) as session:
        book = TaskBook(Change.looking(ws, session))
        board, task = book.find(ref)
        steps = book.change.steps(board)
        target = pick_step(steps, to) if to else _neighbour(steps, book.step(board, task), 1)
        found = rules.verdict(book, board, task, target)
        notes = _still_due(book.change, board, task.id or 0)
        problem = task_plan.problem_of(session, task.id or 0)
        return replace(found, notes=notes if problem is None else (*notes, f"has no place in the schedule: {problem}"))


def _still_due(change: Change, board: BoardRow, task_id: int) -> tuple[str, ...]:
    """Return which checklists a task needs that are no gate: those of its product."""
    if not any(use.step_id is None for use in change.uses(board)):
        return ()
    from prodtui.services.needs import due  # its tables cost more than a board without checklists should pay

    return tuple(
        f"needs the checklist {row.name} for its product, which is not started; that holds nothing back"
        for row in due(change, board, [task_id])
        if not row.gate
    )


def _move_all(
    change: Change,
    refs: str | Sequence[str],
    target: Callable[[TaskBook, BoardRow, Task], StepRow | None],
    *,
    override: str | None,
    take: bool = False,
    before: str | None = None,
    after: str | None = None,
    output: Mapping[str, object] | None = None,
) -> Done[tuple[TaskRow, ...]]:
    book, notes, refused = TaskBook(change), [], []
    text = clean_line(override, what="reason") if override else None
    found = book.find_all(refs)
    sentence = ""
    for board, task in found:
        ref, to_step = f"{board.key}-{task.number}", target(book, board, task)
        here = book.step(board, task)
        if to_step is not None and to_step.key == here.key:
            if before or after:
                book.apply(board, task, {"rank": _rank(book, board, task, here, before, after)})
                after = ref if after else None
            else:
                notes.append(f"{ref} is in {here.name} already.")
            continue
        joining = _takers(book, board, task) if take else ()
        judged = rules.verdict(book, board, task, to_step, joining)
        sentence = sentence or f"{ref} cannot go {f'to {to_step.name}' if to_step else 'further'}"
        try:
            reason = rules.settle(change, [judged], sentence, text)
        except Refused:
            # Go on with the others: the answer lists every reason of every task.
            refused.append(judged)
            continue
        if to_step is not None:
            enter(book, board, task, to_step, reason, joining=joining, before=before, after=after)
            after = ref if after else None  # the next one stands behind this one, so that they keep their order
    if refused:
        several = f"{len(refused)} of {len(found)} tasks cannot move" if len(found) > 1 else sentence
        rules.settle(change, refused, several, text)
    if output:
        notes += _put_output(book, found, output)
    notes += _end_timer(change, [f"{board.key}-{task.number}" for board, task in found if task.finished_at is not None])
    return change.done(book.rows(found), notes)


def _end_timer(change: Change, finished: Sequence[str]) -> list[str]:
    if not finished:
        return []
    from prodtui.services import timers  # a move that ends nothing goes without their tables

    return timers.end_for(change, finished)


def _said(output: Mapping[str, object] | None) -> dict[str, object]:
    """Return what a request holds of an output: nothing when nothing was said, as in requests without one."""
    return {"output": output} if output else {}


def _put_output(book: TaskBook, found: Sequence[tuple[BoardRow, Task]], output: Mapping[str, object]) -> list[str]:
    from prodtui.services import outputs  # most tasks are done as a whole, without the tables of the plan

    if len(found) != 1:
        raise Usage("What came out can be said of one task at a time.", hint="Finish the others by themselves.")
    board, task = found[0]
    return outputs.put(book, board, task, outputs.clean(**output))


def _take_output(book: TaskBook, board: BoardRow, task: Task) -> None:
    if task_plan.output_of(book.change.session, task.id or 0) is not None:
        from prodtui.services import outputs

        outputs.store(book, board, task, None)


def enter(
    book: TaskBook,
    board: BoardRow,
    task: Task,
    to_step: StepRow,
    reason: str | None,
    *,
    joining: Sequence[str] = (),
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Put a task into a step inside a change, with its clocks and rank; the rules were judged before.

    `joining` are put on it; `reason` is what is recorded of an override. One that is not done any more has no output.
    """
    was_done = book.step(board, task).kind is StepKind.DONE
    values = entering(book, board, task, to_step, before=before, after=after)
    if joining:
        values["assignees"] = tuple(joining)
    book.apply(board, task, values, reason=reason)
    if was_done and to_step.kind is not StepKind.DONE:
        _take_output(book, board, task)
    rules.draw(book, board, task)


def entering(
    book: TaskBook,
    board: BoardRow,
    task: Task,
    to_step: StepRow,
    *,
    before: str | None = None,
    after: str | None = None,
) -> dict[str, object]:
    """Return what a task's fields become when it enters a step now: the step, the clocks, its rank."""
    change = book.change
    clocks = Clocks(task.entered_at, task.started_at, task.finished_at)
    new = clocks_after(clocks, change.steps(board), to_step, change.now)
    return {
        "step": to_step.key,
        "rank": _rank(book, board, task, to_step, before, after),
        "entered_at": new.entered_at,
        "started_at": new.started_at,
        "finished_at": new.finished_at,
    }


def _takers(book: TaskBook, board: BoardRow, task: Task) -> tuple[str, ...]:
    """Return the actor when nobody is on the task yet."""
    actor = book.change.actor
    free = actor.person_id is not None and not book.value(board, task, "assignees")
    return (actor.login,) if free else ()


def _neighbour(steps: Sequence[StepRow], here: StepRow, by: int) -> StepRow | None:
    ordered = sorted(steps, key=lambda step: step.position)
    if by > 0:
        return next((step for step in ordered if step.position > here.position), None)
    return next((step for step in reversed(ordered) if step.position < here.position), None)


def _rank(book: TaskBook, board: BoardRow, task: Task, step: StepRow, before: str | None, after: str | None) -> int:
    """Return a rank beside the named neighbour, or at the end of the lane (the top of a done lane)."""
    lane = [
        _task.c.board_id == board.id,
        _task.c.step_id == step.id,
        _task.c.archived_at.is_(None),
        _task.c.id != task.id,
    ]
    session = book.change.session
    if not before and not after:
        if step.kind is not StepKind.DONE:
            return book.last_rank(board, step.id)
        top = session.scalar(select(_task.c.rank).where(*lane).order_by(_task.c.rank).limit(1))
        return RANK_GAP if top is None else top - RANK_GAP
    if before and after:
        raise Usage("Give one neighbour, not both.", hint="Use --before or --after.")
    _, neighbour = book.find(before or after or "")
    if neighbour.step_id != step.id or neighbour.id == task.id or neighbour.archived_at is not None:
        raise NotFound(
            f"{before or after} is not another task in {step.name}.", hint="Name a neighbour in the same step."
        )
    for _ in range(2):
        # Two tasks may share a rank after an undo; then their ids order them.
        place, here = tuple_(_task.c.rank, _task.c.id), (neighbour.rank, neighbour.id)
        side = place < here if before else place > here
        order = (_task.c.rank.desc(), _task.c.id.desc()) if before else (_task.c.rank, _task.c.id)
        other = session.scalar(select(_task.c.rank).where(*lane, side).order_by(*order).limit(1))
        if other is None:
            return neighbour.rank + (-RANK_GAP if before else RANK_GAP)
        middle: int = (neighbour.rank + other) // 2
        if middle not in (neighbour.rank, other):
            return middle
        _respread(book, board, step)
        session.refresh(neighbour)
    raise AssertionError("a lane that was spread anew has room between neighbours")


def _respread(book: TaskBook, board: BoardRow, step: StepRow) -> None:
    """Give the tasks of a lane even distances again: halving has used up the room between two of them."""
    lane = select(Task).where(_task.c.board_id == board.id, _task.c.step_id == step.id, _task.c.archived_at.is_(None))
    for place, task in enumerate(book.change.session.scalars(lane.order_by(_task.c.rank, _task.c.id)), start=1):
        book.apply(board, task, {"rank": place * RANK_GAP}, command="task.respread")
