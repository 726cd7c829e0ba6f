"""Tasks that come back by rule: no occurrence twice, none lost in a change of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prodtui.errors import NotFound, ProdtuiError, Rejected, Usage
from prodtui.services import boards, history, people, recurring, steps, task_view
from prodtui.services.workspace import Done
from tests.helpers.team import NOW, Clock, Team

BERLIN = ZoneInfo("Europe/Berlin")


def add(team: Team, rule: str, *, start: datetime = NOW, **fields: Any) -> None:
    recurring.add_recurring(team.ann, rule, {"title": "Clean"} | fields, start=start)


def occurrences(team: Team) -> list[str | None]:
    return [row.occurrence for row in sorted(task_view.list_tasks(team.ann, all=True), key=lambda row: row.number)]


def test_a_rule_is_kept_in_its_plain_form(team: Team) -> None:
    row = recurring.add_recurring(team.bo, "weekdays", {"title": " Clean "}, start=NOW).value
    assert (row.rule, row.start, row.fields, row.active) == (
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        NOW,
        {"title": "Clean"},
        True,
    )
    assert (row.board, row.last_occurrence) == ("OPS", None)
    assert recurring.list_recurring(team.cy) == (row,)
    assert history.events(team.bo)[-1].ref == f"OPS-R{row.id}"


@pytest.mark.parametrize(
    "rule", ["daily", "WEEKLY", "rrule:freq=daily;interval=2", "FREQ=MONTHLY;BYMONTHDAY=-1", "hourly"]
)
def test_rules_that_can_be_read(team: Team, rule: str) -> None:
    add(team, rule)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "sometimes",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;NONSENSE=1",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "DTSTART:20260101T000000\nRRULE:FREQ=DAILY",
        "FREQ=DAILY;DTSTART=20260101",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;UNTIL=20200101",
        "x" * 301,
    ],
)
def test_rules_that_cannot_or_never_come_true_are_rejected_at_once(team: Team, rule: str) -> None:
    with pytest.raises(Rejected):
        add(team, rule)
    assert recurring.list_recurring(team.ann) == ()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, Rejected),
        ({"title": ""}, Rejected),
        ({"title": "x", "priority": "soon"}, Rejected),
        ({"title": "x", "due_days": -1}, Rejected),
        ({"title": "x", "due_days": 1.5}, Rejected),
        ({"title": "x", "nonsense": 1}, Usage),
        ({"title": "x", "external_key": "A"}, ProdtuiError),
        ({"title": "x", "step": "nowhere"}, NotFound),
        ({"title": "x", "assignees": ["zoe"]}, NotFound),
        ({"title": "x", "parent": "OPS-77"}, NotFound),
    ],
    ids=str,
)
def test_what_the_tasks_could_not_be_is_rejected_at_once(
    team: Team, fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        recurring.add_recurring(team.ann, "daily", fields)
    assert recurring.list_recurring(team.ann) == ()


def test_a_start_needs_a_time_zone(team: Team) -> None:
    with pytest.raises(Rejected):
        add(team, "daily", start=datetime(2026, 11, 24, 9))


def test_each_task_gets_the_fields_of_the_rule(team: Team) -> None:
    add(team, "daily", step="ready", assignees=["bo"], labels=["5s"], priority="high", due_days=2, estimate_hours=1)
    (row,) = recurring.run_due(team.cy).value
    assert (row.title, row.step, row.assignees, row.labels, row.priority) == (
        "Clean",
        "ready",
        ("bo",),
        ("5s",),
        "high",
    )
    assert (row.recurrence_id, row.occurrence, row.estimate_hours) == (1, "2026-11-24T10:00", 1.0)
    assert row.due == datetime(2026, 11, 26, 22, 59, tzinfo=UTC)
    assert row == team.get(row.ref)


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("FREQ=HOURLY;INTERVAL=7", NOW),
        ("FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU,WE", NOW),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", NOW),
        ("FREQ=WEEKLY;INTERVAL=2", NOW),
        ("FREQ=MONTHLY", datetime(2026, 10, 31, 9, tzinfo=UTC)),
        ("FREQ=MONTHLY;BYDAY=-1FR", NOW),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", NOW),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=30,31", NOW),
        ("FREQ=DAILY;COUNT=9", NOW),
        ("FREQ=DAILY;UNTIL=20261205", NOW),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", NOW),
    ],
)
def test_going_on_from_the_last_occurrence_gives_the_same_ones(
    team: Team, ticking: Clock, rule: str, start: datetime
) -> None:
    from dateutil.rrule import rrulestr

    add(team, rule, start=start)
    step = timedelta(hours=7) if "HOURLY" in rule else timedelta(days=1)
    ticking.now, end = start, start + step * 120
    made = []
    while ticking.now <= end:
        made += [row.occurrence for row in recurring.run_due(team.bo).value]
        ticking.now += step
    begins = start.astimezone(BERLIN).replace(tzinfo=None)
    known = rrulestr(rule, dtstart=begins).between(begins, ticking.now.replace(tzinfo=None), inc=True)
    expected = [moment.isoformat(timespec="minutes") for moment in known]
    assert made == expected[: len(made)]
    assert len(expected) - len(made) <= 1


def test_before_its_start_a_rule_makes_nothing(team: Team, ticking: Clock) -> None:
    add(team, "daily", start=NOW + timedelta(minutes=1))
    assert recurring.run_due(team.bo).value == ()
    ticking.forward(minutes=1)
    assert len(recurring.run_due(team.bo).value) == 1


def test_an_occurrence_is_made_once_however_often_it_is_asked_for(team: Team, ticking: Clock) -> None:
    add(team, "daily")
    for _ in range(3):
        recurring.run_due(team.bo)
        recurring.run_due(team.cy)
        ticking.forward(hours=1)
    assert occurrences(team) == ["2026-11-24T10:00"]


def test_nothing_due_leaves_no_trace(team: Team) -> None:
    add(team, "daily")
    recurring.run_due(team.bo)
    before = history.last_event(team.ann)
    assert recurring.run_due(team.bo).txn is None
    assert history.last_event(team.ann) == before


def test_missed_occurrences_are_left_out_but_said(team: Team, ticking: Clock) -> None:
    add(team, "daily", start=NOW + timedelta(seconds=30))
    ticking.forward(minutes=1)
    recurring.run_due(team.bo)
    ticking.forward(days=4)
    done = recurring.run_due(team.bo)
    assert [row.occurrence for row in done.value] == ["2026-11-28T10:00"]
    assert done.notes == ("OPS-R1: 3 earlier occurrences were missed and left out.",)


def test_the_first_run_says_what_it_leaves_out_too(team: Team, ticking: Clock) -> None:
    add(team, "daily", start=NOW - timedelta(days=3))
    assert recurring.run_due(team.bo).notes == ("OPS-R1: 3 earlier occurrences were missed and left out.",)


def test_the_end_of_a_rule(team: Team, ticking: Clock) -> None:
    add(team, "FREQ=DAILY;COUNT=2")
    for _ in range(5):
        recurring.run_due(team.bo)
        ticking.forward(days=1)
    assert occurrences(team) == ["2026-11-24T10:00", "2026-11-25T10:00"]


def test_a_stopped_rule_makes_nothing(team: Team) -> None:
    add(team, "daily")
    recurring.stop_recurring(team.bo, 1)
    assert recurring.run_due(team.bo).value == ()
    assert recurring.list_recurring(team.bo) == ()
    assert [row.active for row in recurring.list_recurring(team.bo, stopped=True)] == [False]
    with pytest.raises(NotFound, match="no rule 9"):
        recurring.stop_recurring(team.bo, 9)


def test_rules_belong_to_their_board(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    lab = team.of("ann", board="LAB")
    add(team, "daily")
    assert recurring.run_due(lab).value == ()
    assert recurring.list_recurring(lab) == ()
    with pytest.raises(NotFound):
        recurring.stop_recurring(lab, 1)


def test_at_nine_stays_at_nine_when_the_clocks_change(team: Team, ticking: Clock) -> None:
    """Berlin goes back on 25 October 2026: 09:00 is 07:00 UTC before and 08:00 UTC after."""
    add(team, "daily", start=datetime(2026, 10, 24, 7, 0, tzinfo=UTC))
    for moment in (
        datetime(2026, 10, 24, 7),
        datetime(2026, 10, 25, 7),
        datetime(2026, 10, 25, 8),
        datetime(2026, 10, 26, 8),
    ):
        ticking.now = moment.replace(tzinfo=UTC)
        recurring.run_due(team.bo)
    assert occurrences(team) == ["2026-10-24T09:00", "2026-10-25T09:00", "2026-10-26T09:00"]
    made = [row.created_at.hour for row in sorted(task_view.list_tasks(team.ann), key=lambda row: row.number)]
    assert made == [7, 8, 8]


def test_the_hour_that_comes_twice_makes_one_task(team: Team, ticking: Clock) -> None:
    add(team, "daily", start=datetime(2026, 10, 24, 0, 30, tzinfo=UTC))  # 02:30 summer time
    ticking.now = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    for _ in range(8):  # every half hour through the night of the change
        recurring.run_due(team.bo)
        ticking.forward(minutes=30)
    assert occurrences(team) == ["2026-10-24T02:30", "2026-10-25T02:30"]


def test_the_hour_that_is_left_out_still_makes_its_task(team: Team, ticking: Clock) -> None:
    add(team, "daily", start=datetime(2027, 3, 27, 1, 30, tzinfo=UTC))  # 02:30 winter time; 28 March has no 02:30
    ticking.now = datetime(2027, 3, 27, 1, 30, tzinfo=UTC)
    recurring.run_due(team.bo)
    ticking.now = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)  # 03:00 summer time
    recurring.run_due(team.bo)
    assert occurrences(team) == ["2027-03-27T02:30", "2027-03-28T02:30"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_whenever_it_is_asked_every_task_is_another_occurrence(team: Team, hours: list[int]) -> None:
    clock = Clock(datetime(2026, 10, 23, 12, tzinfo=UTC))
    ws = team.bo.with_clock(clock)
    before = set(occurrences(team))
    row = recurring.add_recurring(ws, "FREQ=HOURLY;INTERVAL=5", {"title": "x"}, start=clock.now).value
    for step in hours:
        clock.forward(hours=step)
        recurring.run_due(ws)
        recurring.run_due(ws)
    mine = [r.occurrence for r in task_view.list_tasks(team.ann, all=True) if r.recurrence_id == row.id]
    assert len(mine) == len(set(mine))
    assert before <= set(occurrences(team))
    recurring.stop_recurring(ws, row.id)


def test_a_rule_that_cannot_make_its_task_any_more_does_not_hold_the_others(team: Team, ticking: Clock) -> None:
    add(team, "daily", step="review")
    add(team, "daily", title="Other")
    steps.archive_step(team.ann, "review")
    done = recurring.run_due(team.bo)
    assert [row.title for row in done.value] == ["Other"]
    assert any("OPS-R1" in note and "review" in note for note in done.notes)
    assert occurrences(team) == ["2026-11-24T10:00"]
    assert [row.last_occurrence for row in recurring.list_recurring(team.ann)] == [None, "2026-11-24T10:00"]


def test_a_task_of_a_rule_comes_even_into_a_full_step(team: Team) -> None:
    """Nobody is there to be told no; the lane shows that it is over its limit."""
    team.step("doing", wip_limit=1)
    team.task(at="doing")
    people.edit_person(team.ann, "bo", wip_limit=1)
    add(team, "daily", step="doing", assignees=["bo"])
    assert recurring.run_due(team.bo).value[0].step == "doing"


def test_catching_up_makes_what_is_due_and_else_only_looks(team: Team) -> None:
    recurring.add_recurring(team.bo, "daily", {"title": "Check the oil"})
    assert [task.title for task in recurring.catch_up(team.bo).value] == ["Check the oil"]
    before = history.last_event(team.bo)
    assert recurring.catch_up(team.bo) == Done(())
    assert history.last_event(team.bo) == before
