"""The inbox of a person, on every board of the store."""

from __future__ import annotations

import pytest
from sqlalchemy.event import listen

from prodtui.domain.enums import NoticeKind
from prodtui.errors import NotFound
from prodtui.services import board, boards, handovers, inbox, issues, talk, tasks, undo
from prodtui.services.workspace import Workspace
from prodtui.storage.sqlite import sqlite3
from tests.helpers.quality import inspect, publish
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


def test_of_every_board_and_no_further_back_than_thirty_days(busy: Team, ticking: Clock) -> None:
    boards.create_board(busy.ann, "QA", "Quality", template="it-service")
    tasks.add(busy.of("ann", board="QA"), "File", assignees=("bo",))
    assert told(busy.bo)[0] == (NoticeKind.ASSIGNED, "QA-1")
    ticking.forward(days=31)
    assert told(busy.bo, all=True) == []


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
