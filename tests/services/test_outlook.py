"""Forecasts from the board's own throughput: what counts, whole periods, working days, and what cannot be said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from prodtui.domain.enums import PeriodKind
from prodtui.errors import NotFound, Rejected, Usage
from prodtui.services import board, tasks
from prodtui.services.outlook import how_many_by, when_done
from tests.helpers.fixtures import Filled
from tests.helpers.team import Clock, Team


def work_steadily(team: Team) -> None:
    """Finish two tasks on each of 28 days, one of them labelled; the last of these days was yesterday."""
    for _ in range(28):
        for labels in ((), ("line",)):
            board.move(team.ann, team.task(labels=labels).ref, "done")
        team.clock.forward(days=1)


@pytest.fixture
def steady(filled: Filled) -> Team:
    """Four weeks of steady work; see `work_steadily`."""
    return filled(work_steadily)


def days(team: Team, count: int) -> date:
    return team.clock.now.date() + timedelta(days=count)


def test_what_is_steady_is_certain(steady: Team) -> None:
    found = when_done(steady.ann, 10, days=28)
    assert {line.day for line in found.lines} == {days(steady, 5)}
    assert (found.history, found.never, found.doubts) == ((2,) * 28, 0, ())
    many = how_many_by(steady.ann, days(steady, 5), days=28)
    assert {line.items for line in many.lines} == {10}


def test_the_pace_may_be_that_of_a_part(steady: Team) -> None:
    assert when_done(steady.ann, 10, pace="#line", days=28).lines[0].day == days(steady, 10)
    assert how_many_by(steady.ann, days(steady, 5), pace="#line", days=28).lines[0].items == 5


def test_weeks_are_drawn_whole(steady: Team) -> None:
    found = when_done(steady.ann, 15, days=28, period=PeriodKind.WEEK)
    assert (found.history, found.lines[0].day) == ((14, 14, 14, 14), days(steady, 14))
    assert "rests on 4 periods only" in found.doubts[0]
    assert how_many_by(steady.ann, days(steady, 15), days=28, period=PeriodKind.WEEK).lines[0].items == 28


def test_those_that_are_open_are_meant_without_a_number(steady: Team) -> None:
    for _ in range(4):
        steady.task(labels=("new",))
    steady.task()
    assert when_done(steady.ann, days=28).items == 5
    assert when_done(steady.ann, filter="#new", days=28).items == 4
    with pytest.raises(NotFound, match="None of these tasks is open"):
        when_done(steady.ann, filter="#line", days=28)


def test_days_off_are_left_out_where_working_time_counts(steady: Team) -> None:
    steady.settings(count_time="working")
    found = when_done(steady.ann, 10, days=28)
    assert len(found.history) == 20
    assert sum(found.history) == 56, "what was finished on a weekend counts on the next working day"
    assert all(line.day is not None and line.day.weekday() < 5 for line in found.lines)


def test_today_is_not_over_and_does_not_count(steady: Team) -> None:
    before = when_done(steady.ann, 10, days=28).history
    board.move(steady.ann, steady.task().ref, "done")
    assert when_done(steady.ann, 10, days=28).history == before


def test_what_cannot_be_said(team: Team) -> None:
    with pytest.raises(NotFound, match="no throughput to forecast from"):
        when_done(team.ann, 5)
    tasks.add(team.ann, "Old")
    for call, error, told in (
        (lambda: when_done(team.ann, 0), Rejected, "0 is no number of tasks"),
        (lambda: how_many_by(team.ann, days(team, 0)), NotFound, "no throughput"),
        (lambda: when_done(team.ann, 5, pace="@nobody"), Usage, "nobody"),
    ):
        with pytest.raises(error, match=told):
            call()


def test_a_day_must_be_to_come(steady: Team) -> None:
    with pytest.raises(Rejected, match="is not to come"):
        how_many_by(steady.ann, days(steady, 0))
    with pytest.raises(Rejected, match="ten years"):
        how_many_by(steady.ann, date(2090, 1, 1))


def test_nothing_finished_is_never(team: Team, ticking: Clock) -> None:
    team.task()
    ticking.forward(days=40)
    found = when_done(team.ann, 5, days=28)
    assert (found.never, [line.day for line in found.lines]) == (found.trials, [None] * 4)


def test_a_forecast_of_a_past_day_is_what_was_told_then(steady: Team, ticking: Clock) -> None:
    refs = [steady.task(labels=("new",)).ref for _ in range(4)]
    day = ticking.now.date()
    told, of_new = when_done(steady.ann, days=28), when_done(steady.ann, filter="#new", pace="#line", days=28)
    many = how_many_by(steady.ann, days(steady, 5), days=28)
    ticking.forward(days=40)
    board.finish(steady.ann, refs[0])
    tasks.archive(steady.ann, refs[1])
    assert when_done(steady.ann, days=28, as_of=day) == told
    assert when_done(steady.ann, filter="#new", pace="#line", days=28, as_of=day) == of_new
    assert how_many_by(steady.ann, day + timedelta(days=5), days=28, as_of=day) == many
    with pytest.raises(Rejected, match="is to come"):
        when_done(steady.ann, as_of=days(steady, 1))
