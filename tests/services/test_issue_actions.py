"""What is done and said about an issue, links both ways, purged tasks, and undo of every verb."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from prodtui.domain.codec import to_dict
from prodtui.domain.enums import ActionKind
from prodtui.domain.rows_issues import IssueDetail
from prodtui.errors import Changed, NotFound, Refused, Rejected
from prodtui.services import downtime, issue_actions, issues, purge, stores, task_view, tasks, undo
from prodtui.services.workspace import Workspace
from tests.helpers.team import NOW, Team

GIVEN = {"containment": "Sorted", "owner": "bo", "cause": "Blunt", "cause_category": "machine"}


def shown(team: Team) -> IssueDetail:
    return issues.show_issue(team.ann, "OPS-I1")


def test_actions_have_owner_due_and_result(team: Team) -> None:
    issues.raise_issue(team.bo, "Burrs")
    due = NOW + timedelta(days=3)
    row = issue_actions.add_action(team.bo, "I1", "Sharpen", kind="containment", owner="Cy", due=due).value
    assert (row.issue, row.number, row.kind, row.owner, row.due) == ("OPS-I1", 1, ActionKind.CONTAINMENT, "cy", due)
    issue_actions.edit_action(team.bo, "I1.1", text="Sort out", kind="corrective")
    done = issue_actions.finish_action(team.cy, "OPS-I1.1", "40 sorted out").value
    assert (done.text, done.done_by, done.result) == ("Sort out", "cy", "40 sorted out")
    assert issue_actions.finish_action(team.bo, "I1.1").notes == ("OPS-I1.1 was done already by cy.",)
    with pytest.raises(NotFound, match=r"no action OPS-I1\.2"):
        issue_actions.finish_action(team.bo, "I1.2")


def test_two_people_edit_one_action(team: Team) -> None:
    issues.raise_issue(team.bo, "Burrs")
    version = issue_actions.add_action(team.bo, "I1", "Sharpen").value.version
    issue_actions.edit_action(team.cy, "I1.1", version=version, owner="cy")
    kept = issue_actions.edit_action(team.bo, "I1.1", version=version, text="Sharpen it")
    assert kept.notes == ("cy changed owner meanwhile; both changes are kept.",)
    with pytest.raises(Changed, match=r"cy changed owner of OPS-I1\.1 meanwhile"):
        issue_actions.edit_action(team.bo, "I1.1", version=version, owner="bo")


def test_the_list_of_actions_is_that_of_the_next_due(team: Team) -> None:
    issues.raise_issue(team.bo, "Burrs")
    for text, due in (("later", NOW + timedelta(days=2)), ("never", None), ("late", NOW - timedelta(days=1))):
        issue_actions.add_action(team.bo, "I1", text, due=due, owner="bo" if due else None)
    assert [action.text for action in issue_actions.list_actions(team.bo)] == ["late", "later", "never"]
    assert [action.text for action in issue_actions.list_actions(team.bo, overdue=True)] == ["late"]
    assert [action.text for action in issue_actions.list_actions(team.bo, owner="bo", limit=1)] == ["late"]
    issue_actions.finish_action(team.bo, "I1.3")
    assert len(issue_actions.list_actions(team.bo)) == 2
    assert len(issue_actions.list_actions(team.bo, all=True)) == 3


def test_the_only_corrective_action_of_a_verifying_issue_stays(team: Team) -> None:
    issues.raise_issue(team.bo, "Burrs")
    issues.advance_issue(team.bo, "I1", "acting", **GIVEN)
    issue_actions.add_action(team.bo, "I1", "Sharpen")
    issue_actions.finish_action(team.bo, "I1.1")
    issues.advance_issue(team.bo, "I1")
    with pytest.raises(Refused, match="needs this action; it lacks a corrective action"):
        issue_actions.put_away_action(team.bo, "I1.1")
    assert len(shown(team).actions) == 1


def test_of_a_closed_issue_only_preventive_actions_go_on(team: Team) -> None:
    issues.raise_issue(team.bo, "Burrs")
    issues.advance_issue(team.bo, "I1", "acting", **GIVEN)
    issue_actions.add_action(team.bo, "I1", "Sharpen")
    issue_actions.finish_action(team.bo, "I1.1")
    issue_actions.add_action(team.bo, "I1", "Sharpen elsewhere", kind="preventive")
    issues.advance_issue(team.bo, "I1")
    issues.check_effect(team.bo, "I1", True, "No burr", early="Seen at once")
    issues.advance_issue(team.bo, "I1")
    issue_actions.finish_action(team.bo, "I1.2")
    issue_actions.add_action(team.bo, "I1", "On line 3", kind="preventive")
    for change in (
        lambda: issue_actions.edit_action(team.bo, "I1.1", text="x"),
        lambda: issue_actions.put_away_action(team.bo, "I1.1"),
        lambda: issue_actions.edit_action(team.bo, "I1.3", kind="corrective"),
    ):
        with pytest.raises(Refused):
            change()
    assert shown(team).actions[0].text == "Sharpen"


def test_issues_and_tasks_know_each_other(team: Team) -> None:
    seen, also = team.task(), team.task()
    issues.raise_issue(team.bo, "Burrs", task=seen.ref)
    issue_actions.link_task(team.bo, "I1", also.ref)
    assert issue_actions.link_task(team.bo, "I1", also.ref).notes == (f"OPS-I1 touches {also.ref} already.",)
    assert shown(team).tasks == (also.ref,)
    for ref in (seen.ref, also.ref):
        assert [mark.ref for mark in task_view.show(team.ann, ref).issues] == ["OPS-I1"]
    issue_actions.unlink_task(team.bo, "I1", seen.ref)
    issue_actions.unlink_task(team.bo, "I1", also.ref)
    assert (shown(team).issue.task, shown(team).tasks) == (None, ())
    with pytest.raises(NotFound, match="does not touch"):
        issue_actions.unlink_task(team.bo, "I1", also.ref)


def test_a_task_at_which_an_issue_was_seen_is_not_purged(team: Team) -> None:
    seen, also = team.task(), team.task()
    issues.raise_issue(team.bo, "Burrs", task=seen.ref)
    issue_actions.link_task(team.bo, "I1", also.ref)
    tasks.archive(team.ann, [seen.ref, also.ref])
    with pytest.raises(Refused, match="OPS-I1 was seen at it") as caught:
        purge.purge(team.ann, seen.ref)
    assert f"prodtui issue unlink OPS-I1 {seen.ref}" in caught.value.hint
    purge.purge(team.ann, also.ref)
    assert shown(team).tasks == ()
    issue_actions.unlink_task(team.bo, "I1", seen.ref)
    purge.purge(team.ann, seen.ref)
    assert stores.check(team.ann).problems == ()


VERBS: dict[str, Callable[[Workspace], Any]] = {
    "edit": lambda ws: issues.edit_issue(ws, "I1", title="Crooked", whys=["a", "b"], step="review"),
    "advance": lambda ws: issues.advance_issue(ws, "I1", "acting", **GIVEN),
    "put away": lambda ws: issues.put_away_issue(ws, "I1"),
    "comment": lambda ws: issue_actions.comment_issue(ws, "I1", "Seen again"),
    "link": lambda ws: issue_actions.link_task(ws, "I1", "OPS-2"),
    "unlink": lambda ws: issue_actions.unlink_task(ws, "I1", "OPS-1"),
    "add action": lambda ws: issue_actions.add_action(ws, "I1", "Sharpen"),
    "edit action": lambda ws: issue_actions.edit_action(ws, "I1.1", text="Sort", owner="cy"),
    "finish action": lambda ws: issue_actions.finish_action(ws, "I1.1", "Done"),
    "put action away": lambda ws: issue_actions.put_away_action(ws, "I1.1"),
    "start downtime": lambda ws: downtime.start_downtime(ws, "review", "No gauge", "I1"),
    "stop downtime": lambda ws: downtime.stop_downtime(ws, "doing"),
    "edit downtime": lambda ws: downtime.edit_downtime(ws, "S1", reason="No tool"),
    "raise": lambda ws: issues.raise_issue(ws, "Another", task="OPS-2", downtime="Stands", step="ready", andon=True),
}


def state_of(team: Team) -> Any:
    """Return what can be seen of the log, without the marks that every change leaves."""
    found = to_dict(shown(team))
    marks = ("version", "events", "id")

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(each) for name, each in value.items() if name not in marks}
        return [plain(each) for each in value] if isinstance(value, list) else value

    rows = [to_dict(row) for row in downtime.list_downtime(team.ann)]
    return plain([found, rows, [row.ref for row in issues.list_issues(team.ann)]])


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_can_be_undone_and_done_again(team: Team, verb: str) -> None:
    team.task()
    team.task()
    issues.raise_issue(team.ann, "Burrs", task="OPS-1", step="doing")
    issue_actions.add_action(team.ann, "I1", "Contain", kind="containment")
    downtime.start_downtime(team.ann, "doing", "No power")
    before = state_of(team)
    VERBS[verb](team.bo)
    after = state_of(team)
    assert after != before
    undo.undo(team.bo)
    assert state_of(team) == before
    undo.redo(team.bo)
    assert state_of(team) == after
    assert stores.check(team.ann).problems == ()


def test_the_way_to_closed_and_back_can_be_undone(team: Team) -> None:
    issues.raise_issue(team.bo, "Burrs", step="doing")
    issues.advance_issue(team.bo, "I1", "acting", **GIVEN)
    issue_actions.add_action(team.bo, "I1", "Sharpen")
    issue_actions.finish_action(team.bo, "I1.1")
    for change in (
        lambda: issues.advance_issue(team.bo, "I1"),
        lambda: issues.check_effect(team.bo, "I1", True, "No burr", early="Seen at once"),
        lambda: issues.advance_issue(team.bo, "I1"),
        lambda: issues.reopen_issue(team.bo, "I1", "Back", again=["all"]),
    ):
        before = state_of(team)
        change()
        after = state_of(team)
        undo.undo(team.bo)
        assert state_of(team) == before
        undo.redo(team.bo)
        assert state_of(team) == after


def test_an_issue_that_others_worked_on_is_not_taken_back(team: Team) -> None:
    issues.raise_issue(team.bo, "Burrs")
    issue_actions.comment_issue(team.cy, "I1", "Here too")
    with pytest.raises(Refused, match="worked on since"):
        undo.undo(team.bo)
    issues.raise_issue(team.bo, "Scratch")
    issue_actions.add_action(team.cy, "I2", "Polish")
    with pytest.raises(Refused, match="worked on since"):
        undo.undo(team.bo)


def test_a_sponsor_may_only_look(team: Team) -> None:
    issues.raise_issue(team.bo, "Burrs")
    assert len(issues.list_issues(team.sam)) == 1
    for change in (
        lambda: issues.raise_issue(team.sam, "x"),
        lambda: issues.edit_issue(team.sam, "I1", title="x"),
        lambda: issue_actions.add_action(team.sam, "I1", "x"),
        lambda: downtime.start_downtime(team.sam, "doing", "x"),
    ):
        with pytest.raises(Refused, match="may not work"):
            change()


def test_an_empty_comment_and_an_own_recurrence_are_refused(team: Team) -> None:
    issues.raise_issue(team.bo, "Burrs")
    with pytest.raises(Rejected, match="cannot be empty"):
        issue_actions.comment_issue(team.bo, "I1", " \n ")
    with pytest.raises(Rejected, match="not older"):
        issues.edit_issue(team.bo, "I1", recurs="I1")
