"""What needs the team first: exceptions, what holds work back most before the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from prodtui.domain.dates import human_due
from prodtui.domain.enums import Concern
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_planning import AbsenceRow
from prodtui.domain.rows_quality import InspectionRow
from prodtui.domain.rows_standup import StandupItem
from prodtui.domain.standup.facts import Fact, facts_of
from prodtui.domain.standup.situation import Situation

_ORDER = {concern: place for place, concern in enumerate(Concern)}
_LONG_AGO, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def needs(at: Situation) -> tuple[StandupItem, ...]:
    """Return what needs the team, by concern in the order of `Concern`, of each the oldest first.

    A task stands here once, for what matters most about it; the rest of what is wrong is told with it.
    """
    found = [*_tasks(at), *_checks(at), *_limits(at), *_actions(at), *_absences(at), *_shortages(at), *_behind(at)]
    return tuple(sorted(found, key=lambda item: (_ORDER[item.concern], item.since or _NEVER, item.key)))


def _tasks(at: Situation) -> Iterator[StandupItem]:
    for card in at.cards:
        if facts := facts_of(card, at):
            yield _task(card, facts, at)


def _task(card: CardRow, facts: list[Fact], at: Situation) -> StandupItem:
    first = facts[0]
    words = [fact.text for fact in facts]
    if not card.assignees:
        words.append("nobody on it")
    return StandupItem(
        card.ref, first.concern, card.ref, card.ref, card.title, ", ".join(words), first.since,
        card.assignees, at.helpers(_able(card, first, at), but=card.assignees),
    )  # fmt: skip


def _able(card: CardRow, first: Fact, at: Situation) -> tuple[str, ...]:
    """Return who could help a task: those who work on what it waits for, else those who have the role of its step."""
    if first.concern is Concern.BLOCKED and card.waiting_for:
        before = {login for other in at.cards if other.ref in card.waiting_for for login in other.assignees}
        if before:
            return tuple(before)
    return at.able(card.step)


def _checks(at: Situation) -> Iterator[StandupItem]:
    for row in at.failed:
        told = f"{row.ref} {row.name} failed in {row.failed} of {row.questions}"
        yield _check(row, Concern.FAILED, told, at.able(row.step or ""), at)
    for row in at.waiting:
        signers = at.signers.get(row.ref, ())
        told = f"{row.ref} {row.name} passed, waits for a signature"
        yield _check(row, Concern.SIGNATURE, told if signers else f"{told} that nobody here may give", signers, at)


def _check(row: InspectionRow, concern: Concern, told: str, able: tuple[str, ...], at: Situation) -> StandupItem:
    who = (row.completed_by,) if row.completed_by else ()
    return StandupItem(
        row.ref, concern, row.ref, row.task, row.title or row.name, told, row.completed_at, who,
        at.helpers(able, but=who),
    )  # fmt: skip


def _limits(at: Situation) -> Iterator[StandupItem]:
    counts = Counter(card.step for card in at.cards)
    for step in at.steps:
        count, limit = counts[step.key], step.wip_limit
        if limit is not None and count >= limit:
            # Tasks stand in it one by one, so it is full since the last one of as many as it holds came.
            since = sorted(card.entered_at for card in at.cards if card.step == step.key)[limit - 1]
            told = f"{'at' if count == limit else 'over'} its limit {count}/{limit}"
            yield StandupItem(f"step:{step.key}", Concern.LIMIT, None, None, step.name, told, since, (), ())


def _actions(at: Situation) -> Iterator[StandupItem]:
    for row in at.actions:
        if row.due is not None:
            late = human_due(row.due, at.now, at.tz)
            who = (row.owner,) if row.owner else ()
            told = f"{row.kind} action, {late}" + ("" if who else ", nobody on it")
            ref = f"{row.issue}.{row.number}"
            yield StandupItem(ref, Concern.ACTION, ref, None, row.text, told, row.due, who, ())


def _absences(at: Situation) -> Iterator[StandupItem]:
    names = {person.login: person.name for person in at.people}
    for row in at.absences:
        who = row.person or row.resource or ""
        begun, when = row.starts <= at.today, _when(row, at)
        told = f"{when}: {row.reason}" if row.reason else when
        carried = [card.ref for card in at.cards if row.person in card.assignees and at.in_work(card)]
        if carried:
            told += f", carries {', '.join(carried)}"
        since, name = _LONG_AGO if begun else None, names.get(who, who)
        yield StandupItem(row.ref, Concern.ABSENCE, row.ref, None, name, told, since, (who,), ())


def _when(row: AbsenceRow, at: Situation) -> str:
    starts, ends = at.day_text(row.starts), at.day_text(row.ends)
    if row.starts <= at.today:
        return "away today" if row.ends == at.today else f"away until {ends}"
    return f"away on {starts}" if row.starts == row.ends else f"away from {starts} to {ends}"


def _shortages(at: Situation) -> Iterator[StandupItem]:
    for row in at.shortages:
        until = f", until {at.day_text(row.until)}" if row.until else ", and no delivery covers it"
        told = f"{row.short:.6g} {row.unit} short on {at.day_text(row.day)}{until}"
        about = row.task or row.product or ""
        key = f"short:{row.material}:{about.rpartition('-')[2]}:{row.day}"
        yield StandupItem(key, Concern.SHORTAGE, row.task, row.task, f"{row.name} for {about}", told, None, (), ())


def _behind(at: Situation) -> Iterator[StandupItem]:
    for row in at.behind:
        key = f"behind:{row.ref.rpartition('-')[2]}:{row.day}"
        yield StandupItem(key, Concern.BEHIND, row.ref, None, row.product or row.ref, row.reason, None, (), ())
