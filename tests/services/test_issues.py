"""The issue log: raising, the states and what each needs, editing by two people, lists, effect, recurrence."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import ActionKind, IssueState
from prodtui.domain.rows_issues import IssueRow
from prodtui.errors import Changed, NotFound, Refused, Rejected, Usage
from prodtui.services import board, board_view, history, issue_actions, issues, undo
from prodtui.services.downtime import edit_downtime, list_downtime, start_downtime, stop_downtime
from prodtui.services.workspace import Workspace
from tests.helpers.quality import solved
from tests.helpers.team import NOW, Clock, Team


def burr(ws: Workspace, **fields: object) -> IssueRow:
    return issues.raise_issue(ws, "Burrs at the edge", **{"step": "doing", "category": "Burr", **fields}).value


def test_an_issue_from_a_task_is_found_where_the_task_stands(team: Team) -> None:
    task = team.task(at="doing")
    issue = issues.raise_issue(team.bo, "Scratch", task=task.ref, severity="major").value
    assert (issue.ref, issue.step, issue.task, issue.raised_by, issue.state) == (
        "OPS-I1", "doing", task.ref, "bo", IssueState.OPEN,
    )  # fmt: skip
    assert (issue.severity.value, issue.raised_at) == ("major", NOW)


def test_a_state_names_everything_that_it_lacks_at_once(team: Team) -> None:
    burr(team.bo)
    with pytest.raises(Refused) as caught:
        issues.advance_issue(team.bo, "I1", "closed")
    fields = [reason["field"] for reason in caught.value.details["reasons"]]
    assert fields == ["containment", "owner", "cause", "cause_category", "action", "evidence", "check"]
    assert issues.show_issue(team.bo, "I1").issue.state is IssueState.OPEN


def test_open_actions_hold_an_issue_back_and_preventive_ones_do_not(team: Team) -> None:
    burr(team.bo)
    given = {"containment": "Sorted", "owner": "bo", "cause": "Blunt", "cause_category": "machine"}
    issues.advance_issue(team.bo, "I1", "acting", **given)
    issue_actions.add_action(team.bo, "I1", "Sharpen", kind=ActionKind.CORRECTIVE)
    issue_actions.add_action(team.bo, "I1", "Sharpen elsewhere", kind=ActionKind.PREVENTIVE)
    with pytest.raises(Refused, match=r"lacks action 1 \(corrective\) to be done"):
        issues.advance_issue(team.bo, "I1")
    issue_actions.finish_action(team.bo, "I1.1")
    assert issues.advance_issue(team.bo, "I1").value.state is IssueState.VERIFYING


def test_the_way_back_needs_a_reason_which_history_keeps(team: Team) -> None:
    burr(team.bo)
    issues.advance_issue(team.bo, "I1", containment="Sorted")
    with pytest.raises(Rejected, match="needs a reason"):
        issues.advance_issue(team.bo, "I1", "open")
    issues.advance_issue(team.bo, "I1", "open", reason="More parts found")
    assert history.events(team.bo, ref="OPS-I1")[-1].reason == "More parts found"


def test_what_a_state_stands_on_cannot_be_taken_away(team: Team) -> None:
    burr(team.bo)
    issues.advance_issue(team.bo, "I1", containment="Sorted")
    with pytest.raises(Refused, match="what was done to contain it"):
        issues.edit_issue(team.bo, "I1", containment="")


def test_a_closed_issue_stays_as_it_is_until_it_is_reopened(team: Team) -> None:
    burr(team.bo)
    closed = solved(team, "OPS-I1")
    assert (closed.state, closed.closed_by, closed.evidence) == (IssueState.CLOSED, "bo", "No burr in 40 parts")
    for change in (
        lambda: issues.edit_issue(team.bo, "I1", title="x"),
        lambda: issue_actions.add_action(team.bo, "I1", "More"),
        lambda: issues.advance_issue(team.bo, "I1"),
        lambda: issues.check_effect(team.bo, "I1", True),
    ):
        with pytest.raises(Refused):
            change()
    done = issues.reopen_issue(team.lea, "I1", "They are back")
    assert (done.value.state, done.value.closed_at) == (IssueState.ANALYSING, None)
    assert done.notes == ("Corrective action OPS-I1.1 was: Change the tool each shift.",)


def closable(team: Team, **fields: object) -> None:
    """Raise OPS-I1 and take it to verifying."""
    burr(team.bo, **fields)
    given = {"containment": "Sorted", "owner": "bo", "cause": "Blunt", "cause_category": "machine"}
    issues.advance_issue(team.bo, "I1", "acting", **given)
    issue_actions.add_action(team.bo, "I1", "Sharpen")
    issue_actions.finish_action(team.bo, "I1.1")
    issues.advance_issue(team.bo, "I1")


def test_a_reopened_issue_is_closed_with_new_evidence_only(team: Team) -> None:
    burr(team.bo)
    solved(team, "OPS-I1")
    assert issues.reopen_issue(team.lea, "I1", "They are back", to="verifying").value.evidence == ""
    with pytest.raises(Refused) as caught:
        issues.advance_issue(team.bo, "I1")
    assert [reason["field"] for reason in caught.value.details["reasons"]] == ["evidence", "check"]
    again = issues.check_effect(team.quinn, "I1", True, "None in 80", early="80 is enough", close=True).value
    assert (again.state, again.evidence) == (IssueState.CLOSED, "None in 80")
    (reopened,) = (event for event in history.events(team.bo, ref="OPS-I1") if event.reason == "They are back")
    assert (reopened.before or {})["evidence"] == "No burr in 40 parts"


def test_taking_a_reopening_back_brings_its_evidence_back(team: Team) -> None:
    burr(team.bo)
    solved(team, "OPS-I1")
    issues.reopen_issue(team.lea, "I1", "They are back", again=["all"])
    undo.undo(team.lea)
    row = issues.show_issue(team.bo, "I1").issue
    assert (row.state, row.evidence, row.actions_open) == (IssueState.CLOSED, "No burr in 40 parts", 0)
    undo.redo(team.lea)
    row = issues.show_issue(team.bo, "I1").issue
    assert (row.state, row.evidence, row.actions_open) == (IssueState.ANALYSING, "", 1)


def test_an_effect_is_seen_on_its_day_or_with_the_reason_why_before(team: Team, ticking: Clock) -> None:
    closable(team, check_days=5, check_items=3)
    with pytest.raises(Refused, match="is looked at on 2026-11-29 or after 3 more finished tasks") as caught:
        issues.check_effect(team.quinn, "I1", True, "No burr")
    assert "--early" in caught.value.hint
    assert issues.show_issue(team.bo, "I1").issue.effective is None
    assert issues.check_effect(team.quinn, "I1", False, "Still burrs").value.state is IssueState.ANALYSING
    issues.advance_issue(team.bo, "I1", "verifying")
    issues.check_effect(team.quinn, "I1", True, "No burr", early="500 made in a day")
    assert history.events(team.bo, ref="OPS-I1")[-1].reason == "500 made in a day: No burr"
    undo.undo(team.quinn)
    ticking.forward(days=5)
    assert issues.check_effect(team.quinn, "I1", True, "No burr").value.effective


def test_closing_in_the_same_change_keeps_both_or_nothing(team: Team) -> None:
    closable(team)
    with pytest.raises(Refused, match="lacks evidence that it is solved"):
        issues.check_effect(team.quinn, "I1", True, early="Seen at once", close=True)
    assert issues.show_issue(team.bo, "I1").issue.effective is None
    row = issues.check_effect(team.quinn, "I1", True, "No burr", early="Seen at once", close=True).value
    assert (row.state, row.effective, row.closed_by) == (IssueState.CLOSED, True, "quinn")


def test_while_the_effect_is_awaited_only_preventive_actions_are_added(team: Team) -> None:
    closable(team)
    with pytest.raises(Refused, match=r"lacks action 2 \(corrective\) to be done"):
        issue_actions.add_action(team.bo, "I1", "More", kind="corrective")
    assert issue_actions.add_action(team.bo, "I1", "Elsewhere", kind="preventive").value.number == 2


def test_an_issue_is_closed_when_its_clock_stands(team: Team) -> None:
    closable(team, downtime="No tool")
    issues.check_effect(team.quinn, "I1", True, "No burr", early="Seen at once")
    with pytest.raises(Refused, match="it lacks the end of its downtime OPS-S1 at doing") as caught:
        issues.advance_issue(team.bo, "I1")
    assert caught.value.hint == "Go on with `prodtui issue downtime stop OPS-S1`."
    stop_downtime(team.cy, "doing")
    issues.advance_issue(team.bo, "I1")
    for start in (
        lambda: start_downtime(team.cy, "doing", "Again", "I1"),
        lambda: edit_downtime(team.cy, "S1", ended_at=None),
        lambda: undo.undo(team.cy),
    ):
        with pytest.raises(Refused, match="OPS-I1 is closed|lack the end of its downtime"):
            start()
    issues.reopen_issue(team.lea, "I1", "Back")
    start_downtime(team.cy, "doing", "Again", "I1")
    with pytest.raises(Refused, match="would lack the end of its downtime OPS-S2"):
        undo.undo(team.lea)


def test_nobody_takes_back_what_the_state_that_others_gave_an_issue_stands_on(team: Team) -> None:
    burr(team.bo)
    issues.edit_issue(team.cy, "I1", containment="Sorted")
    issues.advance_issue(team.bo, "I1")
    with pytest.raises(Refused, match="is contained and would lack what was done to contain it"):
        undo.undo(team.cy)
    issues.advance_issue(team.bo, "I1", "acting", owner="bo", cause="Blunt", cause_category="machine")
    issue_actions.add_action(team.bo, "I1", "Sharpen")
    issue_actions.finish_action(team.cy, "I1.1")
    issues.advance_issue(team.bo, "I1")
    with pytest.raises(Refused, match=r"would lack action 1 \(corrective\) to be done"):
        undo.undo(team.cy)


def test_raising_blocks_the_card_in_the_same_act(team: Team) -> None:
    task = team.task(at="doing").ref
    with pytest.raises(Rejected, match="block needs the task"):
        issues.raise_issue(team.bo, "Wrong steel", block=True)
    issues.raise_issue(team.bo, "Wrong steel", task=task, severity="critical")
    assert team.get(task).blocked_reason is None
    issues.raise_issue(team.bo, "Wrong steel again", task=task, block=True)
    assert (team.get(task).blocked_reason, team.get(task).blocked_by) == ("OPS-I2 Wrong steel again", "bo")
    assert issues.raise_issue(team.cy, "x" * 200, task=task, block=True).notes == (
        "OPS-1 was blocked already: OPS-I2 Wrong steel again.",
    )
    undo.undo(team.bo)
    assert team.get(task).blocked_reason is None
    assert [issue.ref for issue in issues.list_issues(team.bo, sort="ref")] == ["OPS-I1", "OPS-I3"]
    issues.raise_issue(team.bo, "x" * 200, task=task, block=True)
    assert len(team.get(task).blocked_reason or "") == 200


def test_reopening_offers_its_corrective_actions_again(team: Team) -> None:
    burr(team.bo)
    solved(team, "OPS-I1")
    issues.reopen_issue(team.lea, "I1", "They are back", again=("OPS-I1.1",))
    first, again = issues.show_issue(team.bo, "I1").actions
    assert (first.done_at, again.text, again.owner, again.done_at) == (NOW, first.text, "cy", None)
    with pytest.raises(Refused, match="not closed"):
        issues.reopen_issue(team.lea, "I1", "Again")


def test_an_effect_that_did_not_come_sends_the_issue_back(team: Team, ticking: Clock) -> None:
    burr(team.bo, check_days=5)
    given = {"containment": "Sorted", "owner": "bo", "cause": "Blunt", "cause_category": "machine"}
    issues.advance_issue(team.bo, "I1", "acting", **given)
    issue_actions.add_action(team.bo, "I1", "Sharpen")
    issue_actions.finish_action(team.bo, "I1.1")
    row = issues.advance_issue(team.bo, "I1").value
    assert row.check_due is not None and row.verifying_at is not None
    assert (row.check_due - row.verifying_at).days == 5
    assert not row.check_ready
    ticking.forward(days=5)
    assert issues.list_issues(team.bo, "checks")[0].ref == "OPS-I1"
    with pytest.raises(Rejected, match="still goes wrong"):
        issues.check_effect(team.quinn, "I1", False)
    back = issues.check_effect(team.quinn, "I1", False, "Still burrs").value
    assert (back.state, back.effective, back.checked_by) == (IssueState.ANALYSING, False, "quinn")


def test_the_effect_can_be_looked_at_after_so_many_finished_tasks(team: Team) -> None:
    burr(team.bo, check_items=1)
    given = {"containment": "Sorted", "owner": "bo", "cause": "Blunt", "cause_category": "machine"}
    issues.advance_issue(team.bo, "I1", "acting", **given)
    issue_actions.add_action(team.bo, "I1", "Sharpen")
    issue_actions.finish_action(team.bo, "I1.1")
    row = issues.advance_issue(team.bo, "I1").value
    assert (row.check_due, row.check_ready) == (None, False)
    task = team.task(at="review")
    board.move(team.bo, task.ref, "done")
    assert issues.show_issue(team.bo, "I1").issue.check_ready


def test_two_people_edit_one_issue(team: Team) -> None:
    version = burr(team.bo).version
    issues.edit_issue(team.lea, "I1", version=version, severity="major")
    kept = issues.edit_issue(team.bo, "I1", version=version, notes="Only on line 2")
    assert kept.notes == ("lea changed severity meanwhile; both changes are kept.",)
    with pytest.raises(Changed) as caught:
        issues.edit_issue(team.bo, "I1", version=version, severity="critical")
    conflict = caught.value.details["fields"]["severity"]
    assert (conflict["base"], conflict["theirs"], conflict["mine"], conflict["by"]) == (
        "minor", "major", "critical", "lea",
    )  # fmt: skip


def test_a_category_is_one_of_the_boards_list(team: Team) -> None:
    team.settings(issue_categories=["Burr", "Missing part"])
    assert burr(team.bo, category="burr").category == "Burr"
    with pytest.raises(Rejected, match="no issue category 'Bur'") as caught:
        burr(team.bo, category="Bur")
    assert "Did you mean 'Burr'?" in caught.value.hint


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [("owner", "nobody", NotFound), ("step", "paint", NotFound), ("task", "OPS-99", NotFound),
     ("severity", "bad", Rejected), ("check_days", "0", Rejected), ("cause_category", "moon", Rejected),
     ("colour", "red", Usage)],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(team: Team, field: str, value: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        burr(team.bo, **{field: value})
    assert not issues.list_issues(team.bo)


def test_an_issue_that_repeats_an_older_one_says_so(team: Team) -> None:
    burr(team.bo)
    solved(team, "OPS-I1")
    done = issues.raise_issue(team.cy, "Burrs again", step="doing", category="Burr")
    assert done.value.recurs == "OPS-I1"
    assert "prodtui issue reopen OPS-I1" in done.notes[0]
    assert issues.show_issue(team.bo, "I1").recurrences == ("OPS-I2",)
    undo.undo(team.cy)
    assert issues.show_issue(team.bo, "I1").recurrences == ()


def test_a_cause_that_becomes_known_shows_what_it_repeats(team: Team) -> None:
    burr(team.bo)
    solved(team, "OPS-I1")
    assert issues.raise_issue(team.cy, "Crooked", step="doing", category="Shape").value.recurs is None
    done = issues.edit_issue(team.cy, "I2", cause_category="machine")
    assert (done.value.recurs, len(done.notes)) == ("OPS-I1", 1)


def test_outside_the_window_nothing_repeats(team: Team, ticking: Clock) -> None:
    team.settings(recurrence_days=10)
    burr(team.bo)
    ticking.forward(days=11)
    assert burr(team.bo).recurs is None


def test_an_andon_reaches_every_open_board_without_a_new_picture(team: Team) -> None:
    last = board_view.snapshot(team.ann).last_event
    burr(team.bo)
    burr(team.bo, andon=True, downtime="Waits for a tool")
    delta = board_view.changes_since(team.ann, last)
    assert ([issue.ref for issue in delta.andons], delta.reload, delta.cards) == (["OPS-I2"], False, ())
    assert board_view.changes_since(team.ann, delta.last_event).andons == ()
    (down,) = list_downtime(team.ann)
    assert (down.step, down.issue, down.reason) == ("doing", "OPS-I2", "Waits for a tool")


def test_a_downtime_needs_a_step(team: Team) -> None:
    with pytest.raises(Rejected, match="needs the step"):
        issues.raise_issue(team.bo, "Stands", downtime="No power")


def test_overdue_actions_come_first_then_the_severe_then_the_old(team: Team, ticking: Clock) -> None:
    for severity in ("minor", "major", "minor", "critical"):
        burr(team.bo, severity=severity)
    issue_actions.add_action(team.bo, "I3", "Sort", kind="containment", due=ticking.forward(hours=1))
    ticking.forward(hours=1)
    found = issues.list_issues(team.bo)
    assert [issue.number for issue in found] == [3, 4, 2, 1]
    assert (found[0].actions_open, found[0].actions_overdue) == (1, 1)
    assert [issue.number for issue in issues.list_issues(team.bo, limit=2, skip=1)] == [4, 2]
    assert [issue.number for issue in issues.list_issues(team.bo, sort="newest")] == [4, 3, 2, 1]
    assert issues.count_issues(team.bo) == issues.IssueCounts(4, 1)
    with pytest.raises(Usage, match="sorted by 'sevrity'"):
        issues.list_issues(team.bo, sort="sevrity")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("", [2, 1]), ("edge", [1]), ("@cy", [2]), ("mine", []), ("unowned", [1]), ("sev:major", [2]),
     ("state:open", [2, 1]), ("step:doing", [1]),
     ("cat:burr", [1]), ("-cat:burr", [2]), ("age>5d", []), ("age<1h", [2, 1]), ("overdue", []),
     ("closed", []), ("archived", [3]), ("ref:i2", [2]), ("due:none", [2, 1]), ("sev:minor or @cy", [2, 1])],
)  # fmt: skip
def test_the_filter_language_knows_issues(team: Team, text: str, numbers: list[int]) -> None:
    burr(team.bo)
    issues.raise_issue(team.bo, "Label missing", severity="major", owner="Cy Young")
    burr(team.bo)
    issues.put_away_issue(team.bo, "I3")
    assert [issue.number for issue in issues.list_issues(team.bo, text)] == numbers


@pytest.mark.parametrize("text", ["sev:huge", "age>old", "age:5d", "step:paint", "prio:high", "ref:x", "overdue:1"])
def test_a_filter_that_means_nothing_is_refused(team: Team, text: str) -> None:
    with pytest.raises((NotFound, Usage)):
        issues.list_issues(team.bo, text)


def test_pareto_counts_what_was_raised_in_the_window(team: Team, ticking: Clock) -> None:
    burr(team.bo)
    ticking.forward(days=2)
    for category in ("Burr", "Shape", None):
        burr(team.bo, category=category)
    bars = issues.pareto(team.bo, "category", since=NOW.replace(day=25))
    assert [(bar.name, bar.count) for bar in bars] == [("Burr", 1), ("Shape", 1), ("other", 1)]
    assert [bar.count for bar in issues.pareto(team.bo, "step")] == [4]
    with pytest.raises(Usage):
        issues.pareto(team.bo, "colour")
