"""The day of one person, and what a day holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from prodtui.domain.day_words import next_words
from prodtui.domain.enums import WaitKind
from prodtui.domain.rows_day import NextTask
from prodtui.errors import NotFound
from prodtui.services import absences, board, handovers, issue_actions, issues, schedule, timers
from prodtui.services.my_day import my_day, today
from tests.helpers.quality import inspect, publish
from tests.helpers.team import NOW, Clock, Team


def test_nothing_is_nothing(team: Team) -> None:
    found = my_day(team.bo)
    assert (found.login, found.timer, found.next, found.carries, found.waits) == ("bo", None, None, (), ())
    assert today(team.bo).lines == ()


def test_what_is_in_hand_comes_from_the_right(team: Team) -> None:
    first, second = (team.task(assignees=("bo",)).ref for _ in range(2))
    board.move(team.bo, first, "doing")
    board.move(team.bo, second, "review")
    timers.start_timer(team.bo, first)
    found = my_day(team.bo)
    assert [task.ref for task in found.carries] == [second, first]
    assert found.timer is not None
    assert my_day(team.ann, "Bo Berg").carries == found.carries


def test_the_next_task_is_the_first_that_the_schedule_has_for_me(team: Team) -> None:
    late = team.task("Later", assignees=("bo",), estimate_hours=2.0, due=NOW + timedelta(days=9)).ref
    soon = team.task("Sooner", assignees=("bo",), estimate_hours=2.0, due=NOW + timedelta(days=1)).ref
    found = my_day(team.bo).next
    view = schedule.look(team.bo)
    first = min((row for row in view.tasks if row.starts), key=lambda row: (row.starts or NOW, row.ref))
    assert found is not None
    assert (found.ref, found.starts) == (first.ref, first.starts)
    board.move(team.bo, found.ref, "doing")
    other = my_day(team.bo).next
    assert other is not None
    assert other.ref == ({late, soon} - {found.ref}).pop()


def test_what_is_mine_and_not_begun_is_told_behind_the_next_one(team: Team) -> None:
    late = team.task("Late", assignees=("bo",), due=NOW - timedelta(days=1)).ref
    refs = {late, *(team.task(assignees=("bo",)).ref for _ in range(2))}
    found = my_day(team.bo)
    assert found.next is not None
    assert {task.ref for task in found.later} == refs - {found.next.ref}
    assert all(task.days is None for task in found.later)
    assert [task.stuck for task in found.later if task.ref == late] in (["1d late"], [])


def test_the_next_task_names_who_holds_it_until_then() -> None:
    held = NextTask("OPS-1", "Saw", "doing", NOW, ("cy",))
    assert next_words(held, UTC) == "Tue 09:00, with cy now"
    assert next_words(replace(held, starts=None, others=()), UTC) == "first in line"


def test_what_waits_on_me(team: Team, ticking: Clock) -> None:
    publish(team, rule="named", people=["cy"])
    signature = inspect(team.bo, None).ref
    issue = issues.raise_issue(team.bo, "Burrs").value.ref
    issue_actions.add_action(team.bo, issue, "Grind", owner="cy", due=NOW + timedelta(days=2))
    handovers.write_handover(team.lea, "Press 2 runs warm")
    waits = {item.kind: item for item in my_day(team.cy).waits}
    assert set(waits) == {WaitKind.SIGNATURE, WaitKind.ACTION}
    assert waits[WaitKind.SIGNATURE].ref == signature
    assert (waits[WaitKind.ACTION].ref, waits[WaitKind.ACTION].text) == (f"{issue}.1", "in 2d")
    assert [item.kind for item in my_day(team.ann).waits] == [WaitKind.HANDOVER]
    assert my_day(team.lea).waits == ()  # nobody takes over what they wrote
    assert [item.kind for item in my_day(team.ann, "cy").waits] == [WaitKind.ACTION]


def test_no_signature_waits_on_who_only_looks_or_for_what_failed(team: Team) -> None:
    publish(team)
    passed = inspect(team.bo, None).ref
    inspect(team.bo, None, burrs=False)
    assert [item.ref for item in my_day(team.cy).waits] == [passed]
    assert my_day(team.sam).waits == ()


def test_nobody_has_no_day(team: Team) -> None:
    with pytest.raises(NotFound):
        my_day(team.bo, "nobody")


def test_what_a_day_holds(team: Team) -> None:
    due = team.task("Saw", assignees=("bo",), due=NOW + timedelta(hours=4)).ref
    team.task("Later", due=NOW + timedelta(days=3))
    issue = issues.raise_issue(team.bo, "Burrs").value.ref
    issue_actions.add_action(team.bo, issue, "Grind", owner="cy", due=NOW + timedelta(hours=2))
    away = absences.add_absence(team.cy, "2026-11-24", reason="course").value.ref
    lines = today(team.ann).lines
    told = [(line.what, line.ref) for line in lines if line.what in ("due", "action", "away")]
    assert told == [("action", f"{issue}.1"), ("due", due), ("away", away)]
    assert {(line.what, line.ref) for line in today(team.cy, mine=True).lines if line.what in ("action", "away")} == {
        ("action", f"{issue}.1"), ("away", away),
    }  # fmt: skip
    assert all("bo" in line.who for line in today(team.bo, mine=True).lines)
