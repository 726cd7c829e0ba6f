"""Adding tasks: every field, the numbers, the limits, what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from prodtui.domain.codec import to_dict
from prodtui.domain.enums import Priority, ServiceClass
from prodtui.errors import NotFound, Refused, Rejected, Usage
from prodtui.services import boards, history, people, purge, steps, task_view, tasks, undo
from tests.helpers.team import NOW, Team


def test_a_task_begins_in_the_first_step_with_its_number(team: Team) -> None:
    row = tasks.add(team.bo, "Sweep the hall").value
    assert (row.ref, row.number, row.board, row.step, row.version) == ("OPS-1", 1, "OPS", "backlog", 1)
    assert (row.created_at, row.created_by, row.entered_at) == (NOW, "bo", NOW)
    assert (row.started_at, row.finished_at, row.archived_at, row.due) == (None, None, None, None)
    assert (row.priority, row.service_class) == (Priority.NORMAL, ServiceClass.STANDARD)


FULL: dict[str, Any] = {
    "notes": "Use the blue broom.\n\tNot the red one.",
    "priority": "urgent",
    "service_class": "fixed-date",
    "assignees": ("bo", "ann"),
    "labels": ("Line 2", "#rework"),
    "product": "Bracket",
    "quantity": 40,
    "unit": "pcs",
    "estimate_hours": 2.5,
    "due": NOW + timedelta(days=3),
    "planned_start": NOW,
    "planned_finish": NOW + timedelta(hours=8),
    "parent": "OPS-1",
    "external_key": "JIRA-7",
    "wait_until": NOW + timedelta(days=1),
}


def test_every_field_is_kept_and_the_answer_is_what_the_store_holds(team: Team) -> None:
    team.task()
    row = tasks.add(team.bo, "Sweep", step="ready", **FULL).value
    assert row == team.get("OPS-2")
    kept = to_dict(row)
    assert (
        kept
        | {
            "notes": FULL["notes"],
            "priority": "urgent",
            "service_class": "fixed-date",
            "assignees": ["ann", "bo"],
            "labels": ["line-2", "rework"],
            "quantity": 40.0,
            "due_committed": kept["due"],
            "parent": "OPS-1",
            "external_key": "JIRA-7",
            "step": "ready",
        }
        == kept
    )


def test_people_may_be_named_shortly_and_the_answer_names_them_fully(team: Team) -> None:
    done = tasks.add(team.bo, "Sweep", assignees=("@Ann Smith", "qm", "bo"))
    assert done.value.assignees == ("ann", "bo", "quinn") == team.get("OPS-1").assignees
    assert history.events(team.bo, ref="OPS-1")[0].after["assignees"] == ["ann", "bo", "quinn"]


def test_one_person_named_twice_is_on_it_once(team: Team) -> None:
    assert tasks.add(team.bo, "Sweep", assignees=("ann", "Ann Smith")).value.assignees == ("ann",)


def test_a_parent_by_number_is_answered_by_reference(team: Team) -> None:
    team.task()
    assert tasks.add(team.bo, "Part", parent="1").value.parent == "OPS-1"
    assert history.events(team.bo, ref="OPS-2")[0].after["parent"] == "OPS-1"


@pytest.mark.parametrize("step", ["doing", "Doing", "DOING", "doi", " doing "])
def test_a_step_may_be_named_by_key_name_or_beginning(team: Team, step: str) -> None:
    row = tasks.add(team.bo, "Sweep", step=step).value
    assert (row.step, row.started_at, row.finished_at) == ("doing", NOW, None)


def test_a_task_may_begin_finished(team: Team) -> None:
    row = team.task(at="done")
    assert (row.started_at, row.finished_at) == (NOW, NOW)


def test_numbers_grow_board_by_board(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    lab = team.of("ann", board="LAB")
    assert [team.task().ref, tasks.add(lab, "x").value.ref, team.task().ref] == ["OPS-1", "LAB-1", "OPS-2"]


def test_a_number_is_never_used_again(team: Team) -> None:
    for _ in range(2):
        team.task()
    tasks.archive(team.ann, "OPS-2")
    purge.purge(team.ann, "OPS-2")
    assert team.task().ref == "OPS-3"


def test_a_task_that_was_refused_costs_no_number(team: Team) -> None:
    with pytest.raises(NotFound):
        tasks.add(team.bo, "Sweep", parent="OPS-77")
    assert team.task().ref == "OPS-1"
    assert history.events(team.ann, ref="OPS-1")[0].id == history.last_event(team.ann)


def test_later_tasks_stand_below_earlier_ones(team: Team) -> None:
    for _ in range(3):
        team.task()
    assert team.lane("backlog") == ["OPS-1", "OPS-2", "OPS-3"]


def test_its_event_holds_what_it_began_with(team: Team) -> None:
    done = tasks.add(team.bo, "Sweep", labels=("b", "a"))
    (event,) = history.events(team.bo, ref=done.value.ref)
    assert (event.command, event.kind, event.before, event.version, event.txn) == (
        "task.add",
        "task",
        None,
        1,
        done.txn,
    )
    assert event.after | {"title": "Sweep", "step": "backlog", "labels": ["a", "b"], "created_by": "bo"} == event.after
    assert "due" not in event.after


def test_a_full_step_refuses_a_new_task_and_a_lead_may_override(team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing")
    with pytest.raises(Refused, match="Doing is at its limit 1/1") as caught:
        tasks.add(team.bo, "Another", step="doing")
    assert caught.value.details["reasons"][0]["code"] == "wip_step"
    row = tasks.add(team.lea, "Another", step="doing", override="the press is warm").value
    event = history.events(team.ann, ref=row.ref)[0]
    assert event.reason == "override of wip_step: the press is warm"


def test_a_member_may_not_override(team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing")
    with pytest.raises(Refused, match="bo .member. may not override"):
        tasks.add(team.bo, "Another", step="doing", override="because")


def test_a_person_at_the_limit_gets_no_new_task_under_way(team: Team) -> None:
    people.edit_person(team.ann, "bo", wip_limit=1)
    team.task(at="doing", assignees=("bo",))
    with pytest.raises(Refused, match="bo already has 1 of 1"):
        tasks.add(team.cy, "Another", step="doing", assignees=("bo",))
    assert tasks.add(team.cy, "Waiting", assignees=("bo",)).value.assignees == ("bo",)


def test_expedite_has_its_own_limit_from_the_beginning(team: Team) -> None:
    team.task(at="doing", service_class="expedite")
    with pytest.raises(Refused, match="1 expedite tasks are under way"):
        team.task(at="doing", service_class="expedite")
    assert team.task(service_class="expedite").step == "backlog"


def test_an_external_key_belongs_to_one_task_of_a_board(team: Team) -> None:
    team.task(external_key="JIRA-7")
    with pytest.raises(Rejected, match="belongs to OPS-1 already") as caught:
        team.task(external_key="JIRA-7")
    assert caught.value.details == {"ref": "OPS-1"}
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    assert tasks.add(team.of("bo", board="LAB"), "x", external_key="JIRA-7").value.external_key == "JIRA-7"


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"step": "nowhere"}, NotFound, "no step"),
        ({"assignees": ("zoe",)}, NotFound, "no person"),
        ({"parent": "OPS-77"}, NotFound, "no task OPS-77"),
        ({"parent": "not a ref"}, NotFound, "no open task"),
        ({"titel": "x"}, Usage, "no field"),
        ({"due": "someday"}, Rejected, "not a date"),
        ({"quantity": -1}, Rejected, "must lie between"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    team: Team, fields: dict[str, Any], error: type[Exception], words: str
) -> None:
    before = history.last_event(team.ann)
    with pytest.raises(error, match=words):
        tasks.add(team.bo, "Sweep", **fields)
    assert task_view.list_tasks(team.bo) == ()
    assert history.last_event(team.ann) == before


def test_a_parent_on_another_board_is_refused(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    team.task()
    with pytest.raises(Rejected, match="same board"):
        tasks.add(team.of("bo", board="LAB"), "x", parent="OPS-1")


def test_a_board_without_steps_says_so(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab")
    with pytest.raises(Refused, match="no step yet"):
        tasks.add(team.of("bo", board="LAB"), "x")
    steps.add_step(team.of("ann", board="LAB"), "Only")
    assert tasks.add(team.of("bo", board="LAB"), "x").value.started_at == NOW


@pytest.mark.parametrize("length", [200, 201])
def test_a_title_holds_two_hundred_characters(team: Team, length: int) -> None:
    if length > 200:
        with pytest.raises(Rejected, match="201 characters long and the limit is 200"):
            team.task("ü" * length)
    else:
        assert len(team.task("ü" * length).title) == 200


def test_notes_hold_twenty_thousand(team: Team) -> None:
    assert len(team.task(notes="x" * 20_000).notes) == 20_000
    with pytest.raises(Rejected, match="20.?000"):
        team.task(notes="x" * 20_001)


def test_several_tasks_are_added_all_or_none_and_taken_back_together(team: Team) -> None:
    items: list[dict[str, Any]] = [{"title": "Cut", "step": "ready"}, {"title": "Weld", "labels": ("x",)}]
    done = tasks.add_many(team.bo, items, step="doing")
    assert [(row.ref, row.step) for row in done.value] == [("OPS-1", "ready"), ("OPS-2", "doing")]
    assert [row.labels for row in done.value] == [(), ("x",)]
    assert {event.txn for event in history.events(team.bo)} >= {done.txn}
    undone = undo.undo(team.bo).value
    assert (undone.command, set(undone.refs)) == ("task.add", {"OPS-1", "OPS-2"})
    assert task_view.list_tasks(team.bo) == ()


def test_one_bad_task_keeps_the_others_out(team: Team) -> None:
    team.step("doing", wip_limit=2)
    with pytest.raises(Refused, match="at its limit 2/2"):
        tasks.add_many(team.bo, [{"title": str(number)} for number in range(3)], step="doing")
    with pytest.raises(Rejected, match="title is empty"):
        tasks.add_many(team.bo, [{"title": "Cut"}, {"title": " "}])
    with pytest.raises(Rejected, match="201 tasks are more than the 200"):
        tasks.add_many(team.bo, [{"title": "Cut"}] * (tasks.MOST_AT_ONCE + 1))
    assert task_view.list_tasks(team.ann, all=True) == ()


def test_several_tasks_tried_again_are_added_once(team: Team) -> None:
    first = tasks.add_many(team.bo, [{"title": "Cut"}, {"title": "Weld"}], request_id="r1")
    again = tasks.add_many(team.bo, [{"title": "Cut"}, {"title": "Weld"}], request_id="r1")
    assert (again.replayed, again.value) == (True, first.value)
    assert len(task_view.list_tasks(team.bo)) == 2
