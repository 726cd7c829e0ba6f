"""What checks and issues leave on cards and in a task, and that only the touched cards are read again."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from prodtui.errors import Refused
from prodtui.services import board, board_view, checklists, inspections, purge, task_view, tasks
from prodtui.services.change import begin
from prodtui.services.recordbook import RecordBook
from tests.helpers.quality import fill, gate, publish
from tests.helpers.team import Clock, Team


def marks(team: Team) -> dict[str, str | None]:
    return {card.ref: card.check for card in board_view.snapshot(team.bo).cards}


def test_a_card_shows_how_far_its_check_is(team: Team, ticking: Clock) -> None:
    gate(team, "doing")
    ref = team.task(at="doing").ref
    assert marks(team) == {ref: "due"}
    check = inspections.start(team.bo, "weld", ref).value.ref
    assert marks(team) == {ref: "running"}
    fill(team.bo, check, burrs=False)
    inspections.complete(team.bo, check)
    assert marks(team) == {ref: "failed"}
    inspections.concede(team.quinn, check, "agreed")
    assert marks(team) == {ref: "waiting"}
    inspections.sign(team.quinn, check)
    assert marks(team) == {ref: None}
    ticking.forward(minutes=1)
    board.move(team.bo, ref, "review")
    board.move(team.bo, ref, "doing")
    assert marks(team) == {ref: "due"}


def test_an_answer_repaints_its_card_alone(team: Team) -> None:
    publish(team)
    ref = team.task(at="doing").ref
    team.task(at="doing")
    last = board_view.snapshot(team.bo).last_event
    inspections.start(team.bo, "weld", ref)
    inspections.answer(team.cy, "Q1", "burrs", True)
    delta = board_view.changes_since(team.bo, last)
    assert ([(c.ref, c.check) for c in delta.cards], delta.reload) == ([(ref, "running")], False)
    assert list(delta.authors.values()) == ["cy"]


def test_writing_a_checklist_repaints_nothing(team: Team) -> None:
    team.task()
    last = board_view.snapshot(team.bo).last_event
    publish(team)
    delta = board_view.changes_since(team.bo, last)
    assert (delta.cards, delta.reload) == ((), False)


def test_open_issues_are_counted_and_repaint_their_card(team: Team) -> None:
    ref = team.task(at="doing").ref
    last = board_view.snapshot(team.bo).last_event
    with begin(team.bo, "issue.add") as change:
        values = {
            "title": "Burrs", "severity": "minor", "raised_at": change.now, "raised_by": "bo", "task": ref,
            "state": "open", "whys": [], "notes": "", "containment": "", "cause": "", "evidence": "", "andon": False,
        }  # fmt: skip
        RecordBook(change).insert(change.board(), "issue", values)
        change.done(None)
    delta = board_view.changes_since(team.bo, last)
    assert ([(c.ref, c.issues) for c in delta.cards], delta.reload) == ([(ref, 1)], False)


def test_a_snapshot_asks_a_fixed_number_of_times(team: Team) -> None:
    row = gate(team, "doing")
    checklists.attach_checklist(team.quinn, row.key, step="review", frequency="nth", every=2)

    def asked() -> int:
        found: list[str] = []

        def keep(*args: object) -> None:
            found.append(str(args[2]))

        event.listen(team.store.reading, "before_cursor_execute", keep)
        board_view.snapshot(team.bo)
        event.remove(team.store.reading, "before_cursor_execute", keep)
        return len(found)

    team.task(at="doing")
    few = asked()
    for _ in range(10):
        team.task(at="doing")
    for card in board_view.snapshot(team.bo).cards:
        inspections.start(team.bo, "weld", card.ref)
    assert asked() == few


def test_a_task_lists_its_inspections(team: Team) -> None:
    publish(team)
    ref = team.task(at="doing").ref
    inspections.start(team.bo, "weld", ref)
    assert [(c.ref, c.name, c.state) for c in task_view.show(team.bo, ref).checks] == [
        ("OPS-Q1", "Weld check", "running")
    ]


def test_a_task_with_an_inspection_is_not_purged(team: Team) -> None:
    publish(team)
    ref = team.task().ref
    inspections.start(team.bo, "weld", ref)
    tasks.archive(team.ann, ref)
    with pytest.raises(Refused, match="OPS-1 cannot be purged: OPS-Q1 is about it"):
        purge.purge(team.ann, ref)
