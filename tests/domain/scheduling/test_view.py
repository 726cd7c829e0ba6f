"""What a schedule says of each task, and of who and what is booked."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.domain.enums import DependencyKind
from prodtui.domain.rows import BoardSettings
from tests.helpers.floors import ANN, NOW, a_floor, a_machine, a_person, at, made, rows, times, waits, work


def test_tasks_come_by_start_and_those_without_a_place_last() -> None:
    view = made(a_floor(work(1, planned_start=at("11-30 8:00")), work(2)))
    assert [row.ref for row in view.tasks] == ["OPS-2", "OPS-1"]
    nobody = made(a_floor(work(1, step="weld", assignees=()), work(2), people=[ANN]))
    assert [row.ref for row in nobody.tasks] == ["OPS-2", "OPS-1"]
    assert nobody.tasks[1].problem is not None


def test_the_view_says_when_and_for_which_board_it_is() -> None:
    view = made(a_floor(work(1)))
    assert (view.board, view.timezone, view.made_at, view.origin) == ("OPS", "Europe/Berlin", NOW, at("11-27 0:00"))
    assert view.working[:2] == ((480, 720), (780, 1020))


def test_lanes_are_people_and_machines_and_no_limits() -> None:
    machine = a_machine("saw", parallel=2, workweek=(((0, 1440),),) * 7)
    view = made(a_floor(work(1), resources=[machine]))
    assert [(lane.key, lane.kind, lane.capacity) for lane in view.lanes] == [
        ("ann", "person", 1),
        ("bo", "person", 1),
        ("cy", "person", 1),
        ("saw", "machine", 2),
    ]
    assert view.lanes[3].working[0][0] == 0


@pytest.mark.parametrize(
    ("due", "late", "slack"),
    [
        ("11-27 12:00", 0, 0),
        ("11-27 11:00", 60, -60),
        ("11-30 9:00", 0, 300),
        ("11-26 12:00", 480, -480),
        ("11-22 23:59", 2160, -2160),
    ],
)
def test_lateness_and_slack_are_working_minutes_of_the_board(due: str, late: int, slack: int) -> None:
    row = rows(a_floor(work(1, due=at(due))))[1]
    assert times(row)[1] == "11-27 12:00"
    assert (row.late, row.slack) == (late, slack)


def test_without_a_due_date_nothing_is_late() -> None:
    row = rows(a_floor(work(1)))[1]
    assert (row.late, row.slack) == (0, None)


def test_slack_is_what_those_that_wait_leave() -> None:
    found = rows(
        a_floor(
            work(1, estimate_hours=1.0),
            work(2, assignees=("cy",), due=at("11-27 17:00")),
            work(3, assignees=("cy",)),
            waits=[waits(1, 2, lag=1.0), waits(1, 3, DependencyKind.START_START)],
        )
    )
    assert found[1].slack == 2 * 60


def test_late_is_late_even_when_the_board_does_not_work_in_between() -> None:
    weekend = a_person("wil", "cutter", workweek=((), (), (), (), (), ((480, 720),), ()))
    floor = a_floor(work(1, assignees=("wil",), due=at("11-27 17:00")), people=[weekend])
    row = rows(floor)[1]
    assert times(row)[1] == "11-28 12:00"
    assert row.late == 1


def test_a_due_date_of_years_ago_is_late_by_a_year_at_least() -> None:
    row = rows(a_floor(work(1, due=at("11-27 8:00").replace(year=2019))))[1]
    assert row.late > 200 * 480


def test_what_is_guessed_and_how_far_it_is_are_told() -> None:
    found = rows(a_floor(work(1, estimate_hours=None), work(2, spent_hours=1.0, blocked="no drawing")))
    assert found[1].guessed
    assert not found[2].guessed
    assert (found[2].progress, found[2].blocked) == (0.25, "no drawing")


def test_an_empty_board_has_an_empty_schedule() -> None:
    view = made(a_floor())
    assert view.tasks == ()
    closed = made(a_floor(work(1), settings=BoardSettings(workweek=((),) * 7)))
    assert closed.tasks[0].problem == "Ann has no working time."


def test_a_closed_board_says_so_where_nobody_is_needed() -> None:
    closed = a_floor(work(1, assignees=()), people=(), settings=BoardSettings(workweek=((),) * 7))
    assert rows(closed)[1].problem == "The board has no working time."


def test_a_holiday_in_between_is_no_lateness() -> None:
    free = BoardSettings(holidays=(date(2026, 11, 30),))
    row = rows(a_floor(work(1, estimate_hours=9.0, due=at("11-27 17:00")), settings=free))[1]
    assert times(row)[1] == "12-01 9:00"
    assert row.late == 60
