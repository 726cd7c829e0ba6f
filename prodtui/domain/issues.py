"""Rules of the issue log: what each state needs, how old an issue is, when its effect is looked at, what it repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from prodtui.domain.dates import human_minutes
from prodtui.domain.enums import ActionKind, CauseCategory, IssueState
from prodtui.domain.rows_issues import ActionRow, DowntimeRow, IssueRow

STATES = tuple(IssueState)

#: What says on purpose that there is no damage to contain.
NOTHING_TO_CONTAIN = "Nothing to contain."

#: Days until the effect is looked at, when nobody said how many days or finished items.
CHECK_DAYS = 30

#: Kinds of action that must be done before anybody can see whether they helped.
_DUE_BEFORE_CHECK = (ActionKind.CONTAINMENT, ActionKind.CORRECTIVE)


@dataclass(frozen=True, slots=True)
class Missing:
    """What an issue lacks: the field or verb that gives it, and a sentence fragment."""

    field: str
    text: str


def missing_for(
    state: IssueState, issue: IssueRow, actions: Sequence[ActionRow], downtime: Sequence[DowntimeRow] = ()
) -> tuple[Missing, ...]:
    """Return everything that an issue lacks to stand in `state`, what the states before it need included.

    `downtime` are the times in which a step stood still because of it.
    """
    live = [action for action in actions if action.archived_at is None]
    needs = (
        (IssueState.CONTAINED, not issue.containment, "containment", "what was done to contain it"),
        (IssueState.ANALYSING, not issue.owner, "owner", "an owner"),
        (IssueState.ACTING, not issue.cause, "cause", "a cause"),
        (IssueState.ACTING, issue.cause_category is None, "cause_category", "the category of its cause"),
        (IssueState.VERIFYING, not _has_corrective(live), "action", "a corrective action"),
        *((IssueState.VERIFYING, True, "action", _still_open(action)) for action in live if _holds_back(action)),
        (IssueState.CLOSED, not issue.evidence, "evidence", "evidence that it is solved"),
        (IssueState.CLOSED, issue.effective is not True, "check", "a check that found its actions effective"),
        *((IssueState.CLOSED, True, "downtime", _still_runs(down)) for down in downtime if down.ended_at is None),
    )
    rank = STATES.index(state)
    return tuple(Missing(field, text) for at, lacks, field, text in needs if lacks and STATES.index(at) <= rank)


def next_state(state: IssueState) -> IssueState | None:
    """Return the state behind this one, None behind the last."""
    place = STATES.index(state) + 1
    return STATES[place] if place < len(STATES) else None


def is_back(here: IssueState, to: IssueState) -> bool:
    """Tell whether the way from one state to another leads back, which needs a reason."""
    return STATES.index(to) < STATES.index(here)


def age_days(issue: IssueRow, now: datetime) -> float:
    """Return how many days an issue has been open, until it was closed or now."""
    return ((issue.closed_at or now) - issue.raised_at).total_seconds() / 86400


def check_due(verifying_at: datetime, days: int | None, items: int | None) -> datetime | None:
    """Return when the effect is to be looked at by days; with finished items alone there is no such moment."""
    if days is None and items is not None:
        return None
    return verifying_at + timedelta(days=CHECK_DAYS if days is None else days)


def told_check(due: datetime | None, items: int | None, tz: tzinfo) -> str:
    """Return in words when the effect is to be looked at."""
    day = f"on {due.astimezone(tz):%Y-%m-%d}" if due else ""
    return " or ".join(part for part in (day, f"after {items} more finished tasks" if items else "") if part)


def is_check_ready(state: IssueState, due: datetime | None, items: int | None, finished: int, now: datetime) -> bool:
    """Tell whether the effect can be looked at: the day has come, or so many items are finished since."""
    if state is not IssueState.VERIFYING:
        return False
    return (due is not None and due <= now) or (items is not None and finished >= items)


@dataclass(frozen=True, slots=True)
class Trace:
    """As much of an issue as tells whether another one repeats it."""

    number: int
    step: str | None
    category: str | None
    cause_category: CauseCategory | None
    raised_at: datetime
    closed_at: datetime | None


def repeats(new: Trace, old: Trace, days: int) -> bool:
    """Tell whether an issue repeats an older one that was raised or closed at most `days` days before it.

    Both were found at the same step, and have the same category of cause, or the same category while one of the causes
    is not known yet.
    """
    if new.number <= old.number or new.step is None or new.step != old.step:
        return False
    if new.raised_at - max(old.raised_at, old.closed_at or old.raised_at) > timedelta(days=days):
        return False
    if new.cause_category is not None and old.cause_category is not None:
        return new.cause_category is old.cause_category
    return new.category is not None and new.category == old.category


def _has_corrective(actions: Sequence[ActionRow]) -> bool:
    return any(action.kind is ActionKind.CORRECTIVE for action in actions)


def _holds_back(action: ActionRow) -> bool:
    return action.kind in _DUE_BEFORE_CHECK and action.done_at is None


def _still_open(action: ActionRow) -> str:
    return f"action {action.number} ({action.kind}) to be done"


def _still_runs(down: DowntimeRow) -> str:
    return f"the end of its downtime {down.ref} at {down.step}"


def lasted(row: DowntimeRow, now: datetime) -> str:
    """Return how long a step stood still, until `now` when it still does: whole minutes of the clock on the wall."""
    return human_minutes(int(((row.ended_at or now) - row.started_at).total_seconds() // 60))
