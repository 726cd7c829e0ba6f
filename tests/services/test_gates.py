"""A gate holds a task back on every way out of its step until the checklist is passed and signed."""

from __future__ import annotations

import re

import pytest

from prodtui.errors import ProdtuiError, Refused
from prodtui.services import apply, board, checklists, imports, inspections, recurring, talk, tasks, undo
from prodtui.services.imports import ImportWishes
from tests.helpers.import_files import csv_rows
from tests.helpers.quality import WELD, fill, gate, inspect, publish
from tests.helpers.team import Clock, Team


def reasons(team: Team, ref: str, to: str | None = None) -> list[str]:
    return [reason.text for reason in board.why(team.bo, ref, to).reasons if reason.code == "gate"]


def pass_gate(team: Team, ref: str) -> str:
    """Inspect a task well and sign it; return the reference of the inspection."""
    found = inspect(team.bo, ref).ref
    inspections.sign(team.quinn, found)
    return found


def test_a_task_leaves_a_gated_step_only_when_passed_and_signed(team: Team) -> None:
    gate(team, "doing", rule="role", role="quality")
    ref = team.task(at="doing").ref
    with pytest.raises(Refused, match="needs the checklist Weld check to leave Doing: not started") as caught:
        board.move(team.bo, ref, "next")
    [reason] = caught.value.details["reasons"]
    assert (reason["code"], reason["details"]["may_sign"]) == ("gate", "the role quality")
    assert caught.value.hint == "Go on with `prodtui check start weld-check --task OPS-1`."
    pass_gate(team, ref)
    assert board.move(team.bo, ref, "next").value[0].step == "review"


def test_why_tells_what_is_missing_at_every_stage(team: Team) -> None:
    gate(team, "doing", rule="named", people=["quinn", "lea"])
    ref = team.task(at="doing").ref
    start = "needs the checklist Weld check to leave Doing: "
    end = "; lea or quinn may sign"
    assert reasons(team, ref) == [f"{start}not started{end}"]
    check = inspections.start(team.bo, "weld", ref).value.ref
    inspections.answer(team.bo, check, "burrs", False)
    assert reasons(team, ref) == [f"{start}1 of 5 answered in {check}{end}"]
    fill(team.bo, check, burrs=False, paint="red")
    inspections.complete(team.bo, check)
    assert reasons(team, ref) == [f"{start}{check} failed on Free of burrs?, Colour{end}"]
    inspections.concede(team.quinn, check, "customer agreed")
    assert reasons(team, ref) == [f"{start}{check} waits for a signature{end}"]
    inspections.sign(team.quinn, check)
    assert reasons(team, ref) == []


def test_nobody_overrides_a_gate(team: Team) -> None:
    gate(team, "doing")
    ref = team.task(at="doing").ref
    with pytest.raises(Refused, match="Weld check"):
        board.move(team.ann, ref, "review", override="the boss says so")


@pytest.mark.parametrize("verb", ["move", "finish", "skip", "several", "apply"])
def test_every_way_out_is_shut(team: Team, verb: str) -> None:
    gate(team, "doing")
    ref = team.task(at="doing", external_key="k", title="Weld").ref
    other = team.task(at="ready").ref
    document = {"tasks": [{"key": "k", "step": "review"}]}
    way = {
        "move": lambda: board.move(team.bo, ref, "review"),
        "finish": lambda: board.finish(team.bo, ref),
        "skip": lambda: board.move(team.bo, other, "review"),
        "several": lambda: board.move(team.bo, [ref, other], "done"),
        "apply": lambda: apply.apply(team.ann, document),
    }[verb]
    with pytest.raises(ProdtuiError, match="Weld check to leave Doing"):
        way()
    assert (team.get(ref).step, team.get(other).step) == ("doing", "ready")


def test_backward_moves_blocking_and_archiving_are_free(team: Team) -> None:
    gate(team, "doing")
    ref = team.task(at="doing").ref
    board.block(team.bo, ref, "no steel")
    board.unblock(team.bo, ref)
    assert board.move(team.bo, ref, "ready").value[0].step == "ready"
    assert board.move(team.bo, ref, "doing").value[0].step == "doing"
    tasks.archive(team.bo, ref)
    assert tasks.restore(team.bo, ref).value[0].step == "doing"


