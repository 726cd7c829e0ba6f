"""What is wrong with a task, in words: each fact with the concern that it is, what matters most first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from prodtui.domain.dates import human_age, human_due
from prodtui.domain.enums import Concern
from prodtui.domain.rows_board import CardRow
from prodtui.domain.standup.situation import Situation

_DAY = timedelta(days=1)


class Fact(NamedTuple):
    """One thing that is wrong with a task, and since when."""

    concern: Concern
    text: str
    since: datetime | None


def facts_of(card: CardRow, at: Situation) -> list[Fact]:
    """Return what is wrong with an open task: blocked before late before ageing.

    A task that waits for a day to come needs nobody before it, but for what blocks it.
    """
    found = list(_blocked(card, at))
    if card.wait_until is None or card.wait_until <= at.now:
        found += [*_due(card, at), *_age(card, at)]
    return found


def days_in_work(card: CardRow, now: datetime) -> float | None:
    """Return the days since a task was started, None for one that is not."""
    return None if card.started_at is None else max((now - card.started_at) / _DAY, 0.0)


def _blocked(card: CardRow, at: Situation) -> Iterator[Fact]:
    if card.blocked_reason is not None:
        age = f" {human_age(card.blocked_since, at.now)}" if card.blocked_since else ""
        yield Fact(Concern.BLOCKED, f"blocked{age}: {card.blocked_reason}", card.blocked_since)
    elif card.waiting_for and at.in_work(card):
        yield Fact(Concern.BLOCKED, f"waits for {', '.join(card.waiting_for)}", card.entered_at)


def _due(card: CardRow, at: Situation) -> Iterator[Fact]:
    if card.due is None:
        return
    if card.due < at.now:
        yield Fact(Concern.LATE, human_due(card.due, at.now, at.tz), card.due)
    elif card.due.astimezone(at.tz).date() == at.today:
        yield Fact(Concern.DUE, "due today", card.due)


def _age(card: CardRow, at: Situation) -> Iterator[Fact]:
    days = days_in_work(card, at.now)
    if at.age_lines is not None and days is not None and days > at.age_lines[1]:
        told = f"{days:.2g} d in work, 85 % take {at.age_lines[1]:.2g} d or less"
        yield Fact(Concern.AGEING, told, card.started_at)
