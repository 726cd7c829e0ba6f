"""The way from the plan to the board: a planned quantity becomes tasks, never twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from prodtui.domain.calendar import is_working_day
from prodtui.domain.dates import day_begins, day_ends
from prodtui.domain.enums import PeriodKind, Priority, StockKind
from prodtui.domain.fields import positive
from prodtui.domain.permissions import Permission
from prodtui.domain.planning.load import work_of_plan
from prodtui.domain.planning.pegging import peg
from prodtui.domain.planning.periods import TINY, amount_text, period_name
from prodtui.domain.release import Want, serve, split
from prodtui.domain.rows import BoardRow, TaskRow
from prodtui.domain.rows_planning import PeriodRow, PlanLineRow, ProductRow
from prodtui.domain.rows_release import ReleaseLot, ReleaseNeed, ReleasePreview
from prodtui.domain.task_template import TASK_TEMPLATE, filled, template_of
from prodtui.errors import Refused
from prodtui.services import products, release_links, stock, tasks
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_person
from prodtui.services.named import must_stand
from prodtui.services.planbook import PlanBook
from prodtui.services.planfacts import PlanFacts
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.unit_of_work import read

_DAY = timedelta(days=1)
_RANKS = {priority: rank for rank, priority in enumerate(Priority)}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be released: `quantity` of what is left of the plan, all of it when None, in lots of `lot` at most.

    The size of a lot is the product's own when None; `due` is the day for every task instead of that of its order;
    `template` has the fields of a TaskTemplate that differ from the product's own.
    """

    quantity: float | None = None
    lot: float | None = None
    due: date | None = None
    template: Mapping[str, Any] = field(default_factory=dict)


def preview(
    ws: Workspace,
    product: str,
    day: date,
    *,
    kind: PeriodKind | None = None,
    quantity: float | str | None = None,
    lot: float | str | None = None,
    due: date | None = None,
    **template: Any,
) -> ReleasePreview:
    """Return what `release` would do now. Raises what it raises."""
    wish = _wish(quantity, lot, due, template)
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        return _releasing(change, product, day, kind, wish).preview()


