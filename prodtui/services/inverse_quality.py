"""The inverse of an answer, and of attaching or detaching a checklist; see `inverse`."""

from __future__ import annotations

from collections.abc import Callable

from prodtui.domain.codec import from_dict, to_dict
from prodtui.domain.enums import InspectionState
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_quality import ReadingRow
from prodtui.services import checklists, readings
from prodtui.services.change import Change
from prodtui.services.recordbook import RecordBook
from prodtui.storage.queries import checks as queries

Refusal = Callable[[EventRow, str], Exception]


def invert_reading(change: Change, event: EventRow, refusal: Refusal) -> None:
    """Put the earlier answer back, or take a first one away, unless the inspection goes on without it."""
    board, entity = RecordBook(change).find("inspection", event.ref)
    if entity.state != InspectionState.RUNNING or entity.archived_at is not None:
        raise refusal(event, "the inspection does not run any more.")
    said = from_dict(ReadingRow, event.after or event.before or {})
    given = queries.readings(change.session, entity.id)
    now = next((row for row in given if (row.item, row.sample) == (said.item, said.sample)), None)
    if (None if now is None else to_dict(now)) != event.after:
        raise refusal(event, f"{now.by if now else 'somebody'} changed it since.")
    content = queries.content_of(change.session, entity.id)
    if event.before is None:
        readings.take(change, board, entity, content, said.item, said.sample)
    else:
        readings.put(change, board, entity, content, from_dict(ReadingRow, event.before))


def question_of(change: Change, event: EventRow) -> str:
    """Return the text of the question that an answer is about."""
    _, entity = RecordBook(change).find("inspection", event.ref)
    key = (event.after or event.before or {})["item"]
    return next(item.text for item in queries.content_of(change.session, entity.id).items if item.key == key)


def invert_use(change: Change, event: EventRow, refusal: Refusal) -> None:
    """Detach a checklist that was attached, or attach one that was detached."""
    board = change.board_of(event.board or "")
    row = checklists.pick(change, board, event.ref)
    values = event.after or event.before or {}
    if event.before is not None:
        checklists.attach(change, board, row, event.before)
        return
    found = next((use for use in row.uses if all(to_dict(use)[name] == value for name, value in values.items())), None)
    if found is None:
        raise refusal(event, "it is attached like that no more.")
    checklists.detach(change, board, row, found)
