"""What figures of production are computed from: plan and demand as they were said, and the time that machines have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import working_minutes
from prodtui.domain.enums import DemandKind, DemandStatus, ResourceKind
from prodtui.domain.flow.production import Asked, Planned
from prodtui.domain.flow.window import Window, midnight
from prodtui.domain.planning.periods import period_name, period_of
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import PeriodRow, ProductRow, ResourceRow
from prodtui.services.as_of import Past
from prodtui.services.change import Change
from prodtui.services.kinds import KINDS
from prodtui.storage.queries import planning, products, supply
from prodtui.storage.queries import production as queries
from prodtui.storage.queries.planning import Made
from prodtui.storage.queries.production import Due

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


@dataclass(slots=True)
class _Line:
    """A planned quantity: of what, for the period of which first day, and each quantity that was said with when."""

    ref: str
    product: str
    starts: date
    said: list[tuple[datetime, float]] = field(default_factory=list)

    def by(self, moment: datetime) -> float:
        """Return the quantity as it stood at a moment; what was said only afterwards counts as it was said first."""
        first = self.said[0][1] if self.said else 0.0
        return next((quantity for at, quantity in reversed(self.said) if at <= moment), first)


class Production:
    """Plan, demand and machines of a board for looks from `since` up to `now`, read once.

    With `past` products, their standard times, machines and the calendar are those of then.
    """

    def __init__(self, change: Change, board: BoardRow, since: datetime, now: datetime, past: Past | None) -> None:
        self._change, self._board, self._now, self._past = change, board, now, past
        self._zone = ZoneInfo(board.timezone)
        self._first = period_of(board.settings.period, since.astimezone(self._zone).date()).starts

    @cached_property
    def products(self) -> Mapping[str, ProductRow]:
        """The products of the board by key, archived ones too."""
        past = self._past
        found = past.plant.products if past is not None else products.products(self._change.session, self._board)
        return {row.key: row for row in found}

    def planned(self, over: Window) -> Iterator[Planned]:
        """Yield what was planned for each period that ended in a window, as it stood at its end, and what was made.

        Those that are not over are marked as running. What was released from a planned line counts for that line alone,
        what was released from none in the period in which it was finished.
        """
        today = self._now.astimezone(self._zone).date()
        for line in self._lines:
            period = period_of(self._board.settings.period, line.starts)
            ends = midnight(period.ends, self._zone)
            is_over = ends <= self._now + _INSTANT  # the end of a past day is told of at its last moment
            running = not is_over and over.first < period.ends and period.starts <= min(over.last, today)
            ended = is_over and over.first <= period.ends - _DAY <= over.last
            product = self.products.get(line.product)
            if product is not None and (running or ended):
                hours = sum(row.hours for row in product.routing) or None
                told = f"{product.name}, {period_name(period, today)}"
                made = self._made_for(product.key, line.starts, period)
                yield Planned(line.ref, told, product.unit, hours, line.by(ends), made, running)

    def asked(self, over: Window) -> list[Asked]:
        """Return the orders that are due in a window, those that were cancelled or put away left out."""
        products, found = {row.id: row for row in self.products.values()}, []
        for number, product_id, due, quantity in self._demand:
            product = products.get(product_id)
            if product is not None and over.first <= due <= over.last:
                ref = f"{self._board.key}-D{number}"
                found.append(Asked(ref, f"{product.name}, due {due}", product.unit, quantity))
        return found

    def net_minutes(self, over: Window) -> int:
        """Return the working minutes of the board's calendar in a window."""
        return working_minutes(over.begins, over.ends, self._board.settings, self._zone)

    def minutes(self, step: str, begins: datetime, ends: datetime) -> float:
        """Return the working minutes between two moments of the machines of a step, or of the board without any."""
        settings, machines = self._board.settings, self._machines.get(step, ())
        if not machines:
            return working_minutes(begins, ends, settings, self._zone)
        total = 0.0
        for machine in machines:
            minutes = working_minutes(begins, ends, settings, self._zone, machine.workweek)
            for first, last in self._away.get(machine.key, ()):
                off, back = max(first, begins), min(last, ends)
                if off < back:
                    minutes -= working_minutes(off, back, settings, self._zone, machine.workweek)
            total += minutes * machine.parallel
        return total

    def _made_for(self, product: str, starts: date, period: PeriodRow) -> float:
        released = self._of_lines.get((product, starts), ())
        others = self._of_none.get(product, ())
        return sum(made.quantity for made in released if made.day and made.day < period.ends) + sum(
            made.quantity for made in others if made.day and period.starts <= made.day < period.ends
        )

    @cached_property
    def _lines(self) -> tuple[_Line, ...]:
        """The lines of the plan whose periods a look is about, with all that was said of their quantities."""
        session, board = self._change.session, self._board
        found = {
            row.id: _Line(row.ref, row.product, row.starts) for row in planning.lines(session, board, first=self._first)
        }
        refs = [line.ref for line in found.values()]
        for id, _, at, after in queries.said_of(session, "plan_line", refs, self._now):
            if after is not None and "quantity" in after:
                found[id].said.append((at, after["quantity"]))
        return tuple(line for line in found.values() if line.said)

    @cached_property
    def _demand(self) -> list[Due]:
        session, board = self._change.session, self._board
        if self._past is None:
            return queries.due_from(session, board, self._first)
        found: dict[int, tuple[str, dict[str, Any]]] = {}
        for id, ref, _, after in queries.said(session, board, "demand", KINDS["demand"].letter, self._now):
            if after is None:
                found.pop(id, None)
            else:
                found.setdefault(id, (ref, {}))[1].update(after)
        ids = {row.ref: row.id for row in self.products.values()}
        return [
            Due(int(ref.rpartition("D")[2]), ids[of["product"]], date.fromisoformat(of["due"]), of["quantity"])
            for ref, of in found.values()
            if of["kind"] == DemandKind.ORDER.value
            and of.get("closed") != DemandStatus.CANCELLED.value
            and of.get("archived_at") is None
            and of["product"] in ids
        ]

    @cached_property
    def _of_lines(self) -> Mapping[tuple[str, date], list[Made]]:
        found: dict[tuple[str, date], list[Made]] = defaultdict(list)
        for made in self._made:
            if made.line is not None:
                found[made.product, made.line].append(made)
        return found

    @cached_property
    def _of_none(self) -> Mapping[str, list[Made]]:
        found: dict[str, list[Made]] = defaultdict(list)
        for made in self._made:
            if made.line is None:
                found[made.product].append(made)
        return found

    @cached_property
    def _made(self) -> tuple[Made, ...]:
        session, board = self._change.session, self._board
        if self._past is None:
            return planning.finished(session, board, self._zone, since=self._first)
        out, lines = self._past.records.outputs, queries.released_from(session, board)
        found = []
        for id, task in self._past.tasks.items():
            if task.get("product") is not None and task.get("finished_at") is not None:
                good = out[id][0] if id in out else task.get("quantity") or 1.0
                day = datetime.fromisoformat(task["finished_at"]).astimezone(self._zone).date()
                found.append(Made(task["product"], good, day, None, lines.get(id)))
        return tuple(found)

    @cached_property
    def _machines(self) -> Mapping[str, list[ResourceRow]]:
        """The machines of each step: those of the pools that a routing names there."""
        pools: dict[str, set[str]] = defaultdict(set)
        for product in self.products.values():
            for row in product.routing:
                if row.pool and product.archived_at is None:
                    pools[row.step].add(row.pool)
        past = self._past
        found = past.plant.resources if past is not None else supply.resources(self._change.session, self._board)
        there = [row for row in found if row.kind is ResourceKind.MACHINE and row.archived_at is None]
        return {step: [row for row in there if (row.pool or row.key) in names] for step, names in pools.items()}

    @cached_property
    def _away(self) -> Mapping[str, list[tuple[datetime, datetime]]]:
        found: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        past = self._past
        for absence in past.plant.absences if past is not None else supply.absences(self._change.session, self._board):
            if absence.resource is not None:
                span = midnight(absence.starts, self._zone), midnight(absence.ends + _DAY, self._zone)
                found[absence.resource].append(span)
        return found
