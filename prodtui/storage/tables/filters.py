"""Filters that a board keeps by name."""

from sqlalchemy import UniqueConstraint

from prodtui.storage.tables.types import Row, key_field, ref_field


class SavedFilter(Row, table=True):
    """A named filter text."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("board_id", "name"),)

    id: int | None = key_field()
    board_id: int = ref_field("board.id")
    name: str
    text: str
