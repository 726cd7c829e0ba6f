"""The event log as a reader sees it: whole, in order, never rewritten."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import Via
from prodtui.errors import NotFound
from prodtui.services import board, boards, history, people, rights, steps, tasks
from tests.helpers.team import Team


def test_events_come_oldest_first_and_in_pieces(team: Team) -> None:
    start = history.last_event(team.ann)
    for number in range(5):
        team.task(f"{number}")
    everything = history.events(team.ann, after=start)
    assert [event.ref for event in everything] == [f"OPS-{n}" for n in range(1, 6)]
    assert [event.id for event in everything] == sorted(event.id for event in everything)
    first = history.events(team.ann, after=start, limit=2)
    assert first + history.events(team.ann, after=first[-1].id) == everything
    assert history.events(team.ann, limit=2, newest=True) == everything[-2:]


def test_events_of_one_task_by_any_form_of_its_reference(team: Team) -> None:
    team.task()
    board.start(team.bo, "OPS-1")
    team.task()
    for ref in ("OPS-1", "ops-1", "1", "#1"):
        assert [event.command for event in history.events(team.bo, ref=ref)] == ["task.add", "task.start"]
    with pytest.raises(NotFound, match="no task OPS-9"):
        history.events(team.bo, ref="9")


def test_events_of_a_thing_without_a_number_by_what_the_history_calls_it(team: Team) -> None:
    rights.grant(team.ann, "member", "plan")
    steps.edit_step(team.ann, "doing", wip_limit=2)
    assert [event.after for event in history.events(team.bo, ref="member.plan")] == [{"granted": True}]
    assert history.events(team.bo, ref="doing")[-1].after == {"wip_limit": 2}
    with pytest.raises(NotFound):
        history.events(team.bo, ref="member.planning")


def test_events_of_one_person(team: Team) -> None:
    ref = team.task().ref
    tasks.set_priority(team.bo, ref, "high")
    tasks.set_priority(team.cy, ref, "low")
    assert [event.actor for event in history.events(team.ann, author="Bo Berg")] == ["bo"]
    assert [event.actor for event in history.events(team.ann, ref=ref, author="cy")] == ["cy"]
    with pytest.raises(NotFound):
        history.events(team.ann, author="zoe")


def test_a_board_shows_its_own_events_and_a_follower_all(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    start = history.last_event(team.ann)
    tasks.add(team.of("ann", board="LAB"), "There")
    people.add_person(team.ann, "dee")
    team.task()
    assert [event.ref for event in history.events(team.ann, after=start)] == ["OPS-1"]
    assert [event.ref for event in history.events_after(team.ann, start)] == ["LAB-1", "dee", "OPS-1"]
    assert [event.board for event in history.events_after(team.ann, start)] == ["LAB", None, "OPS"]
    assert history.events_after(team.ann, start, limit=1)[0].ref == "LAB-1"


def test_what_an_event_holds(team: Team) -> None:
    done = tasks.add(team.of("bo", via=Via.TUI), "Sweep", request_id="r1")
    (event,) = history.events(team.ann, ref="OPS-1")
    assert (event.at, event.recorded_at, event.board, event.actor, event.typed_by) == (
        team.clock(),
        team.clock(),
        "OPS",
        "bo",
        None,
    )
    assert (event.via, event.command, event.kind, event.version, event.request_id) == (
        Via.TUI,
        "task.add",
        "task",
        1,
        "r1",
    )
    assert (event.txn, event.undoes, event.reason, event.before) == (done.txn, None, None, None)


def test_the_versions_of_a_task_rise_by_one_with_each_event(team: Team) -> None:
    ref = team.task().ref
    board.start(team.bo, ref)
    tasks.edit(team.cy, ref, {"title": "x", "notes": "y"})
    board.finish(team.bo, ref)
    assert [event.version for event in history.events(team.ann, ref=ref)] == [1, 2, 3, 4]


def test_each_change_goes_on_from_what_the_last_one_left(team: Team) -> None:
    """Every field's `before` is the `after` of the event before it: the log alone tells the whole story."""
    ref = team.task(labels=("a",), assignees=("bo",)).ref
    board.start(team.bo, ref)
    tasks.edit(team.cy, ref, {"labels": ("b",), "assignees": ("cy",), "quantity": 3})
    board.block(team.bo, ref, "no steel")
    board.unblock(team.bo, ref)
    board.finish(team.bo, ref)
    board.move(team.bo, ref, "backlog")
    known: dict[str, object] = {}
    for event in history.events(team.ann, ref=ref):
        for name, value in (event.before or {}).items():
            assert known.get(name, [] if name in ("labels", "assignees") else None) == value, name
        known |= event.after or {}
    row = team.get(ref)
    assert (known["step"], known["labels"], known["quantity"]) == (row.step, list(row.labels), row.quantity)
