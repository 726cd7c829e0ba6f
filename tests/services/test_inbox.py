"""The inbox of a person, on every board of the store."""

from __future__ import annotations

import io
import json

import pytest
from sqlalchemy.event import listen

from prodtui.domain.enums import NoticeKind
from prodtui.domain.imports import ImportComment, ImportTask
from prodtui.errors import NotFound
from prodtui.interchange.board_json import write_board
from prodtui.services import (
    board,
    boards,
    handovers,
    inbox,
    issue_actions,
    issues,
    purge,
    rights,
    standup_record,
    talk,
    tasks,
    undo,
)
from prodtui.services.board_import import import_board
from prodtui.services.imports import import_tasks
from prodtui.services.workspace import Workspace
from prodtui.storage.sqlite import sqlite3
from tests.helpers.quality import inspect, publish, solved
from tests.helpers.team import Clock, Team


def told(ws: Workspace, *, all: bool = False) -> list[tuple[NoticeKind, str]]:
    return [(row.kind, row.ref) for row in inbox.inbox(ws, all=all)]


@pytest.fixture
def busy(team: Team) -> Team:
    """Everything that concerns bo happens once, and each by somebody else."""
    publish(team, rule="named", people=["bo"])
    mine = team.task("Saw", assignees=("bo",)).ref
    board.block(team.cy, mine, "no steel")
    board.unblock(team.cy, mine)
    talk.comment(team.cy, mine, "please look, @bo")
    talk.comment(team.bo, mine, "I do, @bo")
    inspect(team.cy, None)
    issues.raise_issue(team.cy, "Fire", andon=True)
    handovers.write_handover(team.lea, "All is well")
    return team


def test_newest_first_and_nothing_of_ones_own(busy: Team) -> None:
    assert told(busy.bo) == [
        (NoticeKind.ANDON, "OPS-I1"), (NoticeKind.SIGNATURE, "OPS-Q1"), (NoticeKind.MENTION, "OPS-1"),
        (NoticeKind.UNBLOCKED, "OPS-1"), (NoticeKind.ASSIGNED, "OPS-1"),
    ]  # fmt: skip
    assert told(busy.ann) == [(NoticeKind.HANDOVER, "OPS-H1"), (NoticeKind.ANDON, "OPS-I1")]
    row = inbox.inbox(busy.bo)[2]
    assert (row.title, row.text, row.by, row.board, row.read) == ("Saw", "please look, @bo", "cy", "OPS", False)
    assert told(busy.cy) == []
    assert len(inbox.inbox(busy.bo, limit=2)) == 2


def test_read_ones_go_one_by_one_or_all(busy: Team) -> None:
    newest = inbox.inbox(busy.bo)[0]
    assert [row.id for row in inbox.mark_read(busy.bo, [newest.id]).value] == [newest.id]
    assert len(told(busy.bo)) == 4
    assert [row.read for row in inbox.inbox(busy.bo, all=True)] == [True, False, False, False, False]
    assert inbox.mark_read(busy.bo, [newest.id]).value == ()
    assert len(inbox.mark_read(busy.bo).value) == 4
    assert told(busy.bo) == []
    assert len(told(busy.bo, all=True)) == 5
    talk.comment(busy.cy, "OPS-1", "once more, @bo")
    assert told(busy.bo) == [(NoticeKind.MENTION, "OPS-1")]
    assert len(told(busy.ann)) == 2  # each has their own marks


def test_an_id_that_is_no_notice(busy: Team) -> None:
    with pytest.raises(NotFound, match="no notice 99999"):
        inbox.mark_read(busy.bo, [99999])
    assert len(told(busy.bo)) == 5


def test_a_signature_is_wanted_until_it_is_given(busy: Team) -> None:
    from prodtui.services import inspections

    inspections.sign(busy.bo, "OPS-Q1")
    assert (NoticeKind.SIGNATURE, "OPS-Q1") not in told(busy.bo)


@pytest.mark.parametrize("how", ["given away", "undone", "archived", "board archived"])
def test_a_card_is_mine_until_it_is_in_other_hands_or_put_away(team: Team, how: str) -> None:
    card = team.task("Saw").ref
    tasks.assign(team.cy, [card], add=["bo"])
    assert told(team.bo) == [(NoticeKind.ASSIGNED, card)]
    if how == "given away":
        tasks.assign(team.ann, [card], remove=["bo"])
    elif how == "undone":
        undo.undo(team.cy)
    elif how == "archived":
        tasks.archive(team.ann, card)
    else:
        boards.archive_board(team.ann, "OPS")
    assert told(team.bo, all=True) == []


