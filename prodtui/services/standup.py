"""The stand-up of a board: exceptions first, then person by person, then what changed since the last one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import instant_of, shifts_on, spans_on
from prodtui.domain.dates import day_begins, parse_when
from prodtui.domain.enums import ExceptionKind, InspectionState, Role, Severity, Via
from prodtui.domain.history import sentence
from prodtui.domain.rows import BoardRow, PersonRow, StepRow
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_quality import InspectionRow
from prodtui.domain.rows_standup import ChangeGroup, NamedTask, StandupPage
from prodtui.domain.standup.needs import needs
from prodtui.domain.standup.since import FINISHED, PLANNING, changes
from prodtui.domain.standup.situation import Situation
from prodtui.domain.standup.walk import walk
from prodtui.errors import Rejected
from prodtui.services import plan_exceptions, signing
from prodtui.services.board_view import age_lines
from prodtui.services.change import Change
from prodtui.services.kinds import kind_of
from prodtui.services.planfacts import PlanFacts
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import checks as check_queries
from prodtui.storage.queries import daily as daily_queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries import issues as issue_queries
from prodtui.storage.queries import supply as supply_queries
from prodtui.storage.queries import tasks as task_queries
from prodtui.storage.queries.cards import cards
from prodtui.storage.queries.downtime import downtimes
from prodtui.storage.queries.titles import titles_of
from prodtui.storage.tables.quality import Inspection
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_inspection = table_of(Inspection)
_DAY = timedelta(days=1)
#: A stand-up looks so many days ahead for absences and materials.
AHEAD = 7
#: Who did something on a board within so many days belongs to its team.
_RECENT = timedelta(days=30)
#: Days back at which the search for one with working time ends.
_FURTHEST = 31
#: The plan is looked at for this period and the next.
_PERIODS = 2
_BEHIND = (ExceptionKind.LATE, ExceptionKind.BEHIND)


@dataclass(frozen=True, slots=True)
class Since:
    """From when on a stand-up tells what changed: events after an id, and what that moment is in words."""

    at: datetime
    what: str
    event: int


@dataclass(frozen=True, slots=True)
class StandupBoard:
    """A stand-up with what its tasks can be worked on with: open tasks by reference, steps, everybody who is active.

    `last_event` is the id of the newest event that it tells of.
    """

    page: StandupPage
    board: BoardRow
    cards: Mapping[str, CardRow]
    steps: tuple[StepRow, ...]
    people: tuple[PersonRow, ...]
    last_event: int


def standup(ws: Workspace, since: str = "last") -> StandupPage:
    """Return the stand-up of the current board since "last" time, the "shift" before, or a moment as dates are written.

    Raises Rejected for a moment that lies ahead or cannot be read.
    """
    return standup_board(ws, since).page


def standup_board(ws: Workspace, since: str = "last") -> StandupBoard:
    """Return what `standup` does, with what its tasks can be worked on with."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        begun = since_of(change, board, since)
        events = events_since(change, board, begun)
        situation = situation_of(change, board, events)
        groups = changes(events, change.steps(board), titles(change, board, events))
        page = StandupPage(
            board=board.key,
            name=board.name,
            at=change.now,
            since=begun.at,
            since_what=begun.what,
            needs=needs(situation),
            people=walk(situation, _finished(change, board, groups)),
            changes=groups,
            record=daily_queries.running(session, board),
        )
        return StandupBoard(
            page,
            board,
            {card.ref: card for card in situation.cards},
            change.steps(board),
            tuple(person for person in change.people() if person.active),
            event_queries.last_event(session),
        )


def since_of(change: Change, board: BoardRow, text: str) -> Since:
    """Return from when on something is told; see `standup`. Without an earlier stand-up: the working day before."""
    zone, now = ZoneInfo(board.timezone), change.now
    before = daily_queries.last_ended(change.session, board) if text == "last" else None
    if before is not None and before.ended_at is not None:
        # Its own last event, not its time: a clock that went back loses nothing.
        ended = event_queries.last_about(change.session, board.id, before.ref)
        return Since(before.ended_at, f"the last stand-up, {before.ref}", ended)
    if text in ("last", "shift"):
        at, what = (_shift if text == "shift" else _working_day)(board, zone, now)
    else:
        at, what = parse_when(text, now, zone, end_of_day=False), "asked for"
        if at > now:
            raise Rejected(f"{text!r} lies ahead, so nothing changed since.", hint="Name a moment that is past.")
    return Since(at, what, event_queries.last_before(change.session, at))


def _working_day(board: BoardRow, zone: ZoneInfo, now: datetime) -> tuple[datetime, str]:
    """Return when the working day before today began, a day ago where nobody works."""
    today = now.astimezone(zone).date()
    for back in range(1, _FURTHEST + 1):
        day = today - back * _DAY
        if spans_on(day, board.settings):
            return day_begins(day, zone), "the working day before"
    return now - _DAY, "a day ago"


