"""A board as its event log says that it was at a moment: what is told of the past never changes with the present."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import add_working_hours
from prodtui.domain.codec import from_dict
from prodtui.domain.enums import DependencyKind
from prodtui.domain.flow.window import midnight
from prodtui.domain.rows import BoardRow, DependencyRow, StepRow
from prodtui.domain.rows_board import BoardNames, BoardSnapshot, CardRow
from prodtui.errors import NotFound, Rejected
from prodtui.services.as_of_plant import PastPlant
from prodtui.services.as_of_records import PastRecords
from prodtui.services.board_view import LAST_FINISHED, percentiles
from prodtui.services.change import Change
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import events as queries
from prodtui.storage.queries.flow import Trait
from prodtui.storage.unit_of_work import read

Fields = dict[str, Any]
_KINDS = ("task", "dependency")
#: What an event leaves out because it is empty.
_NO_TASK: Fields = dict.fromkeys(
    ("due", "blocked_reason", "blocked_since", "started_at", "finished_at", "wait_until", "archived_at")
) | {"notes": "", "assignees": (), "labels": ()}
_NO_STEP: Fields = dict.fromkeys(("wip_limit", "role", "standard_hours", "archived_at")) | {"criteria": ""}


def snapshot_as_of(ws: Workspace, day: date, *, done_days: int | None = None) -> tuple[BoardSnapshot, datetime]:
    """Return the board as it stood at the end of a local day, with what was finished in the days before, and when.

    Marks of checklists and issues are not told of the past. Raises Rejected for a day to come, NotFound for one before
    the first thing that is recorded.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        past = Past(change, board, moment_of(day, board, change.now))
        board = past.board
        steps = past.steps
        if not past.tasks and not _is_begun(change, past):
            raise NotFound(
                f"Nothing is recorded of {board.key} on {day} or before.", hint="Choose a later day with --as-of."
            )
        since = past.at - timedelta(days=board.settings.done_days if done_days is None else done_days)
        cards = past.cards(lambda task: not task.get("archived_at") and _is_fresh(task, since))
        order = {step.key: step.position for step in steps}
        labels = sorted({label for card in cards for label in card.labels})
        people = board_queries.people(session)
        shot = BoardSnapshot(
            board=board,
            steps=tuple(step for step in steps if step.archived_at is None),
            people=people,
            cards=tuple(sorted(cards, key=lambda card: (order.get(card.step, 0), card.rank, card.id))),
            age_lines=past.age_lines(),
            last_event=queries.last_event(session),
            names=BoardNames(steps, tuple(person.login for person in people), tuple(labels)),
        )
        return shot, past.at


def _is_begun(change: Change, past: Past) -> bool:
    """Tell whether the board was there at a moment."""
    made = queries.events_about(change.session, past.board.id, [past.board.key], ["board"])
    return any(event.at <= past.at for event in made)


def moment_of(day: date, board: BoardRow, now: datetime) -> datetime:
    """Return the last moment of a day on a board's clock, or now while it runs. Raises Rejected for a later one."""
    zone = ZoneInfo(board.timezone)
    if day > now.astimezone(zone).date():
        raise Rejected(f"{day} is to come, and nothing has happened on it yet.", hint="Choose today or a day before.")
    return min(midnight(day + timedelta(days=1), zone) - timedelta(microseconds=1), now)


