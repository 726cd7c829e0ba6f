"""The first page of a stored schedule: the same rows as in the whole, with what belongs to the first of them."""

from __future__ import annotations

from prodtui.services import board, links, schedule, tasks
from prodtui.services.schedule_page import first_page
from tests.helpers.team import Team


def busy(team: Team) -> Team:
    for number in range(12):
        who = ("bo", "cy")[number % 2]
        team.task(f"Task {number}", estimate_hours=4.0, assignees=(who,))
    links.link(team.ann, "OPS-1", "OPS-12")
    return team


def test_nothing_is_shown_of_what_was_never_stored(team: Team) -> None:
    assert first_page(busy(team).ann, 4) is None


def test_an_empty_board_has_no_page(team: Team) -> None:
    schedule.current(team.ann)
    assert first_page(team.ann, 4) is None


def test_the_rows_are_those_of_the_whole_schedule(team: Team) -> None:
    whole = schedule.current(busy(team).ann)
    page = first_page(team.ann, 4)
    assert page is not None
    assert page.tasks[:4] == whole.tasks[:4]
    assert page.made_at == whole.made_at
    assert {lane.key for lane in page.lanes} == {lane.key for lane in whole.lanes}


def test_what_belongs_to_the_first_row_comes_with_it(team: Team) -> None:
    whole = schedule.current(busy(team).ann)
    first = whole.tasks[0]
    page = first_page(team.ann, 1)
    assert page is not None and page.tasks[0] == first
    assert "OPS-12" in {row.ref for row in page.tasks}
    mine = {row.ref for row in whole.tasks if row.parts[0].person == first.parts[0].person}
    assert mine <= {row.ref for row in page.tasks}
    assert len(page.tasks) < len(whole.tasks)


def test_what_is_open_no_more_is_left_out(team: Team) -> None:
    schedule.current(busy(team).ann)
    board.start(team.bo, "OPS-1")
    board.finish(team.bo, "OPS-1")
    tasks.archive(team.cy, "OPS-2")
    page = first_page(team.ann, 12)
    assert page is not None
    assert {"OPS-1", "OPS-2"} & {row.ref for row in page.tasks} == set()
