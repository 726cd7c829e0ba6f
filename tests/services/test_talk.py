"""Comments and logged time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from prodtui.errors import NotFound, Rejected
from prodtui.services import history, talk, task_view, tasks
from tests.helpers.team import NOW, Clock, Team


def test_comments_stand_in_order_with_who_and_when(team: Team, ticking: Clock) -> None:
    ref = team.task().ref
    first = talk.comment(team.bo, ref, "  Hello\n\tworld  ").value
    ticking.forward(minutes=5)
    talk.comment(team.cy, ref, "Again")
    found = task_view.show(team.bo, ref).comments
    assert found[0] == first
    assert [(c.author, c.text, c.at) for c in found] == [("bo", "Hello\n\tworld", NOW), ("cy", "Again", ticking.now)]


def test_a_comment_does_not_raise_the_version(team: Team) -> None:
    seen = team.task("Sweep")
    talk.comment(team.bo, seen.ref, "x")
    assert team.get(seen.ref).version == seen.version
    assert tasks.edit(team.cy, seen.ref, {"title": "y"}, version=seen.version).notes == ()


@pytest.mark.parametrize("text", ["", " \n ", "bell\x07", "x" * 20_001])
def test_a_comment_is_clean_text(team: Team, text: str) -> None:
    ref = team.task().ref
    with pytest.raises(Rejected):
        talk.comment(team.bo, ref, text)
    assert task_view.show(team.bo, ref).comments == ()


def test_time_is_summed_in_hours(team: Team) -> None:
    ref = team.task().ref
    row = talk.log_work(team.bo, ref, 90, note=" drilling ").value
    talk.log_work(team.cy, ref, 30, at=NOW - timedelta(days=1))
    detail = task_view.show(team.bo, ref)
    assert detail.task.spent_hours == 2.0
    assert [(w.person, w.minutes, w.note) for w in detail.work] == [("cy", 30, ""), ("bo", 90, "drilling")]
    assert detail.work[1] == row


@pytest.mark.parametrize("minutes", [0, -5, 6001])
def test_an_absurd_time_is_rejected(team: Team, minutes: int) -> None:
    with pytest.raises(Rejected, match="100 hours"):
        talk.log_work(team.bo, team.task().ref, minutes)


@pytest.mark.parametrize("at", [NOW + timedelta(minutes=1), datetime(2026, 11, 24, 8), datetime(1800, 1, 1)])
def test_time_lies_in_the_past_and_has_a_zone(team: Team, at: datetime) -> None:
    ref = team.task().ref
    with pytest.raises(Rejected):
        talk.log_work(team.bo, ref, 5, at=at)
    assert team.get(ref).spent_hours == 0.0


def test_a_note_is_one_clean_line(team: Team) -> None:
    with pytest.raises(Rejected):
        talk.log_work(team.bo, team.task().ref, 5, note="two\nlines")


def test_both_are_events_of_the_task(team: Team) -> None:
    ref = team.task().ref
    talk.comment(team.bo, ref, "x")
    talk.log_work(team.bo, ref, 5)
    assert [event.command for event in history.events(team.bo, ref=ref)] == ["task.add", "task.comment", "task.log"]


def test_an_unknown_task_is_said(team: Team) -> None:
    with pytest.raises(NotFound):
        talk.comment(team.bo, "OPS-9", "x")
    with pytest.raises(NotFound):
        talk.log_work(team.bo, "OPS-9", 5)
