"""Demand that comes back by rule; no occurrence is ever made twice, and a rule whose product is archived rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from prodtui.domain.codec import to_json
from prodtui.domain.demand_fields import TEMPLATE, ahead_days, due_day
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import DemandRow, DemandRuleRow, ProductRow
from prodtui.domain.text import counted, quoted
from prodtui.errors import Refused, Rejected
from prodtui.services import products
from prodtui.services.change import Change, begin
from prodtui.services.demandbook import DemandBook, rows, today_of
from prodtui.services.rrules import clean_day_rule, days_of, next_day
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import demand as queries
from prodtui.storage.tables.planning import Demand, DemandRule
from prodtui.storage.unit_of_work import read

#: How many days before it is due a rule makes its line, unless told.
AHEAD = 28
#: The command of what rules do by themselves.
RUN = "demand.repeat.run"


def add_rule(
    ws: Workspace,
    rule: str,
    product: str,
    quantity: float | str,
    *,
    start: date | str | None = None,
    ahead: int = AHEAD,
    request_id: str | None = None,
    **fields: Any,
) -> Done[DemandRuleRow]:
    """Ask for a product again and again by an RFC 5545 rule (or daily, weekdays, weekly, monthly, yearly).

    Its lines are due on the days of the rule from `start` on, today without one, and are made `ahead` days before; what
    is due within them now is made at once. `fields` are those of each line. Raises Rejected for a rule that cannot be
    read or names hours, and for a start before today.
    """
    values = TEMPLATE.clean_all({"product": product, "quantity": quantity, **fields})
    first, days = None if start is None else due_day(start), ahead_days(ahead) or AHEAD
    body = {"rule": rule, "fields": values, "start": first, "ahead": days}
    with begin(ws, "demand.repeat.add", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(DemandRuleRow)
        board, book = change.board(), DemandBook(change)
        today = today_of(change, board)
        begins = first or today
        if begins < today:
            raise Rejected(f"The first day {begins} lies before today, {today}.", hint="Choose a later day.")
        text = clean_day_rule(rule, begins)
        row = book.product(board, values)
        products.check_quantity(row, values["quantity"], values.pop("unit", None))
        made = days_of(text, begins, None, today + timedelta(days=days))
        entity: DemandRule = book.records.insert(
            board,
            "demand_rule",
            {
                "rule": text, "start": begins, "ahead": days, "last_due": made[-1] if made else None,
                "fields": to_json({**values, "product": row.key}),
            },
        )  # fmt: skip
        _insert(book, board, entity, row, made)
        notes = [f"{counted(len(made), 'line')} made, the last for {made[-1]}."] if made else []
        return change.done(_row(board, entity, {row.key: row}), notes)


def list_rules(ws: Workspace, *, stopped: bool = False) -> tuple[DemandRuleRow, ...]:
    """Return the rules of the current board; `stopped` adds the ones that make no more lines."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        known = _products(change, board)
        found = queries.rules(session, board, stopped=stopped)
        return tuple(_row(board, entity, known) for entity in found)


