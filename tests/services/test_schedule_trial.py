"""What would become of the schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from prodtui.domain.scheduling.floor import Away
from prodtui.services import board, links, people, schedule, schedule_optimise, schedule_trial
from tests.helpers.team import NOW, Clock, Team

HOUR = timedelta(hours=1)


@pytest.fixture
def shop(team: Team) -> Team:
    people.edit_person(team.ann, "bo", skills=["maker"])
    team.step("doing", role="maker")
    team.task("First", assignees=("bo",), estimate_hours=2, due=NOW + 3 * HOUR)
    team.task("Second", assignees=("bo",), estimate_hours=1)
    return team


def test_somebody_is_away(shop: Team) -> None:
    found = schedule_trial.away(shop.sam, [Away("bo", date(2026, 11, 24), date(2026, 11, 24))])
    assert [(move.ref, move.starts_before) for move in found.moves] == [("OPS-1", NOW), ("OPS-2", NOW + 3 * HOUR)]
    assert (found.late_before, found.late, found.cost_before, found.cost) == (0, 1, 0.0, 6.0)
    assert found.moves[0].late == 6 * 60
    assert shop.get("OPS-1").version == 1


def test_both_sides_are_of_the_same_moment(shop: Team, ticking: Clock) -> None:
    schedule.refresh(shop.ann)
    ticking.forward(minutes=3)
    assert schedule_trial.away(shop.ann, [Away("cy", date(2026, 11, 24), date(2026, 11, 24))]).moves == ()


def test_a_start_is_pinned(shop: Team) -> None:
    found = schedule_trial.pinned(shop.bo, "OPS-2", NOW).change
    assert [(move.ref, move.starts) for move in found.moves] == [("OPS-2", NOW), ("OPS-1", NOW + HOUR)]
    assert schedule_trial.pinned(shop.bo, "OPS-2", None).change.moves == ()


def test_what_becomes_of_the_task_itself_is_told(shop: Team) -> None:
    links.link(shop.ann, "OPS-1", "OPS-2")
    row = schedule_trial.pinned(shop.bo, "OPS-2", NOW).row
    assert row is not None and row.starts == NOW + 3 * HOUR
    assert row.parts[0].reason.ref == "OPS-1"
    board.start(shop.bo, "OPS-1")
    board.finish(shop.bo, "OPS-1")
    assert schedule_trial.pinned(shop.bo, "OPS-1", NOW).row is None


def test_another_estimate(shop: Team) -> None:
    found = schedule_trial.estimated(shop.bo, "OPS-1", 4).change
    assert [(move.ref, move.ends) for move in found.moves] == [("OPS-1", NOW + 5 * HOUR), ("OPS-2", NOW + 6 * HOUR)]
    assert (found.late_before, found.late) == (0, 1)


def test_an_agreed_order_is_taken_away(shop: Team) -> None:
    assert schedule_trial.unordered(shop.bo)[0] == 0
    schedule_optimise.apply(shop.ann, replace(schedule_optimise.propose(shop.ann, steps=1), sequence=(2, 1)))
    count, change = schedule_trial.unordered(shop.bo)
    assert count == 2
    assert [(move.ref, move.starts_before, move.starts) for move in change.moves] == [
        ("OPS-1", NOW + HOUR, NOW),
        ("OPS-2", NOW, NOW + 3 * HOUR),
    ]
    assert shop.get("OPS-1").sequence == 2