class Past:
    """What the event log of a board tells about a moment `at`, read once; `board` has the settings of then."""

    def __init__(self, change: Change, board: BoardRow, at: datetime) -> None:
        self.change, self.at = change, at
        self.plant = PastPlant(change.session, board, at)
        self.board = replace(board, settings=self.plant.settings)

    @cached_property
    def tasks(self) -> dict[int, Fields]:
        """The fields of each task that there was, as events hold them, by id."""
        return self._things["task"]

    @cached_property
    def steps(self) -> tuple[StepRow, ...]:
        """The steps as they were, in their order, those taken off the board included.

        Imported history may be older than its board. So a step in which a task stood counts as it was when it was made,
        and all do where none was made by then.
        """
        session, board_id = self.change.session, self.board.id
        known = {step.key: step.id for step in board_queries.steps(session, board_id, archived=True)}
        found: dict[str, Fields] = {}
        born: set[str] = set()
        for event in queries.events_about(session, board_id, known, ["step"]):
            if event.at <= self.at:
                born.add(event.ref)
            elif event.before is not None:
                continue
            found.setdefault(event.ref, {**_NO_STEP, "id": known[event.ref], "board_id": board_id}).update(
                {**(event.after or {}), "version": event.version}
            )
        shown = (born | {task.get("step") for task in self.tasks.values()}) if born else set(found)
        rows = (from_dict(StepRow, step) for key, step in found.items() if key in shown)
        return tuple(sorted(rows, key=lambda step: (step.position, step.archived_at is None, step.id)))

    def cards(self, picks: Callable[[Fields], bool] = lambda task: True) -> list[CardRow]:
        """Return the tasks as cards, those that a test of their fields picks."""
        held = self._held
        return [
            from_dict(CardRow, {**_NO_TASK, **task, "id": id, "waiting_for": held.get(task["ref"], ())})
            for id, task in self.tasks.items()
            if "step" in task and picks(task)
        ]

    def traits(self) -> dict[int, Trait]:
        """Return what figures need to know of the tasks beside their flow, by id."""
        return {id: _trait(id, task) for id, task in self.tasks.items()}

    @cached_property
    def records(self) -> PastRecords:
        """What there was beside tasks, as figures count it."""
        tasks = {task["ref"]: id for id, task in self.tasks.items()}
        return PastRecords(self.change.session, self.board, self.at, tasks)

    def age_lines(self) -> tuple[float, float] | None:
        """Return the 50 % and 85 % cycle times in days of the tasks finished last, None for too few."""
        spans = sorted(
            ((_moment(task, "finished_at"), _moment(task, "started_at")) for task in self.tasks.values()),
            key=lambda span: span[0] or self.at,
        )
        days = [(end - start).total_seconds() / 86_400 for end, start in spans if end and start]
        return percentiles(days[-LAST_FINISHED:])

    @cached_property
    def _things(self) -> Mapping[str, dict[int, Fields]]:
        found: dict[str, dict[int, Fields]] = defaultdict(dict)
        for event in queries.told_by(self.change.session, self.board.id, _KINDS, self.at):
            things = found[event.kind]
            if event.after is None:
                things.pop(event.object_id, None)
                continue
            thing = things.setdefault(event.object_id, {})
            thing |= {**event.after, "ref": event.ref, "version": event.version}
            if event.kind == "task":
                thing["number"] = int(event.ref.rpartition("-")[2])
        return found

    @cached_property
    def _held(self) -> dict[str, tuple[str, ...]]:
        """Return the predecessors that held each task back, by reference."""
        by_ref = {task["ref"]: task for task in self.tasks.values()}
        found: dict[str, list[str]] = {}
        for row in self._links():
            before = by_ref.get(row.predecessor)
            met = None
            if before is not None:
                met = _moment(before, "finished_at" if row.kind is DependencyKind.FINISH_START else "started_at")
            if met is not None and row.lag_hours:
                met = add_working_hours(met, row.lag_hours, self.board.settings, ZoneInfo(self.board.timezone))
            if met is None or met > self.at:
                found.setdefault(row.successor, []).append(row.predecessor)
        return {ref: tuple(held) for ref, held in found.items()}

    def _links(self) -> Iterator[DependencyRow]:
        for id, link in self._things["dependency"].items():
            if "predecessor" in link:
                yield from_dict(DependencyRow, {**link, "id": id})


def _is_fresh(task: Mapping[str, Any], since: datetime) -> bool:
    """Tell whether a task was open, or finished since a moment."""
    finished = _moment(task, "finished_at")
    return finished is None or finished >= since


def _trait(id: int, task: Mapping[str, Any]) -> Trait:
    committed, due, planned = (_moment(task, name) for name in ("due_committed", "due", "planned_finish"))
    title, quantity = task.get("title", ""), task.get("quantity")
    return Trait(id, task["number"], title, committed, due, planned, task.get("product"), quantity)


def _moment(task: Mapping[str, Any], name: str) -> datetime | None:
    value = task.get(name)
    return None if value is None else datetime.fromisoformat(value)
