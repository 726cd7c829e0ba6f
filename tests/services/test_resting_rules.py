"""Rules that cannot make their task: they rest, say why, are tried once for each occurrence, and go on when mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from prodtui.domain.history import sentence
from prodtui.domain.rows_event import EventRow
from prodtui.errors import NotFound, Rejected
from prodtui.services import boards, history, people, purge, recurring, steps, task_view, tasks, undo
from prodtui.services.workspace import Workspace
from tests.helpers.team import NOW, Clock, Team


@pytest.fixture
def stuck(team: Team) -> Team:
    """A daily rule that is due, whose step is archived."""
    recurring.add_recurring(team.ann, "daily", {"title": "Clean", "step": "review"}, start=NOW)
    steps.archive_step(team.ann, "review")
    return team


def rests(team: Team) -> list[EventRow]:
    return [event for event in history.events(team.ann, limit=None) if event.command == "recurring.rest"]


def made(team: Team) -> list[str | None]:
    return [row.occurrence for row in task_view.list_tasks(team.ann, all=True)]


def test_it_is_recorded_once_for_each_occurrence_and_not_tried_again(stuck: Team, ticking: Clock) -> None:
    words = "The rule OPS-R1 \"Clean\" rests until this is mended: There is no step 'review'."
    for _ in range(3):
        assert recurring.catch_up(stuck.bo).notes == (words,)
        assert recurring.catch_up(stuck.cy).notes == (words,)
        assert recurring.run_due(stuck.bo).notes == (words,)
        ticking.forward(minutes=1)
    (event,) = rests(stuck)
    assert (event.kind, event.ref, event.after, event.reason) == (
        "recurrence",
        "OPS-R1",
        {"rested": "2026-11-24T10:00"},
        "There is no step 'review'.",
    )
    told = sentence(event, stuck.ann.tz())
    assert told == "could not make the task of 2026-11-24T10:00 (There is no step 'review'.)"
    last = history.last_event(stuck.ann)
    ticking.forward(days=1)
    recurring.catch_up(stuck.bo)
    recurring.catch_up(stuck.bo)
    assert [event.after for event in rests(stuck)][1:] == [{"rested": "2026-11-25T10:00"}]
    assert history.last_event(stuck.ann) == last + 1
    assert made(stuck) == []


def test_a_rule_that_rests_takes_no_lock(stuck: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    recurring.catch_up(stuck.bo)
    monkeypatch.setattr("prodtui.services.change.write", None)  # any change would fail on it
    assert recurring.catch_up(stuck.bo).value == ()


def test_it_goes_on_when_the_cause_is_mended_and_makes_no_occurrence_twice(stuck: Team, ticking: Clock) -> None:
    recurring.catch_up(stuck.bo)
    ticking.forward(hours=2)
    steps.restore_step(stuck.ann, "review")
    done = recurring.catch_up(stuck.bo)
    assert ([row.step for row in done.value], done.notes) == (["review"], ())
    for _ in range(3):
        recurring.catch_up(stuck.cy)
        recurring.run_due(stuck.bo)
    assert made(stuck) == ["2026-11-24T10:00"]
    ticking.forward(days=1)
    recurring.catch_up(stuck.bo)
    assert made(stuck) == ["2026-11-24T10:00", "2026-11-25T10:00"]


def test_a_rule_that_rests_does_not_hold_the_others(stuck: Team) -> None:
    recurring.catch_up(stuck.bo)
    recurring.add_recurring(stuck.ann, "daily", {"title": "Other"}, start=NOW)
    assert [row.title for row in recurring.catch_up(stuck.bo).value] == ["Other"]
    assert len(rests(stuck)) == 1


@pytest.mark.parametrize(
    ("fields", "spoil", "words", "mend"),
    [
        (
            {"assignees": ("bo",)},
            lambda ws: people.edit_person(ws, "bo", active=False),
            "bo is not active any more.",
            lambda ws: people.edit_person(ws, "bo", active=True),
        ),
        (
            {"parent": "OPS-1"},
            lambda ws: (tasks.archive(ws, "OPS-1"), purge.purge(ws, "OPS-1")),
            "There is no task OPS-1.",
            None,
        ),
    ],
    ids=["person", "parent"],
)
def test_other_causes(
    team: Team,
    fields: dict[str, Any],
    spoil: Callable[[Workspace], Any],
    words: str,
    mend: Callable[[Workspace], Any] | None,
) -> None:
    team.task()
    recurring.add_recurring(team.ann, "daily", {"title": "Clean"} | fields, start=NOW)
    spoil(team.ann)
    assert recurring.catch_up(team.cy).notes[0].endswith(words)
    assert [row.resting for row in recurring.list_recurring(team.ann)] == [words]
    assert recurring.catch_up(team.cy).value == ()
    assert len(rests(team)) == 1
    if mend:
        mend(team.ann)
        assert len(recurring.catch_up(team.cy).value) == 1


def test_the_list_says_why_until_it_is_mended(stuck: Team) -> None:
    recurring.catch_up(stuck.bo)
    assert [row.resting for row in recurring.list_recurring(stuck.bo)] == ["There is no step 'review'."]
    steps.restore_step(stuck.ann, "review")
    assert [row.resting for row in recurring.list_recurring(stuck.bo)] == [None]
    steps.archive_step(stuck.ann, "review")
    recurring.stop_recurring(stuck.ann, 1)
    assert [row.resting for row in recurring.list_recurring(stuck.bo, stopped=True)] == [None]


def test_a_rule_that_is_not_due_does_not_rest(team: Team, ticking: Clock) -> None:
    recurring.add_recurring(team.ann, "daily", {"title": "Clean", "step": "review"}, start=NOW + timedelta(days=7))
    steps.archive_step(team.ann, "review")
    assert [row.resting for row in recurring.list_recurring(team.bo)] == [None]
    assert recurring.catch_up(team.bo).notes == ()


def test_that_a_rule_rests_is_nobodys_own_change(stuck: Team) -> None:
    recurring.catch_up(stuck.bo)
    with pytest.raises(NotFound, match="nothing of yours"):
        undo.undo(stuck.bo)


def test_a_rule_for_somebody_who_left_or_below_a_task_of_another_board_is_not_taken(team: Team) -> None:
    people.edit_person(team.ann, "bo", active=False)
    with pytest.raises(Rejected, match="bo is not active any more"):
        recurring.add_recurring(team.ann, "daily", {"title": "x", "assignees": ("bo",)})
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    other = tasks.add(team.of("ann", board="LAB"), "There").value.ref
    with pytest.raises(Rejected, match="on the same board"):
        recurring.add_recurring(team.ann, "daily", {"title": "x", "parent": other})
