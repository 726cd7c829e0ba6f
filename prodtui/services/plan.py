"""The planned quantities of a board: set by cell, listed by line."""

from __future__ import annotations

from datetime import date

from prodtui.domain.codec import to_json
from prodtui.domain.enums import PeriodKind
from prodtui.domain.permissions import Permission
from prodtui.domain.planning.periods import TINY, period_name
from prodtui.domain.rows_planning import PeriodRow, PlanLineRow, ProductRow
from prodtui.domain.task_fields import amount
from prodtui.errors import Changed, Rejected
from prodtui.services import products
from prodtui.services.change import begin
from prodtui.services.named import must_stand
from prodtui.services.planbook import PlanBook, version_of
from prodtui.services.what_ifs import pick_open
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries.events import events


def set_quantity(
    ws: Workspace,
    product: str,
    day: date,
    quantity: float | str,
    *,
    kind: PeriodKind | None = None,
    unit: str | None = None,
    what_if: str | None = None,
    version: int | None = None,
    request_id: str | None = None,
) -> Done[tuple[PlanLineRow, ...]]:
    """Plan a quantity of a product for the period of a day; return the lines that changed.

    The period is of the board's own kind unless `kind` is given. `version` is that of the cell that the editor saw,
    see `planbook.version_of`. Raises Rejected for a quantity below 0, another unit or a day outside the horizon,
    Refused for less than what is released, Changed when somebody planned something else meanwhile.
    """
    wanted = amount(quantity, "The planned quantity")
    if wanted is None:
        raise Rejected("A planned quantity is needed.", hint="Write a number; 0 plans nothing.")
    body = {
        "product": product, "day": day, "quantity": wanted, "kind": kind, "unit": unit, "what_if": what_if,
        "version": version,
    }  # fmt: skip
    with begin(ws, "plan.set", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(PlanLineRow)
        board = change.board()
        row = must_stand("product", products.pick(change, board, product))
        products.check_quantity(row, wanted, unit)
        book = PlanBook(change, board, pick_open(change, board, what_if))
        period = book.column(kind, day)
        _check_version(book, row, period, wanted, version)
        lines = book.put(row, {period: wanted})
        return change.done(lines, _of_the_past(book, period, wanted) if lines else ())


def _of_the_past(book: PlanBook, period: PeriodRow, wanted: float) -> tuple[str, ...]:
    """Return a note about a quantity that is planned for a period that is over."""
    if period.ends > book.today or not wanted:
        return ()
    name = period_name(period, book.today)
    return (f"{name[0].upper()}{name[1:]} is over: nothing of it will be made any more.",)


def _check_version(book: PlanBook, product: ProductRow, period: PeriodRow, mine: float, version: int | None) -> None:
    lines = book.lines(product, period.starts, period.ends)
    theirs = sum(line.quantity for line in lines)
    if version is None or version == version_of(lines) or abs(theirs - mine) < TINY:
        return
    last = [event for line in lines for event in events(book.change.session, ref=line.ref, limit=1, newest=True)]
    by = max(last, key=lambda event: event.id) if last else None
    who = by.actor if by else "Somebody"
    raise Changed(
        f"{who} planned {product.name} for {period_name(period, book.today)} anew meanwhile.",
        hint="Look at both quantities and choose; nothing was changed.",
        details={
            "ref": lines[0].ref if lines else product.ref,
            "version": version_of(lines),
            "fields": {
                "quantity": {
                    "base": None,
                    "theirs": theirs,
                    "mine": mine,
                    "by": by.actor if by else None,
                    "at": to_json(by.at) if by else None,
                }
            },
        },
    )
