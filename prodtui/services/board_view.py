"""What a board shows: all of it, or what changed since."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_board import BoardSnapshot, CardRow
from prodtui.services.change import Change
from prodtui.services.kinds import kind_of
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries import marks
from prodtui.storage.queries import names as name_queries
from prodtui.storage.queries import tasks as queries
from prodtui.storage.queries.cards import cards as cards_in
from prodtui.storage.queries.events import Touched
from prodtui.storage.unit_of_work import read

if TYPE_CHECKING:
    from prodtui.domain.rows_issues import IssueRow

#: More changes than this at once and a screen reads the whole board again.
MOST_CHANGES = 300
#: What is not drawn on a board, such as the text of checklists; topics of their own tell who shows it.
_NOT_DRAWN = (
    "filter",
    "recurrence",
    "checklist",
    "downtime",
    "improvement",
    "issue_action",
    "issue_comment",
    "issue_task",
    "standup",
    "standup_note",
    "handover",
)
#: Percentiles of fewer finished tasks say nothing.
_LEAST_FINISHED, LAST_FINISHED = 10, 500


@dataclass(frozen=True, slots=True)
class BoardDelta:
    """What changed on a board after an event: cards to show, ids to take away, and who changed each card last.

    With `reload` cards, gone and authors are empty: steps or too many tasks changed. `andons` are issues raised with an
    andon since, oldest first.
    """

    cards: tuple[CardRow, ...]
    gone: tuple[int, ...]
    authors: Mapping[int, str]
    last_event: int
    reload: bool
    andons: tuple[IssueRow, ...] = ()


def snapshot(ws: Workspace, *, done_days: int | None = None, archived: bool = False) -> BoardSnapshot:
    """Return the board as it stands; finished tasks of the last `done_days` days (the board's setting when None)."""
    now = ws.now()
    with read(ws.store) as session:
        board = board_queries.board_by_key(session, ws.need_board().key) or ws.need_board()
        since = now - timedelta(days=board.settings.done_days if done_days is None else done_days)
        where = queries.on_board(board, done_since=since, archived=archived)
        names = name_queries.names(session, board.id)
        cards = _marked(ws, session, board, cards_in(session, board, where, now))
        return BoardSnapshot(
            board=board,
            steps=tuple(step for step in names.steps if step.archived_at is None),
            people=board_queries.people(session, inactive=False),
            cards=cards,
            age_lines=age_lines(session, board),
            last_event=event_queries.last_event(session),
            names=names,
            ended=None if cards else queries.ended(session, board),
        )


def age_lines(session: Session, board: BoardRow) -> tuple[float, float] | None:
    """Return the 50 % and 85 % cycle times in days of the tasks finished last, None for fewer than ten."""
    spans = queries.finished_spans(session, board, LAST_FINISHED)
    return percentiles([(end - start).total_seconds() / 86400 for start, end in spans])


def percentiles(days: Sequence[float]) -> tuple[float, float] | None:
    """Return the 50 % and 85 % percentiles by nearest rank (`ceil(n p)`), None for fewer than ten."""
    if len(days) < _LEAST_FINISHED:
        return None
    ordered = sorted(days)
    return ordered[ceil(len(days) * 0.5) - 1], ordered[ceil(len(days) * 0.85) - 1]


def changes_since(
    ws: Workspace, last_event: int, *, done_days: int | None = None, own: Container[str] = ()
) -> BoardDelta:
    """Return what changed on the board after an event, reading only the touched tasks and those that wait for them.

    `own` are transactions of the reader, who is not told who made them and is not rung for.
    """
    now, board = ws.now(), ws.need_board()
    with read(ws.store) as session:
        newest = event_queries.last_event(session)
        touched = event_queries.touched_since(session, board.id, last_event, MOST_CHANGES + 1, without=_NOT_DRAWN)
        too_many = newest < last_event or len(touched) > MOST_CHANGES
        numbered = [event for event in touched if kind_of(event.ref) is not None]
        touched = [event for event in touched if kind_of(event.ref) is None]
        andons = _andons(session, board, last_event, now, own)
        parts = {"task", "comment", "work", "dependency"}
        new_need = any(event.kind == "product" for event in numbered)  # its checklist may be needed by any card
        if too_many or new_need or any(event.kind not in parts for event in touched):
            return BoardDelta((), (), {}, newest, True, andons)
        by_number = {int(event.ref.rpartition("-")[2]): event for event in touched}
        ids = queries.ids_of_numbers(session, board, by_number)
        marked = _tasks_of(session, numbered)
        # A purged task is found by no number any more, but its event holds its id.
        wanted = set(ids.values()) | {event.object_id for event in touched if event.kind == "task"} | marked.keys()
        wanted |= queries.successors_of(session, wanted) if wanted else set()
        since = now - timedelta(days=board.settings.done_days if done_days is None else done_days)
        cards = cards_in(session, board, queries.on_board(board, ids=wanted, done_since=since), now) if wanted else ()
        cards = _marked(ws, session, board, cards)
    shown = {card.id for card in cards}
    last = marked | {ids[number]: event for number, event in by_number.items() if number in ids}
    authors = {id: event.actor for id, event in last.items() if event.txn not in own}
    return BoardDelta(cards, tuple(sorted(wanted - shown)), authors, newest, False, andons)


def _marked(ws: Workspace, session: Session, board: BoardRow, cards: Sequence[CardRow]) -> tuple[CardRow, ...]:
    from prodtui.services.needs import marked  # the verbs of this module do without

    return marked(Change.looking(ws, session), board, cards)


def _andons(
    session: Session, board: BoardRow, last_event: int, now: datetime, own: Container[str]
) -> tuple[IssueRow, ...]:
    # The tables of the issue log cost a short command that moves a task more than the move.
    from prodtui.storage.queries import issues

    return tuple(issues.issues(session, board, issues.andons_since(session, board, last_event, own), now))


def _tasks_of(session: Session, events: Sequence[Touched]) -> dict[int, Touched]:
    """Return the ids of the tasks whose inspections or issues these events are about, each with the last of them."""
    found: dict[int, Touched] = {}
    for kind in ("inspection", "issue"):
        by_id = {event.object_id: event for event in events if kind_of(event.ref) == kind}
        if by_id:
            found |= {task_id: by_id[id] for id, task_id in marks.tasks_of(session, kind, by_id)}
    return found
