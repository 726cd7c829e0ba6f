"""Levelling: proposals that take overload away, looked at first, applied as one change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from prodtui.domain.codec import to_json
from prodtui.domain.enums import PeriodKind
from prodtui.domain.permissions import Permission
from prodtui.domain.planning.levelling import level
from prodtui.domain.planning.load import load_rows
from prodtui.domain.planning.periods import TINY, period_name
from prodtui.domain.rows_planning import LevelProposal, PeriodRow, PlanEdit, PlanLineRow, ProductRow
from prodtui.errors import Changed
from prodtui.services import products
from prodtui.services.change import Change, begin
from prodtui.services.planbook import PlanBook, planned_in
from prodtui.services.planfacts import PlanFacts
from prodtui.services.what_ifs import pick_open
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.unit_of_work import read


def propose(
    ws: Workspace,
    *,
    kind: PeriodKind | None = None,
    first: date | None = None,
    count: int | None = None,
    what_if: str | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> LevelProposal:
    """Return which planned quantities to change so that overload goes away, without any order coming later than due.

    The periods are those of `plan_grid.grid`. `progress` gets how much is done of how much, `stop` ends it early with
    what was found until then.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        facts = PlanFacts(change, board, pick_open(change, board, what_if))
        columns = facts.columns(kind, first, count)
        there = facts.capacities(columns)
        loads = load_rows(columns, facts.planned_work() + facts.task_work(), there)
        rows = [(facts.by_key[row.key], row) for row in facts.rows(columns)]
    return level(columns, facts.today, rows, loads, there.roles, stop, progress)


def apply(
    ws: Workspace,
    edits: Sequence[PlanEdit],
    *,
    kind: PeriodKind | None = None,
    what_if: str | None = None,
    request_id: str | None = None,
) -> Done[tuple[PlanLineRow, ...]]:
    """Let the plan hold what some edits say, all or none, as one change; return the lines that changed.

    `kind` is that of the periods of the proposal. Raises Changed when something else is planned by now than the
    proposal started from, Refused for less than what is released.
    """
    body = {"edits": [to_json(edit) for edit in edits], "kind": kind, "what_if": what_if}
    with begin(ws, "plan.level", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(PlanLineRow)
        board = change.board()
        book = PlanBook(change, board, pick_open(change, board, what_if))
        rows = {row.key: row for row in products.list_in(change, board)}
        cells: dict[str, dict[PeriodRow, PlanEdit]] = defaultdict(dict)
        for edit in edits:
            cells[edit.product][book.column(kind, edit.starts)] = edit
        changed: list[PlanLineRow] = []
        for key, by_period in cells.items():
            _check_still(book, rows[key], by_period)
            changed += book.put(rows[key], {period: edit.after for period, edit in by_period.items()})
        return change.done(tuple(changed))


def _check_still(book: PlanBook, product: ProductRow, cells: Mapping[PeriodRow, PlanEdit]) -> None:
    """Raise Changed unless as much is planned as the edits started from."""
    lines = book.lines(product, min(each.starts for each in cells), max(each.ends for each in cells))
    for period, edit in cells.items():
        now = planned_in(period, lines)
        if abs(now - edit.before) > TINY:
            raise Changed(
                f"The plan of {product.name} for {period_name(period, book.today)} is not what the proposal "
                "started from any more.",
                hint="Let it be proposed anew; nothing was changed.",
                details={"product": product.key, "before": edit.before, "now": now},
            )