def stop_rule(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[DemandRuleRow]:
    """Let a rule make no more lines; those that it made stay. Raises NotFound, Refused for one that is stopped."""
    with begin(ws, "demand.repeat.stop", need=Permission.PLAN, request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(DemandRuleRow)
        book = DemandBook(change)
        board, entity = book.records.find("demand_rule", ref)
        name = book.records.ref(board, "demand_rule", entity)
        if entity.archived_at is not None:
            raise Refused(f"{name} is stopped already.", hint="See `prodtui demand repeat list --all`.")
        book.records.apply(board, "demand_rule", entity, {"archived_at": change.now})
        left = len(queries.made_for(change.session, entity.id, today_of(change, board)))
        notes = [f"{counted(left, 'line')} that it made ahead stay; find them with rule:{name}."] if left else []
        return change.done(_row(board, entity, _products(change, board)), notes)


def run_due(ws: Workspace) -> Done[tuple[DemandRow, ...]]:
    """Make the lines whose time has come on the current board, those of missed days too: they were asked for.

    Safe to call at any time by any number of programs: an occurrence that was made is not made again, whatever became
    of its line. Notes tell which rules rest.
    """
    with begin(ws, RUN) as change:
        board, book = change.board(), DemandBook(change)
        today, known = today_of(change, board), _products(change, board)
        made: list[Demand] = []
        notes = []
        for entity in queries.rules(change.session, board):
            days, why = _due(entity, today), _obstacle(entity, known)
            if days and why is not None:
                notes.append(_rests(board, entity, why))
            elif days:
                made += _insert(book, board, entity, known[entity.fields["product"]], days)
                book.records.apply(board, "demand_rule", entity, {"last_due": days[-1]})
        ids = {entity.id for entity in made}
        touched = {entity.product_id for entity in made}
        found = tuple(row for id in touched for row in rows(change, board, product_id=id) if row.id in ids)
        return change.done(tuple(sorted(found, key=lambda row: row.number)), notes)


def catch_up(ws: Workspace) -> Done[tuple[DemandRow, ...]]:
    """Make what is due, as every open board does once a minute; a look is all it costs when nothing can be made.

    The notes tell which rules rest.
    """
    if ws.read_only:
        return Done(())
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        if board.archived_at is not None or not change.may(Permission.WORK, board):
            return Done(())
        today, known = today_of(change, board), _products(change, board)
        due = [entity for entity in queries.rules(session, board) if _due(entity, today)]
        whys = [_obstacle(entity, known) for entity in due]
        notes = tuple(_rests(board, entity, why) for entity, why in zip(due, whys, strict=True) if why is not None)
        if None not in whys:
            return Done((), notes)
    return Done(run_due(ws).value, notes)


def _due(entity: DemandRule, today: date) -> tuple[date, ...]:
    return days_of(entity.rule, entity.start, entity.last_due, today + timedelta(days=entity.ahead))


def _insert(
    book: DemandBook, board: BoardRow, entity: DemandRule, product: ProductRow, days: Sequence[date]
) -> list[Demand]:
    """Make the lines of a rule for these days, without those for which it made one already."""
    if not days:
        return []
    known = queries.made_for(book.change.session, entity.id or 0, days[0])
    same = {
        **TEMPLATE.clean_all(entity.fields),
        "product": product.ref,
        "rule": book.records.ref(board, "demand_rule", entity),
        "created_at": book.change.now,
        "created_by": book.change.actor.login,
    }
    return [
        book.records.insert(board, "demand", {**same, "due": day, "occurrence": day})
        for day in days
        if day not in known
    ]


def _products(change: Change, board: BoardRow) -> Mapping[str, ProductRow]:
    return {row.key: row for row in products.list_in(change, board)}


def _obstacle(entity: DemandRule, known: Mapping[str, ProductRow]) -> str | None:
    """Return why a rule cannot make its lines as things are, None when it can."""
    key = entity.fields["product"]
    if key not in known:  # a document of another board may name what it does not hold
        return f"There is no product {quoted(key)}."
    return None if known[key].archived_at is None else f"{known[key].name} is archived."


def _rests(board: BoardRow, entity: DemandRule, why: str) -> str:
    return f"The rule {board.key}-E{entity.number} rests until this is mended: {why}"


def _row(board: BoardRow, entity: DemandRule, known: Mapping[str, ProductRow]) -> DemandRuleRow:
    stopped = entity.archived_at is not None
    return DemandRuleRow(
        id=entity.id or 0,
        number=entity.number,
        ref=f"{board.key}-E{entity.number}",
        rule=entity.rule,
        start=entity.start,
        ahead=entity.ahead,
        product=entity.fields["product"],
        quantity=entity.fields["quantity"],
        last_due=entity.last_due,
        next_due=None if stopped else next_day(entity.rule, entity.start, entity.last_due),
        archived_at=entity.archived_at,
        version=entity.version,
        resting=None if stopped else _obstacle(entity, known),
    )