def test_a_gate_is_of_its_step_alone(team: Team) -> None:
    gate(team, "review")
    ref = team.task(at="ready").ref
    assert board.move(team.bo, ref, "review").value[0].step == "review"
    assert reasons(team, ref) != []


def test_coming_back_for_rework_needs_a_new_inspection(team: Team, ticking: Clock) -> None:
    gate(team, "doing")
    ref = team.task(at="doing").ref
    pass_gate(team, ref)
    ticking.forward(hours=1)
    board.move(team.bo, ref, "review")
    board.move(team.bo, ref, "doing")
    ticking.forward(hours=1)
    assert "not started" in reasons(team, ref)[0]
    pass_gate(team, ref)
    assert reasons(team, ref) == []


def test_a_signed_failure_and_a_corrected_pass_open_no_gate(team: Team) -> None:
    gate(team, "doing")
    ref = team.task(at="doing").ref
    failed = inspect(team.bo, ref, burrs=False).ref
    inspections.sign(team.quinn, failed)
    assert f"{failed} failed on Free of burrs?" in reasons(team, ref)[0]
    signed = pass_gate(team, ref)
    assert reasons(team, ref) == []
    new = inspections.correct(team.bo, signed).value.ref
    assert f"0 of 5 answered in {new}" in reasons(team, ref)[0]
    inspections.put_away(team.bo, new)
    assert reasons(team, ref) == []


def test_a_task_added_behind_a_gate_is_refused(team: Team) -> None:
    gate(team, "doing")
    with pytest.raises(Refused, match="cannot be added to Review: needs the checklist Weld check") as caught:
        tasks.add(team.ann, "Jump", step="review", override="please")
    assert "before the checklist" in caught.value.hint
    assert team.task(at="doing").step == "doing"


def test_a_rule_makes_no_task_behind_a_gate(team: Team) -> None:
    gate(team, "doing")
    recurring.add_recurring(team.ann, "daily", {"title": "Sweep", "step": "review"})
    done = recurring.run_due(team.ann)
    assert done.value == () and "Weld check" in done.notes[0]


def test_an_import_of_open_tasks_behind_a_gate_is_refused_and_history_is_not(team: Team) -> None:
    gate(team, "doing")
    text = "title,step\nOpen,Review\nOld,Done\nNew,Ready\n"
    with pytest.raises(Refused, match="needs the checklist Weld check to leave Doing"):
        imports.import_tasks(team.ann, "x.csv", csv_rows(text))
    report = imports.import_tasks(team.ann, "x.csv", csv_rows(text), wishes=ImportWishes(skip_bad=True))
    assert (report.created, [row.line for row in report.bad]) == (2, [2])


def test_undo_goes_through_no_gate_and_redo_through_a_met_one(team: Team, ticking: Clock) -> None:
    gate(team, "doing")
    ref = team.task(at="doing").ref
    check = pass_gate(team, ref)
    board.move(team.bo, ref, "review")
    undo.undo(team.bo)
    undo.redo(team.bo)
    assert team.get(ref).step == "review"
    ticking.forward(hours=1)
    undo.undo(team.bo)
    inspections.correct(team.quinn, check)
    with pytest.raises(Refused, match="cannot go back to Review: needs the checklist"):
        undo.redo(team.bo)


def test_a_move_back_is_taken_back_as_if_it_had_not_been(team: Team, ticking: Clock) -> None:
    gate(team, "doing")
    ref = team.task(at="doing").ref
    pass_gate(team, ref)
    board.move(team.bo, ref, "review")
    came = team.get(ref).entered_at
    ticking.forward(hours=1)
    board.move(team.bo, ref, "doing")
    ticking.forward(minutes=1)
    talk.comment(team.bo, ref, "by mistake")
    undo.undo(team.bo)
    undo.undo(team.bo)
    assert (team.get(ref).step, team.get(ref).entered_at) == ("review", came)


def test_a_gate_set_since_holds_no_finished_task_that_was_reopened_by_mistake(team: Team) -> None:
    ref = team.task(at="done").ref
    board.move(team.bo, ref, "doing")
    gate(team, "doing")
    undo.undo(team.bo)
    assert team.get(ref).step == "done"