def release(
    ws: Workspace,
    product: str,
    day: date,
    *,
    kind: PeriodKind | None = None,
    quantity: float | str | None = None,
    lot: float | str | None = None,
    due: date | None = None,
    step: str | None = None,
    override: str | None = None,
    request_id: str | None = None,
    **template: Any,
) -> Done[tuple[TaskRow, ...]]:
    """Make tasks of what is planned for the period of a day and not released yet, as one change; return them.

    They stand in the first step, or in `step`, with the dates of their period, are due when the order is that they
    serve, the one due first, and reserve what they take of materials. They are like the template of the product, with
    the fields of `template` (see TaskTemplate) in its stead. When all is released already nothing happens and a note
    says so. Raises Refused for a `quantity` above what is left or a limit of the step, Rejected for more than 200 tasks
    at once and for a pattern that cannot be filled.
    """
    wish = _wish(quantity, lot, due, template)
    body = {
        "product": product, "day": day, "kind": kind, "quantity": wish.quantity, "lot": wish.lot, "due": due,
        "step": step, "override": override, **wish.template,
    }  # fmt: skip
    with begin(ws, "plan.release", need=Permission.PLAN, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(TaskRow)
        work = _releasing(change, product, day, kind, wish)
        shown = work.preview()
        if not shown.lots:
            return change.done((), [work.nothing_left(shown)])
        return change.done(work.make(step, override), [*work.left_out(), *shortages(shown)])


def _wish(
    quantity: float | str | None, lot: float | str | None, due: date | None, template: Mapping[str, Any]
) -> Wish:  # fmt: skip
    given = TASK_TEMPLATE.clean_all({name: value for name, value in template.items() if value is not None})
    return Wish(positive("The quantity")(quantity), positive("The lot size")(lot), due, given)


def _releasing(change: Change, product: str, day: date, kind: PeriodKind | None, wish: Wish) -> Releasing:
    board = change.board()
    row = products.pick(change, board, product)
    for quantity in (wish.quantity, wish.lot):
        products.check_quantity(row, quantity)
    return Releasing(change, board, row, PlanBook(change, board).column(kind, day), wish)


class Releasing:
    """The release of one product inside a change or a look. Raises Refused for an archived product."""

    def __init__(self, change: Change, board: BoardRow, product: ProductRow, period: PeriodRow, wish: Wish) -> None:
        self.change, self.board, self.wish, self.period = change, board, wish, period
        self.product: ProductRow = must_stand("product", product)
        self.lines: Sequence[PlanLineRow] = PlanBook(change, board).lines(product, period.starts, period.ends)
        self.facts = PlanFacts(change, board, only=product.id)
        self.template = template_of(self.product, self.named(wish.template))

    def named(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is given of the template with people by their logins. Raises NotFound, Usage."""
        if not given.get("assignees"):
            return dict(given)
        people = self.change.people()
        return {**given, "assignees": tuple(pick_person(people, name).login for name in given["assignees"])}

    def at_work(self) -> tuple[str, ...]:
        """Return who gets the tasks: those of the template who are still there."""
        active = {person.login for person in self.change.people() if person.active}
        return tuple(login for login in self.template.assignees if login in active)

    def left_out(self) -> Iterator[str]:
        """Yield a sentence for each of the template who cannot get a task any more."""
        for login in self.template.assignees:
            if login not in self.at_work():
                yield f"{login} is not active any more and gets none of the tasks."

    def preview(self) -> ReleasePreview:
        """Return what would be done."""
        lots = [lot for _, lot in self.lots()]
        return ReleasePreview(
            product=self.product.key,
            name=self.product.name,
            unit=self.product.unit,
            period=self.period,
            planned=sum(line.quantity for line in self.lines),
            released=sum(line.released for line in self.lines),
            quantity=sum(lot.quantity for lot in lots),
            lots=tuple(lots),
            materials=tuple(self.needs(sum(lot.quantity for lot in lots))),
            template=self.template,
            checklist=self.checklist(),
        )

    def checklist(self) -> str | None:
        """Return the name of the product's own checklist, None when there is none or it is not in force."""
        uses = self.change.uses(self.board) if self.product.checklist else ()
        return next((use.name for use in uses if use.checklist == self.product.checklist), None)

    def lots(self) -> list[tuple[PlanLineRow, ReleaseLot]]:
        """Return the tasks to make, each with the line that it is taken from."""
        size = self.wish.lot or self.product.lot_size
        parts = [(line, lot) for line, rest in self.rests() for lot in split(rest, size)]
        split(float(len(parts)), 1.0)  # as many as one release makes, over all lines
        orders = serve([lot for _, lot in parts], self.wants())
        return [
            (line, self.lot(line, lot, order, f"{place}", f"{len(parts)}"))
            for place, ((line, lot), order) in enumerate(zip(parts, orders, strict=True), start=1)
        ]

    def rests(self) -> Iterator[tuple[PlanLineRow, float]]:
        """Yield what is to be released of each line. Raises Refused for more than is left."""
        rests = [(line, line.quantity - line.released) for line in self.lines if line.quantity - line.released > TINY]
        left = sum(rest for _, rest in rests)
        wanted = left if self.wish.quantity is None else self.wish.quantity
        if wanted > left + TINY:
            raise Refused(
                f"{amount_text(left)} {self.product.unit} of {self.product.name} are left to release for "
                f"{period_name(self.period, self.facts.today)}, not {amount_text(wanted)}.",
                hint="Plan more first with `prodtui plan set`, or release less.",
                details={"left": left},
            )
        for line, rest in rests:
            take = min(rest, wanted)
            wanted -= take
            if take > TINY:
                yield line, take

    def wants(self) -> list[Want]:
        """Return what orders still want when finished and open released tasks have served them, due first."""
        orders = self.facts.orders.get(self.product.id, ())
        key = self.product.key
        pegged = peg(orders, self.facts.finished.get(key, ()), self.facts.under_way.get(key, ()), ())
        queue = sorted(orders, key=lambda order: (order.due, _RANKS[order.priority], order.number))
        return [
            Want(order.id, order.due, order.quantity - pegged[order.id].delivered - pegged[order.id].released)
            for order in queue
            if not order.by_hand
        ]

    def lot(self, line: PlanLineRow, quantity: float, order: Want | None, number: str, of: str) -> ReleaseLot:
        """Return one task to make, the one with a number of so many."""
        starts, ends = self.span(line)
        hours = sum(work_of_plan(replace(self.product, lot_size=None), starts, quantity).hours.values())
        due = self.wish.due or (order.due if order is not None else ends)
        demand = None if order is None else self.demand_ref(order.order)
        places = {
            "product": self.product.name, "lot": number, "of": of, "quantity": amount_text(quantity),
            "unit": self.product.unit, "due": f"{due}", "demand": demand or "",
        }  # fmt: skip
        said = filled(self.template, places)
        return ReleaseLot(
            title=said.title,
            notes=said.notes,
            quantity=quantity,
            hours=hours,
            demand=demand,
            due=due,
            planned_start=starts,
            planned_finish=min(ends, due) if due >= starts else ends,
        )

    def span(self, line: PlanLineRow) -> tuple[date, date]:
        """Return the first and the last working day on which a line can be made, from today on while it lasts."""
        first, last = line.starts, self.period.ends - _DAY
        if first <= self.facts.today <= last:
            first = self.facts.today
        days = [first + _DAY * ahead for ahead in range((last - first).days + 1)]
        working = [day for day in days if is_working_day(day, self.board.settings)] or days
        return working[0], working[-1]

    def demand_ref(self, order: int) -> str:
        """Return the reference of an order."""
        orders = self.facts.orders[self.product.id]
        return f"{self.board.key}-D{next(each.number for each in orders if each.id == order)}"

    def needs(self, quantity: float) -> Iterator[ReleaseNeed]:
        """Yield what a quantity takes of each material."""
        for need in self.product.materials if quantity > TINY else ():
            row = self.facts.materials[need.material]
            yield ReleaseNeed(row.key, row.name, row.unit, need.per_unit * quantity, row.stock - row.reserved)

    def make(self, step: str | None, override: str | None) -> tuple[TaskRow, ...]:
        """Make the tasks with their links and reservations."""
        book = TaskBook(self.change)
        zone = self.facts.zone
        made = []
        for line, lot in self.lots():
            values = {
                "title": lot.title,
                "notes": lot.notes,
                "labels": self.template.labels,
                "assignees": self.at_work(),
                "priority": self.template.priority or Priority.NORMAL,
                "product": self.product.key,
                "quantity": lot.quantity,
                "unit": self.product.unit,
                "estimate_hours": lot.hours or None,
                "due": day_ends(lot.due, zone),
                "planned_start": day_begins(lot.planned_start, zone),
                "planned_finish": day_ends(lot.planned_finish, zone),
            }
            row = tasks.create(book, self.board, values, step=step, override=override)
            _, task = book.find(row.ref)
            release_links.store(book, self.board, task, {"plan_line": line.ref, "demand": lot.demand})
            self.reserve(row, lot)
            made.append(row)
        return tuple(made)

    def reserve(self, task: TaskRow, lot: ReleaseLot) -> None:
        """Promise a task the materials that it takes."""
        for need in self.product.materials:
            values = {"quantity": need.per_unit * lot.quantity, "day": lot.planned_start, "task": task.ref}
            stock.record(self.change, self.board, self.facts.materials[need.material], StockKind.RESERVED, values)

    def nothing_left(self, shown: ReleasePreview) -> str:
        """Return the sentence for a period of which nothing is left to release."""
        when = period_name(self.period, self.facts.today)
        if shown.planned <= TINY:
            return f"Nothing of {shown.name} is planned for {when}."
        planned = f"{amount_text(shown.planned)} {shown.unit} of {shown.name} planned for {when}"
        return f"All {planned} are released already."


def shortages(shown: ReleasePreview) -> Iterator[str]:
    """Yield a sentence for each material of which there is not enough for a release."""
    for need in shown.materials:
        short = need.quantity - max(need.free, 0.0)
        if short > TINY:
            yield f"{need.name} is short: {amount_text(short)} {need.unit} are missing for this release."
