"""Lives and passages for tests, told in few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from prodtui.domain.enums import Reentry, StepKind
from prodtui.domain.flow.conventions import Conventions, Ruler
from prodtui.domain.flow.figures import Flow
from prodtui.domain.flow.lives import FlowEvent, Life, StepKinds, life_of
from prodtui.domain.flow.passage import chain, passage
from prodtui.domain.flow.window import Window, window
from prodtui.domain.rows import BoardSettings

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
STEPS = (
    ("ready", StepKind.QUEUE),
    ("weld", StepKind.ACTIVE),
    ("dry", StepKind.QUEUE),
    ("test", StepKind.ACTIVE),
    ("done", StepKind.DONE),
)
KINDS = StepKinds(dict(STEPS))
CHAIN = chain(STEPS)


def at(days: float) -> datetime:
    """Return a moment so many days after the start."""
    return START + timedelta(days=days)


def life(*told: tuple[float, str], task: int = 1, kinds: StepKinds = KINDS) -> Life:
    """Return the life of marks, each so many days after the start."""
    return life_of(task, [FlowEvent(task, id, at(days), flow) for id, (days, flow) in enumerate(told, 1)], kinds)


def flow_of(
    lives: Sequence[Life],
    now: float,
    conventions: Conventions | None = None,
    settings: BoardSettings | None = None,
    zone: ZoneInfo = ZONE,
) -> Flow:
    """Return how lives passed through the workflow up to a moment."""
    how = conventions or Conventions()
    ruler = Ruler(how, settings or BoardSettings(), zone, START.date() - timedelta(days=40), at(now + 40).date())
    return Flow(tuple(passage(each, CHAIN, how.entry) for each in lives), CHAIN, ruler, at(now))


def days(first: int, last: int, zone: ZoneInfo = ZONE) -> Window:
    """Return the window of days so many after the start's, both included."""
    begin: date = START.date()
    return window(begin + timedelta(days=first), begin + timedelta(days=last), zone)


LAST, FIRST = Reentry.LAST, Reentry.FIRST
