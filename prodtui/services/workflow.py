"""Reshaping the workflow of a board: two steps become one, one becomes two, and what stands there goes along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from prodtui.domain.enums import StepKind, TransitionKind
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, StepRow, TransitionRow
from prodtui.domain.text import counted
from prodtui.errors import Refused, Rejected
from prodtui.services import board as board_service
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_step
from prodtui.services.steps import connect_steps, disconnect_steps, make_step, take_off
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import boards as queries
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task = table_of(Task)


@dataclass(frozen=True, slots=True)
class Reshaped:
    """What became of a workflow: the step that stays or is new, the tasks that went there, and what follows of it.

    `done` is False for a look at what would be.
    """

    step: StepRow
    moved: tuple[str, ...]
    effects: tuple[str, ...]
    done: bool


def join_steps(
    ws: Workspace, step: str, into: str, *, dry_run: bool = False, request_id: str | None = None
) -> Done[Reshaped]:
    """Take a step off the board; its tasks and its ways in and out become those of another one, as one change.

    History keeps the visits of both. Raises Refused where a task would be finished or reopened by it, for a gate that
    would be lost, and as archiving a step does.
    """
    body = {"step": step, "into": into, "dry_run": dry_run}
    with begin(ws, "step.join", need=Permission.SET_UP, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(Reshaped)
        board = change.board()
        source, target = (pick_step(change.steps(board), name) for name in (step, into))
        _check_joining(change, board, source, target)
        book = TaskBook(change)
        standing = _standing(change, source)
        effects = _effects(change, source, target, len(standing))
        for task in standing:
            board_service.enter(book, board, task, target, f"{source.name} was joined into {target.name}")
        effects += _pass_ways_on(change, board, source, target)
        take_off(change, board, source)
        moved = tuple(f"{board.key}-{task.number}" for task in standing)
        return _answer(change, target, moved, effects, dry_run=dry_run)


def split_step(
    ws: Workspace,
    step: str,
    name: str,
    *,
    dry_run: bool = False,
    request_id: str | None = None,
    **fields: Any,
) -> Done[Reshaped]:
    """Put a new step right behind another one, of its kind unless told: the ways onward lead from the new one.

    What stands in the old step stays there. `fields` are those of `steps.add_step`. Raises as that does.
    """
    body = {"step": step, "name": name, "dry_run": dry_run, **fields}
    with begin(ws, "step.split", need=Permission.SET_UP, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(Reshaped)
        board = change.board()
        source = pick_step(change.steps(board), step)
        new = make_step(change, board, {"kind": source.kind, **fields, "name": name}, after=source.key)
        effects = [f"What stands in {source.name} stays there."] if _standing(change, source) else []
        effects += _lead_on(change, board, source, new)
        effects += [
            f"The gate {gate} still holds on the way out of {source.name}, into {new.name}."
            for gate in _gates(change, source)
        ]
        return _answer(change, new, (), effects, dry_run=dry_run)


def _answer(
    change: Change, step: StepRow, moved: tuple[str, ...], effects: Sequence[str], *, dry_run: bool
) -> Done[Reshaped]:
    shown = pick_step(change.steps(change.board()), step.key)
    value = Reshaped(shown, moved, tuple(effects), not dry_run)
    return Done(value) if dry_run else change.done(value)


def _check_joining(change: Change, board: BoardRow, source: StepRow, target: StepRow) -> None:
    if source.id == target.id:
        raise Rejected("A step is joined with another one.", hint="Name two steps.")
    if (source.kind is StepKind.DONE) is not (target.kind is StepKind.DONE):
        ends = "finished" if target.kind is StepKind.DONE else "reopened"
        raise Refused(
            f"What stands in {source.name} would be {ends} in {target.name}.",
            hint="Move the tasks one by one, then archive the step.",
        )
    gates = _gates(change, source)
    if gates:
        raise Refused(
            f"The gate {gates[0]} holds on the way out of {source.name} and would be lost.",
            hint=f"Attach it to {target.name} and detach it from {source.name} first.",
        )


def _gates(change: Change, step: StepRow) -> list[str]:
    return [use.name for use in change.uses(change.board()) if use.step_id == step.id]


def _standing(change: Change, step: StepRow) -> list[Task]:
    query = select(Task).where(_task.c.step_id == step.id, _task.c.archived_at.is_(None))
    return list(change.session.scalars(query.order_by(_task.c.rank, _task.c.id)))


def _effects(change: Change, source: StepRow, target: StepRow, count: int) -> list[str]:
    """Return what becomes of the tasks that move, as sentences."""
    if not count:
        return [f"Nothing stands in {source.name}."]
    found = [f"{counted(count, 'task')} of {source.name} {'goes' if count == 1 else 'go'} to {target.name}."]
    if source.kind is StepKind.QUEUE and target.kind is StepKind.ACTIVE:
        found.append("They are started by that.")
    if source.kind is StepKind.ACTIVE and target.kind is StepKind.QUEUE:
        found.append("They wait from then on.")
    there = len(_standing(change, target)) + count
    if target.wip_limit is not None and there > target.wip_limit:
        found.append(f"{target.name} is over its limit then, {there}/{target.wip_limit}.")
    return found


def _pass_ways_on(change: Change, board: BoardRow, source: StepRow, target: StepRow) -> list[str]:
    """Let the ways to and from a step lead to and from another one; a step that may be left freely stays so."""
    steps = {step.key: step for step in change.steps(board)}
    ways = queries.transitions(change.session, board.id)
    bound = {way.from_step for way in ways}
    made = []
    for way in ways:
        if source.key not in (way.from_step, way.to_step):
            continue
        begin_, end = (target.key if key == source.key else key for key in (way.from_step, way.to_step))
        if begin_ == end or begin_ not in bound or _has(ways, begin_, end):
            continue
        connect_steps(change, board, steps[begin_], steps[end], way.kind)
        made.append(f"{steps[begin_].name} may lead to {steps[end].name}.")
    return made


def _lead_on(change: Change, board: BoardRow, source: StepRow, new: StepRow) -> list[str]:
    """Let the ways onward of a step lead from the new one behind it, and the ways back from both."""
    steps = {step.key: step for step in change.steps(board)}
    ways = [way for way in queries.transitions(change.session, board.id) if way.from_step == source.key]
    if not ways:
        return []
    for way in ways:
        end = steps[way.to_step]
        connect_steps(change, board, new, end, way.kind)
        if end.position > new.position:
            disconnect_steps(change, board, source, end, way)
    connect_steps(change, board, source, new, TransitionKind.NORMAL)
    connect_steps(change, board, new, source, TransitionKind.REWORK)
    return [f"{source.name} leads to {new.name}, and that to where {source.name} led, and back."]


def _has(ways: Sequence[TransitionRow], begin_: str, end: str) -> bool:
    return any((way.from_step, way.to_step) == (begin_, end) for way in ways)
