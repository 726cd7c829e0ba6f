"""Saved filters of a board."""

from __future__ import annotations

from sqlalchemy import delete, select

from prodtui.domain.filters import describe, parse_filter
from prodtui.domain.rows_board import BoardNames, FilterRow
from prodtui.domain.text import clean_line
from prodtui.errors import NotFound
from prodtui.services import entities
from prodtui.services.change import begin
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import names as queries
from prodtui.storage.tables.filters import SavedFilter
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

_filter = table_of(SavedFilter)


def save_filter(ws: Workspace, name: str, text: str, *, request_id: str | None = None) -> Done[FilterRow]:
    """Keep a filter under a name, replacing one of the same name. Raises Rejected for a filter that cannot be read."""
    name, text = clean_line(name, limit=40, what="name"), describe(parse_filter(text))
    with begin(ws, "filter.save", request_id=request_id, body={"name": name, "text": text}) as change:
        if change.first_answer:
            return change.repeat(FilterRow)
        board = change.board()
        here = (_filter.c.board_id == board.id) & (_filter.c.name == name)
        known = change.session.execute(select(_filter.c.id, _filter.c.text).where(here)).first()
        if known is not None and known.text == text:
            return change.done(FilterRow(known.id, name, text))
        change.session.execute(delete(_filter).where(here))
        new_id = change.unit.insert(_filter, board_id=board.id, name=name, text=text)
        before = {"name": name, "text": known.text} if known is not None else None
        entities.note(change, "filter", board.id, name, before, {"name": name, "text": text}, 1, board.id)
        return change.done(FilterRow(new_id, name, text))


def nameable(ws: Workspace) -> BoardNames:
    """Return what a filter may name on the current board."""
    with read(ws.store) as session:
        return queries.names(session, ws.need_board().id)


def list_filters(ws: Workspace) -> tuple[FilterRow, ...]:
    """Return the saved filters of the current board by name."""
    with read(ws.store) as session:
        return queries.saved_filters(session, ws.need_board().id)


def names(ws: Workspace) -> BoardNames:
    """Return what a filter may name on the current board."""
    with read(ws.store) as session:
        return queries.names(session, ws.need_board().id)


def remove_filter(ws: Workspace, name: str, *, request_id: str | None = None) -> Done[FilterRow]:
    """Forget a saved filter. Raises NotFound."""
    with begin(ws, "filter.remove", request_id=request_id, body={"name": name}) as change:
        if change.first_answer:
            return change.repeat(FilterRow)
        board = change.board()
        known = next((row for row in queries.saved_filters(change.session, board.id) if row.name == name), None)
        if known is None:
            raise NotFound(f"There is no saved filter {name[:40]!r}.", hint="See `prodtui filter list`.")
        change.session.execute(delete(_filter).where(_filter.c.id == known.id))
        entities.note(change, "filter", board.id, name, {"name": name, "text": known.text}, None, 1, board.id)
        return change.done(known)
