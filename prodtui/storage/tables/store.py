"""What the store keeps about itself; read and written by plain statements."""

from sqlalchemy import BigInteger
from sqlmodel import Field

from prodtui.storage.tables.types import Row


class Revision(Row, table=True):
    """How often a topic was touched; what a change feed compares."""

    __tablename__ = "revision"

    topic: str = Field(primary_key=True)
    value: int = Field(default=0, sa_type=BigInteger)


class Meta(Row, table=True):
    """Facts about the store itself."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str
