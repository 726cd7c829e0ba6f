"""Editing: one event for each change, merge by field, nobody overwritten in silence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.codec import to_json
from prodtui.domain.history import sentence
from prodtui.errors import Changed, ExitCode, NotFound, Refused, Rejected, Usage
from prodtui.services import board, boards, history, people, recurring, task_view, tasks, undo
from tests.helpers.team import NOW, Team

LATER = NOW + timedelta(days=2)


def test_an_edit_raises_the_version_and_records_only_what_changed(team: Team) -> None:
    ref = team.task("Sweep", notes="old").ref
    done = tasks.edit(team.bo, ref, {"title": "Sweep twice", "notes": "old"})
    assert (done.value.title, done.value.version) == ("Sweep twice", 2)
    event = history.events(team.bo, ref=ref)[-1]
    assert (event.before, event.after) == ({"title": "Sweep"}, {"title": "Sweep twice"})
    assert (event.actor, event.command, event.version, event.txn) == ("bo", "task.edit", 2, done.txn)


@pytest.mark.parametrize(
    "same",
    [
        {"title": "Sweep"},
        {"assignees": "an, bo"},
        {"parent": "1"},
        {"labels": "A"},
        {"due": to_json(NOW)},
        {"quantity": "40"},
        {},
    ],
    ids=str,
)
def test_an_edit_to_what_is_there_already_changes_nothing(team: Team, same: dict[str, Any]) -> None:
    team.task()
    ref = team.task("Sweep", assignees=("ann", "bo"), parent="OPS-1", labels=("a",), due=NOW, quantity=40).ref
    before = history.last_event(team.ann)
    done = tasks.edit(team.bo, ref, same)
    assert (done.txn, done.value.version) == (None, 1)
    assert history.last_event(team.ann) == before


def test_empty_values_clear_a_field(team: Team) -> None:
    team.task()
    ref = team.task(due=NOW, parent="OPS-1", assignees=("bo",), labels=("a",), quantity=4, product="Bracket").ref
    empty = {"due": None, "parent": None, "assignees": (), "labels": "", "quantity": None, "product": ""}
    row = tasks.edit(team.bo, ref, empty).value
    assert (row.due, row.parent, row.assignees, row.labels, row.quantity, row.product) == (
        None,
        None,
        (),
        (),
        None,
        None,
    )
    assert row == team.get(ref)


def test_the_first_due_date_stays_as_what_was_promised(team: Team) -> None:
    ref = team.task().ref
    tasks.edit(team.bo, ref, {"due": NOW})
    tasks.edit(team.bo, ref, {"due": LATER})
    tasks.set_due(team.bo, ref, None)
    row = tasks.set_due(team.bo, ref, LATER + timedelta(days=1)).value[0]
    assert (row.due, row.due_committed) == (LATER + timedelta(days=1), NOW)


def test_different_fields_merge_and_say_so(team: Team) -> None:
    seen = team.task("Sweep")
    tasks.edit(team.ann, seen.ref, {"due": LATER})
    done = tasks.edit(team.bo, seen.ref, {"title": "Sweep twice"}, version=seen.version)
    assert (done.value.title, done.value.due) == ("Sweep twice", LATER)
    assert "ann changed due meanwhile; both changes are kept." in done.notes


def test_the_same_field_is_refused_with_all_three_values(team: Team) -> None:
    seen = team.task("Sweep")
    tasks.edit(team.ann, seen.ref, {"title": "Theirs", "notes": "n"})
    with pytest.raises(Changed, match="ann changed title of OPS-1 meanwhile") as caught:
        tasks.edit(team.bo, seen.ref, {"title": "Mine", "product": "Bracket"}, version=seen.version)
    assert caught.value.exit_code is ExitCode.CHANGED
    assert caught.value.details == {
        "ref": "OPS-1",
        "version": 2,
        "fields": {"title": {"base": "Sweep", "theirs": "Theirs", "mine": "Mine", "by": "ann", "at": to_json(NOW)}},
    }
    assert (team.get(seen.ref).title, team.get(seen.ref).product) == ("Theirs", None)


def test_what_the_editor_started_from_decides_too(team: Team) -> None:
    seen = team.task("Sweep", labels=("a",))
    tasks.label(team.ann, seen.ref, add=["b"])
    with pytest.raises(Changed) as caught:
        tasks.edit(team.bo, seen.ref, {"labels": ("a", "c")}, base={"labels": seen.labels})
    assert (
        caught.value.details["fields"]["labels"] | {"base": ["a"], "theirs": ["a", "b"], "mine": ["a", "c"]}
        == (caught.value.details["fields"]["labels"])
    )


def test_both_typed_the_same_is_no_conflict(team: Team) -> None:
    seen = team.task("Sweep")
    tasks.edit(team.ann, seen.ref, {"title": "Same"})
    done = tasks.edit(team.bo, seen.ref, {"title": "Same"}, base={"title": "Sweep"}, version=seen.version)
    assert (done.value.title, done.txn) == ("Same", None)


def test_two_scripts_that_count_do_not_take_each_others_number_for_their_own(team: Team) -> None:
    seen = team.task(quantity=5)
    tasks.edit(team.ann, seen.ref, {"quantity": 6}, version=seen.version)
    with pytest.raises(Changed):
        tasks.edit(team.bo, seen.ref, {"quantity": 6}, version=seen.version)


def test_a_conflict_names_what_the_editor_saw_not_what_came_between(team: Team) -> None:
    seen = team.task("Sweep")
    for title in ("One", "Two"):
        tasks.edit(team.ann, seen.ref, {"title": title})
    with pytest.raises(Changed) as caught:
        tasks.edit(team.bo, seen.ref, {"title": "Mine"}, version=seen.version)
    conflict = caught.value.details["fields"]["title"]
    assert (conflict["base"], conflict["theirs"]) == ("Sweep", "Two")


def test_a_field_that_changed_and_came_back_is_no_conflict_for_its_base(team: Team) -> None:
    seen = team.task("Sweep")
    tasks.edit(team.ann, seen.ref, {"title": "Other"})
    tasks.edit(team.ann, seen.ref, {"title": "Sweep"})
    assert tasks.edit(team.bo, seen.ref, {"title": "Mine"}, base={"title": "Sweep"}).value.title == "Mine"


def test_a_move_meanwhile_does_not_disturb_an_edit(team: Team) -> None:
    seen = team.task("Sweep")
    board.start(team.ann, seen.ref)
    done = tasks.edit(team.bo, seen.ref, {"title": "Mine"}, version=seen.version, base={"title": "Sweep"})
    assert (done.value.title, done.value.step) == ("Mine", "doing")
    assert any(note.startswith("ann changed step") for note in done.notes)


def test_without_a_version_the_last_word_counts(team: Team) -> None:
    ref = team.task("Sweep").ref
    tasks.edit(team.ann, ref, {"title": "Theirs"})
    assert tasks.edit(team.bo, ref, {"title": "Mine"}).value.title == "Mine"


def test_a_person_at_the_limit_is_not_put_on_work_under_way_by_an_edit_either(team: Team) -> None:
    people.edit_person(team.ann, "bo", wip_limit=1)
    team.task(at="doing", assignees=("bo",))
    ref = team.task(at="doing").ref
    with pytest.raises(Refused, match="bo already has 1 of 1"):
        tasks.edit(team.cy, ref, {"assignees": ("bo",)})
    with pytest.raises(Refused, match="bo already has 1 of 1"):
        tasks.assign(team.cy, ref, add=["bo"])
    with pytest.raises(Refused, match="cy .member. may not"):
        tasks.assign(team.cy, ref, add=["bo"], override="please")
    row = tasks.assign(team.lea, ref, add=["bo"], override="bo is fast").value[0]
    assert row.assignees == ("bo",)
    assert history.events(team.ann, ref=ref)[-1].reason == "override of wip_person: bo is fast"


def test_editing_a_task_under_way_does_not_ask_the_limit_of_who_is_on_it_already(team: Team) -> None:
    ref = team.task(at="doing", assignees=("bo",)).ref
    people.edit_person(team.ann, "bo", wip_limit=1)
    team.step("doing", wip_limit=1)
    assert tasks.edit(team.cy, ref, {"assignees": ("bo", "cy"), "title": "x"}).value.assignees == ("bo", "cy")


def test_assigning_adds_and_removes(team: Team) -> None:
    refs = [team.task(assignees=("bo",)).ref, team.task().ref]
    rows = tasks.assign(team.ann, refs, add=["cy", "qm"], remove=["Bo Berg"]).value
    assert [row.assignees for row in rows] == [("cy", "quinn"), ("cy", "quinn")]
    rows = tasks.assign(team.ann, refs, add=["ann"], remove=["all"]).value
    assert [row.assignees for row in rows] == [("ann",), ("ann",)]


def test_labels_are_added_and_removed_in_one_spelling(team: Team) -> None:
    ref = team.task(labels=("line-1",)).ref
    assert tasks.label(team.ann, ref, add=["#Line 2"], remove=["LINE 1"]).value[0].labels == ("line-2",)


def test_several_tasks_are_one_change(team: Team) -> None:
    refs = [team.task().ref for _ in range(3)]
    done = tasks.set_priority(team.bo, refs, "urgent")
    assert {row.priority for row in done.value} == {"urgent"}
    assert {event.txn for event in history.events(team.bo, newest=True, limit=3)} == {done.txn}


def test_all_or_none(team: Team) -> None:
    ref = team.task().ref
    with pytest.raises(NotFound, match="OPS-77"):
        tasks.set_priority(team.bo, [ref, "OPS-77"], "urgent")
    assert team.get(ref).priority == "normal"


def test_a_task_named_twice_is_changed_once(team: Team) -> None:
    ref = team.task().ref
    assert [row.version for row in tasks.set_priority(team.bo, [ref, "1", "ops-1"], "urgent").value] == [2]


def test_a_parent_is_not_below_its_own_child(team: Team) -> None:
    top, middle = team.task().ref, team.task(parent="OPS-1").ref
    bottom = team.task(parent=middle).ref
    for parent in (top, middle, bottom):
        with pytest.raises(Rejected, match="below this task already"):
            tasks.edit(team.bo, top, {"parent": parent})
    assert [child.ref for child in task_view.show(team.bo, top).children] == [middle]


@pytest.mark.parametrize("field", ["step", "rank", "finished_at", "blocked_reason", "nonsense"])
def test_only_what_is_editable_is_edited(team: Team, field: str) -> None:
    ref = team.task().ref
    with pytest.raises(Usage, match="no field"):
        tasks.edit(team.bo, ref, {field: "x"})


def test_a_taken_external_key_is_refused_and_the_own_one_is_not(team: Team) -> None:
    team.task(external_key="A")
    ref = team.task(external_key="B").ref
    with pytest.raises(Rejected, match="belongs to OPS-1"):
        tasks.edit(team.bo, ref, {"external_key": "A"})
    assert tasks.edit(team.bo, ref, {"external_key": "B", "title": "x"}).value.title == "x"


@pytest.mark.parametrize("ref", ["1", "#1", "OPS-1", "ops-1", " OPS-1 ", "OPS-#1"])
def test_a_task_is_found_by_reference_or_number(team: Team, ref: str) -> None:
    team.task()
    assert tasks.get(team.bo, ref).ref == "OPS-1"


@pytest.mark.parametrize("name", ["OPS", "OPS-", "OPS-x", "1; DROP TABLE task", "OPS-1-2", "-1", "1.5", "9" * 30])
def test_what_is_neither_reference_nor_title_is_said(team: Team, name: str) -> None:
    team.task()
    with pytest.raises(NotFound, match="no open task"):
        tasks.get(team.bo, name)
    with pytest.raises(Usage, match="No task was named"):
        tasks.get(team.bo, "")


def test_a_task_of_another_board_is_found_by_its_key(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    tasks.add(team.of("ann", board="LAB"), "Elsewhere")
    assert tasks.get(team.bo, "LAB-1").title == "Elsewhere"
    assert tasks.edit(team.bo, "LAB-1", {"title": "Still there"}).value.board == "LAB"
    with pytest.raises(NotFound, match="no board"):
        tasks.get(team.bo, "LAP-1")


def test_a_version_that_is_not_there_yet_is_rejected(team: Team) -> None:
    ref = team.task().ref
    with pytest.raises(Rejected, match="no version 99 yet"):
        tasks.edit(team.ann, ref, {"title": "New"}, version=99)


def test_a_planned_finish_before_the_planned_start_is_rejected(team: Team) -> None:
    ref = team.task(planned_start=NOW).ref
    before = NOW - timedelta(hours=1)
    with pytest.raises(Rejected) as caught:
        tasks.edit(team.bo, ref, {"planned_finish": before})
    sentence = "The planned finish 2026-11-24 09:00 is before the planned start 2026-11-24 10:00."
    assert (caught.value.message, caught.value.details) == (sentence, {"field": "planned_finish"})
    tasks.edit(team.bo, ref, {"planned_finish": NOW})
    with pytest.raises(Rejected) as caught:
        tasks.edit(team.bo, ref, {"planned_start": NOW + timedelta(days=1)})
    assert caught.value.details == {"field": "planned_start"}
    tasks.edit(team.bo, ref, {"planned_start": None})
    tasks.edit(team.bo, ref, {"planned_finish": before})
    assert team.get(ref).planned_finish == before


def test_a_pinned_start_is_a_field_like_any_other(team: Team) -> None:
    ref = team.task().ref
    tasks.edit(team.bo, ref, {"pinned_start": NOW})
    assert team.get(ref).pinned_start == NOW
    told = [sentence(event, ZoneInfo("Europe/Berlin")) for event in history.events(team.bo, ref=ref)]
    assert "pinned start: – → 2026-11-24 10:00" in told
    undo.undo(team.bo)
    assert team.get(ref).pinned_start is None
    undo.redo(team.bo)
    assert team.get(ref).pinned_start == NOW


def test_a_new_task_and_a_rule_cannot_finish_before_they_start(team: Team) -> None:
    plan = {"planned_start": NOW, "planned_finish": NOW - timedelta(days=1)}
    with pytest.raises(Rejected, match="before the planned start"):
        team.task(**plan)
    with pytest.raises(Rejected, match="before the planned start"):
        recurring.add_recurring(team.ann, "daily", {"title": "Sweep", **plan})
