"""The downtime log: one clock for each step, corrected by hand, counted in working time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prodtui.errors import Changed, NotFound, Refused, Rejected
from prodtui.services import downtime, issues, steps, undo
from tests.helpers.team import NOW, Clock, Team


def test_a_clock_runs_until_it_is_stopped(team: Team, ticking: Clock) -> None:
    started = downtime.start_downtime(team.bo, "doing", "No power").value
    assert (started.ref, started.step, started.started_by, started.ended_at) == ("OPS-S1", "doing", "bo", None)
    ticking.forward(minutes=30)
    stopped = downtime.stop_downtime(team.cy, "doing").value
    assert (stopped.ended_at, stopped.ended_by) == (ticking.now, "cy")
    with pytest.raises(Refused, match="No downtime runs at Doing"):
        downtime.stop_downtime(team.cy, "doing")
    with pytest.raises(Refused, match="stopped already"):
        downtime.stop_downtime(team.cy, "OPS-S1")


def test_one_clock_runs_at_a_step(team: Team) -> None:
    downtime.start_downtime(team.bo, "doing", "No power")
    with pytest.raises(Refused, match="stands still since 09:00 UTC already") as caught:
        downtime.start_downtime(team.cy, "doing", "No tool")
    assert "OPS-S1" in caught.value.hint
    downtime.start_downtime(team.cy, "review", "No gauge")
    assert len(downtime.list_downtime(team.bo)) == 2


def test_minutes_are_working_time_within_the_window(team: Team, ticking: Clock) -> None:
    """10:00 on Tuesday in Berlin; work ends at 17:00 with an hour of lunch, and starts again at 8:00."""
    downtime.start_downtime(team.bo, "doing", "No power")
    ticking.forward(days=1)
    downtime.stop_downtime(team.bo, "doing")
    assert downtime.minutes_by_step(team.bo, NOW, ticking.now) == {"doing": (7 - 1 + 2) * 60}
    hour = timedelta(hours=1)
    assert downtime.minutes_by_step(team.bo, NOW + hour, NOW + 2 * hour) == {"doing": 60}
    assert downtime.minutes_by_step(team.bo, NOW - 2 * hour, NOW - hour) == {}


def test_a_running_clock_counts_until_now(team: Team, ticking: Clock) -> None:
    downtime.start_downtime(team.bo, "doing", "No power")
    ticking.forward(minutes=20)
    assert downtime.minutes_by_step(team.bo, NOW, NOW + timedelta(days=9)) == {"doing": 20}


def test_times_are_corrected_but_never_turned_round(team: Team, ticking: Clock) -> None:
    issues.raise_issue(team.bo, "No power")
    downtime.start_downtime(team.bo, "doing", "No pwoer")
    ticking.forward(hours=2)
    fixed = downtime.edit_downtime(
        team.bo, "S1", reason="No power", issue="I1", ended_at=NOW + timedelta(hours=1)
    ).value
    assert (fixed.reason, fixed.issue, fixed.ended_by) == ("No power", "OPS-I1", "bo")
    for wrong in ({"ended_at": NOW - timedelta(hours=1)}, {"ended_at": NOW + timedelta(days=1)}, {"started_at": None}):
        with pytest.raises(Rejected, match="starts before it ends"):
            downtime.edit_downtime(team.bo, "S1", **wrong)
    with pytest.raises(NotFound):
        downtime.start_downtime(team.bo, "review", "x", "OPS-I9")


def test_two_people_correct_one_downtime(team: Team) -> None:
    version = downtime.start_downtime(team.bo, "doing", "No power").value.version
    downtime.edit_downtime(team.cy, "S1", version=version, reason="No air")
    early = NOW - timedelta(hours=1)
    kept = downtime.edit_downtime(team.bo, "S1", version=version, started_at=early)
    assert kept.notes == ("cy changed reason meanwhile; both changes are kept.",)
    assert (kept.value.reason, kept.value.started_at) == ("No air", early)
    with pytest.raises(Changed) as caught:
        downtime.edit_downtime(team.bo, "S1", base={"reason": "No power"}, reason="Fuse")
    assert caught.value.details["fields"]["reason"]["theirs"] == "No air"
    with pytest.raises(Changed):
        downtime.edit_downtime(team.bo, "S1", version=version, reason="Fuse")


def test_what_was_logged_by_mistake_is_put_away_and_comes_back(team: Team) -> None:
    downtime.start_downtime(team.bo, "doing", "No power")
    downtime.put_away_downtime(team.bo, "S1")
    assert downtime.list_downtime(team.bo) == ()
    downtime.start_downtime(team.cy, "doing", "No tool")
    with pytest.raises(Refused, match="stands still"):
        undo.undo(team.bo)
    downtime.stop_downtime(team.cy, "doing")
    undo.undo(team.bo)
    assert [down.reason for down in downtime.list_downtime(team.bo) if down.ended_at is None] == ["No power"]


def test_a_step_that_stands_still_stays_on_the_board(team: Team) -> None:
    downtime.start_downtime(team.bo, "review", "No gauge")
    with pytest.raises(Refused, match="downtime runs at Review"):
        steps.archive_step(team.ann, "review")
    downtime.stop_downtime(team.bo, "review")
    steps.archive_step(team.ann, "review")
    with pytest.raises(Refused, match="not on the board"):
        undo.undo(team.bo)