def test_a_card_that_became_mine_twice_is_told_once(team: Team) -> None:
    card = team.task("Saw", assignees=("bo",)).ref
    first = inbox.inbox(team.bo)[0].id
    tasks.assign(team.cy, [card], remove=["bo"])
    tasks.assign(team.cy, [card], add=["bo"])
    (row,) = inbox.inbox(team.bo, all=True)
    assert row.id > first
    assert [row.id for row in inbox.notices_after(team.bo, first, [first])[0]] == [row.id]


def test_a_card_goes_on_until_it_is_blocked_again(team: Team) -> None:
    card = team.task("Saw", assignees=("bo",)).ref
    inbox.mark_read(team.bo)
    board.block(team.cy, card, "no steel")
    board.unblock(team.cy, card)
    assert told(team.bo) == [(NoticeKind.UNBLOCKED, card)]
    board.block(team.cy, card, "no oil")
    assert told(team.bo) == []


def test_a_mention_ends_with_what_was_said_and_with_its_card(team: Team) -> None:
    card = team.task("Saw").ref
    talk.comment(team.cy, card, "look, @bo")
    undo.undo(team.cy)
    assert told(team.bo) == []
    talk.comment(team.ann, card, "has the id of the one that is gone")
    assert told(team.bo) == []
    undo.undo(team.ann)
    undo.redo(team.cy)
    assert told(team.bo) == [(NoticeKind.MENTION, card)]
    tasks.archive(team.ann, card)
    assert told(team.bo) == []
    purge.purge(team.ann, [card])
    assert told(team.bo, all=True) == []


def test_a_mention_in_an_issue_or_a_note_ends_too(team: Team) -> None:
    ref = issues.raise_issue(team.ann, "Burrs").value.ref
    for text in ("look, @bo", "and here, @bo"):
        issue_actions.comment_issue(team.cy, ref, text)
    undo.undo(team.cy)
    assert [row.text for row in inbox.inbox(team.bo)] == ["look, @bo"]
    issues.put_away_issue(team.ann, ref)
    assert told(team.bo) == []
    standup_record.start_standup(team.cy)
    note = standup_record.add_note(team.cy, "note", "ask @bo").value.ref
    assert told(team.bo) == [(NoticeKind.MENTION, note)]
    standup_record.put_away_note(team.cy, note)
    assert told(team.bo) == []


def test_an_andon_ends_with_its_issue(team: Team) -> None:
    fire, flood = (issues.raise_issue(team.cy, title, andon=True).value.ref for title in ("Fire", "Flood"))
    issues.put_away_issue(team.ann, fire)
    assert told(team.bo) == [(NoticeKind.ANDON, flood)]
    issues.restore_issue(team.ann, fire)
    assert len(told(team.bo)) == 2
    solved(team, flood)
    assert told(team.ann) == [(NoticeKind.ANDON, fire)]
    issues.raise_issue(team.cy, "Smoke", andon=True)
    undo.undo(team.cy)
    assert told(team.ann) == [(NoticeKind.ANDON, fire)]


@pytest.mark.parametrize("how", ["taken over", "put away", "undone"])
def test_a_hand_over_ends_when_nobody_waits_for_it(team: Team, how: str) -> None:
    ref = handovers.write_handover(team.lea, "All is well").value.ref
    assert told(team.ann) == [(NoticeKind.HANDOVER, ref)]
    if how == "taken over":
        handovers.acknowledge_handover(team.ann, ref)
    elif how == "put away":
        handovers.put_away_handover(team.lea, ref)
    else:
        undo.undo(team.lea)
    assert told(team.ann, all=True) == []


def test_what_was_imported_is_no_news(team: Team) -> None:
    rows = [ImportTask(2, "Saw", assignees=("bo",), comments=(ImportComment("look, @bo", author="cy"),))]
    import_tasks(team.ann, "test", rows)
    assert team.get("OPS-1").assignees == ("bo",)
    assert told(team.bo) == []


def test_a_board_that_was_imported_is_no_news_and_what_comes_after_is(busy: Team) -> None:
    out = io.StringIO()
    write_board(busy.ann, out)
    import_board(busy.ann, json.loads(out.getvalue()), key="QA")
    assert {row.board for row in inbox.inbox(busy.bo, all=True)} == {"OPS"}
    talk.comment(busy.of("cy", board="QA"), "QA-1", "and here, @bo")
    assert told(busy.bo)[0] == (NoticeKind.MENTION, "QA-1")
    assert len(told(busy.bo)) == 6


def test_no_signature_is_wanted_for_a_card_that_is_put_away(team: Team) -> None:
    publish(team)
    card = team.task("Saw").ref
    inspect(team.cy, card)
    assert told(team.bo) == [(NoticeKind.SIGNATURE, "OPS-Q1")]
    tasks.archive(team.ann, card)
    assert told(team.bo) == []


