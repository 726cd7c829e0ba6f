"""Schema 5: what each event did to the flow of its task, beside its JSON, and the index that figures are read from."""

from __future__ import annotations

from prodtui.storage.sqlite import sqlite3

_FILL = """
UPDATE event SET flow = nullif(trim(
    coalesce(json_extract("after", '$.step'), '')
    || CASE json_type("after", '$.blocked_since') WHEN 'text' THEN ' +blocked' WHEN 'null' THEN ' -blocked' ELSE '' END
    || CASE json_type("after", '$.archived_at') WHEN 'text' THEN ' +away' WHEN 'null' THEN ' -away' ELSE '' END
    || CASE WHEN "after" IS NULL THEN '+away' ELSE '' END
), '') WHERE kind = 'task'
"""


def apply(connection: sqlite3.Connection) -> None:
    """Add the column, fill it from what the events hold already, and let nobody change them again."""
    connection.execute("ALTER TABLE event ADD COLUMN flow VARCHAR")
    (guard,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'event_no_update'").fetchone()
    connection.execute("DROP TRIGGER event_no_update")
    connection.execute(_FILL)
    connection.execute(guard)
    connection.execute("CREATE INDEX ix_event_flow ON event (board_id, object_id, id, at, flow) WHERE flow IS NOT NULL")
