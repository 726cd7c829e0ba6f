"""What needs the team first: exceptions, what holds work back most before the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from prodtui.domain.dates import human_age, human_due
from prodtui.domain.enums import Concern, ServiceClass
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
    parts = (_tasks, _downs, _issues, _checks, _limits, _actions, _absences, _shortages, _behind)
    found = [item for part in parts for item in part(at)]
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


def _downs(at: Situation) -> Iterator[StandupItem]:
    for row in at.downs:
        name = at.step_by_key[row.step].name if row.step in at.step_by_key else row.step
        told = f"stands still for {human_age(row.started_at, at.now)}: {row.reason}"
        helpers = at.helpers(at.able(row.step))
        yield StandupItem(
            row.ref, Concern.STANDSTILL, row.issue or row.ref, None, name, told, row.started_at, (row.started_by,),
            helpers,
        )  # fmt: skip


def _issues(at: Situation) -> Iterator[StandupItem]:
    for row in at.issues:
        who = (row.owner,) if row.owner else ()
        told = f"{row.state} for {human_age(row.raised_at, at.now)}" + ("" if who else ", nobody sees to it")
        yield StandupItem(row.ref, Concern.ISSUE, row.ref, row.task, row.title, told, row.raised_at, who, ())


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
    came: dict[str, list[datetime]] = {}
    for card in at.cards:
        if card.service_class is not ServiceClass.EXPEDITE:  # limits do not count these
            came.setdefault(card.step, []).append(card.entered_at)
    for step in at.steps:
        here, limit = came.get(step.key, []), step.wip_limit
        count = len(here)
        if limit is not None and count >= limit:
            # Tasks came one by one, so it is full since the last one of as many as it holds came.
            since = sorted(here)[limit - 1]
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
