"""What is kept of a stand-up: one at a time on a board, joined by whoever starts another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prodtui.domain.enums import NoteKind
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import board, history, issue_actions, issues, standup_record, undo
from prodtui.services.standup import standup
from tests.helpers.team import NOW, Clock, Team


@pytest.fixture
def saw(team: Team) -> str:
    """A task, OPS-1."""
    return team.task("Saw").ref


def notes(team: Team) -> list[tuple[str, str]]:
    return [(note.kind.value, note.text) for note in standup_record.show_standup(team.lea).notes]


def test_start_join_and_finish(team: Team, ticking: Clock) -> None:
    first = standup_record.start_standup(team.lea).value
    assert (first.ref, first.people, first.since, first.ended_at) == (
        "OPS-U1", ("lea",), standup(team.lea).since, None,
    )  # fmt: skip
    joined = standup_record.start_standup(team.bo)
    assert (joined.value.ref, joined.value.people) == ("OPS-U1", ("lea", "bo"))
    assert joined.notes == ("lea started OPS-U1 already; you are in it.",)
    assert standup_record.start_standup(team.bo).txn is None
    ticking.forward(minutes=12)
    ended = standup_record.finish_standup(team.bo).value
    assert (ended.ended_at, ended.ended_by) == (NOW + timedelta(minutes=12), "bo")
    assert standup_record.start_standup(team.lea).value.ref == "OPS-U2"


@pytest.mark.usefixtures("saw")
def test_notes_of_two_terminals_merge(team: Team) -> None:
    standup_record.start_standup(team.lea)
    standup_record.add_note(team.lea, "decision", "By hand until Friday", about="OPS-1")
    standup_record.add_note(team.bo, NoteKind.PARKED, "A second saw?")
    standup_record.mark_talked(team.bo, "task:OPS-1", "OPS-1 Saw: blocked")
    standup_record.mark_talked(team.lea, "person:bo", "Bo Berg")
    assert notes(team) == [
        ("decision", "By hand until Friday"), ("parked", "A second saw?"), ("talked", "OPS-1 Saw: blocked"),
        ("talked", "Bo Berg"),
    ]  # fmt: skip
    standup_record.mark_talked(team.lea, "task:OPS-1", "OPS-1 Saw: blocked", talked=False)
    assert ("talked", "OPS-1 Saw: blocked") not in notes(team)
    assert [note.number for note in standup_record.show_standup(team.lea).notes] == [1, 2, 4]


def test_a_mark_is_no_toggle(team: Team) -> None:
    standup_record.start_standup(team.lea)
    standup_record.mark_talked(team.lea, "person:bo", "Bo Berg")
    again = standup_record.mark_talked(team.cy, "person:bo", "Bo Berg")
    assert (again.txn, again.notes) == (None, ('"Bo Berg" was marked already.',))
    assert notes(team) == [("talked", "Bo Berg")]
    standup_record.mark_talked(team.lea, "person:bo", "Bo Berg", talked=False)
    away = standup_record.mark_talked(team.cy, "person:bo", "Bo Berg", talked=False)
    assert (away.txn, away.notes, notes(team)) == (None, ('"Bo Berg" was not marked.',), [])


def test_a_mark_is_not_among_what_was_written(team: Team) -> None:
    standup_record.start_standup(team.lea)
    standup_record.mark_talked(team.lea, "person:bo", "Bo Berg")
    standup_record.add_note(team.lea, "note", "Hello")
    assert [note.text for note in standup_record.show_standup(team.lea).written] == ["Hello"]


def test_an_action_becomes_a_task_or_an_action_of_an_issue(team: Team) -> None:
    standup_record.start_standup(team.lea)
    due = NOW + timedelta(days=3)
    made = standup_record.add_note(team.lea, "action", "Order a fixture", owner="Bo Berg", due=due).value.made
    task = team.get(made or "")
    assert (task.title, task.assignees, task.due) == ("Order a fixture", ("bo",), due)
    issue = issues.raise_issue(team.cy, "Burrs").value.ref
    made = standup_record.add_note(team.lea, "action", "Grind the edge", issue=issue, owner="cy").value.made
    assert made == f"{issue}.1"
    assert [(row.text, row.owner) for row in issue_actions.list_actions(team.lea)] == [("Grind the edge", "cy")]


def test_an_undo_takes_note_and_task_back_together(team: Team) -> None:
    standup_record.start_standup(team.lea)
    made = standup_record.add_note(team.lea, "action", "Order a fixture").value.made or ""
    undo.undo(team.lea)
    assert notes(team) == []
    assert team.get(made).archived_at is not None
    undo.redo(team.lea)
    assert notes(team) == [("action", "Order a fixture")]
    standup_record.finish_standup(team.lea)
    undo.undo(team.lea)
    assert standup_record.show_standup(team.lea).ended_at is None


def test_nothing_is_written_without_a_stand_up(team: Team) -> None:
    for verb in (
        lambda: standup_record.add_note(team.lea, "note", "Hello"),
        lambda: standup_record.mark_talked(team.lea, "person:bo", "Bo"),
        lambda: standup_record.finish_standup(team.lea),
        lambda: standup_record.attend(team.lea, ["bo"]),
    ):
        with pytest.raises(Refused, match="No stand-up of OPS runs"):
            verb()
    with pytest.raises(NotFound, match="There is no stand-up of OPS yet"):
        standup_record.show_standup(team.lea)


def test_a_note_that_is_none_changes_nothing(team: Team) -> None:
    standup_record.start_standup(team.lea)
    with pytest.raises(Rejected):
        standup_record.add_note(team.lea, "shout", "Hello")
    with pytest.raises(Rejected):
        standup_record.add_note(team.lea, "note", "  ")
    with pytest.raises(NotFound):
        standup_record.add_note(team.lea, "action", "Order", owner="nobody")
    with pytest.raises(NotFound):
        standup_record.add_note(team.lea, "action", "Order", issue="OPS-I9")
    assert notes(team) == []


def test_what_a_note_is_about_is_known(team: Team, saw: str) -> None:
    standup_record.start_standup(team.lea)
    issue = issues.raise_issue(team.cy, "Burrs").value.ref
    issue_actions.add_action(team.cy, issue, "Grind the edge")
    for named, ref in (("ops-1", saw), ("1", saw), ("i1", issue), (f"{issue}.1", f"{issue}.1")):
        assert standup_record.add_note(team.bo, "note", "Hello", about=named).value.about == ref
    for unknown in ("OPS-9", "OPS-I9", "OPS-I1.2", "NEW-1", "nothing of ours"):
        with pytest.raises(NotFound):
            standup_record.add_note(team.bo, "note", "Hello", about=unknown)
    assert len(notes(team)) == 4


def test_a_sponsor_only_looks(team: Team) -> None:
    with pytest.raises(Refused):
        standup_record.start_standup(team.sam)
    assert standup(team.sam).record is None


def test_one_that_was_never_ended_is_over_when_the_next_begins(team: Team, ticking: Clock) -> None:
    standup_record.start_standup(team.lea)
    ticking.forward(minutes=5)
    standup_record.add_note(team.bo, "note", "Hello")
    ticking.forward(days=1)
    second = standup_record.start_standup(team.bo)
    assert second.value.ref == "OPS-U2"
    assert second.notes == ("OPS-U1 of lea was never ended; it is over now.",)
    first = standup_record.show_standup(team.bo, "OPS-U1")
    assert (first.ended_at, first.ended_by) == (NOW + timedelta(minutes=5), "lea")


def test_a_late_note_belongs_to_the_stand_up_in_which_it_was_begun(team: Team, ticking: Clock) -> None:
    standup_record.start_standup(team.lea)
    standup_record.finish_standup(team.bo)
    standup_record.start_standup(team.bo)
    ticking.forward(minutes=59)
    late = standup_record.add_note(team.lea, "action", "Order a fixture", standup="OPS-U1")
    assert late.notes == ("OPS-U1 was ended meanwhile; it is written down there.",)
    assert (late.value.standup, team.get(late.value.made or "").notes) == ("OPS-U1", "From stand-up U1")
    marked = standup_record.mark_talked(team.cy, "person:bo", "Bo Berg", standup="OPS-U1")
    assert (marked.value.ref, marked.value.people) == ("OPS-U1", ("lea", "cy"))
    assert standup_record.show_standup(team.lea, "OPS-U2").notes == ()
    ticking.forward(minutes=2)
    with pytest.raises(Refused, match="OPS-U1 ended more than an hour ago"):
        standup_record.add_note(team.lea, "note", "Hello", standup="OPS-U1")
    assert standup_record.add_note(team.lea, "note", "Hello", standup="OPS-U2").notes == ()


def test_a_note_of_a_stand_up_that_was_taken_back_is_refused(team: Team) -> None:
    standup_record.start_standup(team.lea)
    undo.undo(team.lea)
    with pytest.raises(Refused, match="OPS-U1 was taken back meanwhile"):
        standup_record.add_note(team.lea, "note", "Hello", standup="OPS-U1")


def test_two_never_run_at_once_by_an_undo(team: Team) -> None:
    standup_record.start_standup(team.lea)
    ended = standup_record.finish_standup(team.lea)
    standup_record.start_standup(team.bo)
    with pytest.raises(Refused, match="OPS-U1 cannot run again: OPS-U2 runs, and there is one stand-up at a time"):
        undo.undo(team.lea)
    standup_record.finish_standup(team.bo)
    undo.undo(team.lea, ended.txn)
    with pytest.raises(Refused, match="OPS-U2 cannot run again: OPS-U1 runs"):
        undo.undo(team.bo)


def test_two_never_run_at_once_by_a_redo(team: Team) -> None:
    standup_record.start_standup(team.lea)
    undo.undo(team.lea)
    standup_record.start_standup(team.bo)
    with pytest.raises(Refused, match="OPS-U1 cannot run again: OPS-U2 runs"):
        undo.redo(team.lea)


def test_whoever_marks_or_writes_is_there(team: Team) -> None:
    standup_record.start_standup(team.lea)
    standup_record.add_note(team.bo, "decision", "By hand")
    assert standup_record.mark_talked(team.cy, "person:bo", "Bo Berg").value.people == ("lea", "bo", "cy")
    undo.undo(team.bo)  # takes note and presence back in one, and leaves cy, who came since
    assert (standup_record.show_standup(team.lea).people, notes(team)) == (("lea", "cy"), [("talked", "Bo Berg")])
    undo.redo(team.bo)
    assert standup_record.show_standup(team.lea).people == ("lea", "cy", "bo")


def test_the_next_one_tells_what_changed_since_this_one_ended(team: Team, ticking: Clock) -> None:
    before = team.task().ref
    standup_record.start_standup(team.lea)
    board.move(team.bo, before, "doing")
    standup_record.finish_standup(team.lea)
    ticking.forward(hours=1)
    after = team.task().ref
    page = standup(team.lea)
    assert (page.since, page.since_what) == (NOW, "the last stand-up, OPS-U1")
    assert [(group.word, [each.ref for each in group.changes]) for group in page.changes] == [("added", [after])]


def test_a_clock_that_goes_back_loses_nothing(team: Team, ticking: Clock) -> None:
    standup_record.start_standup(team.lea)
    standup_record.finish_standup(team.lea)
    ticking.forward(hours=-2)
    after = team.task().ref
    assert [each.ref for group in standup(team.lea).changes for each in group.changes] == [after]
    assert standup_record.start_standup(team.lea).value.ref == "OPS-U2"


def test_the_page_knows_the_one_that_runs(team: Team) -> None:
    standup_record.start_standup(team.lea)
    standup_record.attend(team.lea, ["Bo Berg", "cy"])
    standup_record.attend(team.lea, ["cy"], there=False)
    record = standup(team.cy).record
    assert record is not None
    assert record.people == ("lea", "bo")


def test_a_retry_is_answered_once(team: Team) -> None:
    standup_record.start_standup(team.lea, request_id="s")
    assert standup_record.start_standup(team.lea, request_id="s").replayed
    standup_record.add_note(team.lea, "note", "Hello", request_id="n")
    assert standup_record.add_note(team.lea, "note", "Hello", request_id="n").replayed
    assert notes(team) == [("note", "Hello")]


def test_history_tells_it_in_words(team: Team) -> None:
    from zoneinfo import ZoneInfo

    from prodtui.domain.history import sentence

    standup_record.start_standup(team.lea)
    standup_record.attend(team.lea, ["bo"])
    standup_record.add_note(team.lea, "decision", "By hand")
    standup_record.put_away_note(team.lea, "OPS-U1.1")
    standup_record.finish_standup(team.lea)
    told = [sentence(event, ZoneInfo("UTC")) for event in history.events(team.lea)]
    assert told[-5:] == [
        "started the stand-up",
        "bo came",
        "decision: By hand",
        "took a note away",
        "ended the stand-up",
    ]
