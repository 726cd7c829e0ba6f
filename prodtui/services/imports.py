"""Importing tasks from outside: one transaction, all or nothing unless told otherwise, and never twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from prodtui.domain.codec import from_dict
from prodtui.domain.enums import ServiceClass, StepKind, Via
from prodtui.domain.imports import BadRow, ImportReport, ImportRow, ImportTask, Remark
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow
from prodtui.domain.text import clean_line
from prodtui.errors import Refused, Rejected
from prodtui.services.change import Change, begin
from prodtui.services.collector import without_collector
from prodtui.services.import_placing import Placing, missing_steps
from prodtui.services.import_plan import Ground, Plan, Present, make_plan
from prodtui.services.import_rows import Progress, Taken, collect, refusal
from prodtui.services.import_write import ImportWriter
from prodtui.services.people import make_person
from prodtui.services.steps import make_step
from prodtui.services.workspace import Workspace
from prodtui.storage.bulk import roomy
from prodtui.storage.tables.boards import Board, Step
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.tasks import Assignment, Task
from prodtui.storage.tables.types import table_of

_task, _step, _board, _person, _assignment = (table_of(t) for t in (Task, Step, Board, Person, Assignment))

if TYPE_CHECKING:
    from prodtui.services.gates import Barrier


@dataclass(frozen=True, slots=True)
class ImportWishes:
    """What the user says about an import.

    `steps` gives steps for words of the file; `create_steps` makes steps for the words that have none; `override` is
    the reason with which limits may be passed.
    """

    skip_bad: bool = False
    dry_run: bool = False
    steps: Mapping[str, str] = field(default_factory=dict)
    create_steps: bool = False
    override: str | None = None


def import_tasks(
    ws: Workspace,
    source: str,
    rows: Iterable[ImportRow],
    *,
    total: int = 0,
    unit: str = "line",
    notes: Sequence[str] = (),
    wishes: ImportWishes | None = None,
    progress: Progress | None = None,
    request_id: str | None = None,
) -> ImportReport:
    """Add the tasks of a file to the current board, each with the history that its dates tell.

    Tasks are known by their key: what the board has already stays as it is, so a second import of a file changes
    nothing. All rows are read before the store is locked. Raises Rejected with `details["rows"]` when a row cannot be
    taken and `skip_bad` is not wished; Refused when rules of the board hold back all of these rows, or when people or
    steps would have to be added by somebody who may not.
    """
    wishes, tell = wishes or ImportWishes(), progress or (lambda phase, done, all: None)
    override = clean_line(wishes.override, what="reason") if wishes.override else None
    with without_collector():
        taken = collect(rows, total, tell)
        return _import(ws, source, taken, unit, notes, wishes, override, tell, request_id)


def _import(
    ws: Workspace,
    source: str,
    taken: Taken[ImportTask],
    unit: str,
    notes: Sequence[str],
    wishes: ImportWishes,
    override: str | None,
    tell: Progress,
    request_id: str | None,
) -> ImportReport:
    body = {"source": source, "rows": taken.count, "steps": wishes.steps, "skip_bad": wishes.skip_bad}
    with begin(ws.with_via(Via.IMPORT), "import", request_id=request_id, body=body) as change:
        if change.first_answer:
            return from_dict(ImportReport, change.first_answer["value"])
        board = change.board()
        if override:
            change.require(Permission.OVERRIDE, board)
        if not change.steps(board):
            raise Refused(f"Board {board.key} has no step yet.", hint="Add one with `prodtui step add NAME`.")
        if wishes.create_steps:
            _create_steps(change, board, taken.good, wishes.steps)
        steps = change.steps(board)
        ground = Ground(
            board, steps, _present(change, board), change.people(), change.actor, override, _barriers(change, board)
        )
        plan = make_plan(taken.good, ground, Placing(steps, wishes.steps))
        bad = tuple(sorted((*taken.bad, *plan.bad), key=lambda row: row.line))
        if bad and not wishes.skip_bad:
            raise _refusal(board, bad, taken.count, unit, plan)
        if not wishes.dry_run:
            _add_people(change, plan)
            if plan.tasks:
                writer = ImportWriter(change, board, steps, plan, ground.present)
                with roomy(change.session):
                    writer.write(lambda done, all: tell("writing", done, all))
        report = _report(change, source, board, wishes, unit, taken, plan, bad, notes)
        return report if wishes.dry_run else change.done(report).value


def _present(change: Change, board: BoardRow) -> Present:
    """Return what the board holds, and how full steps and people are."""
    session = change.session
    query = select(_task.c.id, _task.c.number, _task.c.external_key).where(_task.c.board_id == board.id)
    found = session.execute(query).all()
    standard = (_task.c.archived_at.is_(None), _task.c.service_class != ServiceClass.EXPEDITE.value)
    in_step = select(_task.c.step_id, func.count()).where(_task.c.board_id == board.id, *standard)
    active = (_step.c.kind == StepKind.ACTIVE.value, _task.c.archived_at.is_(None))
    loads = (
        select(_person.c.login, func.count())
        .join_from(_assignment, _person, _assignment.c.person_id == _person.c.id)
        .join(_task, _assignment.c.task_id == _task.c.id)
        .join(_step, _task.c.step_id == _step.c.id)
        .join(_board, _task.c.board_id == _board.c.id)
        .where(*active, *standard, _board.c.archived_at.is_(None))
        .group_by(_person.c.login)
    )
    expedited = (
        select(func.count())
        .join_from(_task, _step, _task.c.step_id == _step.c.id)
        .where(_task.c.board_id == board.id, *active, _task.c.service_class == ServiceClass.EXPEDITE.value)
    )
    return Present(
        keys={key: (id, number) for id, number, key in found if key},
        refs={f"{board.key}-{number}": (id, number) for id, number, _ in found},
        in_step={step: count for step, count in session.execute(in_step.group_by(_task.c.step_id))},
        loads={login: count for login, count in session.execute(loads)},
        expedited=session.scalar(expedited) or 0,
    )


def _barriers(change: Change, board: BoardRow) -> tuple[Barrier, ...]:
    if not change.uses(board):
        return ()
    from prodtui.services.gates import barriers  # its tables cost more than a board without checklists should pay

    return barriers(change, board)


def _create_steps(change: Change, board: BoardRow, tasks: Sequence[ImportTask], named: Mapping[str, str]) -> None:
    missing = missing_steps(tasks, change.steps(board), named)
    if missing:
        change.require(Permission.SET_UP, board)
    for name, kind in missing.items():
        queues = [step.key for step in change.steps(board) if step.kind is StepKind.QUEUE]
        after = queues[-1] if queues and kind is StepKind.QUEUE else None
        make_step(change, board, {"name": name[:40], "kind": kind}, after=after)


def _add_people(change: Change, plan: Plan) -> None:
    if plan.people:
        change.require(Permission.SET_UP)
    for login, name in plan.people.items():
        make_person(change, login, {"name": name})


def _refusal(board: BoardRow, bad: Sequence[BadRow], count: int, unit: str, plan: Plan) -> Refused | Rejected:
    """Return why nothing was imported: Refused when rules of the board hold back every bad row."""
    by_rules = plan.over_limits + plan.at_gates == len(bad)
    who = board.rights.named(Permission.OVERRIDE).capitalize()
    hint = f" {who} may pass the limits with --override and a reason." if plan.over_limits else ""
    return refusal(bad, count, len(plan.tasks) + plan.unchanged, unit, by_rules=by_rules, hint=hint)


def _report(
    change: Change,
    source: str,
    board: BoardRow,
    wishes: ImportWishes,
    unit: str,
    taken: Taken[ImportTask],
    plan: Plan,
    bad: tuple[BadRow, ...],
    notes: Sequence[str],
) -> ImportReport:
    counts = Counter(planned.step.key for planned in plan.tasks)
    done = sum(1 for planned in plan.tasks if planned.step.kind is StepKind.DONE)
    return ImportReport(
        source=source,
        board=board.key,
        dry_run=wishes.dry_run,
        unit=unit,
        rows=taken.count,
        created=len(plan.tasks),
        unchanged=plan.unchanged,
        bad=bad,
        left_out=tuple(taken.left_out),
        steps=tuple((step.key, counts[step.key]) for step in change.steps(board) if counts[step.key]),
        finished=done,
        dependencies=len(plan.dependencies),
        comments=sum(len(planned.task.comments) for planned in plan.tasks),
        people=tuple(plan.people),
        notes=(*notes, *plan.notes, *_undated(plan), *_later(plan, change)),
        remarks=tuple(Remark(p.task.line, text) for p in plan.tasks for text in p.task.remarks),
        txn=change.unit.txn if change.unit.changed and not wishes.dry_run else None,
    )


def _undated(plan: Plan) -> tuple[str, ...]:
    """Say what finished tasks without a finish date got, because figures rest on it."""
    undated = [p.task for p in plan.tasks if p.step.kind is StepKind.DONE and p.task.finished is None]
    if not undated:
        return ()
    changed = sum(1 for task in undated if task.updated is not None)
    return (
        f"{len(undated)} finished tasks have no finish date: {changed} got the date of their last change, "
        f"{len(undated) - changed} the moment of the import.",
    )


def _later(plan: Plan, change: Change) -> tuple[str, ...]:
    """Say when dates of the past lie in the future."""
    stages = ("created", "started", "finished")
    lines = [p.task.line for p in plan.tasks if any((m := getattr(p.task, n)) and m.at > change.now for n in stages)]
    if not lines:
        return ()
    return (f"{len(lines)} tasks were created, started or finished in the future, the first in line {lines[0]}.",)
