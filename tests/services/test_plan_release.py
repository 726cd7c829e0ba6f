"""Release: a planned quantity becomes tasks, never twice, with the dates and materials of the plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from prodtui.domain.enums import PeriodKind, StockKind
from prodtui.domain.rows import TaskRow
from prodtui.errors import Refused, Rejected
from prodtui.services import board, checklists, people, plan, plan_grid, plan_release, resources, task_view, tasks, undo
from prodtui.storage.queries import supply
from prodtui.storage.unit_of_work import read
from tests.helpers.planning import LATER, MONDAY, NEXT, a_product, an_order, cell, loaded, weeks
from tests.helpers.team import Clock, Team


def _days(task: TaskRow) -> list[str]:
    moments = (task.due, task.planned_start, task.planned_finish)
    return ["" if at is None else f"{at:%m-%dT%H:%M}" for at in moments]


def test_a_planned_quantity_becomes_tasks_in_lots(team: Team) -> None:
    a_product(team, lot_size=15, task_title="Make brackets")
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    made = plan_release.release(team.lea, "bracket", NEXT).value
    assert [(task.title, task.quantity, task.product, task.unit, task.step) for task in made] == [
        ("Make brackets", quantity, "bracket", "pcs", "backlog") for quantity in (15, 15, 10)
    ]
    assert [task.estimate_hours for task in made] == [9.5, 9.5, 7.0]
    # Monday 00:00 and Friday 23:59 in Berlin
    assert _days(made[0]) == ["12-04T22:59", "11-29T23:00", "12-04T22:59"]
    assert (cell(weeks(team), "bracket", NEXT).released, cell(weeks(team), "bracket", NEXT).planned) == (40, 40)


def test_load_stays_in_its_week_when_a_quantity_is_released(team: Team) -> None:
    bracket = a_product(team, lot_size=15)
    an_order(team, bracket, 40, LATER)
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    before = weeks(team).loads
    plan_release.release(team.lea, "bracket", NEXT, quantity=30)
    assert weeks(team).loads == before
    plan_release.release(team.lea, "bracket", NEXT)
    assert weeks(team).loads == before


def test_nothing_is_released_twice(team: Team) -> None:
    a_product(team)
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    assert len(plan_release.release(team.lea, "bracket", NEXT).value) == 1
    again = plan_release.release(team.ann, "bracket", date(2026, 12, 3))
    assert (again.value, again.txn) == ((), None)
    assert again.notes == ("All 40 pcs of Bracket planned for the week of 30 Nov are released already.",)
    with pytest.raises(Refused, match="0 pcs of Bracket are left to release for the week of 30 Nov, not 5"):
        plan_release.release(team.lea, "bracket", NEXT, quantity=5)
    nothing = plan_release.release(team.lea, "bracket", LATER)
    assert nothing.notes == ("Nothing of Bracket is planned for the week of 7 Dec.",)
    assert len(task_view.list_tasks(team.sam)) == 1


def test_a_retry_with_its_request_id_answers_with_the_first_tasks(team: Team) -> None:
    a_product(team)
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    first = plan_release.release(team.lea, "bracket", NEXT, quantity=10, request_id="r1")
    again = plan_release.release(team.lea, "bracket", NEXT, quantity=10, request_id="r1")
    assert (again.replayed, again.value) == (True, first.value)
    assert cell(weeks(team), "bracket", NEXT).released == 10


def test_lots_serve_the_order_that_is_due_first(team: Team) -> None:
    bracket = a_product(team, lot_size=10)
    an_order(team, bracket, 12, LATER)
    an_order(team, bracket, 10, date(2026, 12, 2))
    an_order(team, bracket, 9, LATER, priority="urgent")
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    shown = plan_release.preview(team.sam, "bracket", NEXT)
    assert [(lot.demand, lot.quantity, lot.due.day) for lot in shown.lots] == [
        ("OPS-D2", 10, 2), ("OPS-D3", 10, 7), ("OPS-D1", 10, 7), ("OPS-D1", 10, 7),
    ]  # fmt: skip
    plan_release.release(team.lea, "bracket", NEXT, quantity=20)
    assert [lot.demand for lot in plan_release.preview(team.sam, "bracket", NEXT).lots] == ["OPS-D1", "OPS-D1"]
    made = plan_release.release(team.lea, "bracket", NEXT, lot=20, due=date(2026, 12, 1)).value
    assert [(task.quantity, task.due and task.due.day) for task in made] == [(20, 1)]


def test_a_task_is_to_be_finished_when_its_order_is_due_within_the_period(team: Team) -> None:
    bracket = a_product(team, lot_size=10)
    an_order(team, bracket, 10, date(2026, 12, 2))
    plan.set_quantity(team.lea, "bracket", NEXT, 20)
    lots = plan_release.preview(team.sam, "bracket", NEXT).lots
    assert [lot.planned_finish for lot in lots] == [date(2026, 12, 2), date(2026, 12, 4)]


def test_released_tasks_reserve_their_materials_and_say_what_is_short(team: Team) -> None:
    resources.add_resource(team.lea, "Steel", "material", unit="kg")
    a_product(team, materials=["steel:2.5"], lot_size=10)
    plan.set_quantity(team.lea, "bracket", NEXT, 20)
    assert plan_release.preview(team.sam, "bracket", NEXT).materials[0].quantity == 50
    done = plan_release.release(team.lea, "bracket", NEXT)
    assert done.notes == ("Steel is short: 50 kg are missing for this release.",)
    with read(team.store) as session:
        board_row = team.lea.need_board()
        moves = supply.moves(session, board_row)
        assert [(move.kind, move.quantity, move.task, move.day) for move in reversed(moves)] == [
            (StockKind.RESERVED, 25, "OPS-1", NEXT), (StockKind.RESERVED, 25, "OPS-2", NEXT),
        ]  # fmt: skip
    undo.undo(team.lea)
    with read(team.store) as session:
        assert supply.moves(session, team.lea.need_board()) == ()


def test_undo_takes_a_release_back_and_redo_does_it_again(team: Team) -> None:
    a_product(team, lot_size=10)
    plan.set_quantity(team.lea, "bracket", NEXT, 20)
    plan_release.release(team.lea, "bracket", NEXT)
    undo.undo(team.lea)
    assert cell(weeks(team), "bracket", NEXT).released == 0
    assert team.get("OPS-1").archived_at is not None
    undo.redo(team.lea)
    assert cell(weeks(team), "bracket", NEXT).released == 20
    undo.undo(team.lea)
    assert [task.ref for task in plan_release.release(team.lea, "bracket", NEXT).value] == ["OPS-3", "OPS-4"]
    assert cell(weeks(team), "bracket", NEXT).released == 20


def test_a_release_on_which_somebody_works_stays(team: Team) -> None:
    a_product(team)
    plan.set_quantity(team.lea, "bracket", NEXT, 20)
    plan_release.release(team.lea, "bracket", NEXT)
    board.start(team.bo, "OPS-1")
    with pytest.raises(Refused, match="bo worked on it since"):
        undo.undo(team.lea)


def test_what_was_archived_before_it_was_made_can_be_released_again(team: Team) -> None:
    a_product(team, lot_size=10)
    plan.set_quantity(team.lea, "bracket", NEXT, 20)
    plan_release.release(team.lea, "bracket", NEXT)
    board.finish(team.ann, "OPS-1")
    tasks.archive(team.ann, ["OPS-1", "OPS-2"])
    assert cell(weeks(team), "bracket", NEXT).released == 10
    assert [task.quantity for task in plan_release.release(team.lea, "bracket", NEXT).value] == [10]


def test_a_period_under_way_is_released_from_today_on(team: Team, ticking: Clock) -> None:
    a_product(team)
    plan.set_quantity(team.lea, "bracket", MONDAY, 5)
    assert plan_release.preview(team.sam, "bracket", MONDAY).lots[0].planned_start == date(2026, 11, 24)
    ticking.forward(days=4)  # Saturday
    lot = plan_release.preview(team.sam, "bracket", MONDAY).lots[0]
    assert (lot.planned_start, lot.planned_finish) == (date(2026, 11, 28), date(2026, 11, 29))


def test_too_many_tasks_at_once_are_rejected(team: Team) -> None:
    a_product(team)
    plan.set_quantity(team.lea, "bracket", NEXT, 1_000_000)
    with pytest.raises(Rejected, match="would make 1,000,000 tasks"):
        plan_release.release(team.lea, "bracket", NEXT, lot=1)
    for wrong in (0, -3, "many"):
        with pytest.raises(Rejected):
            plan_release.release(team.lea, "bracket", NEXT, lot=wrong)  # type: ignore[arg-type]
    assert cell(weeks(team), "bracket", NEXT).released == 0


def test_a_month_is_released_week_by_week(team: Team) -> None:
    a_product(team)
    for day in (LATER, date(2026, 12, 14)):
        plan.set_quantity(team.lea, "bracket", day, 10)
    plan_release.release(team.lea, "bracket", LATER, kind=PeriodKind.MONTH, quantity=15)
    assert [cell(weeks(team), "bracket", day).released for day in (LATER, date(2026, 12, 14))] == [10, 5]


def test_what_is_made_before_its_week_counts_in_the_week_in_which_it_was_made(team: Team) -> None:
    a_product(team)
    plan.set_quantity(team.lea, "bracket", NEXT, 20)
    plan_release.release(team.lea, "bracket", NEXT)
    board.finish(team.bo, "OPS-1")
    assert [cell(weeks(team), "bracket", day).actual for day in (MONDAY, NEXT)] == [20, 0]


def test_finished_tasks_raise_actual_by_what_was_good(team: Team) -> None:
    a_product(team)
    plan.set_quantity(team.lea, "bracket", MONDAY, 20)
    plan_release.release(team.lea, "bracket", MONDAY, lot=10)
    board.finish(team.bo, "OPS-1")
    assert cell(weeks(team), "bracket", MONDAY).actual == 10
    board.finish(team.bo, "OPS-2", output={"scrap": 2, "rework": 1})
    assert cell(weeks(team), "bracket", MONDAY).actual == 17
    board.finish(team.bo, "OPS-2", output={"good": 9, "scrap": 1, "rework": 0})
    assert cell(weeks(team), "bracket", MONDAY).actual == 19
    undo.undo(team.bo)
    undo.undo(team.bo)
    assert (cell(weeks(team), "bracket", MONDAY).actual, loaded(weeks(team), "doing", MONDAY)) == (10, 7)


def test_a_release_fills_the_template_of_the_product(team: Team) -> None:
    bracket = a_product(
        team, lot_size=15, task_title="{product} {lot}/{of}: {quantity} {unit} by {due} for {demand}",
        task_notes="Made for {demand}.", task_labels=["rush"], task_priority="high", task_assignees=["BO"],
    )  # fmt: skip
    an_order(team, bracket, 20, date(2026, 12, 3))
    plan.set_quantity(team.lea, "bracket", NEXT, 20)
    shown = plan_release.preview(team.sam, "bracket", NEXT)
    made = plan_release.release(team.lea, "bracket", NEXT).value
    assert [task.title for task in made] == [
        "Bracket 1/2: 15 pcs by 2026-12-03 for OPS-D1",
        "Bracket 2/2: 5 pcs by 2026-12-03 for OPS-D1",
    ]
    assert [lot.title for lot in shown.lots] == [task.title for task in made]
    assert {(task.notes, task.labels, task.priority, task.assignees) for task in made} == {
        ("Made for OPS-D1.", ("rush",), "high", ("bo",))
    }


def test_what_a_release_says_goes_before_the_template_for_this_time(team: Team) -> None:
    a_product(team, task_title="Make it", task_labels=["rush"], task_assignees=["bo"])
    plan.set_quantity(team.lea, "bracket", NEXT, 2)
    words = {"title": "Lot {lot}", "labels": (), "assignees": ["cy"], "priority": "low"}
    [task] = plan_release.release(team.lea, "bracket", NEXT, quantity=1, **words).value
    assert (task.title, task.labels, task.assignees, task.priority) == ("Lot 1", (), ("cy",), "low")
    [task] = plan_release.release(team.lea, "bracket", NEXT).value
    assert (task.title, task.labels, task.assignees, task.priority) == ("Make it", ("rush",), ("bo",), "normal")
    with pytest.raises(Rejected, match=r'"\{lots\}" in the title of tasks'):
        plan_release.preview(team.lea, "bracket", NEXT, title="{lots}")


def test_who_has_left_gets_nothing_of_a_release(team: Team) -> None:
    a_product(team, task_assignees=["bo", "cy"])
    plan.set_quantity(team.lea, "bracket", NEXT, 1)
    people.edit_person(team.ann, "cy", active=False)
    done = plan_release.release(team.lea, "bracket", NEXT)
    assert [task.assignees for task in done.value] == [("bo",)]
    assert done.notes == ("cy is not active any more and gets none of the tasks.",)


def test_the_look_at_a_release_names_the_checklist_that_holds(team: Team) -> None:
    checklists.add_checklist(team.quinn, "Final check", items=[{"text": "Clean?"}])
    a_product(team, checklist="final")
    plan.set_quantity(team.lea, "bracket", NEXT, 1)
    assert plan_release.preview(team.sam, "bracket", NEXT).checklist is None
    checklists.publish_checklist(team.quinn, "final")
    assert plan_release.preview(team.sam, "bracket", NEXT).checklist == "Final check"


def test_what_is_finished_before_its_week_is_not_expected_again_in_it(team: Team) -> None:
    an_order(team, a_product(team), 40, NEXT + timedelta(days=4))
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    plan_release.release(team.lea, "bracket", NEXT, quantity=10)
    board.finish(team.bo, "OPS-1")
    shown = plan_grid.grid(team.sam, products=["bracket"], count=3).products[0]
    assert [cell.backlog for cell in shown.cells] == [-10, 0, 0]
    later = plan_grid.grid(team.sam, products=["bracket"], first=NEXT, count=2).products[0]
    assert (later.opening, later.cells) == (-10, shown.cells[1:])
