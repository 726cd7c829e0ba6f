"""Boards, steps, transitions, people, saved filters."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from prodtui.domain.codec import from_dict
from prodtui.domain.enums import Role, StepKind, TransitionKind
from prodtui.domain.rows import BoardRow, BoardSettings, FilterRow, PersonRow, StepRow, TransitionRow
from prodtui.storage.tables.boards import Board, SavedFilter, Step, Transition
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.types import table_of

_board, _step, _person, _filter = (table_of(t) for t in (Board, Step, Person, SavedFilter))


def board_row(board: Board) -> BoardRow:
    """Return the row of a board."""
    return BoardRow(
        id=board.id or 0,
        key=board.key,
        name=board.name,
        timezone=board.timezone,
        template=board.template,
        settings=from_dict(BoardSettings, board.settings),
        archived_at=board.archived_at,
        version=board.version,
    )


def step_row(step: Step) -> StepRow:
    """Return the row of a step."""
    values = {name: getattr(step, name) for name in StepRow.__dataclass_fields__}
    return StepRow(**(values | {"kind": StepKind(step.kind)}))


def person_row(person: Person) -> PersonRow:
    """Return the row of a person."""
    values = {name: getattr(person, name) for name in PersonRow.__dataclass_fields__}
    return PersonRow(**(values | {"role": Role(person.role), "skills": tuple(person.skills)}))


def boards(session: Session, *, archived: bool = False) -> tuple[BoardRow, ...]:
    """Return the boards by key."""
    query = select(Board).order_by(_board.c.key)
    if not archived:
        query = query.where(_board.c.archived_at.is_(None))
    return tuple(board_row(board) for board in session.scalars(query))


def board_by_key(session: Session, key: str) -> BoardRow | None:
    """Return the board with this key, None when there is none."""
    board = session.scalars(select(Board).where(_board.c.key == key)).first()
    return board_row(board) if board else None


def steps(session: Session, board_id: int, *, archived: bool = False) -> tuple[StepRow, ...]:
    """Return the steps of a board in their order."""
    query = select(Step).where(_step.c.board_id == board_id).order_by(_step.c.position, _step.c.id)
    if not archived:
        query = query.where(_step.c.archived_at.is_(None))
    return tuple(step_row(step) for step in session.scalars(query))


def transitions(session: Session, board_id: int) -> tuple[TransitionRow, ...]:
    """Return the legal transitions of a board in the order of its steps."""
    source, target, way = aliased(_step), aliased(_step), table_of(Transition)
    query = (
        select(source.c.key, target.c.key, way.c.kind)
        .join_from(way, source, way.c.from_step_id == source.c.id)
        .join(target, way.c.to_step_id == target.c.id)
        .where(source.c.board_id == board_id)
        .order_by(source.c.position, target.c.position, source.c.id, target.c.id)
    )
    return tuple(TransitionRow(a, b, TransitionKind(kind)) for a, b, kind in session.execute(query))


def people(session: Session, *, inactive: bool = True) -> tuple[PersonRow, ...]:
    """Return the people of the store by login."""
    query = select(Person).order_by(_person.c.login)
    if not inactive:
        query = query.where(_person.c.active.is_(True))
    return tuple(person_row(person) for person in session.scalars(query))


def person_by_login(session: Session, login: str) -> PersonRow | None:
    """Return the person with this login, None when there is none."""
    person = session.scalars(select(Person).where(_person.c.login == login)).first()
    return person_row(person) if person else None


def saved_filters(session: Session, board_id: int) -> tuple[FilterRow, ...]:
    """Return the saved filters of a board by name."""
    query = select(_filter.c.id, _filter.c.name, _filter.c.text).where(_filter.c.board_id == board_id)
    return tuple(FilterRow(*row) for row in session.execute(query.order_by(_filter.c.name)))