def _shift(board: BoardRow, zone: ZoneInfo, now: datetime) -> tuple[datetime, str]:
    """Return when the shift began that ended last: the one before that which runs."""
    today = now.astimezone(zone).date()
    for back in range(_FURTHEST + 1):
        day = today - back * _DAY
        ended = [span for span in shifts_on(day, board.settings) if instant_of(day, span[1], zone) <= now]
        if ended:
            return instant_of(day, ended[-1][0], zone), "the shift before"
    return now - _DAY, "a day ago"


def events_since(change: Change, board: BoardRow, since: Since) -> Sequence[EventRow]:
    """Return what was recorded since that a stand-up may tell of; of an import only what happened since."""
    found = event_queries.happened(change.session, board.id, since.event)
    return [event for event in found if event.via is not Via.IMPORT or event.at >= since.at]


def situation_of(change: Change, board: BoardRow, events: Sequence[EventRow]) -> Situation:
    """Return the board as a stand-up sees it; whoever did something in `events` belongs to its team."""
    session, now = change.session, change.now
    zone = ZoneInfo(board.timezone)
    today = now.astimezone(zone).date()
    open_cards = cards(session, board, task_queries.on_board(board, open_only=True), now)
    waiting, failed = (
        check_queries.inspections(session, board, check_queries.present(), _inspection.c.state == state.value)
        for state in (InspectionState.WAITING, InspectionState.FAILED)
    )
    facts = PlanFacts(change, board)
    columns = facts.columns(None, None, _PERIODS)
    return Situation(
        now=now,
        tz=zone,
        steps=change.steps(board),
        cards=open_cards,
        people=_team(change, board, open_cards, events),
        age_lines=age_lines(session, board),
        waiting=waiting,
        failed=_not_made_again(change, board, failed),
        signers=signing.signers(change, board, waiting),
        downs=downtimes(session, board, running=True),
        issues=issue_queries.issues(session, board, issue_queries.open_of(session, board, Severity.CRITICAL), now),
        actions=issue_queries.actions_of_board(session, board, done=False, owner=None, before=now, limit=None),
        absences=supply_queries.absences(session, board, first=today, last=today + AHEAD * _DAY),
        shortages=[row for row in plan_exceptions.shortages_in(facts) if row.day <= today + AHEAD * _DAY],
        behind=[row for row in plan_exceptions.exceptions_in(facts, columns) if row.kind in _BEHIND],
    )


def _not_made_again(change: Change, board: BoardRow, failed: Sequence[InspectionRow]) -> list[InspectionRow]:
    """Return failed inspections after which nobody has made another one of the same task."""
    numbers = {int(row.task.rpartition("-")[2]) for row in failed if row.task}
    tasks = task_queries.ids_of_numbers(change.session, board, numbers)
    made = check_queries.inspections(change.session, board, _inspection.c.task_id.in_(list(tasks.values())))
    newest = {(row.task, row.checklist): row.number for row in reversed(made)}
    return [row for row in failed if newest.get((row.task, row.checklist), 0) <= row.number]


def _team(
    change: Change, board: BoardRow, open_cards: Sequence[CardRow], events: Sequence[EventRow]
) -> list[PersonRow]:
    """Return who works on a board: everybody where it is the only one, else who carries or did something there."""
    active = [person for person in change.people() if person.active]
    here = {login for card in open_cards for login in card.assignees} | {event.actor for event in events}
    if len(board_queries.boards(change.session)) == 1:
        return [person for person in active if person.role is not Role.SPONSOR or person.login in here]
    recent = event_queries.last_before(change.session, change.now - _RECENT)
    here |= event_queries.actors_after(change.session, board.id, recent)
    return [person for person in active if person.login in here]


def _finished(change: Change, board: BoardRow, groups: Sequence[ChangeGroup]) -> Mapping[str, Collection[NamedTask]]:
    """Return by login what was finished since and stands finished, last first."""
    refs = [each.ref for group in groups if group.word == FINISHED for each in group.changes]
    numbers = {int(ref.rpartition("-")[2]) for ref in refs}
    ids = task_queries.ids_of_numbers(change.session, board, numbers)
    people = task_queries.assignees(change.session, board, task_queries.few(list(ids.values())))
    by_ref = {f"{board.key}-{number}": people.get(id, ()) for number, id in ids.items()}
    named = {each.ref: each.title for group in groups for each in group.changes}
    found = defaultdict[str, list[NamedTask]](list)
    for ref in refs:
        for login in by_ref.get(ref, ()):
            found[login].append(NamedTask(ref, named[ref]))
    return found


def titles(change: Change, board: BoardRow, events: Sequence[EventRow]) -> Mapping[str, str]:
    """Return the titles of what events are about; of the plan what the event says, which has none."""
    zone = ZoneInfo(board.timezone)
    told = {event.ref: sentence(event, zone) for event in events if kind_of(event.ref) in PLANNING}
    return told | titles_of(change.session, board, {event.ref for event in events})
