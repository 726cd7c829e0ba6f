"""A step from near: what stands in it, how long tasks stayed, and how long they lay between two pairs of hands."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.domain.rows_flow import HandOvers
from prodtui.errors import NotFound
from prodtui.services import board, purge, tasks
from prodtui.services.kpi import Look
from prodtui.services.step_look import step_look
from tests.helpers.team import NOW, Clock, Team


def look(ticking: Clock, text: str = "", as_of: date | None = None) -> Look:
    return Look(NOW.date(), as_of or ticking.now.date(), text, as_of=as_of)


def test_tasks_stays_and_hand_overs_of_a_step(team: Team, ticking: Clock) -> None:
    ref = team.task("Bracket", at="doing", assignees=["bo"]).ref
    ticking.forward(hours=5)
    board.move(team.bo, ref, "review")
    ticking.forward(hours=2)
    tasks.assign(team.ann, ref, ["cy"], ["all"])
    ticking.forward(hours=3)
    board.move(team.cy, ref, "done")
    waiting = team.task("Frame", at="review", labels=["line"], assignees=["quinn"]).ref
    board.block(team.ann, waiting, "no gauge")
    ticking.forward(hours=1.5)

    found = step_look(team.ann, "Review", look(ticking))
    assert [(one.ref, one.who, one.hours, one.blocked) for one in found.tasks] == [
        (waiting, ("quinn",), 1.5, "no gauge")
    ]
    assert (found.median, found.most, found.n, found.waiting) == (5.0, 5.0, 1, 0.0)
    assert [(bar.name, bar.value) for bar in found.stays.bars][-1] == ("5 h", 1)
    assert found.handovers == (HandOvers("doing", "review", ("bo",), ("cy",), 1, 2.0, 2.0),)
    assert step_look(team.ann, "doing", look(ticking)).handovers == found.handovers, "also seen where it left"
    assert step_look(team.ann, "review", look(ticking, "#line")).handovers == ()


def test_the_past_is_told_alike(team: Team, ticking: Clock) -> None:
    ref = team.task("Bracket", at="doing", assignees=["bo"]).ref
    ticking.forward(hours=4)
    board.move(team.bo, ref, "review")
    tasks.assign(team.ann, ref, ["cy"], ["all"])
    ticking.forward(hours=4)
    then, day = step_look(team.ann, "review", look(ticking)), ticking.now.date()
    assert then.tasks[0].who == ("cy",)
    ticking.forward(days=2)
    tasks.assign(team.ann, ref, ["quinn"], ["all"])
    board.move(team.ann, ref, "done")
    tasks.archive(team.ann, ref)
    purge.purge(team.ann, ref)
    past = step_look(team.ann, "review", look(ticking, as_of=day))
    assert [(one.ref, one.who) for one in past.tasks] == [(ref, ("cy",))]
    assert past.handovers == then.handovers != ()


def test_of_a_done_step_what_came_in_the_window_is_listed(team: Team, ticking: Clock) -> None:
    for _ in range(2):
        board.move(team.ann, team.task(at="doing").ref, "done")
        ticking.forward(days=10)
    found = step_look(team.ann, "done", Look(date(2026, 12, 1), date(2026, 12, 14)))
    assert len(found.tasks) == 1


def test_a_step_that_is_none_is_told(team: Team, ticking: Clock) -> None:
    with pytest.raises(NotFound):
        step_look(team.ann, "paint", look(ticking))
