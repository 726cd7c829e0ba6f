"""The day of one person: what runs, what is in hand, what comes next by the schedule, and what waits on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from prodtui.domain.dates import human_distance
from prodtui.domain.enums import StepKind, WaitKind
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, PersonRow, StepRow
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_day import MyDay, NextTask, Today, TodayLine, WaitingItem
from prodtui.domain.rows_planning import AbsenceRow
from prodtui.domain.rows_schedule import ScheduleView
from prodtui.domain.standup.handover import first_line
from prodtui.domain.standup.situation import Situation
from prodtui.domain.standup.walk import walk
from prodtui.services import handovers, issue_actions, issues, quality_list, schedule, timers
from prodtui.services.board_view import age_lines
from prodtui.services.change import Change
from prodtui.services.lookup import pick_person
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries import supply as supply_queries
from prodtui.storage.queries import tasks as task_queries
from prodtui.storage.queries.cards import cards
from prodtui.storage.unit_of_work import read

_MOST_SIGNATURES = 50
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayBoard:
    """The day of the actor, what it holds by the clock, and what its tasks can be worked on with."""

    day: MyDay
    today: Today
    board: BoardRow
    cards: Mapping[str, CardRow]
    steps: tuple[StepRow, ...]
    people: tuple[PersonRow, ...]
    last_event: int


@dataclass(frozen=True, slots=True)
class _Look:
    """What was read of a board for its day: open cards, the schedule, who is away today, the newest event."""

    board: BoardRow
    now: datetime
    zone: ZoneInfo
    cards: tuple[CardRow, ...]
    steps: tuple[StepRow, ...]
    people: tuple[PersonRow, ...]
    age_lines: tuple[float, float] | None
    absences: tuple[AbsenceRow, ...]
    view: ScheduleView
    last_event: int


def my_day(ws: Workspace, who: str | None = None) -> MyDay:
    """Return the day of the actor, or of somebody else by name. Raises NotFound for nobody.

    Signatures and hand-overs are those of the actor: who else may give them is not asked.
    """
    return _my_day(ws, _look(ws), who)


def today(ws: Workspace, *, mine: bool = False) -> Today:
    """Return what this day holds on the board: due, planned to start or to end, actions, absences; or mine alone."""
    return _today(ws, _look(ws), mine=mine)


def day_board(ws: Workspace) -> DayBoard:
    """Return the day of the actor as a screen shows it. Raises NotFound for somebody whom the store does not know."""
    look = _look(ws)
    people = tuple(person for person in look.people if person.active)
    by_ref = {card.ref: card for card in look.cards}
    return DayBoard(
        _my_day(ws, look, None), _today(ws, look, mine=True), look.board, by_ref, look.steps, people, look.last_event
    )


def _look(ws: Workspace) -> _Look:
    view = schedule.current(ws)
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board, now = change.board(), change.now
        zone = ZoneInfo(board.timezone)
        day = now.astimezone(zone).date()
        return _Look(
            board,
            now,
            zone,
            tuple(cards(session, board, task_queries.on_board(board, open_only=True), now)),
            tuple(change.steps(board)),
            tuple(change.people()),
            age_lines(session, board),
            tuple(supply_queries.absences(session, board, first=day, last=day)),
            view,
            event_queries.last_event(session),
        )


def _my_day(ws: Workspace, look: _Look, who: str | None) -> MyDay:
    person = pick_person(look.people, who or ws.actor.login)
    mine = [card for card in look.cards if person.login in card.assignees]
    situation = Situation(look.now, look.zone, look.steps, mine, [person], look.age_lines)
    carries = walk(situation, {})[0].carries
    is_me = person.login == ws.actor.login
    following = _next(look, person, mine, situation)
    return MyDay(
        board=look.board.key,
        at=look.now,
        login=person.login,
        name=person.name,
        timer=next((row for row in timers.timers(ws) if row.person == person.login), None),
        next=following,
        carries=tuple(task for task in carries if task.days is not None),
        later=tuple(task for task in carries if task.days is None and task.ref != (following and following.ref)),
        waits=tuple(_waits(ws, look.board, person, is_me=is_me, situation=situation)),
    )


def _today(ws: Workspace, look: _Look, *, mine: bool) -> Today:
    day, zone = look.now.astimezone(look.zone).date(), look.zone
    lines = [
        *_due(look.cards, day, zone),
        *_planned(look.view, day, zone),
        *(
            TodayLine("action", f"{row.issue}.{row.number}", row.text, "", (row.owner,) if row.owner else (), row.due)
            for row in issue_actions.list_actions(ws)
            if row.due is not None and row.due.astimezone(zone).date() == day
        ),
        *(
            TodayLine("away", row.ref, row.person or row.resource or "", row.reason, (row.person or "",), None)
            for row in look.absences
        ),
    ]
    found = [line for line in lines if not mine or ws.actor.login in line.who]
    return Today(
        look.board.key, day, tuple(sorted(found, key=lambda line: (line.at is None, line.at or look.now, line.ref)))
    )


def _next(look: _Look, person: PersonRow, mine: Sequence[CardRow], at: Situation) -> NextTask | None:
    """Return what somebody does next: what is planned for them first, else the first of theirs in the last queue."""
    started = {card.ref for card in mine if card.started_at is not None}
    planned = [
        (part.starts, row.ref, row)
        for row in look.view.tasks
        if row.ref not in started
        for part in row.parts
        if person.login in part.person
    ]
    if planned:
        starts, ref, row = min(planned, key=lambda entry: entry[:2])
        held_by = next((card.assignees for card in look.cards if card.ref == ref), ())
        return NextTask(ref, row.title, row.step, starts, () if person.login in held_by else tuple(held_by))
    places = {step.key: place for place, step in enumerate(at.steps)}
    waiting = [card for card in mine if at.step_by_key[card.step].kind is StepKind.QUEUE]
    if not waiting:
        return None
    card = min(waiting, key=lambda card: (-places[card.step], card.rank))
    return NextTask(card.ref, card.title, card.step, None)


def _waits(
    ws: Workspace, board: BoardRow, person: PersonRow, *, is_me: bool, situation: Situation
) -> Iterator[WaitingItem]:
    if is_me:
        for check in quality_list.signable(ws, limit=_MOST_SIGNATURES, failed=False):
            about = f"{check.task} {check.title}" if check.task else "by hand"
            yield WaitingItem(WaitKind.SIGNATURE, check.ref, check.name, about, None)
        if board.rights.may(ws.actor.role, Permission.HAND_OVER):
            for row in handovers.list_handovers(ws, waiting=True):
                if row.written_by != person.login:
                    text = first_line(row.text)
                    yield WaitingItem(WaitKind.HANDOVER, row.ref, f"Shift of {row.written_by}", text, None)
    for action in issue_actions.list_actions(ws, owner=person.login):
        when = human_distance(action.due, situation.now, situation.tz) if action.due else "no date"
        ref = f"{action.issue}.{action.number}"
        yield WaitingItem(WaitKind.ACTION, ref, action.text, when, action.due)
    for issue in issues.list_issues(ws, f"@{person.login} checks", limit=None):
        yield WaitingItem(WaitKind.REVIEW, issue.ref, issue.title, "its effect is to be looked at", issue.check_due)


def _due(open_cards: Sequence[CardRow], day: date, zone: ZoneInfo) -> Iterator[TodayLine]:
    for card in open_cards:
        if card.due is not None and card.due.astimezone(zone).date() == day:
            yield TodayLine("due", card.ref, card.title, card.step, card.assignees, card.due)


def _planned(view: ScheduleView, day: date, zone: ZoneInfo) -> Iterator[TodayLine]:
    for row in view.tasks:
        who = tuple(dict.fromkeys(login for part in row.parts for login in part.person))
        for what, at in (("start", None if row.begun else row.starts), ("end", row.ends)):
            if at is not None and _day(at, zone) == day:
                yield TodayLine(what, row.ref, row.title, row.step, who, at)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
