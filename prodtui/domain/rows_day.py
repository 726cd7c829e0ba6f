"""The day of one person as rows: timer, what is in hand, what comes next, what waits; manners as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from prodtui.domain.enums import NoticeKind, WaitKind
from prodtui.domain.rows_standup import CarriedTask

_LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A clock of somebody that runs for a task."""

    person: str
    ref: str
    title: str
    started_at: datetime

    def ran(self, now: datetime) -> int:
        """Return for how many whole minutes it runs."""
        return max((now - self.started_at) // timedelta(minutes=1), 0)

    def is_forgotten(self, now: datetime) -> bool:
        """Tell whether it ran too long for anybody to know how much of it was work."""
        return now - self.started_at > _LONGEST


@dataclass(frozen=True, slots=True)
class TimerStopped:
    """A timer that ended: how many minutes of it were logged on its task, 0 for less than one."""

    ref: str
    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class NextTask:
    """What somebody does next: by the schedule at `starts`, or the first in line where it has no place (None).

    `others` hold it now, where it is planned to come from their hands.
    """

    ref: str
    title: str
    step: str
    starts: datetime | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """Something that waits on somebody: its reference, its title, what is asked for, and by when."""

    kind: WaitKind
    ref: str
    title: str
    text: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class MyDay:
    """The day of a person on a board: the last step of the board comes first in `carries`, and in what is `later`.

    `carries` are begun, what is `later` is theirs and not begun; `next` is left out of it.
    """

    board: str
    at: datetime
    login: str
    name: str
    timer: TimerRow | None
    next: NextTask | None
    carries: tuple[CarriedTask, ...]
    later: tuple[CarriedTask, ...]
    waits: tuple[WaitingItem, ...]


@dataclass(frozen=True, slots=True)
class TodayLine:
    """Something that is to happen on a day: `what` says in a word, such as "due", `at` when, None for all day."""

    what: str
    ref: str
    title: str
    text: str
    who: tuple[str, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Today:
    """What a day holds on a board, by time."""

    board: str
    day: date
    lines: tuple[TodayLine, ...]


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Something that concerns a person: the event (`id`) that says so, what it is about, what it says, who did it."""

    id: int
    at: datetime
    board: str | None
    kind: NoticeKind
    ref: str
    title: str
    text: str
    by: str
    read: bool
