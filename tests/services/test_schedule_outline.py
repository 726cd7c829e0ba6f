"""The outline of a board: its first tasks with the dates that people gave them."""

from __future__ import annotations

from datetime import timedelta

from prodtui.services import board, tasks
from prodtui.services.schedule_outline import outline
from tests.helpers.team import Team


def test_an_empty_board_has_no_outline(team: Team) -> None:
    assert outline(team.ann, 4) is None


def test_tasks_come_by_the_first_of_their_dates(team: Team) -> None:
    now = team.clock()
    team.task("Some day")
    team.task("Due in a week", due=now + timedelta(days=7))
    team.task("Planned", planned_start=now + timedelta(days=1), planned_finish=now + timedelta(days=3))
    team.task("Due in two days", due=now + timedelta(days=2))
    shown = outline(team.ann, 4)
    assert shown is not None
    assert [row.ref for row in shown.tasks] == ["OPS-3", "OPS-4", "OPS-2", "OPS-1"]
    planned, *others = shown.tasks
    assert (planned.starts, planned.ends) == (now + timedelta(days=1), now + timedelta(days=3))
    assert all(row.starts is None and row.problem is None for row in others)
    assert [row.due for row in others] == [now + timedelta(days=2), now + timedelta(days=7), None]


def test_there_are_no_more_than_asked_for_and_none_that_is_over(team: Team) -> None:
    for number in range(5):
        team.task(f"Task {number}", due=team.clock() + timedelta(days=number))
    board.start(team.bo, "OPS-1")
    board.finish(team.bo, "OPS-1")
    tasks.archive(team.ann, "OPS-2")
    shown = outline(team.ann, 2)
    assert shown is not None
    assert [row.ref for row in shown.tasks] == ["OPS-3", "OPS-4"]


def test_what_has_begun_begins_then(team: Team) -> None:
    team.task("Begun", planned_finish=team.clock() + timedelta(days=3))
    board.start(team.bo, "OPS-1")
    begun = tasks.get(team.ann, "OPS-1").started_at
    shown = outline(team.ann, 1)
    assert shown is not None and shown.tasks[0].starts == begun is not None
