"""A better order for the schedule: searched for, looked at, agreed on or taken away as one change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

from sqlalchemy import select

from prodtui.domain.enums import ScheduleGoal
from prodtui.domain.permissions import Permission
from prodtui.domain.rows_schedule import ScheduleChange
from prodtui.domain.scheduling.build import Built, build
from prodtui.domain.scheduling.compare import compare
from prodtui.domain.scheduling.goals import PROMISE, cost
from prodtui.domain.scheduling.problem import Timetable
from prodtui.domain.scheduling.schedule import schedule
from prodtui.domain.scheduling.search import Found, improve
from prodtui.errors import Changed, Rejected
from prodtui.services import optimise_exact
from prodtui.services.change import Change, begin
from prodtui.services.schedule_floor import read_floor
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import schedule as queries
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_task = table_of(Task)
SECONDS = 10.0
"""How long a search takes unless it is told."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An order that is better than the present one, and what it would change.

    `sequence` are the ids of the tasks in that order, empty when nothing better was found; `stamp` are the revisions
    that it was made from.
    """

    change: ScheduleChange
    sequence: tuple[int, ...]
    stamp: dict[str, int]


@dataclass(frozen=True, slots=True)
class Agreed:
    """How many tasks got another place in the order of the schedule, or lost theirs."""

    tasks: int


def propose(
    ws: Workspace,
    *,
    goal: ScheduleGoal = ScheduleGoal.LATENESS,
    seconds: float | None = None,
    steps: int | None = None,
    seed: int = 0,
    exact: bool = False,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, float], None] = lambda step, best: None,
) -> Proposal:
    """Search for a better order, for `seconds`, or `steps` tries, or until `stop` says so; SECONDS without either.

    The same board, seed and number of steps give the same order. `progress` gets the number of tries and the cost of
    the best. With `exact` the solver of the extra takes turns with the search. Nothing is stored.

    Raises Rejected for no time and for no steps, Refused without the extra.
    """
    limit = SECONDS if seconds is None and steps is None else seconds
    if (limit is not None and not 0 < limit < float("inf")) or (steps is not None and steps < 1):
        raise Rejected(
            "A search needs some time, or a number of steps.", hint="Give it 1 second or 1 step at the least."
        )
    until = None if limit is None else monotonic() + limit
    with read(ws.store) as session:
        looking = Change.looking(ws, session)
        board = looking.board()
        stamp = queries.revisions(session, board)
        built = build(read_floor(looking, board, promises=True))
    before = schedule(built.problem, built.order())
    search = optimise_exact.improve if exact else improve
    found = search(
        built.problem,
        built.order(),
        goal,
        seed=seed,
        steps=steps,
        stop=lambda: stop() or (until is not None and monotonic() >= until),
        progress=progress,
    )
    return _proposal(built, before, found, goal, stamp)


def apply(ws: Workspace, proposal: Proposal, *, request_id: str | None = None) -> Done[Agreed]:
    """Agree on an order: give the tasks their places in it, as one change.

    Raises Changed when the board is not as it was when the order was searched for.
    """
    places = {task: place for place, task in enumerate(proposal.sequence, start=1)}
    body = {"sequence": proposal.sequence}
    with begin(ws, "schedule.optimise", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(Agreed)
        if queries.revisions(change.session, change.board()) != proposal.stamp:
            raise Changed(
                "The board has changed since this order was searched for.",
                hint="Search again; nothing was changed.",
            )
        return change.done(_set(change, places) if places else Agreed(0))


def clear(ws: Workspace, *, request_id: str | None = None) -> Done[Agreed]:
    """Take the order away that was agreed on, so that the rule of the board decides again."""
    with begin(ws, "schedule.clear", need=Permission.PLAN, request_id=request_id) as change:
        if change.first_answer:
            return change.repeat(Agreed)
        return change.done(_set(change, {}))


def _set(change: Change, places: dict[int, int]) -> Agreed:
    """Give open tasks their places, none to those that `places` leaves out."""
    board, book = change.board(), TaskBook(change)
    here = [_task.c.board_id == board.id, _task.c.archived_at.is_(None), _task.c.finished_at.is_(None)]
    tasks = change.session.scalars(select(Task).where(*here).order_by(_task.c.number)).all()
    return Agreed(sum(book.apply(board, task, {"sequence": places.get(task.id or 0)}) for task in tasks))


def _proposal(built: Built, before: Timetable, found: Found, goal: ScheduleGoal, stamp: dict[str, int]) -> Proposal:
    """Return the best order of tasks that keeps what the best order of their parts has won, empty for none better."""
    least, best = cost(built.problem, before, goal, PROMISE), None
    for tasks in dict.fromkeys(_orders_of_tasks(built, found)):
        places = {built.floor.tasks[at].id: place for place, at in enumerate(tasks, start=1)}
        agreed = [task._replace(sequence=places[task.id]) for task in built.floor.tasks]
        other = build(replace(built.floor, tasks=agreed))
        table = schedule(other.problem, other.order())
        price = cost(other.problem, table, goal, PROMISE)
        if price < least:
            least, best = price, (other, table, tasks)
    was = built, before
    if best is None:
        return Proposal(compare(was, was, goal=goal, steps=found.steps), (), stamp)
    other, table, tasks = best
    sequence = tuple(built.floor.tasks[at].id for at in tasks)
    return Proposal(compare(was, (other, table), goal=goal, steps=found.steps), sequence, stamp)


def _orders_of_tasks(built: Built, found: Found) -> list[tuple[int, ...]]:
    """Return the orders of tasks (places) that an order of their parts may mean: by the first, by the last of them."""
    ranks = {job: rank for rank, job in enumerate(found.order)}
    starts, ends = found.timetable.starts, found.timetable.ends
    orders = (
        [ranks[jobs[0]] for jobs in built.jobs_of],
        [ranks[jobs[-1]] for jobs in built.jobs_of],
        [(starts[jobs[0]], ranks[jobs[0]]) for jobs in built.jobs_of],
        [(ends[jobs[-1]], ranks[jobs[-1]]) for jobs in built.jobs_of],
    )
    return [tuple(sorted(range(len(keys)), key=keys.__getitem__)) for keys in orders]
