"""Stores the lives of imported tasks in bulk: numbers, rows and every event with its own date."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from sqlalchemy import select

from prodtui.domain.rows import BoardRow
from prodtui.services.change import Change
from prodtui.services.import_life import Life
from prodtui.storage.bulk import BulkInsert
from prodtui.storage.tables.boards import Board
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task, _board = table_of(Task), table_of(Board)
_COLUMNS = tuple(column.name for column in _task.columns if column.name != "id")


def take_numbers(change: Change, board: BoardRow, count: int) -> int:
    """Take `count` numbers in a row and return the first; numbers are never used twice."""
    mine = _board.c.id == board.id
    first: int = change.session.execute(select(_board.c.next_number).where(mine)).scalar_one()
    change.session.execute(_board.update().where(mine).values(next_number=first + count))
    return first


def store_lives(change: Change, board: BoardRow, lives: Sequence[Life]) -> list[int]:
    """Insert the tasks of some lives, numbered in a row, and return their ids."""
    given = {"board_id": board.id, "parent_id": None, "recurrence_id": None, "occurrence": None}
    columns = itemgetter(*_COLUMNS)
    BulkInsert(change.session, _task, _COLUMNS).insert(columns(life.row | given) for life in lives)
    numbers = _task.c.number.between(lives[0].row["number"], lives[-1].row["number"])
    query = select(_task.c.number, _task.c.id).where(_task.c.board_id == board.id, numbers)
    ids = {number: id for number, id in change.session.execute(query)}
    return [ids[life.row["number"]] for life in lives]


def record_lives(change: Change, board: BoardRow, lives: Sequence[Life], ids: Sequence[int]) -> None:
    """Record every event of some lives, whose tasks have these ids."""
    record = change.unit.record
    for life, id in zip(lives, ids, strict=True):
        ref = f"{board.key}-{life.row['number']}"
        for version, event in enumerate(life.events, start=1):
            record(
                "task", id, ref, event.before, event.after, version,
                board_id=board.id, at=event.at, reason=event.reason,
            )  # fmt: skip
