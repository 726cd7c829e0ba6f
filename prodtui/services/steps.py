"""Steps of a board and the legal transitions between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import delete, func, insert, select

from prodtui.domain.codec import to_dict
from prodtui.domain.enums import ServiceClass, StepKind, TransitionKind
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, StepRow, TransitionRow
from prodtui.domain.step_effects import archive_effects, edit_effects
from prodtui.domain.step_fields import clean_step_field
from prodtui.domain.task_fields import choice
from prodtui.domain.text import slug
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import entities
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_step
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import boards as queries
from prodtui.storage.queries.downtime import downtimes
from prodtui.storage.tables.boards import Step, Transition
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

T = TypeVar("T")
_step, _way, _task = table_of(Step), table_of(Transition), table_of(Task)


def add_step(
    ws: Workspace,
    name: str,
    *,
    kind: StepKind | str = StepKind.ACTIVE,
    after: str | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[StepRow]:
    """Add a step behind the one named by `after`, or before the first done step, or at the end.

    `fields`: wip_limit, role, criteria, standard_hours.
    """
    body = {"name": name, "kind": kind, "after": after, **fields}
    with begin(ws, "step.add", need=Permission.SET_UP, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(StepRow)
        return change.done(make_step(change, change.board(), {"name": name, "kind": kind, **fields}, after=after))


def make_step(
    change: Change, board: BoardRow, values: Mapping[str, Any], *, after: str | None = None, key: str | None = None
) -> StepRow:
    """Store a step inside a change and return it; the key is made from the name unless one is given. See `add_step`."""
    clean = {name: clean_step_field(name, value) for name, value in values.items()}
    steps = change.steps(board)
    place = _place(steps, clean["kind"], after)
    step = Step(board_id=board.id, key=_free_key(change, board, key or clean["name"]), position=place, **clean)
    for later in steps[place:]:
        _set(change, board, later, {"position": later.position + 1})
    entities.insert(change, "step", step, step.key, board.id)
    return queries.step_row(step)


def list_steps(ws: Workspace, *, archived: bool = False) -> tuple[StepRow, ...]:
    """Return the steps of the current board in their order."""
    with read(ws.store) as session:
        return queries.steps(session, ws.need_board().id, archived=archived)


def edit_step(
    ws: Workspace, step: str, *, dry_run: bool = False, request_id: str | None = None, **changes: Any
) -> Done[StepRow]:
    """Change name, kind, wip_limit, role, criteria or standard_hours of a step; its key stays.

    The notes say what follows for the tasks that stand there. With `dry_run` nothing is stored.
    """
    with begin(
        ws, "step.edit", need=Permission.SET_UP, request_id=request_id, body={"step": step, **changes}
    ) as change:
        if change.first_answer:
            return change.repeat(StepRow)
        board = change.board()
        row = pick_step(change.steps(board), step)
        change_step(change, board, row, changes)
        new = pick_step(change.steps(board), row.key)
        skills = {name for person in change.people() if person.active for name in (person.role, *person.skills)}
        here = tasks_in(change, row), tasks_in(change, row, limited=True)
        effects = edit_effects(row, new, *here, change.steps(board), skills)
        return answer(change, new, effects, dry_run=dry_run)


def answer(change: Change, value: T, effects: Sequence[str], *, dry_run: bool) -> Done[T]:
    """Commit a change of the workflow and return what follows of it as notes, or only return it after a dry run."""
    return Done(value, tuple(effects)) if dry_run else change.done(value, effects)


def change_step(change: Change, board: BoardRow, row: StepRow, changes: Mapping[str, Any]) -> None:
    """Set fields of a step inside a change; see `edit_step`. Raises Refused for another kind while it holds tasks."""
    values = {name: clean_step_field(name, value) for name, value in changes.items()}
    if values.get("kind", row.kind) is not row.kind and tasks_in(change, row, archived=True):
        raise Refused(
            f"Tasks stand in {row.name}, archived ones too, so its kind cannot change: their clocks would be wrong.",
            hint="Move them to another step first.",
        )
    _set(change, board, row, values)


def move_step(ws: Workspace, step: str, position: int, *, request_id: str | None = None) -> Done[tuple[StepRow, ...]]:
    """Put a step at a place, counted from 1; return all steps in their new order."""
    body = {"step": step, "position": position}
    with begin(ws, "step.move", need=Permission.SET_UP, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(StepRow)
        board = change.board()
        steps = list(change.steps(board))
        row = pick_step(steps, step)
        if not 1 <= position <= len(steps):
            raise Rejected(f"Place {position} is not between 1 and {len(steps)}.", hint="See `prodtui step list`.")
        steps.remove(row)
        steps.insert(position - 1, row)
        for place, other in enumerate(steps):
            _set(change, board, other, {"position": place})
        return change.done(change.steps(board))


def archive_step(ws: Workspace, step: str, *, dry_run: bool = False, request_id: str | None = None) -> Done[StepRow]:
    """Take an empty step off the board, and its transitions with it; history keeps both. `dry_run` as in `edit_step`.

    Raises Refused while tasks stand in it, and for a step that the others cannot do without.
    """
    with begin(ws, "step.archive", need=Permission.SET_UP, request_id=request_id, body={"step": step}) as change:
        if change.first_answer:
            return change.repeat(StepRow)
        board = change.board()
        row = pick_step(change.steps(board), step)
        standing = tasks_in(change, row)
        if standing:
            stand = "1 task stands" if standing == 1 else f"{standing} tasks stand"
            raise Refused(f"{stand} in {row.name}.", hint="Move or archive what is there first.")
        gates = [use.name for use in change.uses(board) if use.step_id == row.id]
        gone = take_off(change, board, row)
        effects = archive_effects(row, gone, gates)
        return answer(change, change.all_steps(board)[row.id], effects, dry_run=dry_run)


def take_off(change: Change, board: BoardRow, row: StepRow) -> list[str]:
    """Take an empty step off the board inside a change; return the transitions that went with it, in words.

    Raises Refused for one at which a downtime runs, and for one that the others cannot do without.
    """
    running = downtimes(change.session, board, step_id=row.id, running=True)
    if running:
        raise Refused(
            f"A downtime runs at {row.name}.", hint=f"Stop it first with `prodtui issue downtime stop {row.key}`."
        )
    check_can_go(change, board, row)
    # Before the step itself: an undo goes backwards and needs the step to bring them back.
    gone = _cut_transitions(change, board, row)
    _set(change, board, row, {"archived_at": change.now})
    for place, other in enumerate(change.steps(board)):
        _set(change, board, other, {"position": place})
    return gone


def restore_step(ws: Workspace, step: str, *, request_id: str | None = None) -> Done[StepRow]:
    """Bring an archived step back to its place, or the end when there are fewer by now, without transitions."""
    with begin(ws, "step.restore", need=Permission.SET_UP, request_id=request_id, body={"step": step}) as change:
        if change.first_answer:
            return change.repeat(StepRow)
        board = change.board()
        row = pick_step(sorted(change.all_steps(board).values(), key=lambda each: each.archived_at is None), step)
        if row.archived_at is None:
            return change.done(row)
        _cut_transitions(change, board, row)  # there are some only in stores of before they went with their step
        others = change.steps(board)
        place = min(row.position, len(others))
        for other in others[place:]:
            _set(change, board, other, {"position": other.position + 1})
        _set(change, board, row, {"archived_at": None, "position": place})
        note = (
            f"{row.name} came back without transitions, so it may be left in every direction until "
            "`prodtui step allow` lays one down."
        )
        return change.done(change.all_steps(board)[row.id], [note])


def check_can_go(change: Change, board: BoardRow, row: StepRow) -> None:
    """Raise Refused for a step without which no task could start or finish, or another step would be set free.

    Transitions that this very change took away count as if they were there.
    """
    others = [other for other in change.steps(board) if other.id != row.id]
    if not others:
        raise Refused(f"{row.name} is the only step of {board.key}.", hint="Add another step first.")
    if row.kind is not StepKind.QUEUE and all(other.kind is not row.kind for other in others):
        does = "started" if row.kind is StepKind.ACTIVE else "finished"
        raise Refused(
            f"{row.name} is the only {row.kind} step of {board.key}; without it no task could be {does}.",
            hint=f"Add another one first with `prodtui step add NAME --kind {row.kind}`.",
        )
    ways = {(way.from_step, way.to_step) for way in queries.transitions(change.session, board.id)}
    ways |= {
        (event["before"]["from_step"], event["before"]["to_step"])
        for event in change.unit.events
        if event["kind"] == "transition" and event["after"] is None
    }
    for other in others:
        leads = {target for source, target in ways if source == other.key}
        if row.key in leads and not leads & {each.key for each in others}:
            raise Refused(
                f"{other.name} leads to {row.name} alone; without it {other.name} could be left in every direction.",
                hint=f"Lay down another way first with `prodtui step allow {other.key} STEP`, "
                f"or give it free with `prodtui step forbid {other.key} {row.key}`.",
            )


def list_transitions(ws: Workspace) -> tuple[TransitionRow, ...]:
    """Return the legal transitions of the current board; a step without any may be left in every direction."""
    with read(ws.store) as session:
        return queries.transitions(session, ws.need_board().id)


def allow(
    ws: Workspace,
    source: str,
    target: str,
    kind: TransitionKind | str = TransitionKind.NORMAL,
    *,
    request_id: str | None = None,
) -> Done[TransitionRow]:
    """Make a transition legal; from then on only listed ones lead away from `source`."""
    body = {"from": source, "to": target, "kind": kind}
    with begin(ws, "step.allow", need=Permission.SET_UP, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(TransitionRow)
        board = change.board()
        steps = change.steps(board)
        way = choice(TransitionKind, kind, "The kind of transition")
        return change.done(connect_steps(change, board, pick_step(steps, source), pick_step(steps, target), way))


def connect_steps(
    change: Change, board: BoardRow, source: StepRow, target: StepRow, kind: TransitionKind
) -> TransitionRow:
    """Store a legal transition inside a change and return it."""
    if source.id == target.id:
        raise Rejected("A transition leads to another step.", hint="Name two steps.")
    row = TransitionRow(source.key, target.key, kind)
    known = next(
        (
            w
            for w in queries.transitions(change.session, board.id)
            if (w.from_step, w.to_step) == (source.key, target.key)
        ),
        None,
    )
    if known == row:
        return row
    _drop(change, source, target)
    change.session.execute(insert(_way).values(from_step_id=source.id, to_step_id=target.id, kind=kind))
    before = to_dict(known) if known else None
    entities.note(change, "transition", source.id, f"{source.key}>{target.key}", before, to_dict(row), 1, board.id)
    return row


def forbid(ws: Workspace, source: str, target: str, *, request_id: str | None = None) -> Done[TransitionRow]:
    """Take a legal transition away. Raises NotFound when it is not listed."""
    body = {"from": source, "to": target}
    with begin(ws, "step.forbid", need=Permission.SET_UP, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(TransitionRow)
        board = change.board()
        a, b = (pick_step(change.steps(board), name) for name in (source, target))
        known = next(
            (w for w in queries.transitions(change.session, board.id) if (w.from_step, w.to_step) == (a.key, b.key)),
            None,
        )
        if known is None:
            raise NotFound(f"{a.name} to {b.name} is not a listed transition.", hint="See `prodtui step list`.")
        disconnect_steps(change, board, a, b, known)
        return change.done(known)


def disconnect_steps(change: Change, board: BoardRow, source: StepRow, target: StepRow, way: TransitionRow) -> None:
    """Take a legal transition away inside a change."""
    _drop(change, source, target)
    entities.note(change, "transition", source.id, f"{source.key}>{target.key}", to_dict(way), None, 1, board.id)


def _place(steps: tuple[StepRow, ...], kind: StepKind, after: str | None) -> int:
    if after:
        return steps.index(pick_step(steps, after)) + 1
    done = next((place for place, step in enumerate(steps) if step.kind is StepKind.DONE), len(steps))
    return len(steps) if kind is StepKind.DONE else done


def _free_key(change: Change, board: BoardRow, name: str) -> str:
    taken = {step.key for step in queries.steps(change.session, board.id, archived=True)}
    key = slug(name) or "step"
    number = 2
    while key in taken:
        key = f"{slug(name) or 'step'}-{number}"
        number += 1
    return key


def _set(change: Change, board: BoardRow, row: StepRow, values: Mapping[str, Any]) -> None:
    entities.set_columns(change, "step", change.session.get(Step, row.id), row.key, values, board.id)


def tasks_in(change: Change, row: StepRow, *, archived: bool = False, limited: bool = False) -> int:
    """Return how many tasks stand in a step, with `archived` also those that are put away there.

    With `limited` they are those that its limit counts: the ones that are not expedited.
    """
    query = select(func.count()).where(_task.c.step_id == row.id)
    if limited:
        query = query.where(_task.c.service_class != ServiceClass.EXPEDITE.value)
    if not archived:
        query = query.where(_task.c.archived_at.is_(None))
    return change.session.scalar(query) or 0


def _cut_transitions(change: Change, board: BoardRow, row: StepRow) -> list[str]:
    """Take away every transition to and from a step on record; return them in words."""
    ids = {step.key: step.id for step in change.all_steps(board).values()}
    gone = []
    for way in queries.transitions(change.session, board.id):
        if row.key not in (way.from_step, way.to_step):
            continue
        source, target = ids[way.from_step], ids[way.to_step]
        change.session.execute(delete(_way).where(_way.c.from_step_id == source, _way.c.to_step_id == target))
        ref = f"{way.from_step}>{way.to_step}"
        entities.note(change, "transition", source, ref, to_dict(way), None, 1, board.id)
        gone.append(f"{way.from_step} → {way.to_step}")
    return gone


def _drop(change: Change, source: StepRow, target: StepRow) -> None:
    change.session.execute(delete(_way).where(_way.c.from_step_id == source.id, _way.c.to_step_id == target.id))
