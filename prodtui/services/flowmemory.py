"""What somebody who looks at a board again and again keeps of it between two looks.

Events are only ever added. So a look reads anew those tasks that the events since the last one are about, and keeps the
others. Whatever changes what old events mean makes it read everything anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import NamedTuple, TypeVar, cast

from sqlalchemy.orm import Session

from prodtui.domain.flow.conventions import Ruler
from prodtui.domain.flow.lives import FlowEvent, Life, StepKinds, lives
from prodtui.domain.flow.measured import Measured
from prodtui.domain.flow.passage import Chain, Passage
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries import flow as queries
from prodtui.storage.queries.flow import Trait

T = TypeVar("T")
#: Kinds of things that leave filters of tasks what they were; steps, people or labels may not.
_OF_TASKS = frozenset({
    "task", "comment", "work", "output", "dependency", "inspection", "reading", "issue", "issue_action",
    "issue_comment", "issue_task", "downtime",
})  # fmt: skip
#: Of more tasks than these it costs less to read everything anew.
_MOST_TOUCHED = 1_000


@dataclass
class FlowLog:
    """What the event log tells of the tasks that looks at a board from `since` on are about, up to an event.

    `ahead` are tasks with events later than `now`, as another computer's clock may write them. `passages` and
    `measured` are what was made of the lives so far, by task.
    """

    store: Path
    board_id: int
    kinds: StepKinds
    since: datetime
    now: datetime
    last: tuple[int, str]
    lives: dict[int, Life] = field(default_factory=dict)
    traits: dict[int, Trait] = field(default_factory=dict)
    ahead: set[int] = field(default_factory=set)
    passages: dict[int, Passage] = field(default_factory=dict)
    measured: dict[int, Measured] = field(default_factory=dict)
    _things: dict[str, object] = field(default_factory=dict)
    _terms: tuple[Chain, Ruler] | None = None

    def is_about(self, store: Path, board_id: int, kinds: StepKinds, since: datetime, now: datetime) -> bool:
        """Tell whether a look now would read the same of old events, and nothing that has not happened by then."""
        mine = (self.store, self.board_id, self.kinds, self.since)
        return mine == (store, board_id, kinds, since) and self.now <= now

    def made_by(self, chain: Chain, ruler: Ruler) -> tuple[dict[int, Passage], dict[int, Measured]]:
        """Return what was made of the lives so far by the same steps and ruler: passages, and what they came to."""
        if (chain, ruler) != self._terms:
            self._terms, self.passages, self.measured = (chain, ruler), {}, {}
        return self.passages, self.measured

    def kept(self, kind: str, read: Callable[[], T]) -> T:
        """Return what was read of all things of a kind, read now when it was not or when one of them changed."""
        if kind not in self._things:
            self._things[kind] = read()
        return cast("T", self._things[kind])

    def forget(self, kinds: Iterable[str]) -> None:
        """Forget what was read of some kinds of things."""
        for kind in kinds:
            self._things.pop(kind, None)

    def read(self, session: Session, tasks: set[int] | None = None) -> None:
        """Read these tasks anew, or all of them."""
        events = queries.flow_events(session, self.board_id, self.since, tasks=tasks)
        traits = queries.traits(session, self.board_id, self.since, tasks)
        for task in tasks or ():
            for kept in (self.lives, self.traits, self.passages, self.measured):
                kept.pop(task, None)
        self.ahead = set()
        self.lives |= lives(self._so_far(events), self.kinds)
        if tasks is not None:
            self.lives = dict(sorted(self.lives.items()))
        self.traits |= traits

    def _so_far(self, events: Iterable[FlowEvent]) -> Iterator[FlowEvent]:
        for event in events:
            if event.at <= self.now:
                yield event
            else:
                self.ahead.add(event.task)


class Picked(NamedTuple):
    """Which tasks a filter picked up to an event; `about` is the store, the board, who asked, and the filter."""

    about: tuple[object, ...]
    last: tuple[int, str]
    tasks: frozenset[int]


class FlowMemory:
    """What looks at figures keep from one to the next; they hold it while they last, so one follows the other.

    Looks of any store, board, window and filter may follow each other: what does not serve the next one is read anew.
    """

    def __init__(self) -> None:
        self._log: FlowLog | None = None
        self._picked: Picked | None = None
        self._lock = RLock()

    def __enter__(self) -> FlowMemory:
        self._lock.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def recall(
        self, session: Session, store: Path, board_id: int, kinds: StepKinds, since: datetime, now: datetime
    ) -> FlowLog:
        """Return what the log tells up to now, most of it from memory when it is about the same."""
        log, self._log = self._log, None
        last = event_queries.newest_event(session)
        touched: dict[str, set[int]] | None = None
        if log is not None and log.is_about(store, board_id, kinds, since, now):
            touched = event_queries.touched_after(session, log.last, board_id, _MOST_TOUCHED)
        if log is None or touched is None:
            log = FlowLog(store, board_id, kinds, since, now, last)
            log.read(session)
        else:
            log.now, log.last = now, last
            log.forget(touched)
            tasks = touched.get("task", set()) | log.ahead
            if tasks:
                log.read(session, tasks)
        self._log = log
        return log

    def picked(
        self,
        session: Session,
        board_id: int,
        about: tuple[object, ...],
        pick: Callable[[set[int] | None], frozenset[int]],
    ) -> frozenset[int]:
        """Return which tasks a filter picks that rests on tasks alone.

        `pick` tells it of all tasks, or of those that changed since the last look about the same.
        """
        known, self._picked = self._picked, None
        last, touched = event_queries.newest_event(session), None
        if known is not None and known.about == about:
            touched = event_queries.touched_after(session, known.last, board_id, _MOST_TOUCHED)
        if known is None or touched is None or not touched.keys() <= _OF_TASKS:
            found = pick(None)
        else:
            changed = touched.get("task", set())
            found = known.tasks - changed | pick(changed) if changed else known.tasks
        self._picked = Picked(about, last, found)
        return found
