"""Boards, steps, transitions, people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, bindparam, select, type_coerce
from sqlalchemy.orm import Session, aliased

from prodtui.domain.codec import from_dict
from prodtui.domain.enums import Role, StepKind, TransitionKind
from prodtui.domain.permissions import Rights
from prodtui.domain.rows import BoardRow, BoardSettings, PersonRow, StepRow, TransitionRow
from prodtui.storage.tables.boards import Board, Step, Transition
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.types import table_of

_board, _step, _person = (table_of(t) for t in (Board, Step, Person))
_AS_TEXT = ("settings", "rights")
_BOARDS = select(
    *(c for c in _board.c if c.name not in _AS_TEXT),
    *(type_coerce(_board.c[name], Text).label(name) for name in _AS_TEXT),
)
# Built once: putting a statement together costs more than running these.
_BOARD_BY_KEY = _BOARDS.where(_board.c.key == bindparam("key"))
_ALL_STEPS = select(_step).where(_step.c.board_id == bindparam("board_id")).order_by(_step.c.position, _step.c.id)
_OPEN_STEPS = _ALL_STEPS.where(_step.c.archived_at.is_(None))
_source, _target, _way = aliased(_step), aliased(_step), table_of(Transition)
_TRANSITIONS = (
    select(_source.c.key, _target.c.key, _way.c.kind)
    .join_from(_way, _source, _way.c.from_step_id == _source.c.id)
    .join(_target, _way.c.to_step_id == _target.c.id)
    .where(_source.c.board_id == bindparam("board_id"))
    .order_by(_source.c.position, _target.c.position, _source.c.id, _target.c.id)
)
_PEOPLE = select(_person).order_by(_person.c.login)
_ACTIVE_PEOPLE = _PEOPLE.where(_person.c.active.is_(True))
_PERSON_BY_LOGIN = select(_person).where(_person.c.login == bindparam("login"))


def board_row(board: Board) -> BoardRow:
    """Return the row of a board."""
    return _board_row(board.model_dump() | {name: json.dumps(getattr(board, name)) for name in _AS_TEXT})


def step_row(step: Step) -> StepRow:
    """Return the row of a step."""
    return _step_row(step.model_dump())


def person_row(person: Person) -> PersonRow:
    """Return the row of a person."""
    return _person_row(person.model_dump())


def boards(session: Session, *, archived: bool = False) -> tuple[BoardRow, ...]:
    """Return the boards by key."""
    query = _BOARDS.order_by(_board.c.key)
    if not archived:
        query = query.where(_board.c.archived_at.is_(None))
    return tuple(_board_row(row) for row in session.execute(query).mappings())


def board_by_key(session: Session, key: str) -> BoardRow | None:
    """Return the board with this key, None when there is none."""
    row = session.execute(_BOARD_BY_KEY, {"key": key}).mappings().first()
    return _board_row(row) if row else None


def steps(session: Session, board_id: int, *, archived: bool = False) -> tuple[StepRow, ...]:
    """Return the steps of a board in their order."""
    query = _ALL_STEPS if archived else _OPEN_STEPS
    return tuple(_step_row(row) for row in session.execute(query, {"board_id": board_id}).mappings())


def transitions(session: Session, board_id: int) -> tuple[TransitionRow, ...]:
    """Return the legal transitions of a board in the order of its steps."""
    rows = session.execute(_TRANSITIONS, {"board_id": board_id})
    return tuple(TransitionRow(a, b, TransitionKind(kind)) for a, b, kind in rows)


def people(session: Session, *, inactive: bool = True) -> tuple[PersonRow, ...]:
    """Return the people of the store by login."""
    query = _PEOPLE if inactive else _ACTIVE_PEOPLE
    return tuple(_person_row(row) for row in session.execute(query).mappings())


def person_by_login(session: Session, login: str) -> PersonRow | None:
    """Return the person with this login, None when there is none."""
    row = session.execute(_PERSON_BY_LOGIN, {"login": login}).mappings().first()
    return _person_row(row) if row else None


def _board_row(row: Mapping[Any, Any]) -> BoardRow:
    values = {name: row[name] for name in BoardRow.__dataclass_fields__}
    return BoardRow(**(values | {"settings": _settings(values["settings"]), "rights": _rights(values["rights"])}))


def _step_row(row: Mapping[Any, Any]) -> StepRow:
    values = {name: row[name] for name in StepRow.__dataclass_fields__}
    return StepRow(**(values | {"kind": StepKind(values["kind"])}))


def _person_row(row: Mapping[Any, Any]) -> PersonRow:
    values = {name: row[name] for name in PersonRow.__dataclass_fields__}
    typed = {"role": Role(values["role"]), "skills": tuple(values["skills"]), "workweek": week_of(values["workweek"])}
    return PersonRow(**(values | typed))


def week_of(plain: list[Any] | None) -> tuple[tuple[tuple[int, int], ...], ...] | None:
    """Return a stored workweek as a row holds it."""
    return None if plain is None else tuple(tuple((first, last) for first, last in day) for day in plain)


@lru_cache(maxsize=32)
def _settings(text: str) -> BoardSettings:
    """Every command reads its board's settings, and they hardly ever change."""
    return from_dict(BoardSettings, json.loads(text))


@lru_cache(maxsize=32)
def _rights(text: str | None) -> Rights:
    return from_dict(Rights, {"changes": json.loads(text or "null") or ()})
