"""Writes the cases of an event log as the finished tasks of a new board, some thousand events at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from prodtui.domain.event_log import told_of
from prodtui.domain.event_log_flow import Course, Survey, Workflow
from prodtui.domain.imports import ImportTask
from prodtui.domain.rows import BoardRow, StepRow
from prodtui.services import entities
from prodtui.services.change import Change
from prodtui.services.import_life import Life, Newborn, live_through
from prodtui.services.import_placing import History, Stop
from prodtui.services.import_plan import Planned
from prodtui.services.import_store import record_lives, store_lives, take_numbers
from prodtui.services.taskbook import RANK_GAP
from prodtui.storage.queries import boards as queries
from prodtui.storage.tables.boards import Step

CHUNK = 5_000
"""Turns that are held at a time."""


def write_steps(change: Change, board: BoardRow, flow: Workflow, at: datetime) -> tuple[StepRow, ...]:
    """Store the steps of a log on a new board, as if they had been there from its first event on."""
    for position, plan in enumerate(flow.plans):
        step = Step(board_id=board.id, key=plan.key, name=plan.name, kind=plan.kind, position=position)
        entities.insert(change, "step", step, step.key, board.id, at=at)
    return queries.steps(change.session, board.id)


class CaseWriter:
    """Stores the courses of a log inside a change; `open_after` is the moment behind which cases count as open."""

    def __init__(
        self,
        change: Change,
        board: BoardRow,
        steps: Sequence[StepRow],
        flow: Workflow,
        resources: Sequence[str],
        open_after: datetime | None,
    ) -> None:
        self._change, self._board, self._steps, self._flow = change, board, steps, flow
        self._resources, self._open_after = resources, open_after

    def write(self, found: Iterable[Course], told: Survey, progress: Callable[[int, int], None]) -> None:
        """Store everything; `progress` gets how many cases are stored and how many there are, after each chunk."""
        number = take_numbers(self._change, self._board, len(told.ends))
        ranks, done = _newest_first(told.ends), 0
        for chunk in _chunks(found):
            lives = [self._life(course, number + at, ranks[at]) for at, course in enumerate(chunk, start=done)]
            record_lives(self._change, self._board, lives, store_lives(self._change, self._board, lives))
            self._change.unit.write_events()
            done += len(chunk)
            progress(done, len(told.ends))
        self._change.unit.touch(f"tasks:{self._board.id}")

    def _life(self, course: Course, number: int, rank: int) -> Life:
        stops = [
            Stop(self._steps[self._flow.place(turn)], turn.since, self._by(turn.resource)) for turn in course.turns
        ]
        if self._flow.start:
            stops.insert(0, Stop(self._steps[0], course.begin))
        if self._open_after is None or course.end <= self._open_after:
            stops.append(Stop(self._steps[self._flow.done], course.end))
        birth, *visits = stops
        past = History(course.begin, birth.step, tuple(visits), birth.reason)
        planned = Planned(ImportTask(number, course.case), course.case, stops[-1].step, ())
        born = Newborn(number, rank, None, self._change.actor.login)
        return live_through(past, planned, born, self._steps, self._change.now)

    def _by(self, resource: int | None) -> str | None:
        return told_of(self._resources[resource]) if resource else None


def _chunks(found: Iterable[Course]) -> Iterator[list[Course]]:
    chunk, size = list[Course](), 0
    for course in found:
        chunk.append(course)
        size += len(course.turns)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _newest_first(ends: Sequence[datetime]) -> list[int]:
    """Return a rank for each case, those that ended last on top."""
    ranks = [0] * len(ends)
    for place, case in enumerate(sorted(range(len(ends)), key=lambda at: ends[at], reverse=True), start=1):
        ranks[case] = place * RANK_GAP
    return ranks
