"""Demand: what is asked for, of which product, until when; how far it is follows from the plan and the board."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from itertools import chain, groupby, islice
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.dates import day_begins
from prodtui.domain.demand_fields import DEMAND, check_due, created_day
from prodtui.domain.demand_filters import (
    CLOSED,
    DemandContext,
    asks_for_archived,
    asks_for_closed,
    demand_test,
    parse_demand_filter,
)
from prodtui.domain.enums import DemandKind, DemandStatus, Priority
from prodtui.domain.permissions import Permission
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_demand import DemandDetail
from prodtui.domain.rows_planning import DemandRow
from prodtui.domain.text import clean_line, nearest
from prodtui.errors import Refused, Rejected, Usage
from prodtui.services import products
from prodtui.services.change import Change, begin
from prodtui.services.demandbook import DemandBook, rows, today_of
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import demand as queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.unit_of_work import read

#: How many lines a list shows unless it is asked for more: as many as a screen or two.
PAGE = 100

_RANKS = {priority: rank for rank, priority in enumerate(Priority)}
_STATES = {status: rank for rank, status in enumerate(DemandStatus)}
SORTS: Mapping[str, Callable[[DemandRow], Any]] = {
    "due": lambda row: (row.due, _RANKS[row.priority], row.number),
    "priority": lambda row: (_RANKS[row.priority], row.due, row.number),
    "product": lambda row: (row.product, row.due, row.number),
    "customer": lambda row: (row.customer.casefold() or "~", row.due, row.number),
    "status": lambda row: (_STATES[row.status], row.due, row.number),
    "quantity": lambda row: (-row.quantity, row.number),
    "newest": lambda row: -row.number,
    "ref": lambda row: row.number,
}


def add_demand(
    ws: Workspace,
    product: str,
    quantity: float | str,
    due: date | str,
    *,
    created: date | str | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[DemandRow]:
    """Enter what is asked for; `fields` are the other editable fields of DemandRow, and `unit` to check it.

    It came in on the day `created`, today without one. Raises NotFound for an unknown product, Refused for an archived
    one, Rejected for values that do not fit, for a due day before it came in and for an external key in use.
    """
    values = DEMAND.clean_all({"product": product, "quantity": quantity, "due": due, **fields})
    body = values if created is None else {**values, "created": created}
    with begin(ws, "demand.add", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(DemandRow)
        book, board = DemandBook(change), change.board()
        natural = book.natural(board, values)
        today = today_of(change, board)
        made = created_day(created, today)
        check_due(natural["due"], made, today)
        _check_key(change, board, natural.get("external_key"), None)
        at = change.now if made == today else day_begins(made, ZoneInfo(board.timezone))
        new = {**natural, "created_at": at, "created_by": change.actor.login}
        return change.done(book.row(board, book.records.insert(board, "demand", new)))


def edit_demand(
    ws: Workspace,
    ref: str,
    *,
    base: Mapping[str, Any] | None = None,
    version: int | None = None,
    request_id: str | None = None,
    **fields: Any,
) -> Done[DemandRow]:
    """Set fields of a demand line; what others changed meanwhile in other fields stays and a note says so.

    Raises Changed when the same field was changed meanwhile (see `tasks.edit`), Refused for an archived line and for
    one that was delivered or cancelled by hand, Rejected for a day before that on which it was entered.
    """
    values = DEMAND.clean_all(fields)
    body = {"ref": ref, "fields": values, "version": version}
    with begin(ws, "demand.edit", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(DemandRow)
        book = DemandBook(change)
        board, entity = book.find_open(ref)
        natural = book.natural(board, values, entity)
        if "due" in natural and natural["due"] != entity.due:
            made = entity.created_at.astimezone(ZoneInfo(board.timezone)).date()
            check_due(natural["due"], made, today_of(change, board))
        _check_key(change, board, natural.get("external_key"), entity.id)
        notes = book.merged(board, entity, natural, base, version)
        book.records.apply(board, "demand", entity, natural)
        return change.done(book.row(board, entity), notes)


def close_demand(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[DemandRow]:
    """Say that a line is delivered, whatever the board knows of it. Raises Refused for one that has ended by hand."""
    return _end(ws, "demand.close", ref, DemandStatus.DELIVERED, None, request_id)


def cancel_demand(
    ws: Workspace, ref: str, reason: str | None = None, *, request_id: str | None = None
) -> Done[DemandRow]:
    """Say that a line is not wanted any more; a note tells what is released for it already."""
    text = clean_line(reason, what="reason") if reason else None
    return _end(ws, "demand.cancel", ref, DemandStatus.CANCELLED, text, request_id)


def reopen_demand(
    ws: Workspace, ref: str, reason: str | None = None, *, request_id: str | None = None
) -> Done[DemandRow]:
    """Let a line that was delivered or cancelled by hand stand as plan and board say. Raises Refused for another."""
    text = clean_line(reason, what="reason") if reason else None
    body = {"ref": ref, "reason": text}
    with begin(ws, "demand.reopen", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(DemandRow)
        book = DemandBook(change)
        board, entity = book.find_live(ref)
        if entity.closed is None:
            row = book.row(board, entity)
            raise Refused(
                f"{row.ref} is {row.status} and was not ended by hand.", hint=f"See `prodtui demand show {row.ref}`."
            )
        book.records.apply(board, "demand", entity, {"closed": None}, reason=text)
        return change.done(book.row(board, entity))


def archive_demand(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[DemandRow]:
    """Take a line that was entered by mistake out of demand; it keeps its number, external key and history."""
    return _put(ws, "demand.archive", ref, True, request_id)


def restore_demand(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[DemandRow]:
    """Bring an archived line back."""
    return _put(ws, "demand.restore", ref, False, request_id)


def list_demand(
    ws: Workspace,
    text: str = "",
    *,
    all: bool = False,
    sort: str | None = None,
    limit: int | None = PAGE,
    skip: int = 0,
) -> tuple[DemandRow, ...]:
    """Return the demand lines that a filter text picks and that have not ended, earliest due first.

    `all` adds delivered and cancelled ones, and so does a filter that asks for them; archived ones come only by such a
    filter. At most `limit` after the first `skip`, None for all. `sort` is one of SORTS. Raises Usage for another,
    Rejected for a filter that cannot be read.
    """
    groups = parse_demand_filter(text)
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        names = {row.key: row.name for row in products.list_in(change, board)}
        passes = demand_test(groups, DemandContext(ws.now(), ws.tz(), names))
        closed = all or asks_for_closed(groups)
        with closing(rows(change, board, archived=asks_for_archived(groups))) as found:
            kept = (row for row in found if (closed or row.status not in CLOSED) and passes(row))
            return tuple(islice(_sorted(kept, sort or "due"), skip, None if limit is None else skip + limit))


def show_demand(ws: Workspace, ref: str) -> DemandDetail:
    """Return a line with the tasks that were released for it and its history. Raises NotFound, Usage."""
    with read(ws.store) as session:
        book = DemandBook(Change.looking(ws, session))
        board, entity = book.find(ref)
        row = book.row(board, entity)
        tasks = queries.released_for(session, board, row.id)
        events = event_queries.events(session, ref=row.ref)
        told = {(values or {}).get("product") for event in events for values in (event.before, event.after)}
        known = products.list_in(book.change, board)
        name = next(each.name for each in known if each.key == row.product)
        return DemandDetail(row, name, tasks, events, {each.ref: each.name for each in known if each.ref in told})


def _end(
    ws: Workspace, command: str, ref: str, status: DemandStatus, reason: str | None, request_id: str | None
) -> Done[DemandRow]:
    with begin(
        ws, command, need=Permission.PLAN, request_id=request_id, body={"ref": ref, "reason": reason}
    ) as change:  # fmt: skip
        if change.first_answer:
            return change.repeat(DemandRow)
        book = DemandBook(change)
        board, entity = book.find_open(ref)
        before = book.row(board, entity)
        if before.kind is DemandKind.FORECAST and status is DemandStatus.DELIVERED:
            raise Refused(
                f"{before.ref} is a forecast, which nobody delivers.",
                hint=f"Cancel it with `prodtui demand cancel {before.ref}`.",
            )
        notes = []
        if before.released and status is DemandStatus.CANCELLED:
            notes.append(
                f"{amount_text(before.released)} {before.unit} of it are released; their tasks stay on the board, "
                "for the orders that are due next."
            )
        book.records.apply(board, "demand", entity, {"closed": status}, reason=reason)
        return change.done(book.row(board, entity), notes)


def _put(ws: Workspace, command: str, ref: str, away: bool, request_id: str | None) -> Done[DemandRow]:
    with begin(ws, command, need=Permission.PLAN, request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(DemandRow)
        book = DemandBook(change)
        board, entity = book.find(ref)
        moment = (entity.archived_at or change.now) if away else None
        book.records.apply(board, "demand", entity, {"archived_at": moment})
        return change.done(book.row(board, entity))


def _check_key(change: Change, board: BoardRow, key: str | None, own: int | None) -> None:
    """Raise Rejected for an external key that another line has, an archived one included."""
    found = None if key is None else queries.number_with_key(change.session, board, key)
    if found is not None and found[0] != own:
        ref = f"{board.key}-D{found[1]}"
        raise Rejected(
            f"The external key {key!r} belongs to {ref} already.",
            hint=f"Edit {ref}, or use another key.",
            details={"ref": ref},
        )


def _sorted(by_day: Iterator[DemandRow], sort: str) -> Iterator[DemandRow]:
    """Return lines in another order; in that of their days no more of them are asked for than are wanted."""
    if sort not in SORTS:
        close = nearest(sort, SORTS)
        hint = f"Did you mean {close!r}?" if close else f"There are: {', '.join(SORTS)}."
        raise Usage(f"Demand cannot be sorted by {sort[:40]!r}.", hint=hint)
    if sort != "due":
        return iter(sorted(by_day, key=SORTS[sort]))
    days = (sorted(same, key=SORTS[sort]) for _, same in groupby(by_day, key=lambda row: row.due))
    return chain.from_iterable(days)
