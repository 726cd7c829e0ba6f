"""Which events tell of something that is not over: what they say holds still, or is still to be done."""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from prodtui.domain.enums import InspectionState, IssueState
from prodtui.storage.tables.boards import Board
from prodtui.storage.tables.daily import Handover, Standup, StandupNote
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.issues import Issue
from prodtui.storage.tables.quality import Inspection
from prodtui.storage.tables.talk import Comment
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_event, _board, _task, _comment, _issue = (table_of(t) for t in (Event, Board, Task, Comment, Issue))
_inspection, _handover = table_of(Inspection), table_of(Handover)
_standup, _note = table_of(Standup), table_of(StandupNote)
_about = _event.c.object_id


@cache
def standing() -> ColumnElement[bool]:
    """Return the condition for an event that tells of something that is not over, on a board that is not archived.

    A task stands until it is archived or purged, a comment and a note until they are taken back or what they are about
    is put away, an andon until its issue is closed or put away, an inspection while it waits for a signature, a
    hand-over until somebody takes it over. Events of other kinds do not stand.
    """
    task, issue, handover = (table.c.archived_at.is_(None) for table in (_task, _issue, _handover))
    note = _note.c.archived_at.is_(None) & _standup.c.archived_at.is_(None)
    said = ~_taken_back()
    away = exists().where(_task.c.id == _inspection.c.task_id, _task.c.archived_at.is_not(None))
    waits = (_inspection.c.state == InspectionState.WAITING.value) & _inspection.c.archived_at.is_(None) & ~away
    rings = _issue.c.andon.is_(True) & (_issue.c.state != IssueState.CLOSED.value)
    there = {
        "task": exists().where(_task.c.id == _about, task),
        "comment": exists().where(_comment.c.id == _about, _task.c.id == _comment.c.task_id, task, said),
        "issue_comment": exists().where(_issue.c.id == _about, issue, said),
        "standup_note": exists().where(_note.c.id == _about, _standup.c.id == _note.c.standup_id, note),
        "issue": exists().where(_issue.c.id == _about, issue, rings),
        "inspection": exists().where(_inspection.c.id == _about, waits),
        "handover": exists().where(_handover.c.id == _about, handover, _handover.c.acknowledged_at.is_(None)),
    }
    here = select(_board.c.id).where(_board.c.archived_at.is_(None))
    stands = or_(*((_event.c.kind == kind) & query.correlate(_event) for kind, query in there.items()))
    return _event.c.board_id.in_(here) & stands


def _taken_back() -> ColumnElement[bool]:
    """Return the condition for an event about a comment that a later one took away; another may have its id by now."""
    later = aliased(_event)
    same = func.json_extract(later.c.before, "$.id") == func.json_extract(_event.c.after, "$.id")
    after = (later.c.ref == _event.c.ref) & (later.c.id > _event.c.id) & (later.c.kind == _event.c.kind)
    return exists().where(after, later.c.after.is_(None), same).correlate(_event)
