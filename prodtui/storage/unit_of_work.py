"""The two ways to the data: a read session, and a unit of work that rolls back unless told to commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, Table, insert, text
from sqlalchemy.orm import Session

from prodtui.domain.flow.marks import flow_text
from prodtui.domain.rows import Actor
from prodtui.errors import Refused
from prodtui.storage.bulk import BulkInsert
from prodtui.storage.engine import Store, newer_store, older_store, translated
from prodtui.storage.migrations import SCHEMA_VERSION
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.types import table_of

#: The plain table: the mapper would sort every table that it refers to first.
_EVENTS = table_of(Event)
_ADD_EVENT = insert(_EVENTS)
_BUMP = text(
    "INSERT INTO revision (topic, value) VALUES (:topic, 1) "
    "ON CONFLICT (topic) DO UPDATE SET value = revision.value + 1"
)


@contextmanager
def read(store: Store) -> Iterator[Session]:
    """Give a session that sees one consistent state of the store, cannot be committed, and ends with the block."""
    with translated(store.path), _session(store.reading) as session:
        yield session


@dataclass
class WriteUnit:
    """One transaction: its session, who and when, the events and topics it will leave behind."""

    session: Session
    actor: Actor
    command: str
    now: datetime
    txn: str
    request_id: str | None = None
    undoes: str | None = None
    committed: bool = False
    _events: list[dict[str, Any]] = field(default_factory=list)
    _topics: set[str] = field(default_factory=set)
    _written: int = 0

    @property
    def changed(self) -> bool:
        """Tell whether anything was recorded."""
        return bool(self._events or self._written)

    @property
    def events(self) -> tuple[Mapping[str, Any], ...]:
        """Return what was recorded so far, by column name."""
        return tuple(self._events)

    def record(
        self,
        kind: str,
        object_id: int,
        ref: str,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
        version: int,
        *,
        board_id: int | None = None,
        at: datetime | None = None,
        reason: str | None = None,
        command: str | None = None,
    ) -> None:
        """Note that an object changed; `at` lies in the past for imported history."""
        self._events.append(
            {
                "at": at or self.now,
                "recorded_at": self.now,
                "board_id": board_id,
                "actor": self.actor.login,
                "typed_by": self.actor.typed_by,
                "via": str(self.actor.via),
                "command": command or self.command,
                "kind": kind,
                "object_id": object_id,
                "ref": ref,
                "before": before,
                "after": after,
                "version": version,
                "txn": self.txn,
                "undoes": self.undoes,
                "request_id": self.request_id,
                "reason": reason,
                "flow": flow_text(kind, after, command or self.command),
            }
        )

    def insert(self, table: Table, **values: Any) -> int:
        """Insert one row into a plain table and return its id."""
        made = cast("CursorResult[Any]", self.session.execute(insert(table), values))
        return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0

    def touch(self, *topics: str) -> None:
        """Name the topics whose readers must look again."""
        self._topics.update(topics)

    def write_events(self) -> None:
        """Write what was recorded so far: a bulk change does so between its chunks, so that memory stays flat."""
        if self._events:
            BulkInsert(self.session, _EVENTS, tuple(self._events[0])).insert(tuple(e.values()) for e in self._events)
            self._written += len(self._events)
            self._events.clear()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Run a part that may fail: an error takes back what the part did and recorded, and passes on."""
        events, topics = len(self._events), set(self._topics)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self._events[events:]
            self._topics = topics
            raise

    def first_answer(self, body: str) -> dict[str, Any] | None:
        """Return the answer that this request id got before, None for a new one.

        Raises Refused when the id was used for a different request.
        """
        if self.request_id is None:
            return None
        from prodtui.storage.tables.requests import Request  # few changes have an id (start-up budget)

        known = self.session.get(Request, self.request_id)
        if known is None:
            return None
        if known.body != body:
            raise Refused(
                f"The request id {self.request_id!r} was used before for a different request.",
                hint="Use a new request id; nothing was changed.",
            )
        return known.answer

    def keep_answer(self, body: str, answer: dict[str, Any]) -> None:
        """Store the answer of this request id with the change itself."""
        if self.request_id is not None:
            from prodtui.storage.tables.requests import Request

            self.session.add(Request(key=self.request_id, body=body, answer=answer, at=self.now))

    def commit(self) -> None:
        """Write events and revisions with the change and make all of it durable."""
        self.session.flush()
        if self._events:
            self.session.execute(_ADD_EVENT, self._events)
        if self._topics:
            self.session.execute(_BUMP, [{"topic": topic} for topic in sorted(self._topics)])
        self.session.commit()
        self.committed = True


@contextmanager
def write(
    store: Store,
    actor: Actor,
    command: str,
    *,
    now: datetime,
    request_id: str | None = None,
    undoes: str | None = None,
) -> Iterator[WriteUnit]:
    """Begin an immediate transaction; leave the block without `commit()` and nothing happened.

    Raises Busy when another program holds the store, StoreProblem when it has another schema by now: a newer program
    migrated it, or an old backup was restored.
    """
    with translated(store.path), _session(store.writing) as session:
        version = session.connection().exec_driver_sql("PRAGMA user_version").scalar_one()
        if version != SCHEMA_VERSION:
            other = newer_store if version > SCHEMA_VERSION else older_store
            raise other(store.path, version, SCHEMA_VERSION)
        yield WriteUnit(session, actor, command, now, store.new_txn(), request_id, undoes)


def _session(engine: Engine) -> Session:
    """Return a session that cannot be used any more once it is closed: it would take a connection and keep it."""
    return Session(engine, autoflush=False, expire_on_commit=False, close_resets_only=False)
