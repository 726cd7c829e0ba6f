"""Release of all that is planned for a period, as one change: what cannot be made stays planned, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from prodtui.domain.enums import PeriodKind
from prodtui.domain.permissions import Permission
from prodtui.domain.planning.periods import period_name
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import PeriodRow, ProductRow
from prodtui.domain.rows_release import ReleasePreview, ReleaseShare
from prodtui.errors import Refused, Rejected
from prodtui.services import products
from prodtui.services.change import Change, begin
from prodtui.services.plan_release import Releasing, Wish, shortages
from prodtui.services.planbook import PlanBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import planning as queries
from prodtui.storage.unit_of_work import read

MOST_TASKS = 1000
"""Tasks that one change makes; the next release goes on behind them."""


def preview_all(ws: Workspace, day: date, *, kind: PeriodKind | None = None) -> tuple[ReleaseShare, ...]:
    """Return what `release_all` would do now, as far as no step is full. Raises what it raises."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        return tuple(_All(change, change.board(), day, kind).shares())


def release_all(
    ws: Workspace,
    day: date,
    *,
    kind: PeriodKind | None = None,
    step: str | None = None,
    override: str | None = None,
    request_id: str | None = None,
) -> Done[tuple[ReleaseShare, ...]]:
    """Make tasks of all that is planned for the period of a day and not released yet; return a share for each product.

    Each product is released as `plan_release.release` does it, or not at all when a rule is against it; the others go
    on. Raises Rejected for a day outside the horizon, NotFound for an unknown step.
    """
    body = {"day": day, "kind": kind, "step": step, "override": override}
    with begin(ws, "plan.release", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(ReleaseShare)
        work = _All(change, change.board(), day, kind)
        shares = tuple(work.shares(make=True, step=step, override=override))
        return change.done(shares, tuple(dict.fromkeys([*work.notes, *work.nothing(shares)])))


class _All:
    """The products of one period inside a change or a look; `notes` are about what was made."""

    def __init__(self, change: Change, board: BoardRow, day: date, kind: PeriodKind | None) -> None:
        self.change, self.board = change, board
        self.plan = PlanBook(change, board)
        self.period: PeriodRow = self.plan.column(kind, day)
        self.notes: list[str] = []

    def products(self) -> Iterator[ProductRow]:
        """Yield the products of which something is planned in the period."""
        first, end = self.period.starts, self.period.ends
        lines = queries.lines(self.change.session, self.board, what_if_id=None, first=first, end=end)
        planned = {line.product for line in lines if line.quantity}
        yield from (row for row in products.list_in(self.change, self.board) if row.key in planned)

    def shares(
        self, *, make: bool = False, step: str | None = None, override: str | None = None
    ) -> Iterator[ReleaseShare]:
        """Yield what is released of each product, and make its tasks with `make`."""
        total = 0
        for product in self.products():
            share = ReleaseShare(product.key, product.name, product.unit, 0.0, 0, ())
            try:
                work = Releasing(self.change, self.board, product, self.period, Wish())
                shown = work.preview()
                if not shown.lots:
                    yield replace(share, why=work.nothing_left(shown))
                    continue
                if total + len(shown.lots) > MOST_TASKS:
                    yield replace(share, why=f"One release makes {MOST_TASKS:,} tasks at most; release the rest again.")
                    continue
                tasks = self._make(work, shown, step, override) if make else ()
            except (Refused, Rejected) as error:
                yield replace(share, why=error.message)
                continue
            total += len(shown.lots)
            yield replace(share, quantity=shown.quantity, lots=len(shown.lots), materials=shown.materials, tasks=tasks)

    def _make(self, work: Releasing, shown: ReleasePreview, step: str | None, override: str | None) -> tuple[str, ...]:
        with self.change.unit.attempt():
            made = work.make(step, override)
        self.notes += [*work.left_out(), *shortages(shown)]
        return tuple(task.ref for task in made)

    def nothing(self, shares: tuple[ReleaseShare, ...]) -> Iterator[str]:
        """Yield the sentence for a period of which nothing is planned."""
        if not shares:
            yield f"Nothing is planned for {period_name(self.period, self.plan.today)}."