def test_a_signature_is_wanted_only_of_those_who_may_give_it_there(team: Team) -> None:
    publish(team)
    inspect(team.cy, None)
    assert told(team.bo) == [(NoticeKind.SIGNATURE, "OPS-Q1")]
    assert told(team.sam) == []
    rights.revoke(team.ann, "member", "work")
    assert told(team.bo) == []


def test_of_every_board_and_no_further_back_than_thirty_days(busy: Team, ticking: Clock) -> None:
    boards.create_board(busy.ann, "QA", "Quality", template="it-service")
    tasks.add(busy.of("ann", board="QA"), "File", assignees=("bo",))
    assert told(busy.bo)[0] == (NoticeKind.ASSIGNED, "QA-1")
    ticking.forward(days=31)
    assert told(busy.bo, all=True) == []


def test_of_one_board_alone(busy: Team) -> None:
    boards.create_board(busy.ann, "QA", "Quality", template="it-service")
    tasks.add(busy.of("ann", board="QA"), "File", assignees=("bo",))
    (row,) = inbox.inbox(busy.bo, board="QA")
    assert (row.ref, len(told(busy.bo))) == ("QA-1", 6)
    with pytest.raises(NotFound, match="about board OPS"):
        inbox.mark_read(busy.bo, [row.id], board="OPS")
    assert len(inbox.mark_read(busy.bo, board="OPS").value) == 5
    assert told(busy.bo) == [(NoticeKind.ASSIGNED, "QA-1")]
    assert [each.id for each in inbox.mark_read(busy.bo, [row.id], board="QA").value] == [row.id]
    assert told(busy.bo) == []


def test_a_sponsor_reads_too(busy: Team) -> None:
    talk.comment(busy.cy, "OPS-1", "@sam for you")
    assert told(busy.sam) == [(NoticeKind.MENTION, "OPS-1"), (NoticeKind.ANDON, "OPS-I1")]
    assert len(inbox.mark_read(busy.sam).value) == 2


def test_what_a_watcher_reads_comes_oldest_first_and_moves_on(busy: Team) -> None:
    found, newest = inbox.notices_after(busy.bo, 0)
    assert [row.kind for row in found][:2] == [NoticeKind.ASSIGNED, NoticeKind.UNBLOCKED]
    assert inbox.notices_after(busy.bo, newest) == ((), newest)
    team_task = busy.task("File").ref
    assert inbox.notices_after(busy.bo, newest)[0] == ()
    talk.comment(busy.cy, team_task, "@bo")
    assert [row.ref for row in inbox.notices_after(busy.bo, newest)[0]] == [team_task]


def test_a_watcher_asks_again_for_what_ends_by_itself(busy: Team) -> None:
    from prodtui.services import inspections

    rows, newest = inbox.notices_after(busy.bo, 0)
    ids = {row.kind: row.id for row in rows}
    again = [ids[NoticeKind.SIGNATURE], ids[NoticeKind.UNBLOCKED]]
    assert [row.id for row in inbox.notices_after(busy.bo, newest, again)[0]] == sorted(again)
    inspections.sign(busy.bo, "OPS-Q1")
    board.move(busy.bo, "OPS-1", "done")
    assert inbox.notices_after(busy.bo, newest, again)[0] == ()


def test_a_watcher_never_goes_through_the_whole_log(busy: Team) -> None:
    ids = [row.id for row in inbox.inbox(busy.bo)]
    ws, asked = busy.bo, []

    def note(connection: object, cursor: object, statement: str, values: object, *_: object) -> None:
        asked.append((statement, values))

    listen(ws.store.reading, "before_cursor_execute", note)
    assert len(inbox.notices_after(ws, max(ids), ids)[0]) == len(ids)
    with sqlite3.connect(busy.path) as connection:
        plans = [connection.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall() for text, values in asked]
    steps = [step for plan in plans for *_, step in plan if step.split()[1] == "event"]
    assert len(steps) >= 3 and all(step.startswith("SEARCH") for step in steps), steps


def test_a_watcher_of_a_restored_store_goes_back_with_it(busy: Team) -> None:
    newest = inbox.notices_after(busy.bo, 0)[1]
    assert inbox.notices_after(busy.bo, newest + 100) == ((), newest)


def test_reading_touches_the_board_of_the_reader_alone(busy: Team) -> None:
    from prodtui.services.feed import Feed

    feed = Feed(busy.ann)
    inbox.mark_read(busy.bo)
    assert feed.poll() == {inbox.topic_of(busy.bo.actor.person_id or 0)}
    feed.close()


def test_marks_are_no_history(busy: Team) -> None:
    board.move(busy.bo, "OPS-1", "doing")
    inbox.mark_read(busy.bo)
    undo.undo(busy.bo)
    assert busy.get("OPS-1").step == "backlog"
