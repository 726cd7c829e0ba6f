"""Numbered things: references, natural values, one event for each change, undo, and numbers that come once."""

from __future__ import annotations

import pytest

from prodtui.errors import NotFound, Rejected, Usage
from prodtui.services import boards, history, undo
from prodtui.services.change import begin
from prodtui.services.kinds import Number, split_number, write_number
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Workspace
from tests.helpers.team import NOW, Team


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("OPS-I3", Number("OPS", 3)),
        ("ops-i3", Number("OPS", 3)),
        ("I3", Number(None, 3)),
        ("3", Number(None, 3)),
        (" OPS-I12 ", Number("OPS", 12)),
    ],
)
def test_an_issue_is_named_by_its_reference_or_the_end_of_it(text: str, wanted: Number) -> None:
    assert split_number("issue", text) == wanted


@pytest.mark.parametrize("text", ["", "OPS-Q3", "OPS-I", "OPS-I3.1", "I3\x1b[2J", "burrs", "-3", "I" + "9" * 19])
def test_what_is_no_reference_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Usage, match="is not the reference of an issue") as caught:
        split_number("issue", text)
    assert "OPS-I3" in caught.value.hint
    assert "\x1b" not in caught.value.message


def test_an_action_is_named_within_its_issue() -> None:
    assert split_number("issue_action", "OPS-I3.2") == Number("OPS", 3, 2)
    assert write_number("issue_action", "OPS", 3, 2) == "OPS-I3.2"
    with pytest.raises(Usage, match="reference of an action"):
        split_number("issue_action", "OPS-I3")


@pytest.mark.parametrize(
    ("kind", "ref", "wanted"),
    [
        ("inspection", "OPS-1", "OPS-Q1"),
        ("issue", "ops-3", "OPS-I3"),
        ("improvement", "OPS-2", "OPS-K2"),
        ("issue_action", "OPS-1.1", "OPS-I1.1"),
    ],
)
def test_the_reference_of_a_task_means_nothing_else(kind: str, ref: str, wanted: str) -> None:
    with pytest.raises(Usage, match=f"{ref!r} is a task, not an? ") as caught:
        split_number(kind, ref)
    assert wanted in caught.value.hint


def test_a_number_alone_means_what_the_command_is_about() -> None:
    assert split_number("inspection", "5") == Number(None, 5)
    assert split_number("issue_action", "5.1") == Number(None, 5, 1)


def raise_one(ws: Workspace, **values: object) -> str:
    with begin(ws, "issue.add") as change:
        records, board = RecordBook(change), change.board()
        plain = {"title": "Burrs", "severity": "minor", "whys": (), "raised_at": NOW, "raised_by": ws.actor.login}
        issue = records.insert(board, "issue", plain | values)
        return change.done(records.ref(board, "issue", issue)).value


def change_one(ws: Workspace, ref: str, **values: object) -> bool:
    with begin(ws, "issue.edit") as change:
        records = RecordBook(change)
        board, issue = records.find("issue", ref)
        changed = records.apply(board, "issue", issue, values)
        change.done(ref)
        return changed


def test_the_event_of_a_new_thing_holds_natural_values_only(team: Team) -> None:
    task = team.task()
    ref = raise_one(team.bo, task=task.ref, step="doing")
    (event,) = history.events(team.bo, ref=ref)
    assert (ref, event.kind, event.before) == ("OPS-I1", "issue", None)
    assert event.after is not None
    assert (event.after["task"], event.after["step"]) == (task.ref, "doing")
    assert not [name for name in event.after if name.endswith("_id")]


def test_a_change_raises_the_version_and_keeps_only_what_differs(team: Team) -> None:
    ref = raise_one(team.bo)
    assert change_one(team.bo, ref, title="Burrs", severity="major")
    assert not change_one(team.bo, ref, severity="major")
    event = history.events(team.bo, ref=ref)[-1]
    assert (event.before, event.after, event.version) == ({"severity": "minor"}, {"severity": "major"}, 2)


def test_numbers_come_once_also_when_a_thing_was_put_away(team: Team) -> None:
    assert raise_one(team.bo) == "OPS-I1"
    undo.undo(team.bo)
    assert raise_one(team.bo) == "OPS-I2"


def test_undo_puts_a_field_back_unless_somebody_changed_it_since(team: Team) -> None:
    ref = raise_one(team.bo, owner="bo")
    change_one(team.bo, ref, owner="cy")
    change_one(team.lea, ref, severity="major")
    undo.undo(team.bo)
    assert history.events(team.bo, ref=ref)[-1].after == {"owner": "bo"}


def test_a_link_to_another_board_or_to_nothing_is_refused(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Laboratory")
    with pytest.raises(Rejected, match="another board"):
        raise_one(team.bo, task="LAB-1")
    with pytest.raises(NotFound, match="OPS-99"):
        raise_one(team.bo, task="OPS-99")
    with pytest.raises(NotFound, match="There is no issue OPS-I9"):
        change_one(team.bo, "I9", title="x")
