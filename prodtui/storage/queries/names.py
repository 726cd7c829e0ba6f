"""What can be named on a board: steps, people, labels, titles, saved filters."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_board import BoardNames, FilterRow, TitleRow
from prodtui.storage.queries.boards import steps
from prodtui.storage.tables.filters import SavedFilter
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.tasks import Label, Task
from prodtui.storage.tables.types import table_of

_person, _label, _filter, _task = (table_of(t) for t in (Person, Label, SavedFilter, Task))


def names(session: Session, board_id: int) -> BoardNames:
    """Return what a filter may name on a board."""
    labels = select(_label.c.name).where(_label.c.board_id == board_id).order_by(_label.c.name)
    logins = select(_person.c.login).order_by(_person.c.login)
    return BoardNames(
        steps(session, board_id, archived=True), tuple(session.scalars(logins)), tuple(session.scalars(labels))
    )


def saved_filters(session: Session, board_id: int) -> tuple[FilterRow, ...]:
    """Return the saved filters of a board by name."""
    query = select(_filter.c.id, _filter.c.name, _filter.c.text).where(_filter.c.board_id == board_id)
    return tuple(FilterRow(*row) for row in session.execute(query.order_by(_filter.c.name)))


def titles(session: Session, board: BoardRow) -> list[TitleRow]:
    """Return the title of every task of a board, archived ones too, by number."""
    query = select(_task.c.number, _task.c.title, _task.c.finished_at, _task.c.archived_at)
    found = session.execute(query.where(_task.c.board_id == board.id).order_by(_task.c.number))
    return [
        TitleRow(number, f"{board.key}-{number}", title, finished is None and archived is None)
        for number, title, finished, archived in found
    ]
