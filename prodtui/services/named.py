"""Things of a board that go by a key and a name, such as products and resources: found by what people type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from prodtui.domain.fields import FieldSet
from prodtui.domain.rows import BoardRow
from prodtui.domain.text import nearest, quoted, slug
from prodtui.errors import NotFound, Refused, Rejected, Usage
from prodtui.services.change import Change
from prodtui.services.kinds import kind_of, split_number
from prodtui.services.merge import Edited, merge_fields
from prodtui.services.recordbook import RecordBook, unknown


class Named(Protocol):
    """What a row needs to be found by."""

    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def ref(self) -> str: ...  # noqa: D102
    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def archived_at(self) -> datetime | None: ...  # noqa: D102


Row = TypeVar("Row", bound=Named)


def pick_named(kind: str, board: BoardRow, rows: Sequence[Row], name: str) -> Row:
    """Return the row with this key, name or reference, or the only one whose key or name begins with it.

    Of several that begin with it those that are not archived are meant. Raises Usage with the candidates, NotFound with
    the nearest key, Rejected for a reference of another board.
    """
    wanted, short = name.strip().casefold(), slug(name)
    by_key = [row for row in rows if row.key == wanted]
    by_name = [row for row in rows if row.name.casefold() == wanted]
    exact = by_key or [row for row in by_name if row.archived_at is None] or by_name
    if exact:
        return exact[0]
    if kind_of(name) == kind:
        return _by_reference(kind, board, rows, name)
    near = [row for row in rows if short and (row.key.startswith(short) or row.name.casefold().startswith(wanted))]
    near = [row for row in near if row.archived_at is None] or near
    if len(near) == 1:
        return near[0]
    keys = [row.key for row in near or rows if near or row.archived_at is None]
    if near:
        raise Usage(
            f"{quoted(name)} may be more than one {kind}.",
            hint=f"Say which: {', '.join(keys[:12])}.",
            details={"candidates": keys},
        )
    close = nearest(name, keys)
    hint = f"Did you mean {close!r}?" if close else f"List what there is with `prodtui {kind} list`."
    raise NotFound(f"There is no {kind} {quoted(name)} on {board.key}.", hint=hint, details={"candidates": keys})


def _by_reference(kind: str, board: BoardRow, rows: Sequence[Row], ref: str) -> Row:
    parts = split_number(kind, ref)
    if parts.board not in (None, board.key):
        raise Rejected(f"{ref.strip()} is on another board than {board.key}.", hint="Choose one of the same board.")
    found = next((row for row in rows if row.number == parts.number), None)
    if found is None:
        raise unknown(kind, f"{board.key}-{ref.strip().rpartition('-')[2].upper()}")
    return found


def must_stand(kind: str, row: Row) -> Row:
    """Return a row that is in use. Raises Refused for one that was archived."""
    if row.archived_at is not None:
        raise Refused(
            f"The {kind} {row.name} is archived.", hint=f"Bring it back first with `prodtui {kind} restore {row.key}`."
        )
    return row


def new_key(kind: str, board: BoardRow, rows: Sequence[Row], name: str, key: str | None) -> str:
    """Return the key of something new, made from its name unless given. Raises Refused for a key or name in use."""
    same = next((row for row in rows if row.archived_at is None and row.name.casefold() == name.casefold()), None)
    taken = {row.key for row in rows}
    base = slug(key or name)[:40].strip("-") or kind
    if same is not None or (key and base in taken):
        there = f"named {same.name}" if same is not None else f"with the key {base}"
        raise Refused(
            f"{board.key} has a {kind} {there} already.",
            hint=f"Change that one with `prodtui {kind} edit {same.key if same is not None else base}`.",
        )
    free, number = base, 2
    while free in taken:
        free, number = f"{base}-{number}", number + 1
    return free


def put_away(change: Change, board: BoardRow, kind: str, row: Named, *, away: bool) -> Any:
    """Archive what was picked, or bring it back, and return it; what is archived already keeps its moment."""
    records = RecordBook(change)
    _, entity = records.find(kind, row.ref)
    records.apply(board, kind, entity, {"archived_at": (row.archived_at or change.now) if away else None})
    return entity


def merged(
    records: RecordBook, board: BoardRow, kind: str, entity: Any, fields: FieldSet, values: Mapping[str, Any],
    base: Mapping[str, Any] | None, version: int | None,
) -> list[str]:  # fmt: skip
    """Compare an edit of natural values with what is there now; see `merge_fields`."""
    edited = Edited(
        records.change.session,
        records.ref(board, kind, entity),
        kind,
        entity.version,
        lambda name: records.value(board, kind, entity, name),
        lambda name, value: fields.clean(name, value),
    )
    return merge_fields(edited, values, base, version)
