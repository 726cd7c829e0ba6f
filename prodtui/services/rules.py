"""Gathers from the store what the domain needs to judge a move, and says no in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, bindparam, func, select

from prodtui.domain.board import Load, MoveFacts, gates_against, limits_against, over_load, reasons_against
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import Frequency, ReasonCode, ServiceClass, StepKind
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, PersonRow, Reason, StepRow, Verdict
from prodtui.domain.text import clean_line
from prodtui.errors import Refused
from prodtui.services.change import Change
from prodtui.services.taskbook import TaskBook
from prodtui.storage.queries import tasks as queries
from prodtui.storage.queries.named import has_materials
from prodtui.storage.tables.boards import Board, Step, Transition
from prodtui.storage.tables.tasks import Assignment, Task
from prodtui.storage.tables.types import table_of

if TYPE_CHECKING:
    from prodtui.domain.gates import GateFacts
    from prodtui.domain.materials import Short

_task, _step, _board, _assignment, _way = (table_of(t) for t in (Task, Step, Board, Assignment, Transition))
# Built once: putting a statement together costs more than running it.
_ALLOWED = (
    select(_step.c.key)
    .join_from(_way, _step, _way.c.to_step_id == _step.c.id)
    .where(_way.c.from_step_id == bindparam("step_id"), _step.c.archived_at.is_(None))
)


MAKE_ROOM = "Make room first, or raise the limit."
_OVERRIDE = "override of "


def facts(
    book: TaskBook,
    board: BoardRow,
    task: Task,
    to_step: StepRow,
    joining: Sequence[str] = (),
    *,
    arrives: bool = False,
) -> MoveFacts:
    """Return all that decides whether the task may enter `to_step` now, with the logins `joining` put on it.

    A task that `arrives` comes from off the board: the step it belongs to holds no place for it.
    """
    change, actor = book.change, book.change.actor
    here = book.step(board, task)
    if arrives:
        here = replace(here, key="", kind=StepKind.QUEUE)
    expedite = task.service_class == ServiceClass.EXPEDITE
    starts = to_step.kind is StepKind.ACTIVE and here.kind is not StepKind.ACTIVE
    carrying = {*book.value(board, task, "assignees"), *joining} if starts else set()
    people = [person for person in change.people() if person.login in carrying]
    skills = next((p.skills for p in change.people() if p.login == actor.login), ()) if here.role else ()
    return MoveFacts(
        ref=f"{board.key}-{task.number}",
        service_class=ServiceClass(task.service_class),
        archived=task.archived_at is not None,
        blocked_reason=task.blocked_reason,
        from_step=here,
        to_step=to_step,
        allowed=_allowed(book, here),
        in_step=_count_in_step(book, board, task, to_step) if to_step.wip_limit is not None else 0,
        loads=() if expedite else loads(book, board, task, people),
        expedited=_count_expedited(book, board, task) if expedite else 0,
        expedite_limit=board.settings.expedite_limit,
        unmet=queries.unmet(change.session, board, change.now, [task.id or 0]).get(task.id or 0, ()),
        role=actor.role,
        skills=skills,
        gates=() if arrives else closed_gates(book, board, task, here.position, to_step),
        short=() if arrives else short_materials(book, board, task, here, to_step),
    )


def closed_gates(book: TaskBook, board: BoardRow, task: Task, first: int, to_step: StepRow) -> tuple[GateFacts, ...]:
    """Return the gates that a task has not met from position `first` to `to_step`; most boards have none."""
    change = book.change
    if first >= to_step.position or not change.uses(board):
        return ()
    from prodtui.services.gates import closed  # its tables cost more than a board without checklists should pay

    return closed(change, board, task, first, to_step)


def short_materials(
    book: TaskBook, board: BoardRow, task: Task, here: StepRow, to_step: StepRow
) -> tuple[Short, ...]:  # fmt: skip
    """Return the materials that are missing for a task that would be started; most boards have none."""
    starts = here.kind is StepKind.QUEUE and to_step.kind is StepKind.ACTIVE
    if not starts or not has_materials(book.change.session, board.id):
        return ()
    from prodtui.services.shortages import short_for  # its tables cost more than a board without stock should pay

    return short_for(book.change, board, task)


def loads(book: TaskBook, board: BoardRow, task: Task, people: Sequence[PersonRow]) -> tuple[Load, ...]:
    """Return what each limited person already carries in active steps, over all boards that are not archived."""
    limits = {p.id: (p.login, p.wip_limit or board.settings.person_wip_limit) for p in people}
    wanted = [person_id for person_id, (_, limit) in limits.items() if limit is not None]
    if not wanted:
        return ()
    query = (
        select(_assignment.c.person_id, func.count())
        .join_from(_assignment, _task, _assignment.c.task_id == _task.c.id)
        .join(_step, _task.c.step_id == _step.c.id)
        .join(_board, _task.c.board_id == _board.c.id)
        .where(_assignment.c.person_id.in_(wanted), _step.c.kind == StepKind.ACTIVE.value, *_counted(task))
        .where(_board.c.archived_at.is_(None))
        .group_by(_assignment.c.person_id)
    )
    counts = {person_id: count for person_id, count in book.change.session.execute(query)}
    return tuple(Load(limits[person][0], counts.get(person, 0), limits[person][1] or 0) for person in wanted)


def counts_for_people(book: TaskBook, board: BoardRow, task: Task) -> bool:
    """Tell whether a task is of those that fill the limits of the people on it."""
    return book.step(board, task).kind is StepKind.ACTIVE and task.service_class != ServiceClass.EXPEDITE


def check_load(book: TaskBook, board: BoardRow, task: Task, logins: Sequence[str], override: str | None) -> str | None:
    """Judge whether more people may be put on a task that is under way; return what is recorded of an override."""
    if not counts_for_people(book, board, task):
        return None
    judged = load_verdict(book, board, task, logins)
    return settle(book.change, [judged], f"{judged.ref} cannot be assigned", override)


def load_verdict(book: TaskBook, board: BoardRow, task: Task, logins: Sequence[str]) -> Verdict:
    """Return whose limits would be passed if they had one more task under way."""
    people = [p for p in book.change.people() if p.login in logins]
    over = [over_load(load) for load in loads(book, board, task, people) if load.count >= load.limit]
    return Verdict(f"{board.key}-{task.number}", None, tuple(over))


def verdict(
    book: TaskBook, board: BoardRow, task: Task, to_step: StepRow | None, joining: Sequence[str] = ()
) -> Verdict:
    """Return every reason why the task may not enter `to_step` (None: it stands in the last step)."""
    ref = f"{board.key}-{task.number}"
    if to_step is None:
        end = "first" if book.step(board, task).id == book.change.steps(board)[0].id else "last"
        return Verdict(ref, None, (Reason(ReasonCode.LAST_STEP, f"is in the {end} step already"),))
    return Verdict(ref, to_step.key, reasons_against(facts(book, board, task, to_step, joining)))


def limit_verdict(
    book: TaskBook, board: BoardRow, task: Task, to_step: StepRow, joining: Sequence[str] = ()
) -> Verdict:
    """Return the gates and limits alone that the task would break by going to `to_step`."""
    found = limits_against(facts(book, board, task, to_step, joining))
    return Verdict(f"{board.key}-{task.number}", to_step.key, found)


def overridable_verdict(
    book: TaskBook, board: BoardRow, task: Task, to_step: StepRow, joining: Sequence[str] = ()
) -> Verdict:
    """Return what an override has to pass on the way to `to_step`, and the gates that none can pass."""
    judged = verdict(book, board, task, to_step, joining)
    kept = (reason for reason in judged.reasons if reason.overridable or reason.code is ReasonCode.GATE)
    return replace(judged, reasons=tuple(kept))


def without_gates_not_begun(judged: Verdict) -> Verdict:
    """Return a verdict on a task that goes back as if it had not moved: gates at which it was not inspected are out."""
    kept = (r for r in judged.reasons if r.code is not ReasonCode.GATE or r.details["inspection"] is not None)
    return replace(judged, reasons=tuple(kept))


def arrival_verdict(
    book: TaskBook, board: BoardRow, task: Task, to_step: StepRow, joining: Sequence[str] = ()
) -> Verdict:
    """Return the limits that a new or restored task would break by coming onto the board in `to_step`."""
    found = limits_against(facts(book, board, task, to_step, joining, arrives=True))
    return Verdict(f"{board.key}-{task.number}", to_step.key, found)


def birth_verdict(
    book: TaskBook, board: BoardRow, task: Task, to_step: StepRow, joining: Sequence[str], *, limits: bool
) -> Verdict:
    """Return what stands against a new task that begins in `to_step`: the gates before it, and its limits if asked."""
    gates = gates_against(closed_gates(book, board, task, 0, to_step))
    over = arrival_verdict(book, board, task, to_step, joining).reasons if limits else ()
    return Verdict(f"{board.key}-{task.number}", to_step.key, (*gates, *over))


def draw(book: TaskBook, board: BoardRow, task: Task) -> None:
    """Draw whether a task that has come to its step will be inspected there, where a checklist takes samples."""
    if any(use.step_id == task.step_id and use.frequency is not Frequency.EVERY for use in book.change.uses(board)):
        from prodtui.services.draws import draw_arrival

        draw_arrival(book.change, board, task)


def settle(
    change: Change, verdicts: Sequence[Verdict], sentence: str, override: str | None, *, final: str = ""
) -> str | None:
    """Raise Refused for reasons that stand; return what is recorded of an override, None when none was needed.

    `final` is the hint of a change that knows no override, whoever asks.
    """
    refused = [verdict for verdict in verdicts if verdict.reasons]
    if not refused:
        return None
    reasons = [(verdict.ref, reason) for verdict in refused for reason in verdict.reasons]
    can_override = not final and all(reason.overridable for _, reason in reasons)
    boards = [change.board_of(key) for key in dict.fromkeys(each.ref.rpartition("-")[0] for each in refused)]
    if override and can_override:
        for board in boards:
            change.require(Permission.OVERRIDE, board)
        codes = sorted({reason.code.value for _, reason in reasons})
        return f"{_OVERRIDE}{', '.join(codes)}: {clean_line(override, what='reason')}"
    several = len(verdicts) > 1
    text = "; ".join(f"{ref} {reason.text}" if several else reason.text for ref, reason in reasons)
    gate = next((reason for _, reason in reasons if reason.code is ReasonCode.GATE), None)
    if final and gate is None:
        hint = final
    elif gate is not None:
        following = gate.details["next"]
        hint = (
            f"Go on with `{following}`." if following else "Add it to a step before the checklist, and check it there."
        )
    elif any(reason.code is ReasonCode.ROLE for _, reason in reasons):
        hint = "Somebody with that skill may, or a lead; skills are given by `prodtui person edit NAME --skill SKILL`."
    elif not can_override:
        hint = "See every reason with `prodtui task why`."
    elif all(change.may(Permission.OVERRIDE, board) for board in boards):
        hint = "Give a reason with --override to do it all the same."
    else:
        who = boards[0].rights.named(Permission.OVERRIDE)
        hint = f"{who.capitalize()} may override this with a reason."
    listed = [{"ref": ref, **to_dict(reason)} for ref, reason in reasons]
    if final:
        listed = [reason | {"overridable": False} for reason in listed]
    nowhere = not several and reasons[0][1].code is ReasonCode.LAST_STEP
    said = f"{reasons[0][0]} {text}." if nowhere else f"{sentence}: {text}."
    raise Refused(said, hint=hint, details={"reasons": listed, "overridable": can_override})


def words_of(recorded: str | None) -> str | None:
    """Return the words that somebody gave for an override, from what `settle` recorded of it."""
    return recorded.partition(": ")[2] or None if recorded and recorded.startswith(_OVERRIDE) else None


def _allowed(book: TaskBook, here: StepRow) -> frozenset[str] | None:
    keys = frozenset(book.change.session.scalars(_ALLOWED, {"step_id": here.id}))
    return keys or None


def _counted(task: Task) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a task count against limits: not archived, not expedite, not the moved one."""
    return (
        _task.c.archived_at.is_(None),
        _task.c.service_class != ServiceClass.EXPEDITE.value,
        _task.c.id != (task.id or 0),
    )


def _count_in_step(book: TaskBook, board: BoardRow, task: Task, to_step: StepRow) -> int:
    query = select(func.count()).where(_task.c.board_id == board.id, _task.c.step_id == to_step.id, *_counted(task))
    return book.change.session.scalar(query) or 0


def _count_expedited(book: TaskBook, board: BoardRow, task: Task) -> int:
    query = (
        select(func.count())
        .join_from(_task, _step, _task.c.step_id == _step.c.id)
        .where(
            _task.c.board_id == board.id,
            _task.c.service_class == ServiceClass.EXPEDITE.value,
            _step.c.kind == StepKind.ACTIVE.value,
            _task.c.archived_at.is_(None),
            _task.c.id != (task.id or 0),
        )
    )
    return book.change.session.scalar(query) or 0
