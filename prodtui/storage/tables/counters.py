"""The next number of each kind of numbered thing; apart from boards, because a task has its counter there."""

from sqlmodel import Field

from prodtui.storage.tables import boards  # noqa: F401 (its rows refer to theirs)
from prodtui.storage.tables.types import Row


class Counter(Row, table=True):
    """The next number of one kind of thing on a board; it only grows, so a reference is never used twice."""

    __tablename__ = "counter"

    board_id: int = Field(foreign_key="board.id", primary_key=True)
    kind: str = Field(primary_key=True)
    next_number: int = 1