@pytest.mark.parametrize("work", ["inspection", "hours", "another hand"])
def test_a_move_back_stays_once_somebody_worked_on_the_task(team: Team, ticking: Clock, work: str) -> None:
    gate(team, "doing")
    ref = team.task(at="doing").ref
    pass_gate(team, ref)
    board.move(team.bo, ref, "review")
    ticking.forward(hours=1)
    board.move(team.bo, ref, "doing")
    ticking.forward(hours=1)
    {
        "inspection": lambda: inspect(team.cy, ref, burrs=False),
        "hours": lambda: talk.log_work(team.cy, ref, 30),
        "another hand": lambda: tasks.assign(team.cy, ref, add=["cy"]),
    }[work]()
    with pytest.raises(Refused, match="cannot go back to Review: needs the checklist Weld check"):
        undo.undo(team.bo)


def test_a_product_gate_holds_that_product_only(team: Team) -> None:
    row = publish(team)
    checklists.attach_checklist(team.quinn, row.key, step="doing", product="Pump")
    assert reasons(team, team.task(at="doing", product="pump").ref) != []
    assert reasons(team, team.task(at="doing", product="valve").ref) == []
    assert reasons(team, team.task(at="doing").ref) == []


def test_every_third_task_that_comes_is_inspected(team: Team) -> None:
    row = publish(team)
    checklists.attach_checklist(team.quinn, row.key, step="doing", frequency="nth", every=3)
    refs = [team.task(at="doing").ref for _ in range(6)]
    assert [bool(reasons(team, ref)) for ref in refs] == [False, False, True] * 2
    board.move(team.bo, refs[2], "ready")
    board.move(team.bo, refs[2], "doing")
    assert reasons(team, refs[2]) != []


def test_a_random_sample_follows_its_seed_and_is_drawn_once(team: Team) -> None:
    first, second = publish(team), publish(team, "Other", WELD[:1])
    for row in (first, second):
        checklists.attach_checklist(team.quinn, row.key, step="doing", frequency="random", share=0.5, seed=7)
    refs = [team.task(at="doing").ref for _ in range(12)]
    held = [[reason for reason in reasons(team, ref)] for ref in refs]
    assert {len(found) for found in held} == {0, 2}
    assert [reasons(team, ref) for ref in refs] == held


def test_attaching_draws_the_tasks_that_stand_there(team: Team) -> None:
    row = publish(team)
    refs = [team.task(at="doing").ref for _ in range(4)]
    checklists.attach_checklist(team.quinn, row.key, step="doing", frequency="nth", every=2)
    assert [bool(reasons(team, ref)) for ref in refs] == [False, True, False, True]
    assert [due.task for due in inspections.due(team.bo)] == [refs[1], refs[3]]


def test_detaching_and_archiving_open_the_gate(team: Team) -> None:
    row = gate(team, "doing")
    ref = team.task(at="doing").ref
    use = checklists.show_checklist(team.bo, row.key).checklist.uses[0]
    checklists.detach_checklist(team.quinn, row.key, use.id)
    assert reasons(team, ref) == []
    undo.undo(team.quinn)
    assert reasons(team, ref) != []
    assert checklists.archive_checklist(team.quinn, row.key).notes
    assert reasons(team, ref) == []


def test_two_gates_on_the_way_are_both_listed_the_nearest_first(team: Team) -> None:
    gate(team, "doing")
    gate(team, "review", "Paint check", WELD[:1])
    ref = team.task(at="doing").ref
    found = [re.findall(r"checklist (.+?) to leave", text)[0] for text in reasons(team, ref, "done")]
    assert found == ["Weld check", "Paint check"]
    with pytest.raises(Refused) as caught:
        board.finish(team.bo, [ref])
    assert caught.value.hint == f"Go on with `prodtui check start weld-check --task {ref}`."


def test_a_board_without_uses_asks_once_a_change(team: Team) -> None:
    from sqlalchemy import event

    refs = [team.task(at="ready").ref for _ in range(5)]
    asked: list[str] = []
    engine = team.store.writing
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    board.move(team.bo, refs, "doing")
    assert len([text for text in asked if "checklist" in text]) == 1
