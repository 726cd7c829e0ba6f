"""What people say about tasks."""

from datetime import datetime

from prodtui.storage.tables.types import Row, key_field, ref_field, time_field


class Comment(Row, table=True):
    """What somebody said about a task."""

    __tablename__ = "comment"

    id: int | None = key_field()
    task_id: int = ref_field("task.id", index=True, cascade=True)
    at: datetime = time_field()
    author: str
    text: str
