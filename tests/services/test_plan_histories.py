"""Random histories of a plan, with undo: plan, board and load always agree."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from prodtui.domain.rows import TaskRow
from prodtui.errors import NotFound, Refused
from prodtui.services import board, demand, figures, plan, plan_grid, plan_release, stores, task_view, tasks, undo
from prodtui.storage.tables.planning import Output, PlanLine, Release
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read
from tests.helpers.planning import MONDAY, a_product, an_order, weeks
from tests.helpers.team import Clock, Team

DAYS = [MONDAY + timedelta(days=7 * week) for week in range(4)]
days, places = st.sampled_from(DAYS), st.integers(0, 5)
HOURS, SETUP, LOT, WEEKS = 0.5, 2.0, 8, 10
_release, _line = table_of(Release), table_of(PlanLine)


class Shop(RuleBasedStateMachine):
    """A product with orders, a plan, releases, outputs; lea plans, bo works."""

    template: Path

    @initialize()
    def begin(self) -> None:
        """An order of last week, so that whatever is made counts."""
        self.folder = Path(tempfile.mkdtemp(prefix="prodtui-plan-"))
        shutil.copyfile(self.template, self.folder / "team.db")
        self.clock = Clock()
        self.team = Team(self.folder / "team.db", self.clock)
        self.product = a_product(self.team, routing=[f"doing:{HOURS}:{SETUP}", "review:0.25"], lot_size=LOT)
        an_order(self.team, self.product, 5, MONDAY - timedelta(days=3))
        self.lea, self.bo = self.team.lea, self.team.bo

    def teardown(self) -> None:
        """Leave nothing behind; the store is sound."""
        if hasattr(self, "team"):
            assert stores.check(self.team.ann).problems == ()
            self.team.close()
            shutil.rmtree(self.folder)

    @rule(day=days, quantity=st.integers(1, 30))
    def order(self, day: date, quantity: int) -> None:
        """Somebody orders something."""
        an_order(self.team, self.product, quantity, day)

    @rule(day=days, quantity=st.integers(0, 40))
    def plan(self, day: date, quantity: int) -> None:
        """Lea plans, which is refused below what is released."""
        cell = self.cells()[DAYS.index(day)]
        try:
            plan.set_quantity(self.lea, "bracket", day, quantity)
        except Refused:
            assert quantity < cell.released

    @rule(day=days)
    def release(self, day: date) -> None:
        """Lea releases a week; doing so again makes nothing."""
        cell = self.cells()[DAYS.index(day)]
        made = plan_release.release(self.lea, "bracket", day).value
        assert sum(task.quantity or 0 for task in made) == max(cell.planned - cell.released, 0)
        assert plan_release.release(self.lea, "bracket", day).value == ()

    @rule(place=places, scrap=st.integers(0, 3), rework=st.integers(0, 3), by_move=st.booleans())
    def finish(self, place: int, scrap: int, rework: int, by_move: bool) -> None:
        """Bo finishes a task, some of it scrap, some to be worked over."""
        if task := self.pick(place, done=False):
            scrap = min(scrap, int(task.quantity or 1))
            output = {"scrap": scrap, "rework": min(rework, int(task.quantity or 1) - scrap)}
            if by_move:
                board.move(self.bo, task.ref, "done", output=output)
            else:
                board.finish(self.bo, task.ref, output=output)
            told = task_view.show(self.team.sam, task.ref).plan
            assert told is not None
            assert (told.good or 0) + (told.scrap or 0) + (told.rework or 0) == (task.quantity or 1)

    @rule()
    def finish_all(self) -> None:
        """Bo finishes all that is open, each as a whole."""
        if refs := [task.ref for task in self.tasks() if not task.archived_at and not task.finished_at]:
            board.finish(self.bo, refs)

    @rule(place=places, good=st.integers(0, 9))
    def correct(self, place: int, good: int) -> None:
        """Bo corrects what came out."""
        if task := self.pick(place, done=True):
            board.finish(self.bo, task.ref, output={"good": good})

    @rule(place=places)
    def reopen(self, place: int) -> None:
        """A task comes back from being done."""
        if task := self.pick(place, done=True):
            board.move(self.bo, task.ref, "doing")

    @rule(place=places, done=st.booleans())
    def archive(self, place: int, done: bool) -> None:
        """A task is put away, finished or not."""
        if task := self.pick(place, done=done):
            tasks.archive(self.bo, [task.ref])

    @rule(lea=st.booleans())
    def undo(self, lea: bool) -> None:
        """Somebody takes back what they did last, if nobody built on it."""
        with suppress(NotFound, Refused):
            undo.undo(self.lea if lea else self.bo)

    @rule(lea=st.booleans())
    def redo(self, lea: bool) -> None:
        """Somebody does again what they took back."""
        with suppress(NotFound, Refused):
            undo.redo(self.lea if lea else self.bo)

    @rule()
    def time_passes(self) -> None:
        """A day goes by."""
        self.clock.forward(days=1)

    @invariant()
    def agrees(self) -> None:
        """Actual is what finished tasks gave, backlog goes on, load is the sum of what is planned and what is open."""
        if not hasattr(self, "team"):
            return
        grid = weeks(self.team, first=DAYS[0], count=WEEKS)
        row = next(each for each in grid.products if each.key == "bracket")
        with read(self.team.store) as session:
            self.said = {row.task_id: row.good for row in session.execute(select(table_of(Output)))}
            links = select(_release.c.task_id, _line.c.starts).join_from(_release, _line)
            planned_for = {task: starts for task, starts in session.execute(links)}
        all_tasks = [task for task in self.tasks() if task.product == "bracket"]
        done = [task for task in all_tasks if task.finished_at]
        assert {task.id for task in done} >= self.said.keys()  # what is not finished has no output
        for period, cell in zip(grid.periods, row.cells, strict=True):
            here = [task for task in done if period.starts <= self.day_of(task) < period.ends]
            assert cell.actual == sum(self.good(task) for task in here)
        assert sum(cell.actual for cell in row.cells) == sum(self.good(task) for task in done)
        figure = figures.measure(self.team.sam, "throughput", DAYS[0], DAYS[0] + timedelta(days=7 * WEEKS - 1))
        assert figure.n == len(done)
        orders = demand.list_demand(self.team.sam, all=True, limit=None)
        served = sum(order.delivered for order in orders)
        asked = sum(order.quantity for order in orders)
        assert served == pytest.approx(min(asked, sum(self.good(task) for task in done)))
        before = row.opening
        for period, cell in zip(grid.periods, row.cells, strict=True):
            here = [task for task in done if period.starts <= self.day_of(task) < period.ends]
            own = [task for task in done if period.starts <= planned_for.get(task.id, date.max) < period.ends]
            early = sum(self.good(task) for task in own if self.day_of(task) < period.starts)
            # What was made of another week's plan counts when it was made, and not again in that week.
            of_others = sum(self.good(task) for task in here if task.id in planned_for and task not in own)
            rest = max(cell.planned - early, 0.0)
            made = cell.actual if period.ends <= grid.today else rest
            if period.starts <= grid.today < period.ends:
                made = max(rest, cell.actual - of_others) + of_others
            assert abs(before + cell.demand - made - cell.backlog) < 1e-6
            before = cell.backlog
        doing = next(each for each in grid.loads if each.key == "doing")
        load = sum(cell.load for cell in doing.cells)
        rests = [max(cell.planned - cell.released, 0.0) for cell in row.cells]
        waiting = [
            task for task in all_tasks if not task.finished_at and not task.archived_at and task.step != "review"
        ]
        planned = sum(HOURS * rest + SETUP * -(-rest // LOT) for rest in rests)
        assert abs(load - planned - sum(HOURS * (task.quantity or 1) + SETUP for task in waiting)) < 1e-6
        assert all(cell.released <= cell.planned for cell in row.cells)

    def cells(self):  # type: ignore[no-untyped-def]
        """Return the cells of the first four weeks."""
        grid = plan_grid.grid(self.team.sam, first=DAYS[0], count=4)
        return next(row for row in grid.products if row.key == "bracket").cells

    def tasks(self) -> tuple[TaskRow, ...]:
        """Return every task, archived ones too."""
        return task_view.list_tasks(self.team.sam, all=True)

    def pick(self, place: int, *, done: bool) -> TaskRow | None:
        """Return one of the tasks that stand on the board, finished or not."""
        found = [task for task in self.tasks() if not task.archived_at and (task.finished_at is not None) is done]
        return found[place % len(found)] if found else None

    def day_of(self, task: TaskRow) -> date:
        """Return the day on the board's calendar on which a task was finished."""
        assert task.finished_at is not None
        return task.finished_at.astimezone(ZoneInfo("Europe/Berlin")).date()

    def good(self, task: TaskRow) -> float:
        """Return what came out of a task."""
        return self.said.get(task.id, task.quantity or 1.0)


def test_plan_and_board_agree_after_any_history(built_store: Path) -> None:
    Shop.template = built_store
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=10, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
