"""Inspections from the first answer to the signature, and every refusal on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prodtui.domain.enums import InspectionResult, InspectionState
from prodtui.errors import Changed, NotFound, Refused, Rejected
from prodtui.services import checklists, history, inspections, talk, tasks, undo
from prodtui.storage.engine import connect
from tests.helpers.quality import WELD, fill, inspect, publish
from tests.helpers.team import Team


def test_an_inspection_from_start_to_signature(team: Team) -> None:
    publish(team, meaning="I checked against drawing B")
    ref = team.task(at="doing").ref
    row = inspections.start(team.bo, "weld", ref).value
    assert (row.ref, row.state, row.questions, row.task, row.step) == ("OPS-Q1", "running", 5, ref, "doing")
    fill(team.bo, row.ref)
    done = inspections.complete(team.bo, row.ref).value
    assert (done.state, done.result, done.answered, done.failed) == ("waiting", "pass", 5, 0)
    signed = inspections.sign(team.quinn, row.ref).value
    assert (signed.state, signed.signed_by, signed.meaning) == ("signed", "quinn", "I checked against drawing B")


def test_an_answer_outside_the_limits_tells_how_far(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    low = inspections.answer(team.bo, ref, "bore", "11.7 mm", sample=1).value
    high = inspections.answer(team.bo, ref, "bore", "12,3", sample=2, decimal_comma=True).value
    assert ((low.ok, low.off), (high.ok, high.off)) == ((False, -0.2), (False, 0.2))
    assert inspections.show(team.bo, ref).inspection.failed == 1


def test_each_answer_is_saved_at_once_and_another_terminal_goes_on(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    inspections.answer(team.bo, ref, "burrs", "y")
    inspections.answer(team.cy, ref, "paint", "RED")
    detail = inspections.show(team.quinn, ref)
    assert [(r.item, r.by, r.ok) for r in detail.readings] == [("burrs", "bo", True), ("paint", "cy", False)]
    assert detail.inspection.answered == 2


def test_an_earlier_answer_stays_in_the_history(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    inspections.answer(team.bo, ref, "burrs", False)
    inspections.answer(team.cy, ref, "burrs", True)
    last = history.events(team.bo, ref=ref)[-1]
    assert last.before is not None and last.after is not None
    assert (last.kind, last.before["flag"], last.before["by"], last.after["flag"]) == ("reading", False, "bo", True)


def test_the_same_answer_again_changes_nothing(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    inspections.answer(team.bo, ref, "burrs", True)
    assert inspections.answer(team.bo, ref, "burrs", "yes").txn is None


def test_a_cleared_answer_is_open_again(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    inspections.answer(team.bo, ref, "burrs", False)
    row = inspections.clear(team.bo, ref, "burrs").value
    assert (row.answered, row.failed) == (0, 0)
    with pytest.raises(NotFound, match="no answer"):
        inspections.clear(team.bo, ref, "burrs")


@pytest.mark.parametrize(
    ("item", "value", "sample", "message"),
    [
        ("burrs", "maybe", 1, "neither yes nor no"),
        ("bore", "12,4", 1, "decimal point here is '.'"),
        ("bore", "a lot", 1, "is not a number"),
        ("bore", "nan", 1, "is not a number"),
        ("bore", "12", 3, "there is no sample 3"),
        ("paint", "blue", 1, "none of its choices"),
        ("notes", "  ", 1, "the answer is empty"),
        ("notes", "a\x1b[2J", 1, "must not contain"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_saved(
    team: Team, item: str, value: str, sample: int, message: str
) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    with pytest.raises(Rejected, match=message):
        inspections.answer(team.bo, ref, item, value, sample=sample)
    assert inspections.show(team.bo, ref).readings == ()


def test_not_applicable_only_where_the_item_allows_it(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    assert inspections.answer(team.bo, ref, "notes", na=True).value.na
    with pytest.raises(Rejected, match="has to be answered"):
        inspections.answer(team.bo, ref, "burrs", "n/a")


def test_an_unknown_item_names_the_nearest(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    with pytest.raises(NotFound) as caught:
        inspections.answer(team.bo, ref, "burr", True)
    assert caught.value.hint == "Did you mean 'burrs'?"


def test_an_unfinished_inspection_cannot_be_completed_or_signed(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    inspections.answer(team.bo, ref, "burrs", True)
    with pytest.raises(Refused, match="1 of 5 answered; open: Bore, Colour, Remarks"):
        inspections.complete(team.bo, ref)
    with pytest.raises(Refused, match="still running"):
        inspections.sign(team.quinn, ref)


def test_a_critical_item_that_failed_is_named_when_it_is_completed(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    fill(team.bo, ref, burrs=False)
    done = inspections.complete(team.bo, ref)
    assert (done.value.state, done.value.result) == (InspectionState.FAILED, InspectionResult.FAIL)
    assert done.notes == ("Critical, and failed: Free of burrs?. Raise an issue about OPS-Q1.",)


def test_a_concession_needs_a_failure_a_reason_and_a_role(team: Team) -> None:
    publish(team)
    ref = inspect(team.bo, None, paint="red").ref
    with pytest.raises(Refused, match="may not grant a concession"):
        inspections.concede(team.bo, ref, "fine")
    with pytest.raises(Rejected, match="reason is empty"):
        inspections.concede(team.quinn, ref, " ")
    row = inspections.concede(team.quinn, ref, "customer agreed").value
    assert (row.state, row.result, row.reason, row.conceded_by) == ("waiting", "concession", "customer agreed", "quinn")
    with pytest.raises(Refused, match="nothing to concede"):
        inspections.concede(team.quinn, ref, "again")


def test_a_second_running_one_for_the_same_task_is_refused_and_the_first_named(team: Team) -> None:
    publish(team)
    ref = team.task().ref
    inspections.start(team.bo, "weld", ref)
    with pytest.raises(Refused, match="OPS-Q1 runs already") as caught:
        inspections.start(team.cy, "weld", ref)
    assert caught.value.details["ref"] == "OPS-Q1"


def test_a_running_inspection_keeps_its_version(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    checklists.edit_checklist(team.quinn, "weld", items=WELD[:1])
    checklists.publish_checklist(team.quinn, "weld")
    assert len(inspections.show(team.bo, ref).content.items) == 4
    assert inspections.start(team.bo, "weld").value.checklist_version == 2


@pytest.mark.parametrize(
    ("sign", "signer", "message"),
    [
        ({"rule": "role", "role": "quality"}, "bo", "not of the role quality"),
        ({"rule": "named", "people": ["lea"]}, "quinn", "not one of those who sign it"),
        ({"rule": "independent"}, "bo", "nobody signs their own work"),
        ({"rule": "independent"}, "cy", "nobody signs their own work"),
        ({}, "sam", "may not work on tasks"),
    ],
)
def test_who_may_not_sign_is_told_why(team: Team, sign: dict[str, object], signer: str, message: str) -> None:
    publish(team, **sign)
    task = team.task(at="doing", assignees=("bo",))
    tasks.assign(team.ann, task.ref, add=("lea",), remove=("bo",))
    talk.log_work(team.cy, task.ref, 5)
    ref = inspect(team.lea, task.ref).ref
    with pytest.raises(Refused, match=message):
        inspections.sign(team.of(signer), ref)
    assert inspections.show(team.bo, ref).inspection.state == "waiting"


def test_those_named_by_the_checklist_sign(team: Team) -> None:
    publish(team, rule="named", people=["Lea Brand"])
    ref = inspect(team.bo, None).ref
    assert inspections.sign(team.lea, ref).value.signed_by == "lea"


def test_typing_for_somebody_else_does_not_make_own_work_foreign(team: Team) -> None:
    publish(team, rule="independent")
    ref = inspect(team.bo, team.task(assignees=("bo",)).ref).ref
    as_quinn = replace(team.quinn, actor=replace(team.quinn.actor, typed_by="bo"))
    with pytest.raises(Refused, match="bo worked on it"):
        inspections.sign(as_quinn, ref)


def test_without_a_task_the_independent_one_did_not_answer(team: Team) -> None:
    publish(team, rule="independent")
    ref = inspect(team.bo, None).ref
    with pytest.raises(Refused, match="bo worked on it"):
        inspections.sign(team.bo, ref)
    assert inspections.sign(team.cy, ref).value.signed_by == "cy"


def test_whoever_filled_it_signs_when_the_work_is_not_theirs(team: Team) -> None:
    publish(team, rule="independent")
    ref = inspect(team.cy, team.task(assignees=("bo",)).ref).ref
    assert inspections.sign(team.cy, ref).value.signed_by == "cy"


def test_the_second_signature_is_told_of_the_first(team: Team) -> None:
    publish(team)
    ref = inspect(team.bo, None).ref
    inspections.sign(team.quinn, ref)
    with pytest.raises(Changed, match=r"OPS-Q1 was signed by quinn at 2026-11-24 09:00 UTC already"):
        inspections.sign(team.lea, ref)


def test_a_failed_inspection_is_signed_as_failed_for_ever(team: Team) -> None:
    publish(team)
    ref = inspect(team.bo, None, burrs=False).ref
    row = inspections.sign(team.quinn, ref).value
    assert (row.state, row.result) == ("signed", "fail")
    with pytest.raises(Refused, match="never changes again"):
        inspections.concede(team.quinn, ref, "too late")


def test_a_signed_inspection_takes_no_change_through_any_service(team: Team) -> None:
    publish(team)
    ref = inspect(team.bo, None).ref
    inspections.sign(team.quinn, ref)
    before = inspections.show(team.bo, ref)
    for change in (
        lambda: inspections.answer(team.bo, ref, "burrs", False),
        lambda: inspections.clear(team.bo, ref, "burrs"),
        lambda: inspections.complete(team.bo, ref),
        lambda: inspections.concede(team.quinn, ref, "x"),
        lambda: inspections.put_away(team.bo, ref),
        lambda: undo.undo(team.quinn),
        lambda: undo.undo(team.bo),
    ):
        with pytest.raises(Refused):
            change()
    assert inspections.show(team.bo, ref) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE inspection SET result = 'fail'",
        "DELETE FROM inspection",
        "UPDATE reading SET flag = 0 WHERE item = 'burrs'",
        "DELETE FROM reading",
        'INSERT INTO reading (inspection_id, item, sample, na, note, ok, "off", at, "by") '
        "VALUES (1, 'x', 1, 0, '', 1, 0, '2026-01-01', 'me')",
        "UPDATE checklist_version SET content = '{}'",
        "DELETE FROM checklist_version",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_signed(team: Team, statement: str) -> None:
    publish(team)
    ref = inspect(team.bo, None).ref
    inspections.sign(team.quinn, ref)
    connection = connect(team.path)
    with pytest.raises(Exception, match="never change"):
        connection.execute(statement)
    connection.close()


def test_a_correction_refers_to_the_signed_one_which_stays(team: Team) -> None:
    publish(team)
    ref = inspect(team.bo, None).ref
    with pytest.raises(Refused, match="is not signed"):
        inspections.correct(team.bo, ref)
    inspections.sign(team.quinn, ref)
    new = inspections.correct(team.bo, ref).value
    assert (new.corrects, new.state, inspections.show(team.bo, ref).inspection.corrected_by) == (
        ref,
        "running",
        new.ref,
    )
    with pytest.raises(Refused, match=f"corrected by {new.ref} already"):
        inspections.correct(team.bo, ref)
    inspections.put_away(team.bo, new.ref)
    assert inspections.show(team.bo, ref).inspection.corrected_by is None


def test_undo_takes_an_answer_back_and_a_start_away(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    inspections.answer(team.bo, ref, "burrs", False)
    inspections.answer(team.bo, ref, "burrs", True)
    undo.undo(team.bo)
    assert [r.flag for r in inspections.show(team.bo, ref).readings] == [False]
    undo.undo(team.bo)
    assert inspections.show(team.bo, ref).readings == ()
    undo.redo(team.bo)
    assert [r.flag for r in inspections.show(team.bo, ref).readings] == [False]


def test_undo_of_an_answer_that_somebody_changed_is_refused(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    inspections.answer(team.bo, ref, "burrs", False)
    inspections.answer(team.cy, ref, "burrs", True)
    with pytest.raises(Refused, match="cy changed it since"):
        undo.undo(team.bo)


def test_one_started_by_mistake_is_put_away(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    undo.undo(team.bo)
    assert inspections.list_inspections(team.bo) == ()
    assert [row.ref for row in inspections.list_inspections(team.bo, all=True)] == [ref]
    with pytest.raises(Refused, match="was put away"):
        inspections.answer(team.bo, ref, "burrs", True)


def test_lists_are_newest_first_and_by_state_task_and_checklist(team: Team) -> None:
    publish(team)
    publish(team, "Paint check", WELD[:1])
    first, second = team.task().ref, team.task().ref
    inspections.start(team.bo, "weld", first)
    inspections.start(team.bo, "paint", second)
    inspect(team.bo, second)

    def refs(**filters: str) -> list[str]:
        return [row.ref for row in inspections.list_inspections(team.bo, **filters)]  # type: ignore[arg-type]

    assert refs() == ["OPS-Q3", "OPS-Q2", "OPS-Q1"]
    assert (refs(state="running"), refs(task=second)) == (["OPS-Q2", "OPS-Q1"], ["OPS-Q3", "OPS-Q2"])
    assert refs(checklist="paint") == ["OPS-Q2"]
    assert [row.ref for row in inspections.of_task(team.bo, first)] == ["OPS-Q1"]


def test_what_is_due_goes_when_it_is_started(team: Team) -> None:
    row = publish(team)
    checklists.attach_checklist(team.quinn, row.key, step="doing")
    ref = team.task(at="doing").ref
    team.task(at="ready")
    [due] = inspections.due(team.bo)
    assert (due.task, due.checklist, due.gate) == (ref, "weld-check", True)
    inspections.start(team.bo, "weld", ref)
    assert inspections.due(team.bo) == ()


def test_a_product_check_is_due_for_started_tasks_of_the_product(team: Team) -> None:
    row = publish(team)
    checklists.attach_checklist(team.quinn, row.key, product="Pump")
    team.task(at="ready", product="pump")
    ref = team.task(at="doing", product="pump").ref
    team.task(at="doing", product="valve")
    assert [(due.task, due.gate) for due in inspections.due(team.bo)] == [(ref, False)]


def test_a_retry_answers_with_the_first_reading(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld").value.ref
    first = inspections.answer(team.bo, ref, "burrs", True, request_id="r1")
    inspections.answer(team.bo, ref, "burrs", False)
    again = inspections.answer(team.bo, ref, "burrs", True, request_id="r1")
    assert again.replayed and again.value == first.value
    assert [r.flag for r in inspections.show(team.bo, ref).readings] == [False]
