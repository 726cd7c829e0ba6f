"""What-ifs beside the plan: which quantities, hours and loads differ, and what each comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.comparison import OnePlan, compared
from prodtui.domain.planning.load import load_rows
from prodtui.domain.planning.pegging import is_late, status_of
from prodtui.domain.planning.periods import TINY, index_of
from prodtui.domain.rows_comparison import MOST_COMPARED, PlanComparison
from prodtui.domain.rows_planning import PeriodRow
from prodtui.errors import Usage
from prodtui.services.change import Change
from prodtui.services.planfacts import PlanFacts
from prodtui.services.what_ifs import pick_open
from prodtui.services.workspace import Workspace
from prodtui.storage.queries.what_ifs import capacity_changes
from prodtui.storage.unit_of_work import read


def compare(
    ws: Workspace,
    names: str | Sequence[str],
    *,
    kind: PeriodKind | None = None,
    first: date | None = None,
    count: int | None = None,
) -> PlanComparison:
    """Return how up to three what-ifs differ from the plan and each other over the periods of `plan_grid.grid`.

    Raises Usage for more or none of them, and as `pick_open` does.
    """
    wanted = (names,) if isinstance(names, str) else tuple(dict.fromkeys(names))
    if not 0 < len(wanted) <= MOST_COMPARED:
        raise Usage(
            f"One to {MOST_COMPARED} what-ifs stand beside the plan, not {len(wanted)}.", hint="Choose among them."
        )
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        what_ifs = dict.fromkeys(pick_open(change, board, name) for name in wanted)
        plan = PlanFacts(change, board)
        columns = plan.columns(kind, first, count)
        return compared(columns, [_one(each, columns) for each in (plan, *map(plan.beside, what_ifs))])


def changed_cells(
    ws: Workspace, name: str, *, kind: PeriodKind, first: date, count: int
) -> frozenset[tuple[str, date]]:
    """Return the cells, by product and first day, in which a what-if plans something else than the plan."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        plan, other = PlanFacts(change, board), PlanFacts(change, board, pick_open(change, board, name))
        columns = plan.columns(kind, first, count)
        ours, theirs = _planned(plan, columns), _planned(other, columns)
        return frozenset(cell for cell in ours.keys() | theirs.keys() if abs(ours[cell] - theirs[cell]) > TINY)


def _planned(facts: PlanFacts, columns: Sequence[PeriodRow]) -> Mapping[tuple[str, date], float]:
    """Return what is planned by product and first day of the period."""
    planned: dict[tuple[str, date], float] = defaultdict(float)
    for line in facts.lines:
        at = index_of(columns, line.starts)
        if at is not None:
            planned[line.product, columns[at].starts] += line.quantity
    return planned


def _one(facts: PlanFacts, columns: Sequence[PeriodRow]) -> OnePlan:
    of = facts.of
    return OnePlan(
        name=None if of is None else of.name,
        products=facts.rows(columns),
        loads=load_rows(columns, facts.planned_work() + facts.task_work(), facts.capacities(columns)),
        late=_late(facts),
        changes=capacity_changes(facts.change.session, facts.board, what_if_id=None if of is None else of.id),
    )


def _late(facts: PlanFacts) -> int:
    """Return how many orders are late by this plan."""
    late = 0
    for product in facts.products.values():
        pegged = facts.pegged(product)
        late += sum(
            not order.by_hand
            and is_late(order.due, facts.today, status_of(order.quantity, pegged[order.id]), pegged[order.id])
            for order in facts.orders.get(product.id, ())
        )
    return late
